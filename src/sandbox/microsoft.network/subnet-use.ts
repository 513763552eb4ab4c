import { keyOf, sameId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { listAt, textAt } from '../json.ts';
import type { Stored, World } from '../provider.ts';
import { types } from './names.ts';

/** Keys of the subnets in which interfaces have addresses: a record never changes, so that it is read once. */
const subnetsKnown = new WeakMap<Stored, ReadonlySet<string>>();

/** Network interfaces with an address in a subnet. */
export function interfacesIn(world: World, subnet: Stored): Stored[] {
  const key = keyOf(subnet.id);
  return world.all(types.interface).filter((nic) => {
    const known = subnetsKnown.get(nic) ?? new Set(subnetIds(nic).map(keyOf));
    subnetsKnown.set(nic, known);
    return known.has(key);
  });
}

function subnetIds(nic: Stored): string[] {
  return listAt(nic.body, 'properties', 'ipConfigurations').map(
    (one) => textAt(one, 'properties', 'subnet', 'id') ?? '',
  );
}

/** Ids of the IP configurations in a subnet. */
export function subnetUsers(world: World, subnet: Stored): string[] {
  return interfacesIn(world, subnet).flatMap((nic) =>
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
