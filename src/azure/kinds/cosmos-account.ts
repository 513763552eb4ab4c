import type { ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { genericCalls } from '../calls.ts';

const apiVersion = '2025-10-15';

/**
 * Azure takes one write at a time, and answers 412 to a second one on the account, beneath it or to an endpoint of it
 * (hashicorp/terraform-provider-azurerm#15842, #14364). What it was made with in zones and capacity stays (#23355).
 */
export const cosmosAccount: ResourceKind = {
  type: 'Microsoft.DocumentDB/databaseAccounts',
  noun: 'Cosmos DB account',
  apiVersion,
  mark: { in: 'tags' },
  comparison: {
    keyed: [
      { pointer: '/properties/locations', keys: ['failoverPriority'] },
      { pointer: '/properties/capabilities', keys: ['name'] },
    ],
    ignoreCase: [
      '/kind',
      '/properties/publicNetworkAccess',
      '/properties/networkAclBypass',
      '/properties/minimalTlsVersion',
      '/properties/backupPolicy/type',
      '/properties/backupPolicy/continuousModeProperties/tier',
      '/properties/consistencyPolicy/defaultConsistencyLevel',
    ],
    replace: [
      '/location',
      '/kind',
      '/properties/locations/*/locationName',
      '/properties/locations/*/isZoneRedundant',
    ],
  },
  readOnly: [
    '/properties/documentEndpoint',
    '/properties/writeLocations',
    '/properties/readLocations',
    '/properties/failoverPolicies',
    '/properties/privateEndpointConnections',
    '/properties/instanceId',
    '/properties/keysMetadata',
    '/properties/EnabledApiTypes',
    '/properties/keyVaultKeyUriVersion',
    '/properties/locations/*/id',
    '/properties/locations/*/documentEndpoint',
    '/properties/locations/*/provisioningState',
  ],
  lanes: (id) => [accountLane(id)],
  removal: { how: 'delete' },
  // For as long as backups are kept, what was deleted can be restored: as another account, by az cosmosdb restore.
  holdsData: true,
  typicalMs: { create: 240_000, update: 60_000, remove: 240_000 },
  listed: 'subscription',
  ...genericCalls(apiVersion),
};
