import { identityShape } from '../microsoft.managedidentity/identity.ts';
import {
  anything,
  boolean,
  integer,
  list,
  map,
  object,
  oneOf,
  readOnly,
  required,
  tags,
  text,
} from '../shape.ts';

const acls = object({
  defaultAction: oneOf('Allow', 'Deny'),
  bypass: oneOf('None', 'AzureServices'),
  ipRules: list(object({ value: required(text()) })),
  virtualNetworkRules: list(
    object({ id: required(text()), state: text(), ignoreMissingVnetServiceEndpoint: boolean() }),
  ),
});

const encryption = object({
  keySource: oneOf('Microsoft.CognitiveServices', 'Microsoft.KeyVault'),
  keyVaultProperties: object({
    keyName: text(),
    keyVersion: text(),
    keyVaultUri: text(),
    identityClientId: text(),
  }),
});

const storage = object({ resourceId: text(), identityClientId: text() });

/** Filled by the service only. */
const serviceMade = {
  provisioningState: readOnly(text()),
  endpoint: readOnly(text()),
  internalId: readOnly(text()),
  capabilities: readOnly(anything()),
  isMigrated: readOnly(boolean()),
  skuChangeInfo: readOnly(anything()),
  privateEndpointConnections: readOnly(anything()),
  dateCreated: readOnly(text()),
  callRateLimit: readOnly(anything()),
  quotaLimit: readOnly(anything()),
  endpoints: readOnly(map(text())),
  deletionDate: readOnly(text()),
  scheduledPurgeDate: readOnly(text()),
  commitmentPlanAssociations: readOnly(anything()),
  abusePenalty: readOnly(anything()),
};

/** Body of Microsoft.CognitiveServices/accounts. */
export const accountShape = object({
  location: required(text()),
  kind: oneOf('OpenAI', 'AIServices'),
  sku: object({
    name: required(text()),
    tier: text(),
    size: text(),
    family: text(),
    capacity: integer({ min: 0 }),
  }),
  identity: identityShape('SystemAssigned', 'UserAssigned', 'SystemAssigned, UserAssigned'),
  tags: tags(),
  etag: readOnly(text()),
  properties: object({
    ...serviceMade,
    customSubDomainName: text({ min: 2, max: 64, pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i }),
    publicNetworkAccess: oneOf('Enabled', 'Disabled'),
    networkAcls: acls,
    encryption,
    userOwnedStorage: list(storage),
    amlWorkspace: storage,
    migrationToken: text(),
    apiProperties: anything(),
    dynamicThrottlingEnabled: boolean(),
    storedCompletionsDisabled: boolean(),
    restrictOutboundNetworkAccess: boolean(),
    allowedFqdnList: list(text(), { max: 1000 }),
    disableLocalAuth: boolean(),
    restore: boolean(),
    raiMonitorConfig: object({ adxStorageResourceId: text(), identityClientId: text() }),
    networkInjections: list(
      object({
        scenario: oneOf('none', 'agent'),
        subnetArmId: text(),
        useMicrosoftManagedNetwork: boolean(),
      }),
    ),
    allowProjectManagement: boolean(),
    defaultProject: text(),
    associatedProjects: list(text()),
  }),
});
