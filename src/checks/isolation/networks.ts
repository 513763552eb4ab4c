import { overlap, parseCidr, prefixOf, type Range } from '../../estate/cidr.ts';
import { idKey, parentId, sameId } from '../../resource/arm-id.ts';
import type { Json, JsonObject } from '../../resource/json.ts';
import { textAt } from '../places.ts';
import { lastName, objectsAt, ofType, textsAt } from './bodies.ts';
import type { Held, Holding } from './holding.ts';
import { type SecurityRule, securityRulesOf } from './security-rules.ts';
import type { Whereabouts } from './whereabouts.ts';

/** A virtual network that a stamp has or uses. */
export interface Network {
  readonly id: string;
  /** Whether it is the stamp's own; else it is somebody else's, of which rules and routes were not read. */
  readonly own: boolean;
  readonly spaces: readonly Range[];
  readonly subnets: readonly Subnet[];
  readonly peerings: readonly Peering[];
}

export interface Subnet {
  readonly id: string;
  readonly ranges: readonly Range[];
  /** Undefined: it has none. */
  readonly securityGroup: string | undefined;
  /** Undefined: it has none, or it was not read. */
  readonly rules: readonly SecurityRule[] | undefined;
  readonly routes: readonly Route[];
  /** Whether its security group and routes hold for private endpoints too. */
  readonly endpointsObey: boolean;
}

export interface Route {
  readonly table: string;
  readonly name: string;
  readonly range: Range;
  readonly nextHop: string;
  /** Address of an appliance. */
  readonly through: string | undefined;
}

export interface Peering {
  readonly id: string;
  readonly name: string;
  readonly remote: string;
  /** Whether the other side has one too. */
  readonly connected: boolean;
  /** Whether it lets traffic of the other network in. */
  readonly access: boolean;
  /** Whether it lets traffic in that the other network only passes on. */
  readonly forwarded: boolean;
  readonly remoteSpaces: readonly Range[];
}

/** The networks of a stamp with what guards their subnets. */
export function networksOf(holding: Holding, estate: Whereabouts): Network[] {
  return ofType('Microsoft.Network/virtualNetworks', holding.resources).map((held) =>
    networkOf(held, holding, estate),
  );
}

function networkOf({ id, body }: Held, holding: Holding, estate: Whereabouts): Network {
  const spaces = rangesOf(textsAt(body, '/properties/addressSpace/addressPrefixes'));
  const peerings = objectsAt(body, '/properties/virtualNetworkPeerings')
    .map((entry) => peeringOf(entry, id))
    // Nothing passes a peering whose other side is gone.
    .filter((peering) => peering !== undefined);
  const near = [
    ...spaces,
    ...peerings.filter(({ access }) => access).flatMap(({ remoteSpaces }) => remoteSpaces),
  ];
  return {
    id,
    own: !holding.uses.has(idKey(id)),
    spaces,
    peerings,
    subnets: subnetsOf(id, body, holding).map((subnet) => guardedSubnet(subnet, near, estate)),
  };
}

/** Those that the network's own body holds, and those that are resources of their own. */
function subnetsOf(network: string, body: JsonObject, holding: Holding): Held[] {
  const type = 'Microsoft.Network/virtualNetworks/subnets';
  const inline = objectsAt(body, '/properties/subnets').map((entry) => ({
    id: textAt(entry, '/id') || `${network}/subnets/${textAt(entry, '/name')}`,
    type,
    body: entry,
  }));
  const apart = ofType(type, holding.resources).filter(({ id }) => sameId(parentId(id) ?? '', network));
  return [...new Map([...inline, ...apart].map((each) => [idKey(each.id), each])).values()];
}

function guardedSubnet({ id, body }: Held, near: readonly Range[], estate: Whereabouts): Subnet {
  const securityGroup = textAt(body, '/properties/networkSecurityGroup/id') || undefined;
  const group = securityGroup === undefined ? undefined : estate.find(securityGroup);
  const table = estate.find(textAt(body, '/properties/routeTable/id'));
  const policies = textAt(body, '/properties/privateEndpointNetworkPolicies');
  return {
    id,
    ranges: rangesOf(textsAt(body, '/properties/addressPrefix', '/properties/addressPrefixes')),
    securityGroup,
    rules: group ? securityRulesOf(group.body, near) : undefined,
    routes: table
      ? objectsAt(table.body, '/properties/routes').flatMap((each) => routeOf(each, table.id))
      : [],
    endpointsObey: /^(Enabled|NetworkSecurityGroupEnabled)$/i.test(policies),
  };
}

function routeOf(route: JsonObject, table: string): Route[] {
  const range = parseCidr(textAt(route, '/properties/addressPrefix'));
  if (!range) return [];
  return [
    {
      table,
      name: textAt(route, '/name'),
      range,
      nextHop: textAt(route, '/properties/nextHopType').toLowerCase(),
      through: textAt(route, '/properties/nextHopIpAddress') || undefined,
    },
  ];
}

function peeringOf(peering: JsonObject, network: string): Peering | undefined {
  const state = textAt(peering, '/properties/peeringState').toLowerCase();
  const remote = textAt(peering, '/properties/remoteVirtualNetwork/id');
  if (state === 'disconnected' || remote === '') return undefined;
  const name = textAt(peering, '/name');
  const on = (member: string, otherwise: boolean): boolean => flag(peering, member) ?? otherwise;
  return {
    id: textAt(peering, '/id') || `${network}/virtualNetworkPeerings/${name}`,
    name,
    remote,
    connected: state === 'connected',
    access: on('allowVirtualNetworkAccess', true),
    forwarded: on('allowForwardedTraffic', false),
    remoteSpaces: rangesOf(
      textsAt(
        peering,
        '/properties/remoteAddressSpace/addressPrefixes',
        '/properties/remoteVirtualNetworkAddressSpace/addressPrefixes',
      ),
    ),
  };
}

function flag(body: JsonObject, member: string): boolean | undefined {
  const properties = body['properties'] as Readonly<Record<string, Json>> | undefined;
  const value = properties?.[member];
  return typeof value === 'boolean' ? value : undefined;
}

function rangesOf(texts: readonly string[]): Range[] {
  return texts.flatMap((text) => parseCidr(text) ?? []);
}

/**
 * The route that a subnet takes to a range: its most specific one, where that is at least as specific as what a peering
 * brings along. Undefined: whatever Azure's own routes say.
 * Source: Microsoft, "Virtual network traffic routing" (longest prefix, then user-defined routes first).
 */
export function routeTo(subnet: Subnet, target: Range, space: Range): Route | undefined {
  const fitting = subnet.routes
    .filter(({ range }) => range.start <= target.start && range.end >= target.end)
    .sort((a, b) => prefixOf(b.range) - prefixOf(a.range));
  const [best] = fitting;
  return best && prefixOf(best.range) >= prefixOf(space) ? best : undefined;
}

/** Whether any of some ranges shares an address with any of some others. */
export function meet(some: readonly Range[], others: readonly Range[]): boolean {
  return some.some((one) => others.some((other) => overlap(one, other)));
}

/** `name of resource` for sentences. */
export function of(name: string, id: string): string {
  return `${name} of ${lastName(id)}`;
}
