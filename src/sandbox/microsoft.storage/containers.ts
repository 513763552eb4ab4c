import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { type JsonObject, objectAt } from '../json.ts';
import type { Stored, TypeModel, World, Write } from '../provider.ts';
import { anything, boolean, map, object, oneOf, readOnly, text, withDefault } from '../shape.ts';
import { accountAbove } from './blob-services.ts';
import { storageVersions, types } from './names.ts';

/** Microsoft.Storage/storageAccounts/blobServices/containers. */
export const containers: TypeModel = {
  type: types.container,
  apiVersions: storageVersions,
  placement: 'group',
  name: {
    pattern: /^(\$root|\$web|\$logs|[a-z0-9](?!.*--)[a-z0-9-]*[a-z0-9])$/,
    min: 3,
    max: 63,
    code: 'InvalidResourceName',
  },
  body: object({
    properties: object({
      publicAccess: withDefault(oneOf('Container', 'Blob', 'None'), 'None'),
      metadata: map(text()),
      defaultEncryptionScope: withDefault(text(), '$account-encryption-key'),
      denyEncryptionScopeOverride: withDefault(boolean(), false),
      enableNfsV3RootSquash: boolean(),
      enableNfsV3AllSquash: boolean(),
      immutableStorageWithVersioning: object({
        enabled: boolean(),
        timeStamp: readOnly(text()),
        migrationState: readOnly(text()),
      }),
      deleted: readOnly(boolean()),
      hasImmutabilityPolicy: readOnly(boolean()),
      hasLegalHold: readOnly(boolean()),
      immutabilityPolicy: readOnly(anything()),
      lastModifiedTime: readOnly(text()),
      leaseDuration: readOnly(text()),
      leaseState: readOnly(text()),
      leaseStatus: readOnly(text()),
      legalHold: readOnly(anything()),
      remainingRetentionDays: readOnly(anything()),
      version: readOnly(text()),
    }),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  etag: true,
  showsState: false,
  admit: admitContainer,
  show: shownContainer,
};

function admitContainer({ world, id, body }: Write): JsonObject {
  const properties = { publicAccess: 'None', ...objectAt(body, 'properties') };
  const account = accountAbove(world, id.id);
  const open = objectAt(account?.body, 'properties')['allowBlobPublicAccess'] === true;
  if (properties['publicAccess'] !== 'None' && !open) {
    const message = 'Public access is not permitted on this storage account.';
    throw new ArmError(409, 'PublicAccessNotPermitted', message);
  }
  return { properties };
}

function shownContainer(_world: World, record: Stored): JsonObject {
  return {
    properties: {
      ...objectAt(record.body, 'properties'),
      deleted: false,
      remainingRetentionDays: 0,
      lastModifiedTime: isoTime(record.changedAt),
      leaseStatus: 'Unlocked',
      leaseState: 'Available',
      hasImmutabilityPolicy: false,
      hasLegalHold: false,
      immutabilityPolicy: { etag: null, updateHistory: [] },
      legalHold: { hasLegalHold: false, tags: [] },
    },
  };
}
