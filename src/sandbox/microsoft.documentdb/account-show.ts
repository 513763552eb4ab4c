import { isoTime } from '../instants.ts';
import { isObject, type JsonObject, listAt, objectAt, present, textAt } from '../json.ts';
import { shownIdentity } from '../microsoft.managedidentity/identity.ts';
import type { Stored, World } from '../provider.ts';
import { regions } from '../seed-directories.ts';
import { connectionType } from './names.ts';

const keys = [
  'primaryMasterKey',
  'secondaryMasterKey',
  'primaryReadonlyMasterKey',
  'secondaryReadonlyMasterKey',
];

/** An account as answered: regions by the names that people know, and what the service adds. */
export function shownAccount(world: World, record: Stored): JsonObject {
  const properties = objectAt(record.body, 'properties');
  const locations = listAt(properties, 'locations').filter(isObject);
  const shown = locations.map((one) => shownLocation(record, one));
  const generationTime = isoTime(record.createdAt);
  return present({
    ...record.body,
    location: displayName(textAt(record.body, 'location') ?? ''),
    identity: shownIdentity(world, record) ?? { type: 'None' },
    properties: {
      ...properties,
      documentEndpoint: `https://${record.name.toLowerCase()}.documents.azure.com:443/`,
      instanceId: world.made(record, 'instance'),
      locations: shown,
      writeLocations: shown.filter((one) => one['failoverPriority'] === 0),
      readLocations: shown,
      failoverPolicies: shown.map(({ id = '', locationName = '', failoverPriority = 0 }) => ({
        id,
        locationName,
        failoverPriority,
      })),
      keysMetadata: Object.fromEntries(keys.map((key) => [key, { generationTime }])),
      ...connectionsOf(world, record),
    },
  });
}

/** Left out while there is none. */
function connectionsOf(world: World, record: Stored): JsonObject {
  const connections = world.under(record.id, connectionType).map((one) => world.shown(one));
  return connections.length > 0 ? { privateEndpointConnections: connections } : {};
}

function shownLocation(record: Stored, location: JsonObject): JsonObject {
  const region = textAt(location, 'locationName') ?? '';
  const name = `${record.name.toLowerCase()}-${region}`;
  return {
    id: name,
    locationName: displayName(region),
    documentEndpoint: `https://${name}.documents.azure.com:443/`,
    provisioningState: record.state,
    failoverPriority: location['failoverPriority'] ?? 0,
    isZoneRedundant: location['isZoneRedundant'] ?? false,
  };
}

function displayName(region: string): string {
  return regions.find(({ name }) => name === region)?.displayName ?? region;
}
