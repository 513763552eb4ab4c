import { identityShape } from '../microsoft.managedidentity/identity.ts';
import {
  anything,
  boolean,
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
import { maximumTags } from './names.ts';

const skus = [
  'Standard_LRS',
  'Standard_GRS',
  'Standard_RAGRS',
  'Standard_ZRS',
  'Premium_LRS',
  'Premium_ZRS',
  'Standard_GZRS',
  'Standard_RAGZRS',
] as const;

const encryptionService = object({
  enabled: boolean(),
  keyType: oneOf('Service', 'Account'),
  lastEnabledTime: readOnly(text()),
});

const addressRule = object({ value: required(text()), action: oneOf('Allow') });

const networkRules = object({
  bypass: withDefault(
    text({ pattern: /^(None|(Logging|Metrics|AzureServices)(, ?(Logging|Metrics|AzureServices))*)$/ }),
    'AzureServices',
  ),
  defaultAction: required(oneOf('Allow', 'Deny')),
  ipRules: withDefault(list(addressRule, { max: 400 }), []),
  ipv6Rules: withDefault(list(addressRule), []),
  virtualNetworkRules: withDefault(
    list(object({ id: required(text()), action: oneOf('Allow'), state: readOnly(text()) }), { max: 400 }),
    [],
  ),
  resourceAccessRules: list(object({ tenantId: text(), resourceId: text() }), { max: 200 }),
});

const encryption = object({
  services: object({
    blob: encryptionService,
    file: encryptionService,
    table: encryptionService,
    queue: encryptionService,
  }),
  keySource: oneOf('Microsoft.Storage', 'Microsoft.Keyvault'),
  requireInfrastructureEncryption: boolean(),
  keyvaultproperties: object({ keyname: text(), keyversion: text(), keyvaulturi: text() }),
  identity: object({ userAssignedIdentity: text(), federatedIdentityClientId: text() }),
});

/** Body of Microsoft.Storage/storageAccounts. What is made by the service is dropped, as the service does. */
export const accountShape = object({
  location: required(text()),
  kind: required(oneOf('Storage', 'StorageV2', 'BlobStorage', 'FileStorage', 'BlockBlobStorage')),
  sku: required(object({ name: required(oneOf(...skus)), tier: readOnly(text()) })),
  tags: tags(maximumTags),
  zones: list(text()),
  identity: identityShape('SystemAssigned', 'UserAssigned', 'SystemAssigned,UserAssigned'),
  properties: object({
    accessTier: oneOf('Hot', 'Cool', 'Premium', 'Cold'),
    allowedCopyScope: oneOf('PrivateLink', 'AAD'),
    allowBlobPublicAccess: boolean(),
    allowCrossTenantReplication: boolean(),
    allowSharedKeyAccess: boolean(),
    customDomain: object({ name: required(text()), useSubDomainName: boolean() }),
    defaultToOAuthAuthentication: boolean(),
    dnsEndpointType: oneOf('Standard', 'AzureDnsZone'),
    encryption,
    isHnsEnabled: boolean(),
    isLocalUserEnabled: boolean(),
    isNfsV3Enabled: boolean(),
    isSftpEnabled: boolean(),
    keyPolicy: object({ keyExpirationPeriodInDays: required(integer({ min: 0 })) }),
    largeFileSharesState: oneOf('Disabled', 'Enabled'),
    minimumTlsVersion: oneOf('TLS1_0', 'TLS1_1', 'TLS1_2', 'TLS1_3'),
    networkAcls: networkRules,
    publicNetworkAccess: oneOf('Enabled', 'Disabled', 'SecuredByPerimeter'),
    sasPolicy: object({
      sasExpirationPeriod: required(text()),
      expirationAction: required(oneOf('Log', 'Block')),
    }),
    supportsHttpsTrafficOnly: boolean(),
    creationTime: readOnly(text()),
    keyCreationTime: readOnly(anything()),
    primaryEndpoints: readOnly(anything()),
    primaryLocation: readOnly(text()),
    privateEndpointConnections: readOnly(anything()),
    provisioningState: readOnly(text()),
    secondaryEndpoints: readOnly(anything()),
    secondaryLocation: readOnly(text()),
    statusOfPrimary: readOnly(text()),
    statusOfSecondary: readOnly(text()),
  }),
});
