import { anything, boolean, integer, list, object, oneOf, readOnly, required, tags, text } from '../shape.ts';

const guid = text({ min: 36, max: 36, pattern: /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i });

const accessPolicy = object({
  tenantId: required(guid),
  objectId: required(text()),
  applicationId: guid,
  permissions: required(
    object({ keys: list(text()), secrets: list(text()), certificates: list(text()), storage: list(text()) }),
  ),
});

const acls = object({
  bypass: oneOf('AzureServices', 'None'),
  defaultAction: oneOf('Allow', 'Deny'),
  ipRules: list(object({ value: required(text()) })),
  virtualNetworkRules: list(object({ id: required(text()), ignoreMissingVnetServiceEndpoint: boolean() })),
});

/** Body of Microsoft.KeyVault/vaults. */
export const vaultShape = object({
  location: required(text()),
  tags: tags(),
  properties: required(
    object({
      tenantId: required(guid),
      sku: required(object({ family: required(oneOf('A')), name: required(oneOf('standard', 'premium')) })),
      accessPolicies: list(accessPolicy, { max: 1024 }),
      vaultUri: text(),
      hsmPoolResourceId: readOnly(text()),
      enabledForDeployment: boolean(),
      enabledForDiskEncryption: boolean(),
      enabledForTemplateDeployment: boolean(),
      enableSoftDelete: boolean(),
      softDeleteRetentionInDays: integer({ min: 7, max: 90 }),
      enableRbacAuthorization: boolean(),
      enablePurgeProtection: boolean(),
      createMode: oneOf('recover', 'default'),
      networkAcls: acls,
      publicNetworkAccess: oneOf('Enabled', 'Disabled'),
      provisioningState: readOnly(text()),
      privateEndpointConnections: readOnly(anything()),
    }),
  ),
});
