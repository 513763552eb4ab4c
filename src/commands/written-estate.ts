import type { Estate } from '../estate/estate.ts';
import { parseEstate } from '../estate/estate-file.ts';
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
  const text = await files.read(config);
  if (text !== undefined) return parseEstate(text, config);
  throw noEstateFile(config, why, 'gotthard plan --save answers the questions and writes one.');
}
