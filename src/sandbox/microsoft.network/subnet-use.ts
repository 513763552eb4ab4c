import { sameId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { listAt, textAt } from '../json.ts';
import type { Stored, World } from '../provider.ts';
import { types } from './names.ts';

/** Ids of the IP configurations in a subnet. */
export function subnetUsers(world: World, subnet: Stored): string[] {
  return world.all(types.interface).flatMap((nic) =>
    listAt(nic.body, 'properties', 'ipConfigurations')
      .filter((one) => sameId(textAt(one, 'properties', 'subnet', 'id') ?? '', subnet.id))
      .map((one) => `${nic.id}/ipConfigurations/${textAt(one, 'name') ?? ''}`),
  );
}

/** Private endpoints in a subnet. */
export function subnetEndpoints(world: World, subnet: Stored): Stored[] {
  return world
    .all(types.endpoint)
    .filter((one) => sameId(textAt(one.body, 'properties', 'subnet', 'id') ?? '', subnet.id));
}

/** Throws ARM's refusal to delete a subnet in which something has an address. */
export function refuseInUse(subnet: Stored, users: readonly string[]): void {
  if (users.length === 0) return;
  // ARM shouts the ids in this message.
  const message = `Subnet ${subnet.name} is in use by ${users.map((id) => id.toUpperCase()).join(', ')} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`;
  throw new ArmError(400, 'InUseSubnetCannotBeDeleted', message);
}
