import { matches, permissionsAt } from '../authorisation.ts';
import type { World } from '../provider.ts';

/** Whether the caller may do a data action at a scope, by the roles that it holds there and above. */
export function mayData(world: World, action: string, scope: string): boolean {
  return permissionsAt(world, scope).some(
    ({ dataActions, notDataActions }) => matches(dataActions, action) && !matches(notDataActions, action),
  );
}
