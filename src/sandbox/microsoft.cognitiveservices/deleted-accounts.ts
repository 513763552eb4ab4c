import type { ResourceId } from '../arm-id.ts';
import { isoTime } from '../instants.ts';
import { type JsonObject, objectAt, textAt } from '../json.ts';
import type { RouteModel, Stored, TypeModel, World } from '../provider.ts';
import { anything, object, readOnly, text } from '../shape.ts';
import { asideBody, putAside, recordIn } from '../soft-delete.ts';
import { deletedAccountType, deploymentType, raiPolicyType, regionOf } from './names.ts';
import { cognitiveVersions } from './versions.ts';

/** A deleted account is kept for 48 hours. */
const kept = 48 * 3_600_000;

/** Id of the soft-deleted entry of an account in a region. */
export function deletedAccountId(account: ResourceId, region: string): string {
  return `/subscriptions/${account.subscription ?? ''}/providers/Microsoft.CognitiveServices/locations/${region}/resourceGroups/${account.group ?? ''}/deletedAccounts/${account.name}`;
}

/** Puts an account and its children aside for 48 hours; name, subdomain and quota stay held. */
export function softDeleteAccount(world: World, record: Stored, id: ResourceId): void {
  const entry = world.add(
    deletedAccountId(id, regionOf(record.body)),
    deletedAccountType,
    record.body,
    putAside(world, record, [deploymentType, raiPolicyType]),
  );
  world.later(entry, world.now + kept, 'expire');
}

/** Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts: read, purge. Its group need not exist. */
export const deletedAccounts: TypeModel = {
  type: deletedAccountType,
  apiVersions: cognitiveVersions,
  placement: 'subscription',
  name: { pattern: /^[a-z0-9][a-z0-9_.-]*$/i, min: 2, max: 64 },
  body: object({
    location: text(),
    kind: text(),
    sku: anything(),
    identity: readOnly(anything()),
    tags: anything(),
    properties: anything(),
  }),
  pace: {
    create: { how: 'sync' },
    update: { how: 'sync' },
    delete: { how: 'operation', state: 'Deleting', ms: 10_000 },
  },
  verbs: ['get', 'delete'],
  serverMade: [
    'properties.deletionDate',
    'properties.scheduledPurgeDate',
    'properties.internalId',
    'properties.dateCreated',
  ],
  show: shownDeletedAccount,
  exported: (_world, record) => ({ account: asideBody(record) }),
  later: (world, record, purpose) => {
    if (purpose === 'expire' && record !== undefined) world.remove(record.id);
  },
};

/** GET deletedAccounts of a subscription. */
export const deletedAccountRoutes: readonly RouteModel[] = [
  {
    method: 'GET',
    pattern: '/subscriptions/{subscription}/providers/Microsoft.CognitiveServices/deletedAccounts',
    apiVersions: cognitiveVersions,
    writes: false,
    handle: ({ world, parts }) => {
      const scope = `/subscriptions/${parts['subscription'] ?? ''}`;
      // A caller without the right gets an empty list, not a refusal.
      const may = world.allowed('Microsoft.CognitiveServices/deletedAccounts/read', scope);
      return {
        status: 200,
        body: may ? world.all(deletedAccountType, scope).map((one) => world.shown(one)) : [],
      };
    },
  },
];

function shownDeletedAccount(world: World, record: Stored): JsonObject {
  const old = recordIn(record);
  const { identity: _, ...body } = record.body;
  return {
    ...body,
    properties: {
      ...objectAt(record.body, 'properties'),
      internalId:
        textAt(objectAt(old, 'hidden'), 'internalId') ?? world.made(record, 'internalId').replaceAll('-', ''),
      dateCreated: isoTime(Number(old['createdAt'])),
      deletionDate: isoTime(record.createdAt),
      scheduledPurgeDate: isoTime(record.createdAt + kept),
    },
  };
}
