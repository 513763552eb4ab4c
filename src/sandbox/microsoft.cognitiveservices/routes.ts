import { keyOf } from '../arm-id.ts';
import type { Json, JsonObject } from '../json.ts';
import { numberAt, objectAt, textAt } from '../json.ts';
import type { Answer, Call, RouteModel, World } from '../provider.ts';
import { anything, list, object, required, text } from '../shape.ts';
import { subdomainOwner } from './account-rules.ts';
import { deletedAccountRoutes } from './deleted-accounts.ts';
import { accountModels, modelList } from './model-list.ts';
import { modelRegions } from './models.ts';
import { accountType, deploymentType, regionName, regionOf } from './names.ts';
import { findModel, skusOf } from './offering.ts';
import { accountCounter, type Counter, counters } from './quota.ts';
import { contentFilterList } from './rai-policies.ts';
import { cognitiveVersions } from './versions.ts';

const base = '/subscriptions/{subscription}/providers/Microsoft.CognitiveServices';
const group = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.CognitiveServices';
const at = '/subscriptions/{subscription}';

function read(pattern: string, action: string, scope: string, handle: (call: Call) => Answer): RouteModel {
  const right = { action: `Microsoft.CognitiveServices/${action}`, scope };
  return { method: 'GET', pattern, apiVersions: cognitiveVersions, writes: false, right, handle };
}

function part(call: Call, name: string): string {
  return call.parts[name] ?? '';
}

function region(call: Call): string {
  return regionName(part(call, 'location'));
}

function usageBody({ usageName, limit, currentValue }: Counter): JsonObject {
  return {
    name: { value: usageName, localizedValue: usageName },
    currentValue,
    limit,
    unit: 'Count',
    status: currentValue < limit ? 'Included' : 'InOverage',
  };
}

function usages(call: Call): Answer {
  const subscription = part(call, 'subscription');
  const here = region(call);
  const all = modelRegions.includes(here)
    ? [...counters(call.world, subscription, here), accountCounter(call.world, subscription, here)]
    : [];
  return { status: 200, body: all.map(usageBody) };
}

function accountOf(call: Call): string {
  const { subscription = '', group: name = '', account = '' } = call.parts;
  return `/subscriptions/${subscription}/resourceGroups/${name}/providers/${accountType}/${account}`;
}

/** Capacity left for a model in a region, never more than the quota leaves. */
function capacities(call: Call, regions: readonly string[]): Answer {
  const { query, world } = call;
  const fact = findModel(query.get('modelname') ?? '', query.get('modelversion'));
  if (fact === undefined) return { status: 200, body: [] };
  const subscription = part(call, 'subscription');
  const items = regions.flatMap((location) => {
    const all = counters(world, subscription, location);
    return skusOf(fact, location).map((offer): Json => {
      const counter = all.find((one) => one.usageName === offer.usageName);
      const availableCapacity = Math.max(0, (counter?.limit ?? 0) - (counter?.currentValue ?? 0));
      const name = `${fact.name}-${fact.version}-${offer.sku}`;
      return {
        id: `/subscriptions/${subscription}/providers/Microsoft.CognitiveServices/locations/${location}/modelCapacities/${name}`,
        name,
        type: 'Microsoft.CognitiveServices/locations/modelCapacities',
        location,
        properties: {
          model: { format: 'OpenAI', name: fact.name, version: fact.version },
          skuName: offer.sku,
          availableCapacity,
        },
      };
    });
  });
  return { status: 200, body: items };
}

function skuList(): Json[] {
  return ['OpenAI', 'AIServices'].flatMap((kind) =>
    modelRegions.map(
      (location): Json => ({
        resourceType: 'accounts',
        name: 'S0',
        tier: 'Standard',
        kind,
        locations: [location.toUpperCase()],
        restrictions: [],
      }),
    ),
  );
}

function domainCheck({ world, body }: Call): Answer {
  const subdomainName = textAt(body, 'subdomainName') ?? '';
  const free = subdomainOwner(world, subdomainName) === undefined;
  const reason = `Sub domain name '${subdomainName}' is already used. Please pick a different name.`;
  const type = textAt(body, 'type') ?? accountType;
  return {
    status: 200,
    body: { isSubdomainAvailable: free, subdomainName, type, ...(free ? {} : { reason }) },
  };
}

