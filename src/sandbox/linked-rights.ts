import { ArmError } from './errors.ts';
import type { World } from './provider.ts';

/** A write that joins another resource needs a right there too; throws 403 LinkedAuthorizationFailed. */
export function requireLinked(world: World, action: string, linked: string, scope: string): void {
  if (world.allowed(action, linked)) return;
  const { name, objectId } = world.caller;
  const message = `The client '${name}' with object id '${objectId}' has permission to perform the write action on scope '${scope}'; however, it does not have permission to perform action(s) '${action}' on the linked scope(s) '${linked}' (respectively) or the linked scope(s) are invalid.`;
  throw new ArmError(403, 'LinkedAuthorizationFailed', message);
}
