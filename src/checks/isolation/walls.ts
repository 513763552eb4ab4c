import { contains, type Range } from '../../estate/cidr.ts';
import { sameId } from '../../resource/arm-id.ts';
import { textAt } from '../places.ts';
import { lastName, ofType } from './bodies.ts';
import type { Networked } from './connections.ts';
import type { Holding } from './holding.ts';
import type { Way } from './leak.ts';
import { meet, type Network, of, type Route, type Subnet } from './networks.ts';
import { type Direction, letsPass, rangeOf, type SecurityRule } from './security-rules.ts';
import { everyPort, everyProtocol, type Traffic } from './traffic.ts';

/**
 * What each network does by itself to keep others out, connected or not: security rules, routes, addresses. One of
 * them gone lets nobody in while there is no connection; but the next mistake would.
 */
export function walls(stamps: readonly Networked[]): Way[] {
  const spaces = stamps.map((stamp) => ({
    stamp,
    ranges: stamp.networks.flatMap(({ spaces: ranges }) => ranges),
    appliances: new Set(
      stamp.networks.flatMap(({ subnets }) =>
        subnets.flatMap(({ routes: all }) => all.flatMap(({ through }) => through ?? [])),
      ),
    ),
  }));
  return stamps.flatMap((stamp) => {
    const others = spaces.filter((each) => each.stamp !== stamp);
    return stamp.networks
      .filter(({ own }) => own)
      .flatMap((network) => [
        ...network.subnets.flatMap((subnet) => [
          ...gate(stamp, network, subnet, 'inbound', others),
          ...gate(stamp, network, subnet, 'outbound', others),
          ...unguarded(stamp, subnet, others),
        ]),
        ...routes(stamp, network, others),
        ...sameAddresses(stamp, network, others),
      ]);
  });
}

interface Space {
  readonly stamp: Networked;
  readonly ranges: readonly Range[];
  /** Addresses that its routes send traffic through. */
  readonly appliances: ReadonlySet<string>;
}

/** Rules that let addresses of others pass, most of which need no look: they are about the network's own. */
function gate(
  { holding }: Networked,
  network: Network,
  { ranges, rules = [], securityGroup = '' }: Subnet,
  direction: Direction,
  others: readonly Space[],
): Way[] {
  const wide = rules.some((rule) => rule.direction === direction && isWide(rule, direction, network.spaces));
  if (!wide) return [];
  return others.flatMap(({ stamp, ranges: theirs }) => {
    const rule = theirs
      .flatMap((other) => ranges.map((own) => ({ own, other })))
      .flatMap(({ own, other }) => letsPass(rules, direction, trafficOf(direction, own, other)) ?? [])
      .find((each) => !each.isDefault);
    if (!rule) return [];
    const [from, to] = direction === 'inbound' ? [stamp.holding, holding] : [holding, stamp.holding];
    const where = of(rule.name, securityGroup);
    return [
      {
        kind: `${direction} rule`,
        from: from.stamp,
        to: to.stamp,
        id: securityGroup,
        rule: rule.name,
        lets: direction === 'inbound' ? `is let in by rule ${where}` : `is let out to it by rule ${where}`,
        reach: 'weakened',
        asked: false,
      } as const,
    ];
  });
}

function isWide({ allows, isDefault, about }: SecurityRule, direction: Direction, own: readonly Range[]) {
  const side = direction === 'inbound' ? 0 : 1;
  return allows && !isDefault && about.some((box) => !own.some((space) => contains(space, box[side])));
}

function trafficOf(direction: Direction, own: Range, other: Range): Traffic {
  return direction === 'inbound'
    ? [other, own, everyPort, everyProtocol]
    : [own, other, everyPort, everyProtocol];
}

