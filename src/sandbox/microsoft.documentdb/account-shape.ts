import { identityShape } from '../microsoft.managedidentity/identity.ts';
import {
  anything,
  boolean,
  choice,
  integer,
  list,
  object,
  oneOf,
  readOnly,
  required,
  tags,
  text,
  withDefault,
} from '../shape.ts';

const consistency = object({
  defaultConsistencyLevel: required(
    oneOf('Eventual', 'Session', 'BoundedStaleness', 'Strong', 'ConsistentPrefix'),
  ),
  maxStalenessPrefix: withDefault(integer({ min: 1, max: 2_147_483_647 }), 100),
  maxIntervalInSeconds: withDefault(integer({ min: 5, max: 86_400 }), 5),
});

const location = object({
  id: readOnly(text()),
  locationName: required(text()),
  documentEndpoint: readOnly(text()),
  provisioningState: readOnly(text()),
  failoverPriority: required(integer({ min: 0 })),
  isZoneRedundant: withDefault(boolean(), false),
});

const migration = { migrationState: readOnly(anything()) };
const continuous = object({
  ...migration,
  type: required(oneOf('Continuous')),
  continuousModeProperties: withDefault(object({ tier: oneOf('Continuous7Days', 'Continuous30Days') }), {
    tier: 'Continuous30Days',
  }),
});
const periodic = object({
  ...migration,
  type: required(oneOf('Periodic')),
  periodicModeProperties: object({
    backupIntervalInMinutes: integer({ min: 60, max: 1440 }),
    backupRetentionIntervalInHours: integer({ min: 8, max: 720 }),
    backupStorageRedundancy: oneOf('Geo', 'Local', 'Zone'),
  }),
});

/** Filled by the service only. */
const serviceMade = {
  provisioningState: readOnly(text()),
  documentEndpoint: readOnly(text()),
  writeLocations: readOnly(anything()),
  readLocations: readOnly(anything()),
  failoverPolicies: readOnly(anything()),
  privateEndpointConnections: readOnly(anything()),
  instanceId: readOnly(text()),
  keyVaultKeyUriVersion: readOnly(text()),
  keysMetadata: readOnly(anything()),
  EnabledApiTypes: readOnly(text()),
};

/** Body of Microsoft.DocumentDB/databaseAccounts. */
export const accountShape = object({
  location: text(),
  kind: withDefault(oneOf('GlobalDocumentDB', 'MongoDB', 'Parse'), 'GlobalDocumentDB'),
  tags: tags(),
  identity: identityShape('SystemAssigned', 'UserAssigned', 'SystemAssigned,UserAssigned'),
  properties: required(
    object({
      ...serviceMade,
      databaseAccountOfferType: required(oneOf('Standard')),
      locations: required(list(location, { min: 1 })),
      consistencyPolicy: withDefault(consistency, {
        defaultConsistencyLevel: 'Session',
        maxIntervalInSeconds: 5,
        maxStalenessPrefix: 100,
      }),
      ipRules: withDefault(list(object({ ipAddressOrRange: required(text()) })), []),
      isVirtualNetworkFilterEnabled: withDefault(boolean(), false),
      virtualNetworkRules: withDefault(
        list(object({ id: required(text()), ignoreMissingVNetServiceEndpoint: boolean() })),
        [],
      ),
      enableAutomaticFailover: withDefault(boolean(), false),
      enableMultipleWriteLocations: withDefault(boolean(), false),
      capabilities: withDefault(list(object({ name: required(text()) })), []),
      enableCassandraConnector: boolean(),
      connectorOffer: text(),
      disableKeyBasedMetadataWriteAccess: withDefault(boolean(), false),
      disableLocalAuth: withDefault(boolean(), false),
      keyVaultKeyUri: text(),
      customerManagedKeyStatus: text(),
      defaultIdentity: withDefault(text(), 'FirstPartyIdentity'),
      publicNetworkAccess: withDefault(oneOf('Enabled', 'Disabled', 'SecuredByPerimeter'), 'Enabled'),
      enableFreeTier: withDefault(boolean(), false),
      apiProperties: object({ serverVersion: text() }),
      enableAnalyticalStorage: withDefault(boolean(), false),
      analyticalStorageConfiguration: withDefault(
        object({ schemaType: oneOf('WellDefined', 'FullFidelity') }),
        { schemaType: 'WellDefined' },
      ),
      createMode: oneOf('Default', 'Restore'),
      restoreParameters: anything(),
      backupPolicy: choice((value) =>
        typeof value === 'object' && value !== null && 'type' in value && value.type === 'Continuous'
          ? continuous
          : periodic,
      ),
      cors: withDefault(list(anything()), []),
      networkAclBypass: withDefault(oneOf('None', 'AzureServices'), 'None'),
      networkAclBypassResourceIds: withDefault(list(text()), []),
      capacity: object({ totalThroughputLimit: integer({ min: -1 }) }),
      minimalTlsVersion: withDefault(oneOf('Tls', 'Tls11', 'Tls12'), 'Tls12'),
      enablePartitionMerge: withDefault(boolean(), false),
      enableBurstCapacity: withDefault(boolean(), false),
      enablePriorityBasedExecution: boolean(),
      defaultPriorityLevel: oneOf('High', 'Low'),
      enablePerRegionPerPartitionAutoscale: boolean(),
    }),
  ),
});
