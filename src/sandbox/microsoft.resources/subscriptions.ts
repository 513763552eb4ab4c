import { delegationsOf } from '../delegation.ts';
import type { JsonObject } from '../json.ts';
import type { Call, RouteModel, World } from '../provider.ts';
import { directories, principals, regions, type Subscription } from '../seed-directories.ts';

const readSubscription = {
  action: 'Microsoft.Resources/subscriptions/read',
  scope: '/subscriptions/{subscription}',
};

/** Subscriptions, their regions, and the directories the caller belongs to. */
export const subscriptionRoutes: readonly RouteModel[] = [
  {
    method: 'GET',
    pattern: '/subscriptions',
    apiVersions: [],
    writes: false,
    handle: ({ world }) => ({ status: 200, body: visible(world) }),
  },
  {
    method: 'GET',
    pattern: '/subscriptions/{subscription}',
    apiVersions: [],
    writes: false,
    right: readSubscription,
    handle: one,
  },
  {
    method: 'GET',
    pattern: '/subscriptions/{subscription}/locations',
    apiVersions: [],
    writes: false,
    right: readSubscription,
    handle: locations,
  },
  {
    method: 'GET',
    pattern: '/tenants',
    apiVersions: [],
    writes: false,
    handle: ({ world }) => ({ status: 200, body: tenants(world) }),
  },
];

/** Only those of the token's directory, and those delegated to it, in which the caller may read anything. */
function visible(world: World): JsonObject[] {
  return world
    .subscriptions()
    .filter(({ id }) => world.allowed(readSubscription.action, `/subscriptions/${id}`))
    .map((one) => shown(one, world));
}

function shown({ id, displayName, directoryId, state }: Subscription, world: World): JsonObject {
  const managing = new Set(delegationsOf(world, id).map((one) => one.directoryId));
  return {
    id: `/subscriptions/${id}`,
    subscriptionId: id,
    tenantId: directoryId,
    displayName,
    state,
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'EnterpriseAgreement_2014-09-01',
      spendingLimit: 'Off',
    },
    authorizationSource: 'RoleBased',
    managedByTenants: [...managing].map((tenantId) => ({ tenantId })),
  };
}

function one({ parts, world }: Call): { status: number; body?: JsonObject } {
  const found = world.subscription(parts['subscription'] ?? '');
  return found === undefined ? { status: 404 } : { status: 200, body: shown(found, world) };
}

function locations({ parts }: Call): { status: number; body: JsonObject[] } {
  const scope = `/subscriptions/${parts['subscription'] ?? ''}`;
  const body = regions.map((region) => ({
    id: `${scope}/locations/${region.name}`,
    name: region.name,
    type: 'Region',
    displayName: region.displayName,
    regionalDisplayName: `(Europe) ${region.displayName}`,
    metadata: {
      regionType: 'Physical',
      regionCategory: 'Recommended',
      geography: region.geography,
      geographyGroup: 'Europe',
      latitude: region.latitude,
      longitude: region.longitude,
      physicalLocation: region.displayName,
      pairedRegion: [{ name: region.paired, id: `${scope}/locations/${region.paired}` }],
    },
  }));
  return { status: 200, body };
}

function tenants(world: World): JsonObject[] {
  const known = principals.find(({ objectId }) => objectId === world.caller.objectId)?.directories;
  return directories
    .filter(({ id }) => known?.includes(id) ?? id === world.caller.directoryId)
    .map(({ id, displayName, domain }) => ({
      id: `/tenants/${id}`,
      tenantId: id,
      countryCode: 'CH',
      displayName,
      domains: [domain],
      defaultDomain: domain,
      tenantType: 'AAD',
      tenantCategory: 'Home',
    }));
}
