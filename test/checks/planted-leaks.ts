import type { Looked } from '../../src/checks/isolation/holding.ts';
import type { LeakKind } from '../../src/checks/isolation/leak.ts';
import type { Design } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { type Estate, stampsOf, type Tenant } from '../../src/estate/estate.ts';
import { guidOf } from '../../src/estate/hash.ts';
import { idKey } from '../../src/resource/arm-id.ts';
import { isObject, type Json, type JsonObject } from '../../src/resource/json.ts';
import { resolveReferences } from '../../src/resource/reference.ts';
import type { SubscriptionFacts } from '../../src/resource/subscription.ts';
import { goodFacts } from './situation.ts';

/** A stamp as it exists: what Azure would show, to be changed. */
export interface Existing {
  readonly name: string;
  readonly design: Design;
  readonly resources: Map<string, JsonObject>;
  /** What others have put around it. */
  readonly around: JsonObject[];
  managedBy: string[];
}

/** Everything of an estate exactly as it is designed, with the values that only Azure knows. */
export function asDesigned(estate: Estate): Existing[] {
  return stampsOf(estate).map((stamp) => {
    const design = makeDesign(stamp);
    const resources = design.resources.map(({ id, body }): [string, JsonObject] => {
      const made = resolveReferences(body, {
        reference: ({ id: target }) => principalOf(target),
        date: () => '2026-11-01',
      });
      const properties = isObject(body['properties']) ? body['properties'] : {};
      const isIdentity = /\/userAssignedIdentities\//.test(id);
      const known = isIdentity ? { properties: { ...properties, principalId: principalOf(id) } } : {};
      return [idKey(id), { ...(isObject(made) ? made : {}), ...known, id }];
    });
    return { name: stamp.name, design, resources: new Map(resources), around: [], managedBy: [] };
  });
}

/** Object id of an identity. */
function principalOf(identity: string): string {
  return guidOf([idKey(identity)]);
}

/** What was looked at, as the analysis takes it. */
export function looked(existing: readonly Existing[]): Looked[] {
  return existing.map(({ design, resources, around, managedBy }) => {
    const facts = goodFacts({ design });
    const subscription = 'value' in facts.subscription ? facts.subscription.value : undefined;
    const told: SubscriptionFacts = {
      ...facts,
      around: { value: around },
      ...(subscription ? { subscription: { value: { ...subscription, managedBy } } } : {}),
    };
    return {
      design,
      facts: told,
      observed: {
        at: '2026-11-26T00:00:00.000Z',
        resources: Object.fromEntries(resources),
        deleted: {},
        standIns: {},
        orphans: [],
      },
    };
  });
}

/** Two stamps of different tenants, and two of one. */
export interface Planting {
  readonly one: Existing;
  readonly other: Existing;
  /** Of the tenant of `one`. */
  readonly sibling: Existing;
}

/** One kind of leak: how it comes about by somebody's hand, and who reaches whom by it then. */
export interface Plant {
  readonly name: string;
  readonly kind: LeakKind;
  readonly reach: 'open' | 'weakened';
  /** `one` reaches `other` unless it is said otherwise; `outside` reaches `other`. */
  readonly by?: 'one' | 'sibling' | 'outside';
  plant(at: Planting): void;
}

const type = {
  network: 'Microsoft.Network/virtualNetworks',
  subnet: 'Microsoft.Network/virtualNetworks/subnets',
  rules: 'Microsoft.Network/networkSecurityGroups',
  routes: 'Microsoft.Network/routeTables',
  zone: 'Microsoft.Network/privateDnsZones',
  endpoint: 'Microsoft.Network/privateEndpoints',
  zoneGroup: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
  vault: 'Microsoft.KeyVault/vaults',
  account: 'Microsoft.CognitiveServices/accounts',
  identity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  workspace: 'Microsoft.OperationalInsights/workspaces',
  actionGroup: 'Microsoft.Insights/actionGroups',
  alert: 'Microsoft.Insights/metricAlerts',
  diagnostics: 'Microsoft.Insights/diagnosticSettings',
  budget: 'Microsoft.Consumption/budgets',
} as const;

/** Id of a stamp's first resource of a type, or of the first that matches. */
function idOf({ design }: Existing, wanted: keyof typeof type, name = /./): string {
  const found = design.resources.find((each) => each.type === type[wanted] && name.test(each.id));
  if (!found) throw new Error(`${design.tenant} has no ${type[wanted]}`);
  return found.id;
}

