import { ArmError } from './errors.ts';
import { numberAt } from './json.ts';
import type { Stored, World } from './provider.ts';

/**
 * Refuses a private endpoint to a target that is not ready. An account that already says Succeeded is still seen as
 * Accepted by the network provider for some seconds after each write to it or beneath it, and while one is under way
 * (hashicorp/terraform-provider-azurerm#31712).
 */
export function linkRefusal(world: World, target: Stored): void {
  const open = (numberAt(target.hidden, 'linkableAt') ?? 0) <= world.now;
  if (target.state === 'Succeeded' && open && !world.busy(target.id, true)) return;
  const seen = target.state === 'Succeeded' ? 'Accepted' : target.state;
  const message = `Call to ${target.type} failed. Error message: Account ${target.id} in state ${seen}.`;
  throw new ArmError(400, 'AccountProvisioningStateInvalid', message);
}

/** Opens the window of {@link linkRefusal} again for `ms` of cloud time. */
export function unlinkableFor(world: World, target: Stored, ms: number): Stored {
  const linkableAt = world.now + world.duration(ms);
  return world.save({ ...target, hidden: { ...target.hidden, linkableAt } });
}
