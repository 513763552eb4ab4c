import { keyOf } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { isObject, type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import { admitIdentity } from '../microsoft.managedidentity/identity.ts';
import type { Stored, World, Write } from '../provider.ts';
import { regions } from '../seed-directories.ts';
import { accountType } from './names.ts';

/** Backups of an account that says nothing of them. Source: the examples of its API, CosmosDBDatabaseAccountCreateMin. */
const periodic = {
  type: 'Periodic',
  periodicModeProperties: {
    backupIntervalInMinutes: 240,
    backupRetentionIntervalInHours: 8,
    backupStorageRedundancy: 'Geo',
  },
};

/** Regions without availability zones, of those that the sandbox has. */
const withoutZones: ReadonlySet<string> = new Set(['switzerlandwest']);

/** What ARM refuses of an account; returns the body to store. */
export function admitAccount(write: Write): JsonObject {
  const { world, id, prior } = write;
  const { createMode: _, ...sent } = objectAt(write.body, 'properties');
  const locations = listAt(sent, 'locations').filter(isObject).map(plainLocation);
  const properties = {
    ...sent,
    locations,
    backupPolicy: sent['backupPolicy'] ?? objectAt(prior?.body, 'properties')['backupPolicy'] ?? periodic,
  };
  const body = {
    ...write.body,
    location: textAt(write.body, 'location') ?? regionAt(locations, 0),
    properties,
  };
  if (prior === undefined) checkNameFree(world, id.name);
  checkLocations(locations, properties);
  if (prior !== undefined) checkLasting(properties, body, prior);
  return admitIdentity({ ...write, body });
}

function bad(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}

function plainLocation(location: JsonObject): JsonObject {
  const name = (textAt(location, 'locationName') ?? '').toLowerCase().replace(/\s/g, '');
  return { ...location, locationName: name };
}

function regionAt(locations: readonly JsonObject[], priority: number): string {
  const first = locations.find((one) => one['failoverPriority'] === priority);
  return textAt(first, 'locationName') ?? '';
}

/** The living account of a name, in any subscription of the cloud. */
export function livingTwin(world: World, name: string): Stored | undefined {
  return world.all(accountType).find((one) => keyOf(one.name) === keyOf(name));
}

/** Message as in OfficeDev/microsoft-teams-apps-callrecord-insights#26. */
function checkNameFree(world: World, name: string): void {
  if (livingTwin(world, name) === undefined) return;
  throw bad(
    `Dns record for ${name} under zone Document is already taken. Please use a different name for the account.`,
  );
}

function checkLocations(locations: readonly JsonObject[], properties: JsonObject): void {
  const priorities = locations.map((one) => Number(one['failoverPriority'])).sort((a, b) => a - b);
  if (priorities.some((priority, index) => priority !== index))
    throw bad('Failover priorities of the locations have to be unique and to count from 0.');
  for (const location of locations) {
    const name = textAt(location, 'locationName') ?? '';
    if (!regions.some((one) => one.name === name)) throw bad(`Location '${name}' is not a region of Azure.`);
    if (location['isZoneRedundant'] === true && withoutZones.has(name))
      throw bad(`Zone redundancy is not supported in region '${name}'.`);
  }
  const names = capabilitiesOf(properties);
  if (names.includes('EnableServerless') && locations.length > 1)
    throw bad('Serverless accounts have one location.');
  const level = textAt(properties, 'consistencyPolicy', 'defaultConsistencyLevel');
  if (level === 'Strong' && properties['enableMultipleWriteLocations'] === true)
    throw bad('Strong consistency is not supported with multiple write locations.');
}

function capabilitiesOf(properties: JsonObject): string[] {
  return listAt(properties, 'capabilities').map((one) => textAt(one, 'name') ?? '');
}

/** What an account was made with, and what was done to it for good. */
function checkLasting(properties: JsonObject, body: JsonObject, prior: Stored): void {
  const before = objectAt(prior.body, 'properties');
  if (textAt(prior.body, 'kind') !== textAt(body, 'kind'))
    throw bad('The kind of an account cannot be changed.');
  const serverless = (of: JsonObject): boolean => capabilitiesOf(of).includes('EnableServerless');
  if (serverless(before) !== serverless(properties))
    throw bad('Capability EnableServerless can neither be added to nor removed from an existing account.');
  if (before['enableFreeTier'] !== properties['enableFreeTier'])
    throw bad('The free tier of an account cannot be changed after it was created.');
  const was = textAt(before, 'backupPolicy', 'type');
  if (was === 'Continuous' && textAt(properties, 'backupPolicy', 'type') !== 'Continuous')
    throw bad('Backup policy Continuous cannot be changed back to Periodic.');
  checkRegions(listAt(properties, 'locations').filter(isObject), before);
}

/** Zones of a region are fixed with the region; regions are added and removed, but the one that is written to. */
function checkRegions(locations: readonly JsonObject[], before: JsonObject): void {
  const old = listAt(before, 'locations').filter(isObject);
  if (regionAt(old, 0) !== regionAt(locations, 0))
    throw bad('The write region of an account cannot be replaced by an update of its locations.');
  for (const location of locations) {
    const same = old.find((one) => one['locationName'] === location['locationName']);
    if (same === undefined || same['isZoneRedundant'] === location['isZoneRedundant']) continue;
    throw bad(
      `Zone redundancy of region '${textAt(location, 'locationName') ?? ''}' cannot be changed on an existing account.`,
    );
  }
}
