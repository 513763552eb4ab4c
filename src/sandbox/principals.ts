import { isObject, textAt } from './json.ts';
import type { Rows } from './rows.ts';
import { groups, principals } from './seed-directories.ts';

/** Whether a directory knows an object id: seed users, their groups, and identities that resources brought. */
export function isKnownPrincipal(rows: Rows, directoryId: string, objectId: string): boolean {
  const wanted = objectId.toLowerCase();
  const seeded = principals.some((one) => one.objectId === wanted && one.directories.includes(directoryId));
  const grouped = groups.some((one) => one.objectId === wanted && one.directoryId === directoryId);
  return seeded || grouped || textAt(rows.get('principal', wanted), 'directory') === directoryId;
}

/** Adds the principal of a managed identity to a directory. */
export function rememberPrincipal(rows: Rows, directoryId: string, objectId: string, owner: string): void {
  rows.put('principal', objectId.toLowerCase(), directoryId, {
    directory: directoryId,
    objectId: objectId.toLowerCase(),
    owner,
  });
}

/** Takes it out again; what it was granted stays behind. */
export function forgetPrincipal(rows: Rows, objectId: string): void {
  if (isObject(rows.get('principal', objectId.toLowerCase()))) rows.drop('principal', objectId.toLowerCase());
}