/** A subnet that nothing guards, or whose guard private endpoints don't obey. */
function unguarded({ holding }: Networked, subnet: Subnet, others: readonly Space[]): Way[] {
  const { id, securityGroup, rules, endpointsObey } = subnet;
  const way = (kind: 'no security group' | 'endpoint policies', rule: string, lets: string): Way[] =>
    others.map(({ stamp }) => ({
      kind,
      from: stamp.holding.stamp,
      to: holding.stamp,
      id,
      rule,
      lets,
      reach: 'weakened',
      asked: false,
    }));
  const name = lastName(id);
  if (securityGroup === undefined) {
    return way('no security group', 'networkSecurityGroup', `is stopped by no security group of ${name}`);
  }
  if (rules && !endpointsObey && hasEndpoints(holding, id)) {
    const lets = `is not stopped at the private endpoints of ${name}, which obey no rule`;
    return way('endpoint policies', 'privateEndpointNetworkPolicies', lets);
  }
  return [];
}

function hasEndpoints({ resources }: Holding, subnet: string): boolean {
  return ofType('Microsoft.Network/privateEndpoints', resources).some(({ body }) =>
    sameId(textAt(body, '/properties/subnet/id'), subnet),
  );
}

function routes({ holding }: Networked, network: Network, others: readonly Space[]): Way[] {
  const all = network.subnets.flatMap((subnet) => subnet.routes);
  const once = [...new Map(all.map((route) => [`${route.table} ${route.name}`, route])).values()];
  const way = (kind: Way['kind'], to: Space, route: Route, lets: string, asked = false): Way => ({
    kind,
    from: holding.stamp,
    to: to.stamp.holding.stamp,
    id: route.table,
    rule: route.name,
    lets,
    reach: 'weakened',
    asked,
  });
  return [
    ...once.filter(leads).flatMap((route) => {
      const lets = `has a route ${of(route.name, route.table)} to its addresses`;
      return others
        .filter(({ ranges }) => meet([route.range], ranges))
        .map((other) => way('route', other, route, lets));
    }),
    ...once.flatMap((route) => {
      const { through } = route;
      if (through === undefined) return [];
      const address = rangeOf(through);
      return others.flatMap((other) => [
        ...(meet(address, other.ranges)
          ? [way('appliance', other, route, `sends its traffic through its address ${through}`)]
          : []),
        ...(other.appliances.has(through)
          ? [way('appliance', other, route, `sends its traffic through the same appliance ${through}`, true)]
          : []),
      ]);
    }),
    ...others
      .filter(({ stamp, ranges }) => stamp.holding.tenant === holding.tenant && ranges.length > 0)
      .flatMap((other) => missingDrop(holding, network, other)),
  ];
}

/** A route for some addresses in particular; one for all of them is the default. */
function leads({ range, nextHop }: Route): boolean {
  return range.end - range.start < 2 ** 32 && nextHop !== 'none' && nextHop !== 'internet';
}

/** Environments of one tenant drop each other's traffic by a route. */
function missingDrop({ stamp }: Holding, { subnets }: Network, other: Space): Way[] {
  return subnets
    .filter(({ routes: all }) => !drops(all, other.ranges))
    .map((subnet) => ({
      kind: 'drop route',
      from: stamp,
      to: other.stamp.holding.stamp,
      id: subnet.id,
      rule: 'routeTable',
      lets: `has no route that drops its traffic from ${lastName(subnet.id)}`,
      reach: 'weakened',
      asked: false,
    }));
}

function drops(all: readonly Route[], ranges: readonly Range[]): boolean {
  return ranges.every((range) =>
    all.some((route) => route.nextHop === 'none' && contains(route.range, range)),
  );
}

function sameAddresses({ holding }: Networked, network: Network, others: readonly Space[]): Way[] {
  return others
    .filter(({ ranges, stamp }) => meet(network.spaces, ranges) && !sharesNetwork(stamp, network))
    .map(({ stamp }) => ({
      kind: 'addresses',
      from: stamp.holding.stamp,
      to: holding.stamp,
      id: network.id,
      rule: 'addressSpace',
      lets: `has addresses that overlap those of ${lastName(network.id)}`,
      reach: 'weakened',
      asked: false,
    }));
}

function sharesNetwork({ networks }: Networked, { id }: Network): boolean {
  return networks.some((network) => network.id.toLowerCase() === id.toLowerCase());
}
