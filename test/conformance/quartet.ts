import type { Design, DesignedResource } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import type { Stamp } from '../../src/estate/estate.ts';
import { roles } from '../../src/facts/roles.ts';
import type { Action, StampPlan } from '../../src/plan/plan.ts';
import { ArmError } from '../../src/problems/arm-error.ts';
import { idKey, parentId } from '../../src/resource/arm-id.ts';
import { at, isObject, type Json, type JsonObject } from '../../src/resource/json.ts';
import type { Kinds, Operation, ResourceKind } from '../../src/resource/kind.ts';
import { referencesIn } from '../../src/resource/reference.ts';
import { type SettlePorts, untilDone } from '../../src/run/settle.ts';

/** Changes of kinds that have no tags. A kind with neither tags nor a line here fails the quartet. */
const changes: Readonly<Record<string, (body: JsonObject, design: Design) => JsonObject>> = {
  'Microsoft.Authorization/locks': (body) =>
    set(body, '/properties/notes', `changed. ${at(body, '/properties/notes')}`),
  'Microsoft.Authorization/policyAssignments': described,
  'Microsoft.Authorization/policyDefinitions': described,
  'Microsoft.Authorization/policySetDefinitions': described,
  'Microsoft.Authorization/roleAssignments': described,
  'Microsoft.Consumption/budgets': (body) =>
    set(body, '/properties/amount', Number(at(body, '/properties/amount')) + 1),
  'Microsoft.DataFactory/factories/datasets': (body) => set(body, '/properties/description', 'changed'),
  'Microsoft.DataFactory/factories/integrationRuntimes': (body) =>
    set(body, '/properties/description', 'changed'),
  'Microsoft.DataFactory/factories/linkedservices': (body) => set(body, '/properties/description', 'changed'),
  'Microsoft.DataFactory/factories/managedVirtualNetworks': (body) => body,
  'Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints': (body) => body,
  'Microsoft.DataFactory/factories/pipelines': (body) => set(body, '/properties/description', 'changed'),
  'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments': (body) =>
    set(
      body,
      '/properties/roleDefinitionId',
      String(at(body, '/properties/roleDefinitionId')).replace(/2$/, '1'),
    ),
  'Microsoft.Insights/diagnosticSettings': (body) =>
    at(body, '/properties/metrics') === undefined
      ? body
      : set(body, '/properties/metrics', [{ category: 'AllMetrics', enabled: false }]),
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups': (body, design) =>
    set(body, '/properties/privateDnsZoneConfigs', [
      ...(at(body, '/properties/privateDnsZoneConfigs') as readonly Json[]),
      { name: 'second', properties: { privateDnsZoneId: otherZone(body, design) } },
    ]),
  'Microsoft.Security/pricings': (body) => set(body, '/properties/extensions/0/isEnabled', 'True'),
  'Microsoft.Storage/storageAccounts/blobServices': (body) =>
    set(body, '/properties/deleteRetentionPolicy/days', 7),
  'Microsoft.Storage/storageAccounts/blobServices/containers': (body) =>
    set(body, '/properties/metadata', { conformance: 'changed' }),
  'Microsoft.Storage/storageAccounts/fileServices/shares': (body) => set(body, '/properties/shareQuota', 50),
  'Microsoft.Authorization/roleDefinitions': described,
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': (body) => set(body, '/properties/allow', true),
  'Microsoft.Web/sites/config': (body) =>
    at(body, '/properties/ROTATION_DAYS') === undefined
      ? at(body, '/properties/AZURE_OPENAI_DEPLOYMENT') === undefined
        ? set(body, '/properties/http20Enabled', false)
        : set(body, '/properties/AZURE_OPENAI_DEPLOYMENT', 'other')
      : set(body, '/properties/ROTATION_DAYS', '30'),
  'Microsoft.Sql/servers/auditingSettings': (body) =>
    set(body, '/properties/auditActionsAndGroups', ['BATCH_COMPLETED_GROUP']),
  'Microsoft.Network/virtualNetworks/subnets': (body) =>
    set(body, '/properties/privateLinkServiceNetworkPolicies', 'Disabled'),
};

/** Kinds that ARM makes once and never writes again: what is asked of one that is there is not done. */
const madeOnce: readonly string[] = [
  'Microsoft.DataFactory/factories/managedVirtualNetworks',
  'Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints',
  'Microsoft.KeyVault/vaults/keys',
  'Microsoft.KeyVault/vaults/secrets',
];

/** Whether a change of what exists is planned at all. */
export function takesChanges({ type }: ResourceKind): boolean {
  return !madeOnce.includes(type);
}

