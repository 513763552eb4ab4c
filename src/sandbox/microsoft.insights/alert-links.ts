import { ArmError } from '../errors.ts';
import { isObject, type Json, textAt } from '../json.ts';
import type { World } from '../provider.ts';

/** Refuses action groups that do not exist. */
export function checkActionGroups(world: World, entries: readonly Json[]): void {
  for (const entry of entries) {
    const id = isObject(entry) ? textAt(entry, 'actionGroupId') : entry;
    if (typeof id === 'string' && world.find(id) !== undefined) continue;
    const message = `The action group '${String(id ?? '')}' was not found.`;
    throw new ArmError(400, 'BadRequest', message);
  }
}
