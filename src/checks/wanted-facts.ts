import type { Design, DesignedResource } from '../design/design.ts';
import type { Observed } from '../plan/observed.ts';
import { idKey, parentId, parseArmId } from '../resource/arm-id.ts';
import type { JsonObject } from '../resource/json.ts';
import { at, isObject } from '../resource/json.ts';
import type { Kinds } from '../resource/kind.ts';
import { resolveReferences } from '../resource/reference.ts';
import type { FactsWanted, PolicySample, SurroundingsWanted, UseWanted } from '../resource/subscription.ts';
import { idleDays } from './after/idle.ts';
import { placedDeployments, textAt } from './places.ts';
import { observedBody } from './rule.ts';

/** Types that policies are written about; others are of no interest to them. */
const judgedByPolicies = [
  'Microsoft.Resources/resourceGroups',
  'Microsoft.Network/virtualNetworks',
  'Microsoft.Network/privateEndpoints',
  'Microsoft.KeyVault/vaults',
  'Microsoft.CognitiveServices/accounts',
  'Microsoft.CognitiveServices/accounts/deployments',
  'Microsoft.OperationalInsights/workspaces',
  'Microsoft.Storage/storageAccounts',
];

/**
 * What the checks of one stamp need to know of its subscription. What exists already needs no name check, no quota
 * and no policy: a plan without changes reads next to nothing.
 *
 * @param around whether it matters what others have put around its resources
 */
export function wantedFacts(
  design: Design,
  observed: Observed | undefined,
  kinds: Kinds,
  { around = false }: { around?: boolean } = {},
): FactsWanted {
  const absent = design.resources.filter(({ id }) => !observedBody(observed, id));
  const deployments = placedDeployments(design);
  const growing = deployments.filter(
    ({ resource, capacity, deploymentType }) => !holds(observed, resource.id, deploymentType, capacity),
  );
  return {
    namespaces: design.providers,
    types: [...new Set(absent.map(({ type }) => type))],
    modelRegions: unique(deployments.map(({ region }) => region)),
    usageRegions: unique(growing.map(({ region }) => region)),
    virtualNetworks: absent.some(({ type }) => type === 'Microsoft.Network/virtualNetworks'),
    // A budget that exists tells its currency itself.
    billingCurrency: absent.some(({ type }) => type === 'Microsoft.Consumption/budgets'),
    names: absent.flatMap(nameOf),
    uses: design.uses.map(({ id }) => id),
    policySamples: samplesOf(absent, observed, kinds),
    ...(around ? { around: surroundingsOf(design, observed) } : {}),
    ...(around && observed ? { use: useOf(design, observed) } : {}),
    ...(around ? complianceOf(design, observed) : {}),
  };
}

/** Around which resources of a stamp others may have put something that matters. */
export function surroundingsOf(design: Design, observed: Observed | undefined): SurroundingsWanted {
  const there = design.resources.filter(({ id }) => observedBody(observed, id));
  const logged = design.resources
    .filter(({ type }) => type === 'Microsoft.Insights/diagnosticSettings')
    .map(({ id }) => parentId(id) ?? '');
  return {
    zones: there.filter(({ type }) => type === 'Microsoft.Network/privateDnsZones').map(({ id }) => id),
    logged: logged.filter((id) => observedBody(observed, id)),
    cosmos: there.filter(({ type }) => type === 'Microsoft.DocumentDB/databaseAccounts').map(({ id }) => id),
    factories: there.filter(({ type }) => type === 'Microsoft.DataFactory/factories').map(({ id }) => id),
  };
}

/** Of an initiative that is there. */
function complianceOf(design: Design, observed: Observed | undefined): Pick<FactsWanted, 'compliance'> {
  const initiative = design.resources.find(
    ({ id, type }) =>
      type === 'Microsoft.Authorization/policySetDefinitions' && observedBody(observed, id) !== undefined,
  );
  return initiative ? { compliance: initiative.id } : {};
}

function useOf(design: Design, observed: Observed): UseWanted {
  const there = (type: string): string[] =>
    design.resources.flatMap((each) =>
      each.type === type && observedBody(observed, each.id) ? [each.id] : [],
    );
  const to = Date.parse(observed.at);
  return {
    accounts: there('Microsoft.CognitiveServices/accounts'),
    from: new Date(to - idleDays * 86_400_000).toISOString(),
    to: observed.at,
    groups: there('Microsoft.Resources/resourceGroups'),
    known: [...Object.keys(observed.resources), ...interfacesOf(observed)],
  };
}

/** Azure makes the interfaces of private endpoints. */
function interfacesOf({ resources }: Observed): string[] {
  return Object.values(resources).flatMap((body) => {
    const interfaces = at(body ?? undefined, '/properties/networkInterfaces');
    return Array.isArray(interfaces) ? interfaces.map((one) => idKey(textAt(one, '/id'))) : [];
  });
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function holds(observed: Observed | undefined, id: string, sku: string, capacity: number): boolean {
  const body = observedBody(observed, id);
  const held = body?.['sku'];
  return isObject(held) && held['name'] === sku && Number(held['capacity']) >= capacity;
}

function nameOf({ id, type, body }: DesignedResource): FactsWanted['names'] {
  const own = id.split('/').at(-1) ?? '';
  if (type === 'Microsoft.KeyVault/vaults') return [{ kind: 'vault', name: own, id }];
  if (type === 'Microsoft.Storage/storageAccounts') return [{ kind: 'storage', name: own, id }];
  if (type === 'Microsoft.DocumentDB/databaseAccounts') return [{ kind: 'cosmos', name: own, id }];
  if (type === 'Microsoft.Sql/servers') return [{ kind: 'sql', name: own, id }];
  if (type === 'Microsoft.Web/sites') return [{ kind: 'site', name: own, id }];
  const subdomain = textAt(body, '/properties/customSubDomainName');
  const isAccount = type === 'Microsoft.CognitiveServices/accounts' && subdomain !== '';
  return isAccount ? [{ kind: 'account', name: subdomain, id }] : [];
}

/** One resource of a type stands for all that have the same settings: the first in each group that is there already. */
function samplesOf(
  absent: readonly DesignedResource[],
  observed: Observed | undefined,
  kinds: Kinds,
): PolicySample[] {
  return judgedByPolicies.flatMap((type) => {
    const { apiVersion } = kinds.get(type);
    const places = absent
      .filter((each) => each.type === type)
      .map((resource) => ({ resource, group: existingGroup(resource.id, observed) }));
    const first = new Map([...places].reverse().map((place) => [place.group, place]));
    return [...first.values()].map(({ resource, group }) => ({
      id: resource.id,
      type,
      apiVersion,
      body: withStandIns(resource.body),
      ...(group === undefined ? {} : { group }),
    }));
  });
}

function existingGroup(id: string, observed: Observed | undefined): string | undefined {
  const { subscriptionId, resourceGroup } = parseArmId(id);
  const groupId = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  return observedBody(observed, groupId) ? resourceGroup : undefined;
}

/** What only a run can know is replaced by a text of its kind, since policies judge settings, not these values. */
function withStandIns(body: JsonObject): JsonObject {
  const resolved = resolveReferences(body, {
    reference: ({ property }) => `later-${property}`,
    date: () => '2100-01-01',
  });
  return isObject(resolved) ? resolved : {};
}