/** Changes the properties of a resource. */
function change(at: Existing, id: string, to: (properties: JsonObject) => JsonObject): void {
  const body = at.resources.get(idKey(id));
  if (!body) throw new Error(`${id} does not exist`);
  const properties = isObject(body['properties']) ? body['properties'] : {};
  at.resources.set(idKey(id), { ...body, properties: { ...properties, ...to(properties) } });
}

function add(at: Existing, id: string, list: string, entry: Json): void {
  change(at, id, (properties) => {
    const before = properties[list];
    return { [list]: [...(Array.isArray(before) ? (before as readonly Json[]) : []), entry] };
  });
}

function spaceOf(at: Existing): string {
  const network = at.resources.get(idKey(idOf(at, 'network')));
  return JSON.stringify(network).match(/"addressPrefixes":\["([^"]+)"/)?.[1] ?? '';
}

function peer(from: Existing, to: Existing, state = 'Connected', more: JsonObject = {}): void {
  add(from, idOf(from, 'network'), 'virtualNetworkPeerings', {
    name: `to-${to.name.replace('/', '-')}`,
    properties: {
      peeringState: state,
      remoteVirtualNetwork: { id: idOf(to, 'network') },
      remoteAddressSpace: { addressPrefixes: [spaceOf(to)] },
      ...more,
    },
  });
}

const hub = '/subscriptions/00000000-0000-4000-8000-00000000000f/resourceGroups/rg-hub';
const hubNetwork = `${hub}/providers/Microsoft.Network/virtualNetworks/vnet-hub`;

function peerWithHub(at: Existing): void {
  add(at, idOf(at, 'network'), 'virtualNetworkPeerings', {
    name: 'to-hub',
    properties: {
      peeringState: 'Connected',
      allowForwardedTraffic: true,
      remoteVirtualNetwork: { id: hubNetwork },
      remoteAddressSpace: { addressPrefixes: ['172.16.0.0/24'] },
    },
  });
}

function securityRule(direction: 'Inbound' | 'Outbound', source: string, destination: string): JsonObject {
  return {
    name: `let-${direction.toLowerCase()}`,
    properties: {
      priority: 200,
      direction,
      access: 'Allow',
      protocol: '*',
      sourceAddressPrefix: source,
      sourcePortRange: '*',
      destinationAddressPrefix: destination,
      destinationPortRange: '*',
    },
  };
}

const applications = /-app$/;
const endpoints = /-pe$/;

