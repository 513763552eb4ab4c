import { sameId } from '../arm-id.ts';
import { type Block, formatIpv4, overlap, parseAddress, sizeOf } from '../cidr.ts';
import { ArmError } from '../errors.ts';
import { listAt, textAt } from '../json.ts';
import type { Stored, World } from '../provider.ts';
import { requireBlock } from './blocks.ts';
import { prefixesOf } from './references.ts';
import { interfacesIn } from './subnet-use.ts';

/** Azure keeps the first four addresses of a subnet and its last one. */
const reservedAtStart = 4n;

/** Addresses taken in a subnet. */
function takenIn(world: World, subnet: Stored): Set<string> {
  const taken = new Set<string>();
  for (const nic of interfacesIn(world, subnet)) {
    for (const one of listAt(nic.body, 'properties', 'ipConfigurations')) {
      if (!sameId(textAt(one, 'properties', 'subnet', 'id') ?? '', subnet.id)) continue;
      taken.add(textAt(one, 'properties', 'privateIPAddress') ?? '');
    }
  }
  return taken;
}

/** The first free addresses of a subnet; throws SubnetIsFull. Wanted ones (static) are checked and come first. */
export function takeAddresses(
  world: World,
  subnet: Stored,
  count: number,
  wanted: readonly string[],
): string[] {
  const block = requireBlock(prefixesOf(subnet.body)[0] ?? '', subnet.id);
  const taken = takenIn(world, subnet);
  const found = wanted.map((address) => checkStatic(subnet, block, taken, address));
  const last = block.first + sizeOf(block) - 1n;
  for (let next = block.first + reservedAtStart; next < last && found.length < count; next += 1n) {
    const address = formatIpv4(next);
    if (!taken.has(address) && !found.includes(address)) found.push(address);
  }
  if (found.length >= count) return found;
  const message = `Subnet ${subnet.name} with address prefix ${prefixesOf(subnet.body).join(', ')} does not have enough capacity for ${count - found.length} IP addresses.`;
  throw new ArmError(400, 'SubnetIsFull', message);
}

function checkStatic(subnet: Stored, block: Block, taken: ReadonlySet<string>, address: string): string {
  const parsed = parseAddress(address);
  const inside =
    parsed !== undefined && overlap(block, { family: parsed.family, first: parsed.value, bits: 32 });
  if (!inside) {
    throw new ArmError(
      400,
      'PrivateIPAddressNotInSubnet',
      `Private static IP address ${address} does not belong to the range of subnet prefix ${prefixesOf(subnet.body).join(', ')}.`,
    );
  }
  const offset = parsed.value - block.first;
  if (offset < reservedAtStart || offset === sizeOf(block) - 1n) {
    throw new ArmError(
      400,
      'PrivateIPAddressInReservedRange',
      `Private static IP address ${address} falls within reserved IP range of subnet prefix ${prefixesOf(subnet.body).join(', ')}.`,
    );
  }
  if (taken.has(address))
    throw new ArmError(400, 'PrivateIPAddressInUse', `IP address ${address} is already allocated.`);
  return address;
}
