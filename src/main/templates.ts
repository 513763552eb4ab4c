import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** A file of the folder `templates` that comes with the program, built or not. */
export async function template(name: string): Promise<string> {
  const places = ['../templates/', '../../templates/'].map(
    (folder) => new URL(folder + name, import.meta.url),
  );
  const found = places.find((place) => existsSync(place));
  if (!found) throw new Error(`there is no template ${name}`);
  return readFile(found, 'utf8');
}
