import type { Estate } from '../estate/estate.ts';
import { type EstateFiles, parseEstateFiles } from '../estate/estate-file.ts';
import { estateJsonSchema, tenantJsonSchema } from '../estate/json-schema.ts';
import { editEstateFiles, schemaFile, tenantSchemaFile } from '../estate/write-estate.ts';
import type { Files, Ports } from './ports.ts';

/** An estate with the files that it stands in. */
export interface EstateInFiles {
  readonly estate: Estate;
  readonly files: EstateFiles;
}

/** The estate of a file and of the files of tenants beside it; undefined where there is no such file. */
export async function readEstate(path: string, files: Files): Promise<EstateInFiles | undefined> {
  const text = await files.read(path);
  if (text === undefined) return undefined;
  const found = { root: { path, text }, tenants: await tenantFiles(path, files) };
  return { estate: parseEstateFiles(found), files: found };
}

/** The folder with a file for each tenant, beside the estate file. */
function tenantFolder(path: string): string {
  return path.includes('/') ? `${path.slice(0, path.lastIndexOf('/'))}/tenants` : 'tenants';
}

async function tenantFiles(path: string, files: Files): Promise<EstateFiles['tenants']> {
  const folder = tenantFolder(path);
  const names = (await files.list(folder)).filter((name) => /^[^.].*\.ya?ml$/.test(name)).sort();
  const read = names.map(async (name) => {
    const at = `${folder}/${name}`;
    return { path: at, text: (await files.read(at)) ?? '' };
  });
  return Promise.all(read);
}

/** Brings the files of an estate to what it has become; comments and order stay. Answers what was written. */
export async function writeEstateFiles(
  { files: before }: EstateInFiles,
  after: Estate,
  { files }: Pick<Ports, 'files'>,
): Promise<readonly string[]> {
  const { write, remove } = editEstateFiles(before, after, tenantFolder(before.root.path));
  for (const { path, text } of write) await files.write(path, text);
  for (const path of remove) await files.remove(path);
  return [...write.map(({ path }) => path), ...remove];
}

/** What editors complete the files from; they point to it. */
export async function keepSchemas({ files, home }: Pick<Ports, 'files' | 'home'>): Promise<void> {
  const text = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;
  await files.write(`${home}/${schemaFile}`, text(estateJsonSchema()));
  await files.write(`${home}/${tenantSchemaFile}`, text(tenantJsonSchema()));
}
