import { keyOf, sameId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { type JsonObject, numberAt, objectAt, textAt } from '../json.ts';
import type { Stored, TypeModel, World, Write } from '../provider.ts';
import { regions } from '../seed-directories.ts';
import { anything, boolean, integer, list, object, readOnly, required, tags, text } from '../shape.ts';
import { types, webVersions } from './names.ts';
import { isFlex, type Tier, tierOf, tierOfPlan } from './tiers.ts';

const made = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, readOnly(anything())]));

/** Microsoft.Web/serverfarms, called App Service plans: for Flex Consumption and for workflows. */
export const plans: TypeModel = {
  type: types.plan,
  apiVersions: webVersions,
  placement: 'group',
  name: { pattern: /^[a-z0-9][a-z0-9-]*$/i, max: 60, code: 'BadRequest' },
  body: object({
    location: required(text()),
    kind: text(),
    tags: tags(),
    sku: required(
      object({
        name: required(text()),
        tier: text(),
        size: text(),
        family: text(),
        capacity: integer({ min: 0 }),
        locations: list(text()),
      }),
    ),
    properties: object({
      elasticScaleEnabled: boolean(),
      maximumElasticWorkerCount: integer({ min: 0 }),
      perSiteScaling: boolean(),
      reserved: boolean(),
      hyperV: boolean(),
      isXenon: boolean(),
      isSpot: boolean(),
      targetWorkerCount: integer({ min: 0 }),
      targetWorkerSizeId: integer({ min: 0 }),
      zoneRedundant: boolean(),
      ...made(
        'status',
        'subscription',
        'geoRegion',
        'maximumNumberOfWorkers',
        'numberOfWorkers',
        'numberOfSites',
        'resourceGroup',
        'provisioningState',
      ),
    }),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  badBody: 'BadRequest',
  admit: admitPlan,
  show: shownPlan,
  mayDelete: refuseWithSites,
};

function bad(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}

function admitPlan({ body, prior }: Write): JsonObject {
  const sku = textAt(body, 'sku', 'name') ?? '';
  const tier = tierOf(sku);
  if (tier === undefined)
    throw bad(`The pricing tier '${sku}' is not modelled, or not allowed in this region.`);
  const named = textAt(body, 'sku', 'tier');
  if (named !== undefined && named.toLowerCase() !== tier.tier.toLowerCase())
    throw bad(`The SKU '${sku}' is not part of the pricing tier '${named}'.`);
  const properties = objectAt(body, 'properties');
  const linux = properties['reserved'] === true;
  if (isFlex(tier) && !linux)
    throw bad('Flex Consumption is offered on Linux only: reserved has to be true.');
  if (properties['hyperV'] === true || properties['isXenon'] === true)
    throw bad(`Windows containers are not offered by the pricing tier '${tier.tier}'.`);
  if (prior !== undefined) {
    const before = tierOfPlan(prior);
    if (before?.tier !== tier.tier)
      throw bad(`A plan of the tier '${before?.tier ?? ''}' can't be changed to '${tier.tier}'.`);
    if ((objectAt(prior.body, 'properties')['reserved'] === true) !== linux)
      throw bad('The operating system of a plan is fixed when it is made.');
  }
  return {
    ...body,
    sku: { name: sku.toUpperCase(), capacity: numberAt(body, 'sku', 'capacity') ?? tier.workers },
    properties: { ...born(tier), ...objectAt(prior?.body, 'properties'), ...properties },
  };
}

/** What the service takes for granted of a new plan. */
function born(tier: Tier): JsonObject {
  return {
    perSiteScaling: false,
    elasticScaleEnabled: !isFlex(tier),
    maximumElasticWorkerCount: isFlex(tier) ? 0 : 1,
    reserved: false,
    isSpot: false,
    isXenon: false,
    hyperV: false,
    targetWorkerCount: 0,
    targetWorkerSizeId: 0,
    zoneRedundant: false,
  };
}

/** Sites of a plan. */
export function sitesOf(world: World, plan: Stored): Stored[] {
  return world
    .all(types.site)
    .filter((site) => sameId(textAt(site.body, 'properties', 'serverFarmId') ?? '', plan.id));
}

function refuseWithSites(world: World, plan: Stored): void {
  const names = sitesOf(world, plan).map(({ name }) => name);
  if (names.length === 0) return;
  const message = `Server farm '${plan.name}' cannot be deleted because it has web app(s) ${names.join(', ')} assigned to it.`;
  throw new ArmError(409, 'Conflict', message);
}

/** What people call a region; Microsoft.Web answers it so. */
export function regionOf(record: Stored): string {
  const location = textAt(record.body, 'location') ?? '';
  return regions.find(({ name }) => name === location)?.displayName ?? location;
}

function shownPlan(world: World, record: Stored): JsonObject {
  const tier = tierOfPlan(record);
  const name = textAt(record.body, 'sku', 'name') ?? '';
  const capacity = numberAt(record.body, 'sku', 'capacity') ?? 0;
  const [, , subscription = '', , group = ''] = record.id.split('/');
  return {
    ...record.body,
    location: regionOf(record),
    kind: tier?.kind ?? 'app',
    sku: { name, tier: tier?.tier ?? '', size: name, family: tier?.family ?? '', capacity },
    properties: {
      ...objectAt(record.body, 'properties'),
      status: 'Ready',
      subscription,
      geoRegion: regionOf(record),
      resourceGroup: group,
      maximumNumberOfWorkers: isFlex(tier) ? 1000 : 30,
      numberOfWorkers: capacity,
      numberOfSites: sitesOf(world, record).length,
    },
  };
}

/** The plan of an id, wherever it lies. */
export function planNamed(world: World, id: string): Stored | undefined {
  const found = world.find(id);
  return found !== undefined && keyOf(found.type) === keyOf(types.plan) ? found : undefined;
}