function role(at: Existing, scope: string, principalId: string, principalType = 'Group'): void {
  at.around.push({
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${guidOf([scope, principalId])}`,
    properties: {
      roleDefinitionId:
        '/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
      principalId,
      principalType,
    },
  });
}

function groupOf({ design }: Existing): string {
  const ids = design.resources.map(({ body }) => JSON.stringify(body));
  return ids.join().match(/"principalId":"([0-9a-f-]{36})","principalType":"Group"/)?.[1] ?? '';
}

/** An account of Cosmos DB beside the vault. */
function cosmos(at: Existing, properties: JsonObject): string {
  const id = idOf(at, 'vault').replace(
    /Microsoft\.KeyVault.*/,
    'Microsoft.DocumentDB/databaseAccounts/cosno',
  );
  at.resources.set(idKey(id), { id, properties });
  return id;
}

/** A data factory beside the vault; answers the object id of its identity. */
function factory(at: Existing): string {
  const id = idOf(at, 'vault').replace(/Microsoft\.KeyVault.*/, 'Microsoft.DataFactory/factories/adf');
  const principalId = guidOf([id, 'principal']);
  at.resources.set(idKey(id), {
    id,
    identity: { type: 'SystemAssigned', principalId },
    properties: { publicNetworkAccess: 'Disabled' },
  });
  return principalId;
}

function managedEndpoint(at: Existing, privateLinkResourceId: string): void {
  factory(at);
  const id = idOf(at, 'vault').replace(
    /Microsoft\.KeyVault.*/,
    'Microsoft.DataFactory/factories/adf/managedVirtualNetworks/default/managedPrivateEndpoints/away',
  );
  const properties = { privateLinkResourceId, connectionState: { status: 'Approved' } };
  at.around.push({ id, properties });
}

function dataRole(at: Existing, principalId: string): void {
  const scope = cosmos(at, { publicNetworkAccess: 'Disabled' });
  at.around.push({
    id: `${scope}/sqlRoleAssignments/${guidOf([scope, principalId])}`,
    properties: {
      roleDefinitionId: `${scope}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002`,
      principalId,
      scope,
    },
  });
}

const subscriptionOf = ({ design }: Existing): string => `/subscriptions/${design.subscriptionId}`;
const nobody = '0f0f0f0f-0000-4000-8000-000000000001';

function route(at: Existing, to: string, nextHop: JsonObject): void {
  add(at, idOf(at, 'routes'), 'routes', { name: 'way', properties: { addressPrefix: to, ...nextHop } });
}

/** What people could do by hand to stamps that exist. */
export const plants: readonly Plant[] = [
  {
    name: 'a peering, which rules still stop',
    kind: 'peering',
    reach: 'weakened',
    plant: ({ one, other }) => {
      peer(one, other);
      peer(other, one);
    },
  },
  {
    name: 'one side of a peering, made by the other',
    kind: 'peering',
    reach: 'weakened',
    plant: ({ one, other }) => peer(other, one, 'Initiated'),
  },
  {
    name: 'a peering, with rules that let it through',
    kind: 'peering',
    reach: 'open',
    plant: ({ one, other }) => {
      peer(one, other);
      peer(other, one);
      add(one, idOf(one, 'rules', applications), 'securityRules', securityRule('Outbound', '*', '*'));
      add(other, idOf(other, 'rules', endpoints), 'securityRules', securityRule('Inbound', '*', '*'));
    },
  },
  {
    name: 'a peering, and the denial of everything else taken away',
    kind: 'peering',
    reach: 'open',
    plant: ({ one, other }) => {
      peer(one, other);
      peer(other, one);
      for (const [at, which] of [
        [one, applications],
        [other, endpoints],
      ] as const) {
        change(at, idOf(at, 'rules', which), (properties) => ({
          securityRules: (properties['securityRules'] as readonly JsonObject[]).filter(
            (rule) => !String(rule['name']).startsWith('deny-all'),
          ),
        }));
      }
    },
  },
  {
    name: 'a network that both are peered with',
    kind: 'hub',
    reach: 'weakened',
    plant: ({ one, other }) => {
      peerWithHub(one);
      peerWithHub(other);
    },
  },
  {
    name: 'a hub that forwards, and rules that let it through',
    kind: 'hub',
    reach: 'open',
    plant: ({ one, other }) => {
      peerWithHub(one);
      peerWithHub(other);
      route(one, spaceOf(other), { nextHopType: 'VirtualAppliance', nextHopIpAddress: '172.16.0.4' });
      add(one, idOf(one, 'rules', applications), 'securityRules', securityRule('Outbound', '*', '*'));
      add(other, idOf(other, 'rules', endpoints), 'securityRules', securityRule('Inbound', '*', '*'));
    },
  },
  {
    name: 'a rule that lets anything in',
    kind: 'inbound rule',
    reach: 'weakened',
    plant: ({ other }) =>
      add(other, idOf(other, 'rules', endpoints), 'securityRules', securityRule('Inbound', '*', '*')),
  },
  {
    name: 'a rule that lets the addresses of another in, among several',
    kind: 'inbound rule',
    reach: 'weakened',
    plant: ({ one, other }) => {
      const rule = securityRule('Inbound', '', '*');
      const properties = isObject(rule['properties']) ? rule['properties'] : {};
      add(other, idOf(other, 'rules', applications), 'securityRules', {
        ...rule,
        properties: { ...properties, sourceAddressPrefixes: ['192.0.2.0/24', spaceOf(one)] },
      });
    },
  },
  {
    name: 'a rule that lets anything out',
    kind: 'outbound rule',
    reach: 'weakened',
    plant: ({ one }) =>
      add(one, idOf(one, 'rules', applications), 'securityRules', securityRule('Outbound', '*', '*')),
  },
  {
    name: 'a subnet without a security group',
    kind: 'no security group',
    reach: 'weakened',
    plant: ({ other }) => change(other, idOf(other, 'subnet'), () => ({ networkSecurityGroup: null })),
  },
  {
    name: 'endpoints that obey no rule',
    kind: 'endpoint policies',
    reach: 'weakened',
    plant: ({ other }) =>
      change(other, idOf(other, 'subnet', /snet-pe$/), () => ({
        privateEndpointNetworkPolicies: 'Disabled',
      })),
  },
  {
    name: 'a route to the addresses of another',
    kind: 'route',
    reach: 'weakened',
    plant: ({ one, other }) => route(one, spaceOf(other), { nextHopType: 'VirtualNetworkGateway' }),
  },
  {
    name: 'a route through an address of another',
    kind: 'appliance',
    reach: 'weakened',
    plant: ({ one, other }) =>
      route(one, '198.51.100.0/24', {
        nextHopType: 'VirtualAppliance',
        nextHopIpAddress: spaceOf(other).replace(/\d+\/\d+$/, '9'),
      }),
  },
  {
    name: 'the drop route between environments taken away',
    kind: 'drop route',
    reach: 'weakened',
    by: 'one',
    plant: ({ one }) => change(one, idOf(one, 'routes'), () => ({ routes: [] })),
  },
  {
    name: 'addresses of another',
    kind: 'addresses',
    reach: 'weakened',
    plant: ({ one, other }) =>
      change(one, idOf(one, 'network'), () => ({ addressSpace: { addressPrefixes: [spaceOf(other)] } })),
  },
  {
    name: 'a private endpoint on the vault of another',
    kind: 'endpoint',
    reach: 'open',
    plant: ({ one, other }) => {
      add(other, idOf(other, 'vault'), 'privateEndpointConnections', {
        properties: {
          privateEndpoint: { id: idOf(one, 'endpoint').replace(/[^/]+$/, 'pep-mine') },
          privateLinkServiceConnectionState: { status: 'Approved' },
        },
      });
    },
  },
  {
    name: 'a private endpoint that waits to be approved',
    kind: 'endpoint',
    reach: 'weakened',
    plant: ({ one, other }) => {
      add(other, idOf(other, 'account'), 'privateEndpointConnections', {
        properties: {
          privateEndpoint: { id: idOf(one, 'endpoint').replace(/[^/]+$/, 'pep-mine') },
          privateLinkServiceConnectionState: { status: 'Pending' },
        },
      });
    },
  },
  {
    name: 'a private endpoint of a network that nobody of the estate has',
    kind: 'endpoint',
    reach: 'open',
    by: 'outside',
    plant: ({ other }) => {
      add(other, idOf(other, 'account'), 'privateEndpointConnections', {
        properties: {
          privateEndpoint: { id: `${hub}/providers/Microsoft.Network/privateEndpoints/pep-hub` },
          privateLinkServiceConnectionState: { status: 'Approved' },
        },
      });
    },
  },
  {
    name: 'an endpoint of its own in a subnet of another',
    kind: 'endpoint',
    reach: 'open',
    plant: ({ one, other }) =>
      change(other, idOf(other, 'endpoint'), () => ({ subnet: { id: idOf(one, 'subnet') } })),
  },
  {
    name: 'a link of the network of another to a zone',
    kind: 'zone link',
    reach: 'weakened',
    plant: ({ one, other }) =>
      void other.around.push({
        id: `${idOf(other, 'zone')}/virtualNetworkLinks/mine`,
        properties: { virtualNetwork: { id: idOf(one, 'network') } },
      }),
  },
  {
    name: 'a link of a foreign network to a zone',
    kind: 'zone link',
    reach: 'weakened',
    by: 'outside',
    plant: ({ other }) =>
      void other.around.push({
        id: `${idOf(other, 'zone')}/virtualNetworkLinks/hub`,
        properties: { virtualNetwork: { id: hubNetwork } },
      }),
  },
  {
    name: 'records in the zone of another',
    kind: 'zone group',
    reach: 'weakened',
    plant: ({ one, other }) =>
      change(one, idOf(one, 'zoneGroup'), () => ({
        privateDnsZoneConfigs: [{ name: 'z', properties: { privateDnsZoneId: idOf(other, 'zone') } }],
      })),
  },
  {
    name: 'a firewall rule of an account for a subnet of another',
    kind: 'network rule',
    reach: 'weakened',
    plant: ({ one, other }) =>
      change(other, idOf(other, 'account'), () => ({
        networkAcls: { defaultAction: 'Deny', virtualNetworkRules: [{ id: idOf(one, 'subnet') }] },
      })),
  },
  {
    name: 'a firewall rule of a vault for a subnet of another, with public access on',
    kind: 'network rule',
    reach: 'open',
    plant: ({ one, other }) =>
      change(other, idOf(other, 'vault'), () => ({
        publicNetworkAccess: 'Enabled',
        networkAcls: { defaultAction: 'Deny', virtualNetworkRules: [{ id: idOf(one, 'subnet') }] },
      })),
  },
  {
    name: 'a vault that is open to everybody',
    kind: 'public access',
    reach: 'open',
    plant: ({ other }) =>
      change(other, idOf(other, 'vault'), () => ({
        publicNetworkAccess: 'Enabled',
        networkAcls: { defaultAction: 'Allow' },
      })),
  },
  {
    name: 'a Cosmos DB account that is open to everybody',
    kind: 'public access',
    reach: 'open',
    plant: ({ other }) => void cosmos(other, { publicNetworkAccess: 'Enabled' }),
  },
  {
    name: 'a firewall rule of a Cosmos DB account for a subnet of another',
    kind: 'network rule',
    reach: 'weakened',
    plant: ({ one, other }) =>
      void cosmos(other, {
        publicNetworkAccess: 'Disabled',
        virtualNetworkRules: [{ id: idOf(one, 'subnet') }],
      }),
  },
  {
    name: 'a private endpoint on the Cosmos DB account of another',
    kind: 'endpoint',
    reach: 'open',
    plant: ({ one, other }) => {
      const endpoint = idOf(one, 'endpoint').replace(/[^/]+$/, 'pep-mine');
      const state = { status: 'Approved' };
      const connection = { privateEndpoint: { id: endpoint }, privateLinkServiceConnectionState: state };
      cosmos(other, {
        publicNetworkAccess: 'Disabled',
        privateEndpointConnections: [{ properties: connection }],
      });
    },
  },
  {
    name: 'a managed private endpoint of a data factory on the account of another',
    kind: 'endpoint',
    reach: 'open',
    plant: ({ one, other }) => void managedEndpoint(one, idOf(other, 'account')),
  },
  {
    name: 'a role for the identity of the data factory of another',
    kind: 'role',
    reach: 'open',
    plant: ({ one, other }) => role(other, idOf(other, 'account'), factory(one)),
  },
  {
    name: 'a role of the data plane of Cosmos DB for the identity of another',
    kind: 'role',
    reach: 'open',
    plant: ({ one, other }) => dataRole(other, principalOf(idOf(one, 'identity'))),
  },
  {
    name: 'a role of the data plane of Cosmos DB for somebody unknown',
    kind: 'unknown principal',
    reach: 'open',
    by: 'outside',
    plant: ({ other }) => dataRole(other, nobody),
  },
  {
    name: 'a role at the subscription for a group of another',
    kind: 'role',
    reach: 'open',
    plant: ({ one, other }) => role(other, subscriptionOf(other), groupOf(one)),
  },
  {
    name: 'a role at a management group above for a group of another',
    kind: 'role',
    reach: 'open',
    plant: ({ one, other }) =>
      role(other, '/providers/Microsoft.Management/managementGroups/all', groupOf(one)),
  },
  {
    name: 'a role on a vault for the identity of another',
    kind: 'role',
    reach: 'open',
    plant: ({ one, other }) =>
      role(other, idOf(other, 'vault'), principalOf(idOf(one, 'identity')), 'ServicePrincipal'),
  },
  {
    name: 'a role for the identity of another environment of the same tenant',
    kind: 'role',
    reach: 'open',
    by: 'sibling',
    plant: ({ one, sibling }) =>
      role(one, idOf(one, 'account'), principalOf(idOf(sibling, 'identity')), 'ServicePrincipal'),
  },
  {
    name: 'a role at the subscription for a group of a foreign directory',
    kind: 'foreign group',
    reach: 'open',
    by: 'outside',
    plant: ({ other }) => role(other, subscriptionOf(other), nobody, 'ForeignGroup'),
  },
  {
    name: 'a role on an account for somebody unknown',
    kind: 'unknown principal',
    reach: 'open',
    by: 'outside',
    plant: ({ other }) => role(other, idOf(other, 'account'), nobody, 'User'),
  },
  {
    name: 'an access policy of a vault for the identity of another',
    kind: 'access policy',
    reach: 'open',
    plant: ({ one, other }) =>
      change(other, idOf(other, 'vault'), () => ({
        enableRbacAuthorization: false,
        accessPolicies: [{ objectId: principalOf(idOf(one, 'identity')), permissions: { secrets: ['get'] } }],
      })),
  },
  {
    name: 'a vault that trusts the directory of another',
    kind: 'trusted directory',
    reach: 'open',
    plant: ({ one, other }) =>
      change(other, idOf(other, 'vault'), () => ({ tenantId: one.design.directoryId })),
  },
  {
    name: 'an account that carries the identity of another',
    kind: 'identity',
    reach: 'open',
    plant: ({ one, other }) => {
      const id = idOf(one, 'account');
      const body = one.resources.get(idKey(id)) ?? {};
      const identity = { userAssignedIdentities: { [idOf(other, 'identity')]: {} } };
      one.resources.set(idKey(id), { ...body, identity });
    },
  },
  {
    name: 'an account that is encrypted with a key of another',
    kind: 'encryption key',
    reach: 'open',
    plant: ({ one, other }) =>
      change(other, idOf(other, 'account'), () => ({
        encryption: {
          keySource: 'Microsoft.KeyVault',
          keyVaultProperties: {
            keyVaultUri: `https://${idOf(one, 'vault').split('/').at(-1)}.vault.azure.net/`,
          },
        },
      })),
  },
  {
    name: 'a subscription that the directory of another manages',
    kind: 'delegation',
    reach: 'open',
    plant: ({ one, other }) => {
      other.managedBy = [one.design.directoryId];
    },
  },
  {
    name: 'logs into the workspace of another',
    kind: 'diagnostics',
    reach: 'open',
    plant: ({ one, other }) =>
      change(other, idOf(other, 'diagnostics'), () => ({ workspaceId: idOf(one, 'workspace') })),
  },
  {
    name: 'a second diagnostic setting that copies logs elsewhere',
    kind: 'diagnostics',
    reach: 'open',
    by: 'outside',
    plant: ({ other }) =>
      void other.around.push({
        id: `${idOf(other, 'vault')}/providers/Microsoft.Insights/diagnosticSettings/copy`,
        properties: { storageAccountId: `${hub}/providers/Microsoft.Storage/storageAccounts/sthub` },
      }),
  },
  {
    name: 'an alert that tells the action group of another',
    kind: 'action group',
    reach: 'open',
    plant: ({ one, other }) =>
      add(other, idOf(other, 'alert'), 'actions', { actionGroupId: idOf(one, 'actionGroup') }),
  },
  {
    name: 'a budget that tells the action group of another',
    kind: 'action group',
    reach: 'open',
    plant: ({ one, other }) =>
      change(other, idOf(other, 'budget'), () => ({
        notifications: { actual50: { contactGroups: [idOf(one, 'actionGroup')] } },
      })),
  },
  {
    name: 'an alert on a resource of another',
    kind: 'alert scope',
    reach: 'open',
    plant: ({ one, other }) =>
      void one.around.push({
        id: idOf(one, 'alert').replace(/[^/]+$/, 'spying'),
        properties: { scopes: [idOf(other, 'account')] },
      }),
  },
];

