import type { ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { genericCalls } from '../calls.ts';

/** The version that the design's body is written for. */
export const storageVersion = '2025-06-01';

/**
 * A storage account. A deleted one holds no name and can't be purged: Microsoft brings it back within 14 days, where
 * nobody has taken its name meanwhile (Microsoft, "Recover a deleted storage account").
 *
 * What can't be put: hashicorp/terraform-provider-azurerm, storage_account_resource.go, and the refusal
 * `AccountPropertyCannotBeUpdated` that Azure/azure-rest-api-specs#18441 quotes.
 */
export const storageAccount: ResourceKind = {
  type: 'Microsoft.Storage/storageAccounts',
  noun: 'storage account',
  apiVersion: storageVersion,
  mark: { in: 'tags' },
  comparison: {
    ignoreCase: [
      '/kind',
      '/sku/name',
      '/properties/accessTier',
      '/properties/allowedCopyScope',
      '/properties/minimumTlsVersion',
      '/properties/publicNetworkAccess',
      '/properties/networkAcls/bypass',
      '/properties/networkAcls/defaultAction',
      '/properties/encryption/keySource',
      '/properties/encryption/services/*/keyType',
    ],
    replace: [
      '/location',
      '/kind',
      '/sku/name',
      '/properties/isHnsEnabled',
      '/properties/encryption/requireInfrastructureEncryption',
    ],
    lasting: ['/properties/isHnsEnabled'],
  },
  readOnly: [
    '/sku/tier',
    '/identity/principalId',
    '/identity/tenantId',
    '/properties/primaryEndpoints',
    '/properties/primaryLocation',
    '/properties/statusOfPrimary',
    '/properties/secondaryEndpoints',
    '/properties/secondaryLocation',
    '/properties/statusOfSecondary',
    '/properties/lastGeoFailoverTime',
    '/properties/creationTime',
    '/properties/keyCreationTime',
    '/properties/geoReplicationStats',
    '/properties/failoverInProgress',
    '/properties/privateEndpointConnections',
    '/properties/blobRestoreStatus',
    '/properties/storageAccountSkuConversionStatus',
    '/properties/isSkuConversionBlocked',
    '/properties/accountMigrationInProgress',
    '/properties/encryption/services/*/lastEnabledTime',
  ],
  lanes: (id) => [accountLane(id)],
  removal: { how: 'delete' },
  holdsData: true,
  bearing: ['blobServices/default', 'fileServices/default'],
  typicalMs: { create: 25_000, update: 5_000, remove: 5_000 },
  listed: 'subscription',
  ...genericCalls(storageVersion),
};
