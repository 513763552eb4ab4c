import type { ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { genericCalls } from '../calls.ts';
import { storageVersion } from './storage-account.ts';

/** A container of blobs, which a Data Lake calls a file system, made through ARM: nobody outside reaches the account. */
export const blobContainer: ResourceKind = {
  type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
  noun: 'blob container',
  apiVersion: storageVersion,
  mark: { in: 'parent' },
  comparison: { ignoreCase: ['/properties/publicAccess'] },
  readOnly: [
    '/properties/version',
    '/properties/deleted',
    '/properties/deletedTime',
    '/properties/remainingRetentionDays',
    '/properties/lastModifiedTime',
    '/properties/leaseStatus',
    '/properties/leaseState',
    '/properties/leaseDuration',
    '/properties/immutabilityPolicy',
    '/properties/legalHold',
    '/properties/hasLegalHold',
    '/properties/hasImmutabilityPolicy',
    '/properties/immutableStorageWithVersioning',
    // Fixed when the container is made.
    '/properties/defaultEncryptionScope',
    '/properties/denyEncryptionScopeOverride',
  ],
  lanes: (id) => [accountLane(id)],
  removal: { how: 'delete' },
  holdsData: true,
  typicalMs: { create: 2_000, update: 2_000, remove: 2_000 },
  listed: 'parent',
  ...genericCalls(storageVersion),
};
