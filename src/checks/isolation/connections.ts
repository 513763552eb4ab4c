import type { Range } from '../../estate/cidr.ts';
import { idKey, sameId } from '../../resource/arm-id.ts';
import { lastName } from './bodies.ts';
import type { Holding } from './holding.ts';
import type { Way } from './leak.ts';
import { meet, type Network, of, type Peering, routeTo, type Subnet } from './networks.ts';
import { letsPass, rangeOf } from './security-rules.ts';
import { everyPort, everyProtocol, type Traffic } from './traffic.ts';
import type { Whereabouts } from './whereabouts.ts';

/** A stamp with its networks. */
export interface Networked {
  readonly holding: Holding;
  readonly networks: readonly Network[];
}

/** Ways through virtual networks that are connected: the same one, peered ones, and ones that share a hub. */
export function connections(stamps: readonly Networked[], estate: Whereabouts): Way[] {
  const byNetwork = new Map<string, { readonly holding: Holding; readonly network: Network }[]>();
  const byHub = new Map<string, { readonly side: Side; readonly peering: Peering }[]>();
  for (const { holding, networks } of stamps) {
    for (const network of networks) push(byNetwork, idKey(network.id), { holding, network });
  }
  for (const { holding, networks } of stamps) {
    for (const network of networks) {
      for (const peering of network.peerings) {
        if (estate.ownersOf(peering.remote).length > 0) continue;
        push(byHub, idKey(peering.remote), { side: { holding, network }, peering });
      }
    }
  }
  return [
    ...shared(stamps, estate),
    ...stamps.flatMap(({ holding, networks }) =>
      networks.flatMap((network) =>
        network.peerings.flatMap((peering) =>
          (byNetwork.get(idKey(peering.remote)) ?? [])
            .filter((other) => other.holding !== holding && !sameId(other.network.id, network.id))
            .flatMap((other) => peered({ holding, network }, other, peering)),
        ),
      ),
    ),
    ...[...byHub.values()].flatMap((spokes) =>
      spokes.flatMap((from) =>
        spokes
          .filter((to) => to.side.holding !== from.side.holding)
          .map((to) => throughHub(from.side, to.side, from.peering, to.peering)),
      ),
    ),
  ];
}

interface Side {
  readonly holding: Holding;
  readonly network: Network;
}

/** Stamps that use the same network by its id. */
function shared(stamps: readonly Networked[], estate: Whereabouts): Way[] {
  return stamps.flatMap(({ holding }) =>
    [...holding.uses]
      .filter((key) => /\/virtualnetworks\/[^/]+$/.test(key))
      .flatMap((key) =>
        estate
          .ownersOf(key)
          .filter((other) => other !== holding)
          .map(
            (other): Way => ({
              kind: 'shared network',
              from: holding.stamp,
              to: other.stamp,
              id: key,
              rule: 'network.virtualNetworkId',
              lets: `lies in the same virtual network ${lastName(key)}`,
              reach: 'open',
              asked: true,
            }),
          ),
      ),
  );
}

/** Both ways of one side of a peering. */
function peered(own: Side, other: Side, peering: Peering): Way[] {
  const way = (from: Side, to: Side): Way => {
    const pass = peering.connected && peering.access ? passage(from, to) : undefined;
    return {
      kind: 'peering',
      from: from.holding.stamp,
      to: to.holding.stamp,
      id: peering.id,
      rule: peering.name,
      lets: `is peered by ${peering.name}${pass ? `, and ${pass}` : ''}`,
      reach: pass ? 'open' : 'weakened',
      asked: false,
    };
  };
  return [way(own, other), way(other, own)];
}

/** Peerings are not passed on, but by a route to something in the hub that forwards. */
function throughHub(from: Side, to: Side, peering: Peering, other: Peering): Way {
  const forwards = peering.access && other.access && other.forwarded;
  const pass = forwards ? passage(from, to, { onlyByRoute: true }) : undefined;
  return {
    kind: 'hub',
    from: from.holding.stamp,
    to: to.holding.stamp,
    id: peering.id,
    rule: peering.name,
    lets: `is peered with the same network ${lastName(peering.remote)}${pass ? `, and ${pass}` : ''}`,
    reach: pass ? 'open' : 'weakened',
    asked: false,
  };
}

/** How traffic gets from one network into another that it is connected with; undefined: rules or routes stop it. */
function passage(from: Side, to: Side, { onlyByRoute = false } = {}): string | undefined {
  for (const source of subnetsOf(from.network)) {
    for (const target of subnetsOf(to.network)) {
      for (const [start, end] of pairs(source.ranges, target.ranges)) {
        const found = between(source, target, start, end, to.network, onlyByRoute);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

/** A network whose subnets are not known is one subnet that nothing guards. */
function subnetsOf(network: Network): readonly Subnet[] {
  if (network.subnets.length > 0) return network.subnets;
  return [
    {
      id: network.id,
      ranges: network.spaces,
      securityGroup: undefined,
      rules: undefined,
      routes: [],
      endpointsObey: false,
    },
  ];
}

function between(
  source: Subnet,
  target: Subnet,
  start: Range,
  end: Range,
  network: Network,
  onlyByRoute: boolean,
): string | undefined {
  const space = network.spaces.find((each) => meet([each], [end])) ?? end;
  const route = routeTo(source, end, onlyByRoute ? everything : space);
  if (route?.nextHop === 'none') return undefined;
  if (onlyByRoute && !/appliance|gateway/.test(route?.nextHop ?? '')) return undefined;
  const traffic: Traffic = [start, end, everyPort, everyProtocol];
  const out = source.rules ? letsPass(source.rules, 'outbound', traffic) : 'nothing guards';
  if (out === undefined) return undefined;
  // Rules and routes of a subnet hold for its private endpoints only where it says so.
  const guarded = target.rules !== undefined && target.endpointsObey;
  const into = guarded && target.rules ? letsPass(target.rules, 'inbound', traffic) : 'nothing guards';
  if (into === undefined) return undefined;
  return `${told(out, source)} lets it out, ${told(into, target)} lets it in`;
}

const everything: Range = rangeOf('0.0.0.0/0')[0] ?? { start: 0, end: 2 ** 32 };

function told(by: 'nothing guards' | { readonly name: string }, subnet: Subnet): string {
  const name = lastName(subnet.id);
  if (by === 'nothing guards') return `${name} without a rule`;
  return `rule ${of(by.name, subnet.securityGroup ?? name)}`;
}

function pairs<T>(some: readonly T[], others: readonly T[]): (readonly [T, T])[] {
  return some.flatMap((one) => others.map((other) => [one, other] as const));
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key) ?? [];
  list.push(value);
  lists.set(key, list);
}
