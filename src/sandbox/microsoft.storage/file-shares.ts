import { isoTime } from '../instants.ts';
import { type JsonObject, objectAt } from '../json.ts';
import type { Stored, TypeModel, World } from '../provider.ts';
import {
  anything,
  boolean,
  integer,
  list,
  map,
  object,
  oneOf,
  readOnly,
  text,
  withDefault,
} from '../shape.ts';
import { storageVersions, types } from './names.ts';

/** Microsoft.Storage/storageAccounts/fileServices: one, called default, there with the account and for as long. */
export const fileServices: TypeModel = {
  type: types.fileService,
  apiVersions: storageVersions,
  placement: 'group',
  name: { pattern: /^default$/i },
  body: object({
    properties: object({
      cors: object({ corsRules: list(anything(), { max: 5 }) }),
      shareDeleteRetentionPolicy: object({ enabled: boolean(), days: integer({ min: 1, max: 365 }) }),
      protocolSettings: object({ smb: anything(), nfs: anything() }),
    }),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  verbs: ['get', 'list', 'put'],
  showsState: false,
};

/** Makes the service that an account is born with; shares that are deleted come back for a week. */
export function bornFileService(world: World, account: Stored): void {
  world.add(`${account.id}/fileServices/default`, types.fileService, {
    properties: { cors: { corsRules: [] }, shareDeleteRetentionPolicy: { enabled: true, days: 7 } },
  });
}

/**
 * Microsoft.Storage/storageAccounts/fileServices/shares. Source of shape and defaults: Azure/azure-rest-api-specs,
 * Microsoft.Storage, file.json.
 */
export const fileShares: TypeModel = {
  type: types.share,
  apiVersions: storageVersions,
  placement: 'group',
  name: { pattern: /^[a-z0-9](?!.*--)[a-z0-9-]*[a-z0-9]$/, min: 3, max: 63, code: 'InvalidResourceName' },
  body: object({
    properties: object({
      accessTier: oneOf('TransactionOptimized', 'Hot', 'Cool', 'Premium'),
      enabledProtocols: withDefault(oneOf('SMB', 'NFS'), 'SMB'),
      shareQuota: withDefault(integer({ min: 1, max: 102_400 }), 102_400),
      metadata: map(text()),
      rootSquash: oneOf('NoRootSquash', 'RootSquash', 'AllSquash'),
      signedIdentifiers: list(anything()),
      deleted: readOnly(boolean()),
      deletedTime: readOnly(text()),
      accessTierChangeTime: readOnly(text()),
      accessTierStatus: readOnly(text()),
      lastModifiedTime: readOnly(text()),
      leaseDuration: readOnly(text()),
      leaseState: readOnly(text()),
      leaseStatus: readOnly(text()),
      remainingRetentionDays: readOnly(anything()),
      shareUsageBytes: readOnly(anything()),
      snapshotTime: readOnly(text()),
      version: readOnly(text()),
    }),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  etag: true,
  showsState: false,
  show: shownShare,
};

function shownShare(_world: World, record: Stored): JsonObject {
  return {
    properties: {
      accessTier: 'TransactionOptimized',
      ...objectAt(record.body, 'properties'),
      lastModifiedTime: isoTime(record.changedAt),
      leaseStatus: 'unlocked',
      leaseState: 'available',
    },
  };
}