/** What is deleted to be rid of a resource: itself, or what it lies in. */
export function deletable(resource: DesignedResource, kind: ResourceKind): string {
  return kind.removal.how !== 'with-parent' ? resource.id : (parentId(resource.id) ?? '');
}

/** A value that can't be put over the old one, of kinds that are replaced and have no region. */
const replacements: Readonly<Record<string, (body: JsonObject) => JsonObject>> = {
  'Microsoft.Authorization/roleAssignments': (body) =>
    set(
      body,
      '/properties/roleDefinitionId',
      String(at(body, '/properties/roleDefinitionId')).replace(/[^/]+$/, roles['Monitoring Reader']),
    ),
  'Microsoft.CognitiveServices/accounts/deployments': (body) => set(body, '/sku/name', 'GlobalStandard'),
  'Microsoft.Consumption/budgets': (body) => set(body, '/properties/timeGrain', 'Quarterly'),
  'Microsoft.DataFactory/factories/integrationRuntimes': () => ({ properties: { type: 'SelfHosted' } }),
  'Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints': (body) =>
    set(body, '/properties/groupId', 'file'),
  'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments': (body) =>
    set(body, '/properties/scope', `${at(body, '/properties/scope')}/dbs/other`),
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks': (body) =>
    set(body, '/properties/virtualNetwork/id', otherOf(String(at(body, '/properties/virtualNetwork/id')))),
  'Microsoft.KeyVault/vaults/keys': (body) => set(body, '/properties/keySize', 4096),
  // It has to lie where its plan does.
  'Microsoft.Web/sites': (body) =>
    set(body, '/properties/serverFarmId', otherOf(String(at(body, '/properties/serverFarmId')))),
  // Its region is that of its network, so something else of it changes.
  'Microsoft.Network/privateEndpoints': (body) =>
    set(body, '/properties/customNetworkInterfaceName', 'nic-other'),
};

/** The resource with its declared change: one more tag, or what the kind has instead. */
export function changed(resource: DesignedResource, design: Design): DesignedResource {
  const tags = resource.body['tags'];
  const change = changes[resource.type];
  if (!isObject(tags) && !change) throw new Error(`quartet.ts does not say how a ${resource.type} changes`);
  const body = change
    ? change(resource.body, design)
    : { ...resource.body, tags: { ...(tags as JsonObject), conformance: 'changed' } };
  return { ...resource, body };
}

/** The resource with something else where the kind says that a change replaces it; undefined when it never is. */
export function replaced(resource: DesignedResource, kind: ResourceKind): DesignedResource | undefined {
  const pointers = kind.comparison.replace ?? [];
  if (pointers.length === 0) return undefined;
  const replacement = replacements[resource.type];
  if (replacement) return { ...resource, body: replacement(resource.body) };
  if (!pointers.includes('/location'))
    throw new Error(`quartet.ts does not say how a ${resource.type} is replaced`);
  return { ...resource, body: set(resource.body, '/location', 'westeurope') };
}

/** The network or the plan beside another one to which something is moved. */
export function otherOf(id: string): string {
  return `${id}-other`;
}

/** For every place of a body that the kind declares as `replace`: the resource with another value there. */
export function unputtable(
  resource: DesignedResource,
  kind: ResourceKind,
): { pointer: string; resource: DesignedResource }[] {
  return (kind.comparison.replace ?? []).flatMap((pattern) => {
    const found = pointersOf(resource.body, pattern.split('/').slice(1));
    if (found.length === 0) throw new Error(`no ${resource.type} of the design has ${pattern}`);
    return found.map((pointer) => ({
      pointer,
      resource: { ...resource, body: set(resource.body, pointer, other(at(resource.body, pointer))) },
    }));
  });
}

/** A design with one resource in place of its like. */
export function withResource(design: Design, resource: DesignedResource): Design {
  const resources = design.resources.map((each) => (each.id === resource.id ? resource : each));
  return { ...design, resources };
}

/** A stamp's design with all of it in one resource group. */
export function inOneGroup(stamp: Stamp, group: string): Design {
  const keys = ['networkGroup', 'securityGroup', 'aiGroup', 'monitorGroup', 'dnsGroup', 'dataGroup'];
  const overrides = Object.fromEntries(keys.map((key) => [`${stamp.name}/${key}`, group]));
  const naming = { ...stamp.estate.naming, overrides };
  const design = makeDesign({ ...stamp, estate: { ...stamp.estate, naming } });
  const unique = new Map(design.resources.map((each) => [each.id, each]));
  const resources = [...unique.values()].map((each) =>
    each.type === 'Microsoft.Consumption/budgets'
      ? { ...each, body: set(each.body, '/properties/filter/dimensions/values', [group]) }
      : each,
  );
  return { ...design, resources };
}

