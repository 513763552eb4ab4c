import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { type JsonObject, numberAt, objectAt, present, textAt } from '../json.ts';
import type { ActionModel, RouteModel, Stored, TypeModel, World } from '../provider.ts';
import { anything, object } from '../shape.ts';
import { asideBody, putAside, recordIn } from '../soft-delete.ts';
import { deletedVaultType, keyType, secretType, vaultName, vaultVersions } from './names.ts';

const day = 86_400_000;
const purgeTime = 15_000;

const purge: ActionModel = {
  writes: true,
  handle: (_world, record) => {
    if (objectAt(recordIn(record), 'body', 'properties')['enablePurgeProtection'] === true) {
      throw new ArmError(405, 'MethodNotAllowed', "Operation 'DeletedVaultPurge' is not allowed.");
    }
    return {
      status: 200,
      operation: {
        ms: purgeTime,
        type: deletedVaultType,
        purpose: 'purge',
        data: {},
        location: textAt(record.body, 'location') ?? '',
      },
    };
  },
};

/** Microsoft.KeyVault/locations/deletedVaults: read and purge. */
export const deletedVaults: TypeModel = {
  type: deletedVaultType,
  apiVersions: vaultVersions,
  placement: 'subscription',
  name: { pattern: vaultName, min: 3, max: 24 },
  body: object({ location: anything(), properties: anything() }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  verbs: ['get'],
  showsState: false,
  actions: { purge },
  serverMade: ['properties.deletionDate', 'properties.scheduledPurgeDate'],
  show: shownDeletedVault,
  exported: (_world, record) => ({ vault: asideBody(record) }),
  later: (world, record, purpose) => {
    if (record !== undefined && (purpose === 'purge' || purpose === 'expire')) world.remove(record.id);
  },
};

/** GET deletedVaults of a subscription: empty, not refused, for a caller without the right. */
export const deletedVaultList: RouteModel = {
  method: 'GET',
  pattern: '/subscriptions/{subscription}/providers/Microsoft.KeyVault/deletedVaults',
  apiVersions: vaultVersions,
  writes: false,
  handle: ({ world, parts }) => {
    const scope = `/subscriptions/${parts['subscription'] ?? ''}`;
    const may = world.allowed('Microsoft.KeyVault/deletedVaults/read', scope);
    return {
      status: 200,
      body: may ? world.all(deletedVaultType, scope).map((one) => world.shown(one)) : [],
    };
  },
};

/** Puts a vault with its keys and secrets aside until its retention is over; its name stays taken. */
export function softDeleteVault(world: World, record: Stored): void {
  const location = (textAt(record.body, 'location') ?? '').toLowerCase().replace(/\s/g, '');
  const id = `/subscriptions/${record.id.split('/')[2] ?? ''}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${record.name}`;
  const entry = world.add(id, deletedVaultType, { location }, putAside(world, record, [keyType, secretType]));
  world.later(entry, purgeDate(entry), 'expire');
}

function purgeDate(entry: Stored): number {
  const days = numberAt(recordIn(entry), 'body', 'properties', 'softDeleteRetentionInDays') ?? 90;
  return entry.createdAt + days * day;
}

function shownDeletedVault(_world: World, entry: Stored): JsonObject {
  const old = recordIn(entry);
  const guarded = objectAt(old, 'body', 'properties')['enablePurgeProtection'] === true;
  return {
    properties: present({
      vaultId: textAt(old, 'id') ?? '',
      location: textAt(entry.body, 'location') ?? '',
      tags: objectAt(old, 'body', 'tags'),
      deletionDate: isoTime(entry.createdAt),
      scheduledPurgeDate: isoTime(purgeDate(entry)),
      purgeProtectionEnabled: guarded ? true : undefined,
    }),
  };
}
