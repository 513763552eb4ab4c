import type { ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { genericCalls } from '../calls.ts';
import { storageVersion } from './storage-account.ts';

/** A share of files in a storage account, made through ARM: nothing outside the network reaches the account. */
export const fileShare: ResourceKind = {
  type: 'Microsoft.Storage/storageAccounts/fileServices/shares',
  noun: 'file share',
  apiVersion: storageVersion,
  mark: { in: 'parent' },
  comparison: {},
  readOnly: [
    '/properties/lastModifiedTime',
    '/properties/accessTier',
    '/properties/accessTierChangeTime',
    '/properties/accessTierStatus',
    '/properties/deleted',
    '/properties/deletedTime',
    '/properties/remainingRetentionDays',
    '/properties/version',
    '/properties/leaseStatus',
    '/properties/leaseState',
    '/properties/leaseDuration',
    '/properties/shareUsageBytes',
    '/properties/snapshotTime',
  ],
  lanes: (id) => [accountLane(id)],
  removal: { how: 'delete' },
  holdsData: true,
  typicalMs: { create: 3_000, update: 3_000, remove: 3_000 },
  listed: 'no',
  standsOn: ['Microsoft.Storage/storageAccounts/fileServices'],
  ...genericCalls(storageVersion),
};
