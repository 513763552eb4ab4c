import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { isObject, type JsonObject, numberAt, objectAt, present, textAt } from '../json.ts';
import { didPolicy, expectPolicy } from '../microsoft.insights/policy-diagnostics.ts';
import {
  forgetPrincipal,
  identityPaths,
  principalPurpose,
  replicatePrincipal,
  settlePrincipal,
  shownIdentity,
} from '../microsoft.managedidentity/identity.ts';
import type { ActionModel, Stored, TypeModel, World } from '../provider.ts';
import { object, oneOf, required } from '../shape.ts';
import { admitAccount } from './account-rules.ts';
import { accountShape } from './account-shape.ts';
import { bornService } from './blob-services.ts';
import { bornFileService } from './file-shares.ts';
import { accountName, storageVersions, types } from './names.ts';

/** Keys are listed whether or not they open anything (allowSharedKeyAccess). */
const listKeys: ActionModel = {
  writes: false,
  handle: (world, record) => ({ status: 200, body: { keys: keysOf(world, record) } }),
};

const regenerateKey: ActionModel = {
  writes: true,
  body: object({ keyName: required(oneOf('key1', 'key2')) }),
  handle: (world, record, body) => {
    const name = `round ${textAt(body, 'keyName') ?? 'key1'}`;
    const hidden = { ...record.hidden, [name]: (numberAt(record.hidden, name) ?? 0) + 1 };
    return { status: 200, body: { keys: keysOf(world, world.save({ ...record, hidden })) } };
  },
};

/** Microsoft.Storage/storageAccounts: made by an operation, changed and deleted at once. */
export const accounts: TypeModel = {
  type: types.account,
  apiVersions: storageVersions,
  placement: 'group',
  name: { pattern: accountName, min: 3, max: 24, code: 'AccountNameInvalid' },
  body: accountShape,
  pace: {
    create: { how: 'accepted', state: 'Creating', ms: 18_000 },
    update: { how: 'sync' },
    delete: { how: 'sync' },
  },
  vanishesOnFailure: true,
  movedCode: 'InvalidResourceLocation',
  lane: {
    key: ({ id }) => id,
    refuse: () =>
      new ArmError(
        409,
        'StorageAccountOperationInProgress',
        'An operation is currently performing on this storage account that requires exclusive access.',
      ),
  },
  actions: { listKeys, regenerateKey },
  serverMade: identityPaths.serverMade,
  references: identityPaths.references,
  admit: admitAccount,
  wrote: (world, record, { prior }) => {
    settlePrincipal(world, record);
    if (prior !== undefined) return;
    bornService(world, record);
    bornFileService(world, record);
  },
  done: (world, record, created) => {
    if (created) expectPolicy(world, record);
  },
  show: shownAccount,
  deleted: forgetPrincipal,
  later: (world, record, purpose, data) => {
    if (purpose === principalPurpose) replicatePrincipal(world, record, data);
    else didPolicy(world, record, purpose);
  },
};

function keysOf(world: World, record: Stored): JsonObject[] {
  return ['key1', 'key2'].map((keyName) => ({
    keyName,
    value: world.secret(record, `${keyName} ${numberAt(record.hidden, `round ${keyName}`) ?? 0}`, 88),
    permissions: 'Full',
    creationTime: isoTime(record.createdAt),
  }));
}

/** Services that an account of each kind answers for, by name; a Data Lake's own is there without one too. */
const endpoints: { readonly [kind: string]: readonly string[] } = {
  FileStorage: ['file'],
  BlobStorage: ['blob', 'dfs', 'table'],
  BlockBlobStorage: ['blob', 'dfs', 'web'],
};
const allEndpoints = ['blob', 'dfs', 'file', 'queue', 'table', 'web'];

function shownAccount(world: World, record: Stored): JsonObject {
  const properties = objectAt(record.body, 'properties');
  const encryption = objectAt(properties, 'encryption');
  const since = isoTime(record.createdAt);
  const services = Object.entries(objectAt(encryption, 'services')).filter(
    (entry): entry is [string, JsonObject] => isObject(entry[1]),
  );
  const own = endpoints[textAt(record.body, 'kind') ?? ''] ?? allEndpoints;
  const sku = textAt(record.body, 'sku', 'name') ?? '';
  const connections = world.under(record.id, types.connection).map((one) => world.shown(one));
  return present({
    ...record.body,
    sku: { name: sku, tier: sku.startsWith('Premium') ? 'Premium' : 'Standard' },
    identity: shownIdentity(world, record),
    properties: {
      ...properties,
      encryption: {
        ...encryption,
        services: Object.fromEntries(
          services.map(([name, service]) => [name, { ...service, lastEnabledTime: since }]),
        ),
      },
      privateEndpointConnections: connections,
      keyCreationTime: { key1: since, key2: since },
      creationTime: since,
      primaryLocation: textAt(record.body, 'location') ?? '',
      statusOfPrimary: 'available',
      primaryEndpoints: Object.fromEntries(
        own.map((service) => [service, `https://${record.name}.${service}.core.windows.net/`]),
      ),
    },
  });
}
