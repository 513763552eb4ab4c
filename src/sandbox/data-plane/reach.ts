import { keyOf, parseId, sameId } from '../arm-id.ts';
import { formatIpv4, parseBlock } from '../cidr.ts';
import { listAt, textAt } from '../json.ts';
import { types } from '../microsoft.network/names.ts';
import { prefixesOf } from '../microsoft.network/references.ts';
import type { Stored, World } from '../provider.ts';
import { addressesOf, publicAddressOf } from './name-resolution.ts';
import { unreachable } from './request.ts';
import { type Flow, letsThrough } from './security-groups.ts';

/** How a call reaches a service: over a private endpoint of it, or over its public address. */
export type Way = 'private' | 'public';

/**
 * The way from a subnet (undefined: from the public internet) to a resource under its public name, as its names
 * resolve there. Throws ENOTFOUND where the name leads nowhere, ETIMEDOUT when a security group or a missing path
 * stands between.
 */
export function wayTo(world: World, target: Stored, fqdn: string, from: string | undefined): Way {
  if (from === undefined) return 'public';
  const [address] = addressesOf(world, fqdn, from);
  if (address === undefined) throw unreachable('ENOTFOUND', fqdn);
  return wayToAddress(world, target, { fqdn, address, port: 443 }, from);
}

/** The same to one of its addresses, whatever name resolution says. */
export function wayToAddress(
  world: World,
  target: Stored,
  { fqdn, address, port }: { readonly fqdn: string; readonly address: string; readonly port: number },
  from: string | undefined,
): Way {
  const lost = (): Error => unreachable('ETIMEDOUT', fqdn, port);
  if (address === publicAddressOf(target)) return 'public';
  const subnet = world.find(from ?? '');
  if (subnet?.type !== types.subnet) throw lost();
  const network = parseId(subnet.id)?.parent ?? '';
  const endpoint = endpointAt(world, address, target);
  if (endpoint === undefined) throw lost();
  const inner = world.find(textAt(endpoint.body, 'properties', 'subnet', 'id') ?? '');
  const other = parseId(inner?.id ?? '')?.parent ?? '';
  if (inner === undefined || !connected(world, network, other)) throw lost();
  const flow: Flow = { from: firstAddress(subnet), to: address, port, inside: true };
  const open =
    letsThrough(world, subnet, flow, 'Outbound') &&
    // The rules of an endpoint's own subnet hold for it only where the subnet says so.
    (!appliesToEndpoints(inner) || letsThrough(world, inner, flow, 'Inbound'));
  if (!open) throw lost();
  return 'private';
}

/** The endpoint of the target whose interface has the address and whose connection is approved. */
function endpointAt(world: World, address: string, target: Stored): Stored | undefined {
  const nic = world
    .all(types.interface)
    .find((one) =>
      listAt(one.body, 'properties', 'ipConfigurations').some(
        (ip) =>
          textAt(ip, 'properties', 'privateIPAddress') === address &&
          connectsTo(world, textAt(one.body, 'properties', 'privateEndpoint', 'id') ?? '', target),
      ),
    );
  return nic && world.find(textAt(nic.body, 'properties', 'privateEndpoint', 'id') ?? '');
}

function connectsTo(world: World, endpoint: string, target: Stored): boolean {
  return world
    .under(target.id, `${target.type}/privateEndpointConnections`)
    .some(
      (connection) =>
        sameId(textAt(connection.body, 'properties', 'privateEndpoint', 'id') ?? '', endpoint) &&
        textAt(connection.body, 'properties', 'privateLinkServiceConnectionState', 'status') === 'Approved',
    );
}

/** One network, or two that are peered from both sides. */
function connected(world: World, one: string, other: string): boolean {
  if (sameId(one, other)) return true;
  const peered = (from: string, to: string): boolean =>
    world
      .under(from, types.peering)
      .some(
        (peering) =>
          peering.hidden['connected'] === true &&
          keyOf(textAt(peering.body, 'properties', 'remoteVirtualNetwork', 'id') ?? '') === keyOf(to),
      );
  return peered(one, other) && peered(other, one);
}

function appliesToEndpoints(subnet: Stored): boolean {
  const policies = textAt(subnet.body, 'properties', 'privateEndpointNetworkPolicies') ?? 'Disabled';
  return policies === 'Enabled' || policies === 'NetworkSecurityGroupEnabled';
}

/** An address of the subnet that Azure does not keep for itself. */
function firstAddress(subnet: Stored): string {
  const block = parseBlock(prefixesOf(subnet.body)[0] ?? '');
  return block === undefined || block === 'host-bits' ? '' : formatIpv4(block.first + 4n);
}
