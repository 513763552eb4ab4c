import { idKey, parentId, parseArmId } from '../../resource/arm-id.ts';
import type { JsonObject } from '../../resource/json.ts';
import { textAt } from '../places.ts';
import { lastName, objectsAt, ofType, servicesOf } from './bodies.ts';
import type { Held, Holding } from './holding.ts';
import type { Way } from './leak.ts';
import type { Whereabouts } from './whereabouts.ts';

/** Ways by private endpoints that lie in a network of one stamp and lead to a service of another, and by names. */
export function privateLinks(estate: Whereabouts): Way[] {
  const managed = estate.holdings.flatMap(managedOf);
  return estate.holdings.flatMap((holding) => [
    ...managed
      .filter((each) => each.holding === holding)
      .flatMap(({ id, target, state }) =>
        estate.ownersOf(target).flatMap((to) => toService([holding], to, id, target, state)),
      ),
    ...ofType('Microsoft.Network/privateEndpoints', holding.resources, holding.around).flatMap((held) =>
      endpoint(held, estate),
    ),
    ...servicesOf(holding).flatMap((held) => connectionsOf(held, holding, estate, managed)),
    ...ofType(
      'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
      holding.resources,
      holding.around,
    ).flatMap((held) => zoneLink(held, estate)),
    ...ofType(
      'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
      holding.resources,
      holding.around,
    ).flatMap((held) => zoneGroup(held, holding, estate)),
    ...sharedZones(holding, estate),
  ]);
}

/** From where an endpoint lies to whatever it leads to. */
function endpoint({ id, body }: Held, estate: Whereabouts): Way[] {
  const places = estate.ownersOf(textAt(body, '/properties/subnet/id'));
  const links = [
    ...objectsAt(body, '/properties/privateLinkServiceConnections'),
    ...objectsAt(body, '/properties/manualPrivateLinkServiceConnections'),
  ];
  return links.flatMap((link) => {
    const target = textAt(link, '/properties/privateLinkServiceId');
    const state = textAt(link, '/properties/privateLinkServiceConnectionState/status');
    return estate.ownersOf(target).flatMap((to) => toService(places, to, id, target, state));
  });
}

function toService(
  places: readonly Holding[],
  to: Holding,
  id: string,
  target: string,
  state: string,
): Way[] {
  if (places.includes(to) || /^(rejected|disconnected)$/i.test(state)) return [];
  const froms = places.length > 0 ? places.map(({ stamp }) => stamp) : [undefined];
  return froms.map((from) => ({
    kind: 'endpoint',
    from,
    to: to.stamp,
    id,
    rule: lastName(target),
    lets: `has a private endpoint ${lastName(id)} on ${lastName(target)}`,
    reach: /^pending$/i.test(state) ? 'weakened' : 'open',
    asked: false,
  }));
}

/** An endpoint in the network that Microsoft keeps for a data factory. */
interface Managed {
  readonly holding: Holding;
  readonly id: string;
  /** What its target calls it, in lower case: it stands in a subscription of Microsoft's. */
  readonly name: string;
  readonly target: string;
  readonly state: string;
}

function managedOf(holding: Holding): Managed[] {
  const type = 'Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints';
  return ofType(type, holding.resources, holding.around).map(({ id, body }) => {
    const { names } = parseArmId(id);
    return {
      holding,
      id,
      name: idKey(`${names[0]}.${names.at(-1)}`),
      target: textAt(body, '/properties/privateLinkResourceId'),
      state: textAt(body, '/properties/connectionState/status'),
    };
  });
}

/** What a service tells of the endpoints that lead to it, wherever those are. */
function connectionsOf(
  { id, body }: Held,
  holding: Holding,
  estate: Whereabouts,
  managed: readonly Managed[],
): Way[] {
  const connections = objectsAt(body, '/properties/privateEndpointConnections');
  const sources = connections.map((connection) => textAt(connection, '/properties/privateEndpoint/id'));
  return connections.flatMap((connection, index) => {
    const source = sources[index] ?? '';
    const name = idKey(lastName(source));
    // Where two go by the name of one, nobody can tell which of them is it.
    const isManaged =
      managed.some((each) => each.name === name && idKey(each.target) === idKey(id)) &&
      sources.filter((other) => idKey(lastName(other)) === name).length === 1;
    const known = isManaged || estate.find(source);
    // One that was read tells in which network it lies.
    if (source === '' || known) return [];
    const state = textAt(connection, '/properties/privateLinkServiceConnectionState/status');
    return toService(estate.ownersOf(source), holding, source, id, state);
  });
}

/** A network that resolves the names of another stamp. */
function zoneLink({ id, body }: Held, estate: Whereabouts): Way[] {
  const network = textAt(body, '/properties/virtualNetwork/id');
  const places = estate.ownersOf(network);
  return estate.ownersOf(parentId(id) ?? '').flatMap((to) => {
    if (places.includes(to)) return [];
    const froms = places.length > 0 ? places.map(({ stamp }) => stamp) : [undefined];
    return froms.map((from) => named('zone link', from, to, id, lastName(network)));
  });
}

/** An endpoint that writes its records into a zone of another stamp. */
function zoneGroup({ id, body }: Held, holding: Holding, estate: Whereabouts): Way[] {
  return objectsAt(body, '/properties/privateDnsZoneConfigs').flatMap((configuration) => {
    const owners = estate.ownersOf(zoneOf(configuration));
    if (owners.includes(holding)) return [];
    return owners.map((to) => named('zone group', holding.stamp, to, id, lastName(zoneOf(configuration))));
  });
}

function zoneOf(configuration: JsonObject): string {
  return textAt(configuration, '/properties/privateDnsZoneId');
}

function sharedZones(holding: Holding, estate: Whereabouts): Way[] {
  return [...holding.uses]
    .filter((key) => /\/privatednszones\/[^/]+$/.test(key))
    .flatMap((key) =>
      estate
        .ownersOf(idKey(key))
        .filter((to) => to !== holding)
        .map((to) => ({ ...named('shared zone', holding.stamp, to, key, 'dns'), asked: true })),
    );
}

const tells = {
  'zone link': 'resolves names of its zone, by link',
  'zone group': 'writes records into its zone, by zone group',
  'shared zone': 'has its names in the same zone',
} as const;

function named(
  kind: keyof typeof tells,
  from: string | undefined,
  to: Holding,
  id: string,
  rule: string,
): Way {
  return {
    kind,
    from,
    to: to.stamp,
    id,
    rule,
    lets: `${tells[kind]} ${lastName(id)}`,
    reach: 'weakened',
    asked: false,
  };
}
