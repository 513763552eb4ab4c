import type { Estate } from '../estate/estate.ts';
import { readEstate } from './estate-files.ts';
import { noEstateFile } from './find-estate.ts';
import type { CommonOptions } from './options.ts';
import type { Ports } from './ports.ts';

/**
 * The estate of a file that has to be there: nobody is asked, and no default is taken.
 * @param why why the command needs one
 */
export async function writtenEstate(
  { config }: Pick<CommonOptions, 'config'>,
  { files }: Pick<Ports, 'files'>,
  why: string,
): Promise<Estate> {
  const read = await readEstate(config, files);
  if (read) return read.estate;
  throw noEstateFile(config, why, 'gotthard plan --save answers the questions and writes one.');
}