type Environment = Tenant['environments'][number];

/** What an estate file could ask for, which shares something between two tenants. */
export interface Sharing {
  readonly name: string;
  readonly kind: LeakKind;
  share(one: Tenant, other: Tenant): readonly Tenant[];
}

/** Both with the same in all of their environments. */
function both(same: (environment: Environment) => Partial<Environment>): Sharing['share'] {
  const changed = (tenant: Tenant): Tenant => ({
    ...tenant,
    environments: tenant.environments.map((environment) => ({ ...environment, ...same(environment) })),
  });
  return (one, other) => [changed(one), changed(other)];
}

export const sharings: readonly Sharing[] = [
  {
    name: 'the same existing network',
    kind: 'shared network',
    share: both(() => ({
      network: {
        mode: 'existing',
        virtualNetworkId: hubNetwork,
        privateEndpointSubnetId: `${hubNetwork}/subnets/endpoints`,
        callerRanges: [],
      },
    })),
  },
  {
    name: 'the same central zones',
    kind: 'shared zone',
    share: both(() => ({
      dns: {
        mode: 'central',
        openai: `${hub}/providers/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com`,
        keyVault: `${hub}/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net`,
      },
    })),
  },
  {
    name: 'the same workspace',
    kind: 'shared workspace',
    share: both(() => ({
      logs: {
        mode: 'existing',
        workspaceId: `${hub}/providers/Microsoft.OperationalInsights/workspaces/log-hub`,
      },
    })),
  },
  {
    name: 'the same firewall',
    kind: 'appliance',
    share: both(({ network }) =>
      network.mode === 'create' ? { network: { ...network, firewallAddress: '172.16.0.4' } } : {},
    ),
  },
  {
    name: 'the same subscription',
    kind: 'subscription',
    share: both(() => ({ subscriptionId: '2c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d01' })),
  },
  {
    name: 'the same group of one directory',
    kind: 'shared group',
    share: (one, other) => [one, { ...other, directoryId: one.directoryId, groups: one.groups }],
  },
];
