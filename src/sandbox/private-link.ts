/** What private endpoints need to know of the resources they can lead to. */
import { ArmError } from './errors.ts';
import { numberAt } from './json.ts';
import type { Stored, World } from './provider.ts';

const groups: { readonly [type: string]: readonly string[] } = {
  'microsoft.keyvault/vaults': ['vault'],
  'microsoft.cognitiveservices/accounts': ['account'],
};

/** Group ids (sub-resources) that a private endpoint may name for a type; undefined when it takes none. */
export function linkGroups(type: string): readonly string[] | undefined {
  return groups[type.toLowerCase()];
}

/** Type of the connection child that a private endpoint leaves on its target. */
export function connectionTypeOf(type: string): string {
  return `${type}/privateEndpointConnections`;
}

/**
 * Refuses a private endpoint to a target that is not ready. An account that already says Succeeded is still seen as
 * Accepted by the network provider for some seconds after each write (hashicorp/terraform-provider-azurerm#31712).
 */
export function linkRefusal(world: World, target: Stored): void {
  const open = (numberAt(target.hidden, 'linkableAt') ?? 0) <= world.now;
  if (target.state === 'Succeeded' && open) return;
  const seen = target.state === 'Succeeded' ? 'Accepted' : target.state;
  const message = `Call to ${target.type} failed. Error message: Account ${target.id} in state ${seen}`;
  throw new ArmError(400, 'AccountProvisioningStateInvalid', message);
}

/** Opens the window of {@link linkRefusal} again for `ms` of cloud time. */
export function unlinkableFor(world: World, target: Stored, ms: number): Stored {
  const linkableAt = world.now + world.duration(ms);
  return world.save({ ...target, hidden: { ...target.hidden, linkableAt } });
}