/** A resource with nothing but what it depends on, directly or not. */
export function alone(design: Design, resource: DesignedResource): Design {
  const needed = new Set<DesignedResource>();
  const add = (each: DesignedResource): void => {
    if (needed.has(each)) return;
    needed.add(each);
    const references = referencesIn(each.body).map(({ id }) => id);
    const named = [...each.dependsOn, ...references, parentId(each.id) ?? ''].map(idKey);
    for (const dependency of design.resources) if (named.includes(idKey(dependency.id))) add(dependency);
  };
  add(resource);
  return { ...design, resources: design.resources.filter((each) => needed.has(each)) };
}

/** A plan that puts one resource again as it is. */
export function putAgain(plan: StampPlan, id: string): StampPlan {
  return only(plan, id, (action) => ({ ...action, action: 'update', changes: [] }));
}

/** A plan that removes one resource. */
export function removal(plan: StampPlan, id: string, kinds: Kinds): StampPlan {
  return only(plan, id, (action) => ({
    ...action,
    action: 'remove',
    typicalMs: kinds.get(action.type).typicalMs.remove,
  }));
}

function only(plan: StampPlan, id: string, make: (action: Action) => Action): StampPlan {
  const actions = plan.actions
    .filter(({ key }) => key === id)
    .map((action) => make({ ...action, dependsOn: [] }));
  return { ...plan, actions };
}

/** Removes what is gone: an answer that says so is as good as one that says nothing. */
export function removeAgain(kind: ResourceKind, id: string, ports: SettlePorts): Promise<void> {
  return ended(kind.remove(ports.azure, id, { purge: true }), ports);
}

/** Frees the name that a deleted resource holds, or would hold. */
export async function purge(
  kind: ResourceKind,
  { id, body }: DesignedResource,
  ports: SettlePorts,
): Promise<void> {
  const { softDelete } = kind;
  if (!softDelete?.purge) return;
  const location = String(body['location']);
  await ended(softDelete.purge(ports.azure, id, location), ports);
  while (await softDelete.read(ports.azure, id, location)) await ports.requests.sleep(2_000);
}

async function ended(begin: Promise<Operation>, ports: SettlePorts): Promise<void> {
  try {
    await untilDone(await begin, ports);
  } catch (error) {
    if (!(error instanceof ArmError) || error.status !== 404) throw error;
  }
}

/** Whether a resource is what a kind is about. */
export function isOf(kind: ResourceKind, { type }: { readonly type: string }): boolean {
  return kind.type.toLowerCase() === type.toLowerCase();
}

function otherZone(body: JsonObject, design: Design): string {
  const used = JSON.stringify(body);
  const zones = design.resources.filter(({ type }) => type === 'Microsoft.Network/privateDnsZones');
  const found = zones.find(({ id }) => !used.includes(id));
  if (!found) throw new Error('the design has no second private DNS zone');
  return found.id;
}

function other(value: Json | undefined): Json {
  return Array.isArray(value) ? ['other'] : typeof value === 'number' ? value + 1 : `${value}-other`;
}

/** The pointers of a body that a pattern with `*` matches. */
function pointersOf(value: Json | undefined, tokens: readonly string[], pointer = ''): string[] {
  const [token, ...rest] = tokens;
  if (value === undefined) return [];
  if (token === undefined) return [pointer];
  const keys = token === '*' && typeof value === 'object' && value !== null ? Object.keys(value) : [token];
  return keys.flatMap((key) => pointersOf(at(value, `/${key}`), rest, `${pointer}/${key}`));
}

/** A copy of a body with another value at a pointer. */
function set(body: JsonObject, pointer: string, value: Json): JsonObject {
  return put(body, pointer.split('/').slice(1), value) as JsonObject;
}

function put(into: Json | undefined, tokens: readonly string[], value: Json): Json {
  const [token, ...rest] = tokens;
  if (token === undefined) return value;
  const inner = put(at(into, `/${token}`), rest, value);
  if (Array.isArray(into)) return into.map((entry, index) => (index === Number(token) ? inner : entry));
  return { ...(isObject(into) ? into : {}), [token]: inner };
}

function described(body: JsonObject): JsonObject {
  return set(body, '/properties/description', `${at(body, '/properties/description') ?? ''} changed`);
}
