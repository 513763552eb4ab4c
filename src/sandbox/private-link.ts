import { ArmError } from './errors.ts';
import { isObject, listAt, numberAt, textAt } from './json.ts';
import type { Stored, World } from './provider.ts';

const storageAccount = 'Microsoft.Storage/storageAccounts';

/**
 * Refuses a private endpoint to a target that is not ready. An account that already says Succeeded is still seen as
 * Accepted by the network provider for some seconds after each write to it or beneath it, and while one is under way
 * (hashicorp/terraform-provider-azurerm#31712).
 */
export function linkRefusal(world: World, target: Stored): void {
  if (target.type === storageAccount) {
    storageRefusal(world, target);
    return;
  }
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

/**
 * A storage account takes one endpoint at a time, and none while it is written itself. Source: Azure/bicep-registry-modules#6001,
 * where the endpoint's operation ends so; here the request is refused at once.
 */
function storageRefusal(world: World, target: Stored): void {
  const key = target.id.toLowerCase();
  const linking = world.all('Microsoft.Network/privateEndpoints').filter(({ body }) =>
    listAt(body, 'properties', 'privateLinkServiceConnections')
      .filter(isObject)
      .some((one) => textAt(one, 'properties', 'privateLinkServiceId')?.toLowerCase() === key),
  );
  if (target.state === 'Succeeded' && !world.busy(target.id) && !linking.some(({ id }) => world.busy(id)))
    return;
  const message = `Call to ${storageAccount} failed. Error message: An operation is currently performing on this storage account that requires exclusive access.`;
  throw new ArmError(409, 'StorageAccountOperationInProgress', message);
}
