import { keyOf, parseId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { type JsonObject, objectAt } from '../json.ts';
import type { Stored, TypeModel, World, Write } from '../provider.ts';
import { boolean, integer, list, object, readOnly, required, text } from '../shape.ts';
import { storageVersions, types } from './names.ts';

const retention = object({
  enabled: boolean(),
  days: integer({ min: 1, max: 365 }),
  allowPermanentDelete: boolean(),
});

/** Settings of a blob service nobody has written to yet. */
const asBorn: JsonObject = {
  properties: {
    cors: { corsRules: [] },
    deleteRetentionPolicy: { allowPermanentDelete: false, enabled: false },
  },
};

/** Microsoft.Storage/storageAccounts/blobServices: one, called default, there with the account and for as long. */
export const blobServices: TypeModel = {
  type: types.blobService,
  apiVersions: storageVersions,
  placement: 'group',
  name: { pattern: /^default$/i },
  body: object({
    sku: readOnly(object({ name: text(), tier: text() })),
    properties: required(
      object({
        automaticSnapshotPolicyEnabled: boolean(),
        changeFeed: object({ enabled: boolean(), retentionInDays: integer({ min: 1, max: 146_000 }) }),
        containerDeleteRetentionPolicy: retention,
        cors: object({
          corsRules: list(
            object({
              allowedOrigins: required(list(text())),
              allowedMethods: required(list(text())),
              maxAgeInSeconds: required(integer()),
              exposedHeaders: required(list(text())),
              allowedHeaders: required(list(text())),
            }),
            { max: 5 },
          ),
        }),
        defaultServiceVersion: text(),
        deleteRetentionPolicy: retention,
        isVersioningEnabled: boolean(),
        lastAccessTimeTrackingPolicy: object({
          enable: required(boolean()),
          name: text(),
          trackingGranularityInDays: integer(),
          blobType: list(text()),
        }),
        restorePolicy: object({
          enabled: required(boolean()),
          days: integer({ min: 1, max: 365 }),
          lastEnabledTime: readOnly(text()),
          minRestoreTime: readOnly(text()),
        }),
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  verbs: ['get', 'list', 'put'],
  showsState: false,
  admit: admitService,
  show: (world, record) => ({ ...record.body, sku: shownSku(world, record) }),
};

/** Makes the service that every account is born with. */
export function bornService(world: World, account: Stored): void {
  world.add(`${account.id}/blobServices/default`, types.blobService, asBorn);
}

function admitService({ world, id, body }: Write): JsonObject {
  const account = world.find(id.parent ?? '');
  const properties = objectAt(body, 'properties');
  for (const name of ['deleteRetentionPolicy', 'containerDeleteRetentionPolicy']) {
    const policy = objectAt(properties, name);
    if (policy['enabled'] === true && policy['days'] === undefined) throw missing(`${name}.days`);
  }
  const hierarchical = objectAt(account?.body, 'properties')['isHnsEnabled'] === true;
  if (hierarchical && properties['isVersioningEnabled'] === true) {
    const message =
      'This feature is not supported for the account because hierarchical namespace is enabled.';
    throw new ArmError(409, 'FeatureNotSupportedForAccount', message);
  }
  const restores = objectAt(properties, 'restorePolicy')['enabled'] === true;
  const feeds = objectAt(properties, 'changeFeed')['enabled'] === true;
  if (restores && !(feeds && properties['isVersioningEnabled'] === true)) {
    const message = 'Point in time restore needs versioning and the change feed of the blob service.';
    throw new ArmError(409, 'Conflict', message);
  }
  return { properties: { ...objectAt(asBorn, 'properties'), ...properties } };
}

function missing(member: string): ArmError {
  return new ArmError(
    400,
    'InvalidXmlNodeValue',
    `The value for one of the XML nodes is not in the correct format: ${member} is missing.`,
  );
}

function shownSku(world: World, service: Stored): JsonObject {
  const account = world.find(parseId(service.id)?.parent ?? '');
  return account === undefined ? {} : objectAt(world.shown(account), 'sku');
}

/** The account that something beneath it lies in. */
export function accountAbove(world: World, id: string): Stored | undefined {
  return world.all(types.account).find((one) => keyOf(id).startsWith(`${keyOf(one.id)}/`));
}
