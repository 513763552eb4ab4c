import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { type JsonObject, numberAt, objectAt, textAt } from '../json.ts';
import type { Pace, Stored, TypeModel, World, Write } from '../provider.ts';
import {
  anything,
  boolean,
  decimal,
  integer,
  object,
  oneOf,
  readOnly,
  required,
  tags,
  text,
} from '../shape.ts';
import { databaseType, sqlVersions } from './names.ts';

const accepted = (ms: number): Pace => ({ how: 'accepted', state: 'Online', ms });
const gigabyte = 1024 ** 3;

/** Microsoft.Sql/servers/databases: serverless ones of the General Purpose tier, and the master of each server. */
export const databases: TypeModel = {
  type: databaseType,
  apiVersions: sqlVersions,
  placement: 'group',
  name: { pattern: /^[^<>*%&:\\/?]*[^<>*%&:\\/?. ]$/, max: 128, code: 'InvalidDatabaseName' },
  body: object({
    location: required(text()),
    tags: tags(),
    kind: readOnly(text()),
    managedBy: readOnly(text()),
    identity: anything(),
    sku: object({
      name: required(text()),
      tier: text(),
      size: text(),
      family: text(),
      capacity: integer({ min: 0 }),
    }),
    properties: object({
      createMode: oneOf('Default'),
      collation: text(),
      catalogCollation: oneOf('DATABASE_DEFAULT', 'SQL_Latin1_General_CP1_CI_AS'),
      maxSizeBytes: integer({ min: 0 }),
      zoneRedundant: boolean(),
      licenseType: oneOf('LicenseIncluded', 'BasePrice'),
      readScale: oneOf('Enabled', 'Disabled'),
      highAvailabilityReplicaCount: integer({ min: 0 }),
      autoPauseDelay: integer({ min: -1 }),
      minCapacity: decimal({ min: 0 }),
      requestedBackupStorageRedundancy: oneOf('Geo', 'Local', 'Zone', 'GeoZone'),
      maintenanceConfigurationId: text(),
      isLedgerOn: boolean(),
      preferredEnclaveType: oneOf('Default', 'VBS'),
      availabilityZone: oneOf('NoPreference', '1', '2', '3'),
      ...Object.fromEntries(
        [
          'status',
          'databaseId',
          'creationDate',
          'currentServiceObjectiveName',
          'requestedServiceObjectiveName',
          'defaultSecondaryLocation',
          'earliestRestoreDate',
          'currentSku',
          'currentBackupStorageRedundancy',
          'maxLogSizeBytes',
          'pausedDate',
          'resumedDate',
          'isInfraEncryptionEnabled',
        ].map((name) => [name, readOnly(anything())]),
      ),
    }),
  }),
  pace: { create: accepted(40_000), update: accepted(30_000), delete: accepted(10_000) },
  showsState: false,
  serverMade: ['properties.databaseId', 'properties.creationDate', 'properties.earliestRestoreDate'],
  admit: admitDatabase,
  show: shownDatabase,
  mayDelete: (_world, record) => refuseSystem(record.name),
};

function refuseSystem(name: string): void {
  if (name.toLowerCase() !== 'master') return;
  throw new ArmError(400, 'OperationNotSupported', 'System databases are neither written nor deleted.');
}

function admitDatabase({ world, id, body, prior }: Write): JsonObject {
  refuseSystem(id.name);
  const { createMode: _, ...properties } = objectAt(body, 'properties');
  const sku = objectAt(body, 'sku');
  const capacity = numberAt(sku, 'capacity') ?? 2;
  checkSku(sku, capacity);
  checkServerless(properties, capacity);
  const server = world.find(id.parent ?? '');
  if (textAt(server?.body, 'location') !== textAt(body, 'location')) {
    const message = `The database '${id.name}' has to lie in the region of its server.`;
    throw new ArmError(400, 'InvalidLocation', message);
  }
  const collation = textAt(properties, 'collation');
  const before = textAt(prior?.body, 'properties', 'collation');
  if (before !== undefined && collation !== undefined && collation !== before)
    throw new ArmError(400, 'InvalidCollation', 'The collation of a database is fixed when it is created.');
  return {
    ...body,
    sku: { name: 'GP_S_Gen5', tier: 'GeneralPurpose', family: 'Gen5', capacity },
    properties: {
      collation: 'SQL_Latin1_General_CP1_CI_AS',
      catalogCollation: 'SQL_Latin1_General_CP1_CI_AS',
      maxSizeBytes: 32 * gigabyte,
      zoneRedundant: false,
      readScale: 'Disabled',
      autoPauseDelay: 60,
      minCapacity: 0.5,
      requestedBackupStorageRedundancy: 'Geo',
      isLedgerOn: false,
      availabilityZone: 'NoPreference',
      ...properties,
    },
  };
}

/** The one tier that is modelled; others are refused as a region refuses what it has not. */
function checkSku(sku: JsonObject, capacity: number): void {
  const name = textAt(sku, 'name') ?? '';
  if (
    /^GP_S_Gen5(_\d+)?$/.test(name) &&
    [1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 32, 40].includes(capacity)
  )
    return;
  const message = `The sku '${name}' with capacity ${capacity} is invalid or is not supported in this region.`;
  throw new ArmError(400, 'InvalidSkuName', message);
}

/** Source: Microsoft, "Serverless compute tier for Azure SQL Database": least vCores, delay of the auto-pause, storage. */
function checkServerless(properties: JsonObject, capacity: number): void {
  const delay = numberAt(properties, 'autoPauseDelay');
  if (delay !== undefined && delay !== -1 && (delay < 15 || delay > 10_080))
    throw new ArmError(
      400,
      'InvalidAutoPauseDelay',
      `The auto-pause delay of ${delay} minutes is not supported.`,
    );
  const least = numberAt(properties, 'minCapacity');
  if (least !== undefined && (least < 0.5 || least > capacity))
    throw new ArmError(400, 'InvalidMinCapacity', `The least capacity ${least} is not supported.`);
  const size = numberAt(properties, 'maxSizeBytes');
  if (size !== undefined && (size < gigabyte || size > 4096 * gigabyte))
    throw new ArmError(400, 'InvalidMaxSizeBytes', `The maximum size ${size} is not supported.`);
}

function shownDatabase(world: World, record: Stored): JsonObject {
  const system = record.name.toLowerCase() === 'master';
  const sku = objectAt(record.body, 'sku');
  const objective = system ? 'System0' : `GP_S_Gen5_${numberAt(sku, 'capacity') ?? 1}`;
  const properties = objectAt(record.body, 'properties');
  return {
    ...record.body,
    kind: system ? 'v12.0,system' : 'v12.0,user,vcore,serverless',
    properties: {
      ...properties,
      status: 'Online',
      databaseId: world.made(record, 'database'),
      creationDate: isoTime(record.createdAt),
      earliestRestoreDate: isoTime(record.createdAt),
      currentServiceObjectiveName: objective,
      requestedServiceObjectiveName: objective,
      currentSku: sku,
      ...(system
        ? {}
        : { currentBackupStorageRedundancy: properties['requestedBackupStorageRedundancy'] ?? 'Geo' }),
    },
  };
}
