import type { ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { genericCalls } from '../calls.ts';
import { storageVersion } from './storage-account.ts';

/** Settings of the blobs of a storage account: there from birth, and ARM has no DELETE for them. */
export const blobService: ResourceKind = {
  type: 'Microsoft.Storage/storageAccounts/blobServices',
  noun: 'blob service',
  apiVersion: storageVersion,
  mark: { in: 'parent' },
  comparison: {},
  readOnly: ['/sku', '/properties/restorePolicy/lastEnabledTime', '/properties/restorePolicy/minRestoreTime'],
  lanes: (id) => [accountLane(id)],
  removal: { how: 'with-parent' },
  bornWithParent: true,
  typicalMs: { create: 3_000, update: 3_000, remove: 0 },
  listed: 'parent',
  ...genericCalls(storageVersion),
};
