import { keyOf, parseId, sameId } from '../arm-id.ts';
import { wayTo } from '../data-plane/reach.ts';
import { type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import { types } from '../microsoft.network/names.ts';
import type { Stored, World } from '../provider.ts';

/** What the page shows of one environment: its network, and who may reach what. */
export interface StampView {
  /** `tenant/environment` of the mark, or the name of the network where there is none. */
  readonly name: string;
  readonly directory: string;
  readonly subscription: string;
  readonly network: string;
  readonly ranges: readonly string[];
  readonly subnets: readonly SubnetView[];
  readonly targets: readonly TargetView[];
  readonly zones: readonly string[];
}

export interface SubnetView {
  readonly id: string;
  readonly name: string;
  readonly range: string;
  readonly securityGroup: string | undefined;
  readonly endpoints: readonly EndpointView[];
}

export interface EndpointView {
  readonly name: string;
  readonly address: string;
  readonly state: string;
  /** Id of what it leads to. */
  readonly target: string;
}

export interface TargetView {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly fqdn: string;
  /** Whether the public internet gets an answer. */
  readonly isPublic: boolean;
  /** Names of the subnets that reach it over its endpoint. */
  readonly reachedFrom: readonly string[];
}

/** Every network with endpoints or with a mark, by tenant and environment. */
export function stampViews(world: World): StampView[] {
  return world
    .all(types.network)
    .map((network) => viewOf(world, network))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function viewOf(world: World, network: Stored): StampView {
  const mark = markOf(network);
  const subscription = parseId(network.id)?.subscription ?? '';
  const subnets = world.under(network.id, types.subnet).map((subnet) => subnetView(world, subnet));
  const ids = new Set(subnets.flatMap(({ endpoints }) => endpoints.map(({ target }) => keyOf(target))));
  const found = [...ids].map((id) => world.find(id)).filter((one) => one !== undefined);
  return {
    name: mark ?? network.name,
    directory: world.directoryOf(subscription) ?? '',
    subscription,
    network: network.name,
    ranges: listAt(network.body, 'properties', 'addressSpace', 'addressPrefixes').map(String),
    subnets,
    targets: found.map((target) => targetView(world, target, subnets)),
    zones: world
      .all(types.zoneLink)
      .filter((link) => sameId(textAt(link.body, 'properties', 'virtualNetwork', 'id') ?? '', network.id))
      .map((link) => parseId(link.id)?.names[0] ?? '')
      .sort(),
  };
}

/** The mark of whoever deployed it: any tag that ends in `-stamp`. */
function markOf(network: Stored): string | undefined {
  const tag = Object.entries(objectAt(network.body, 'tags')).find(([name]) => /-stamp$/i.test(name));
  return typeof tag?.[1] === 'string' ? tag[1] : undefined;
}

function subnetView(world: World, subnet: Stored): SubnetView {
  const group = textAt(subnet.body, 'properties', 'networkSecurityGroup', 'id');
  return {
    id: subnet.id,
    name: subnet.name,
    range:
      textAt(subnet.body, 'properties', 'addressPrefix') ??
      String(listAt(subnet.body, 'properties', 'addressPrefixes')[0] ?? ''),
    securityGroup: group === undefined ? undefined : parseId(group)?.name,
    endpoints: world
      .all(types.endpoint)
      .filter((endpoint) => sameId(textAt(endpoint.body, 'properties', 'subnet', 'id') ?? '', subnet.id))
      .map((endpoint) => endpointView(world, endpoint)),
  };
}

function endpointView(world: World, endpoint: Stored): EndpointView {
  const shown = world.shown(endpoint);
  const connection = listAt(shown, 'properties', 'privateLinkServiceConnections')[0];
  const nic = world.find(textAt(endpoint.hidden, 'nic') ?? '');
  const ip = listAt(nic?.body, 'properties', 'ipConfigurations')[0];
  return {
    name: endpoint.name,
    address: textAt(ip, 'properties', 'privateIPAddress') ?? '',
    state: textAt(connection, 'properties', 'privateLinkServiceConnectionState', 'status') ?? endpoint.state,
    target: textAt(connection, 'properties', 'privateLinkServiceId') ?? '',
  };
}

function targetView(world: World, target: Stored, subnets: readonly SubnetView[]): TargetView {
  const properties: JsonObject = objectAt(target.body, 'properties');
  const isVault = target.type.toLowerCase() === 'microsoft.keyvault/vaults';
  const fqdn = isVault
    ? `${target.name.toLowerCase()}.vault.azure.net`
    : `${(textAt(properties, 'customSubDomainName') ?? target.name).toLowerCase()}.openai.azure.com`;
  return {
    id: target.id,
    name: target.name,
    kind: isVault ? 'Key vault' : 'Azure OpenAI account',
    fqdn,
    isPublic:
      textAt(properties, 'publicNetworkAccess') !== 'Disabled' &&
      textAt(properties, 'networkAcls', 'defaultAction') !== 'Deny',
    reachedFrom: subnets.filter(({ id }) => reaches(world, target, fqdn, id)).map(({ name }) => name),
  };
}

function reaches(world: World, target: Stored, fqdn: string, subnet: string): boolean {
  try {
    return wayTo(world, target, fqdn, subnet) === 'private';
  } catch {
    // Nothing answers from there.
    return false;
  }
}