function skuCheck(call: Call): Answer {
  const kind = textAt(call.body, 'kind') ?? '';
  const offered = modelRegions.includes(region(call)) && ['OpenAI', 'AIServices'].includes(kind);
  const skus = (call.body['skus'] ?? []) as Json[];
  const value = skus.map(
    (skuName): Json => ({
      kind,
      type: textAt(call.body, 'type') ?? accountType,
      skuName,
      skuAvailable: offered && skuName === 'S0',
      ...(offered && skuName === 'S0' ? {} : { reason: 'NotAvailableForSubscription' }),
    }),
  );
  return { status: 200, body: { value } };
}

function deploymentSkus(world: World, id: string): Answer {
  const deployment = world.find(id);
  const account = world.find(keyOf(id).split('/').slice(0, -2).join('/'));
  const model = objectAt(deployment?.body, 'properties', 'model');
  const fact = findModel(textAt(model, 'name') ?? '', textAt(model, 'version'));
  if (account === undefined || fact === undefined) return { status: 200, body: [] };
  const current = numberAt(deployment?.body, 'sku', 'capacity') ?? 0;
  const items = skusOf(fact, regionOf(account.body)).map(
    (offer): Json => ({
      resourceType: deploymentType,
      sku: { name: offer.sku, capacity: current },
      capacity: { ...offer.capacity },
    }),
  );
  return { status: 200, body: items };
}

/** Everything of Microsoft.CognitiveServices that is no plain resource. */
export const cognitiveRoutes: readonly RouteModel[] = [
  ...deletedAccountRoutes,
  read(`${base}/locations/{location}/usages`, 'locations/usages/read', at, usages),
  read(`${base}/locations/{location}/models`, 'locations/models/read', at, (call) => ({
    status: 200,
    body: modelList(region(call), call.world.now),
  })),
  read(`${base}/locations/{location}/modelCapacities`, 'locations/modelCapacities/read', at, (call) =>
    capacities(call, [region(call)]),
  ),
  read(`${base}/modelCapacities`, 'modelCapacities/read', at, (call) => capacities(call, modelRegions)),
  read(`${base}/skus`, 'skus/read', at, () => ({ status: 200, body: skuList() })),
  read(`${base}/locations/{location}/raiContentFilters`, 'locations/raiContentFilters/read', at, (call) => ({
    status: 200,
    body: contentFilterList(part(call, 'subscription'), region(call)),
  })),
  read(
    `${group}/accounts/{account}/models`,
    'accounts/models/read',
    `${at}/resourceGroups/{group}`,
    (call) => ({
      status: 200,
      body: accountModels(regionOf(call.world.find(accountOf(call))?.body), call.world.now),
    }),
  ),
  read(
    `${group}/accounts/{account}/usages`,
    'accounts/usages/read',
    `${at}/resourceGroups/{group}`,
    (call) => ({
      status: 200,
      body: counters(
        call.world,
        part(call, 'subscription'),
        regionOf(call.world.find(accountOf(call))?.body),
      ).map(usageBody),
    }),
  ),
  read(`${group}/accounts/{account}/skus`, 'accounts/skus/read', `${at}/resourceGroups/{group}`, () => ({
    status: 200,
    body: { value: [{ resourceType: accountType, sku: { name: 'S0' } }] },
  })),
  read(
    `${group}/accounts/{account}/deployments/{deployment}/skus`,
    'accounts/deployments/skus/read',
    `${at}/resourceGroups/{group}`,
    (call) => deploymentSkus(call.world, `${accountOf(call)}/deployments/${part(call, 'deployment')}`),
  ),
  {
    method: 'POST',
    pattern: `${base}/checkDomainAvailability`,
    apiVersions: cognitiveVersions,
    writes: false,
    right: { action: 'Microsoft.CognitiveServices/checkDomainAvailability/action', scope: at },
    body: object({ subdomainName: required(text()), type: required(text()), kind: text() }),
    handle: domainCheck,
  },
  {
    method: 'POST',
    pattern: `${base}/locations/{location}/checkSkuAvailability`,
    apiVersions: cognitiveVersions,
    writes: false,
    right: { action: 'Microsoft.CognitiveServices/locations/checkSkuAvailability/action', scope: at },
    body: object({ skus: required(list(anything())), kind: required(text()), type: required(text()) }),
    handle: skuCheck,
  },
];
