import { keyOf } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { type JsonObject, numberAt, objectAt, present, textAt } from '../json.ts';
import { visibleIn } from '../member-versions.ts';
import {
  admitIdentity,
  forgetPrincipal,
  identityPaths,
  identityShape,
  principalPurpose,
  replicatePrincipal,
  settlePrincipal,
  shownIdentity,
} from '../microsoft.managedidentity/identity.ts';
import type { ActionModel, Pace, Stored, TypeModel, World, Write } from '../provider.ts';
import {
  anything,
  boolean,
  decimal,
  integer,
  object,
  oneOf,
  readOnly,
  required,
  tags,
  text,
} from '../shape.ts';
import { putAside, putBack } from '../soft-delete.ts';
import { deletedWorkspaceId, deletedWorkspaceType, retention } from './deleted-workspaces.ts';

/** api-versions of workspaces that the sandbox serves (published types of 2026-08-20). */
const workspaceVersions = ['2022-10-01', '2023-09-01', '2025-02-01', '2025-07-01', '2026-03-01'] as const;

const access = oneOf('Enabled', 'Disabled', 'SecuredByPerimeter');
const slow = (state: string): Pace => ({ how: 'operation', state, ms: 20_000 });

const shape = object({
  location: required(text()),
  tags: tags(),
  etag: text(),
  identity: identityShape('SystemAssigned', 'UserAssigned'),
  properties: object({
    provisioningState: readOnly(text()),
    customerId: readOnly(text()),
    sku: object({
      name: required(
        oneOf(
          'Free',
          'Standard',
          'Premium',
          'PerNode',
          'PerGB2018',
          'Standalone',
          'CapacityReservation',
          'LACluster',
        ),
      ),
      capacityReservationLevel: integer({ min: 100 }),
      lastSkuUpdate: readOnly(text()),
    }),
    retentionInDays: integer({ min: 30, max: 730 }),
    workspaceCapping: object({
      dailyQuotaGb: decimal({ min: -1 }),
      quotaNextResetTime: readOnly(text()),
      dataIngestionStatus: readOnly(text()),
    }),
    createdDate: readOnly(text()),
    modifiedDate: readOnly(text()),
    publicNetworkAccessForIngestion: access,
    publicNetworkAccessForQuery: access,
    forceCmkForQuery: boolean(),
    privateLinkScopedResources: readOnly(anything()),
    features: object({
      enableDataExport: boolean(),
      immediatePurgeDataOn30Days: boolean(),
      enableLogAccessUsingOnlyResourcePermissions: boolean(),
      clusterResourceId: text(),
      disableLocalAuth: boolean(),
      unifiedSentinelBillingOnly: readOnly(boolean()),
      associations: readOnly(anything()),
      legacy: anything(),
      searchVersion: anything(),
    }),
    defaultDataCollectionRuleResourceId: text(),
    replication: anything(),
    failover: readOnly(anything()),
  }),
});

const sharedKeys: ActionModel = {
  writes: false,
  handle: (world, record) => ({
    status: 200,
    body: {
      primarySharedKey: world.secret(record, 'primary', 64),
      secondarySharedKey: world.secret(record, 'secondary', 64),
    },
  }),
};

/** Microsoft.OperationalInsights/workspaces: a deleted one can be had back for 14 days by a PUT of the same id. */
export const workspaces: TypeModel = {
  type: 'Microsoft.OperationalInsights/workspaces',
  apiVersions: workspaceVersions,
  placement: 'group',
  name: { pattern: /^[a-z0-9][a-z0-9-]+[a-z0-9]$/i, min: 4, max: 63 },
  body: shape,
  pace: {
    create: slow('Creating'),
    update: { how: 'sync' },
    delete: { how: 'operation', state: 'Deleting', ms: 10_000 },
  },
  etag: true,
  actions: { sharedKeys },
  serverMade: [
    ...identityPaths.serverMade,
    'properties.customerId',
    'properties.createdDate',
    'properties.modifiedDate',
    'properties.sku.lastSkuUpdate',
    'properties.workspaceCapping.quotaNextResetTime',
  ],
  references: [...identityPaths.references],
  admit: admitWorkspace,
  wrote: recoverOrSettle,
  show: shownWorkspace,
  deleting: (world, record) => {
    const force = world.query.get('force') === 'true';
    world.save({ ...record, hidden: { ...record.hidden, force } });
  },
  removing: softDelete,
  deleted: (world, record) => forgetPrincipal(world, record),
  later: (world, record, purpose, data) => {
    if (purpose === principalPurpose) replicatePrincipal(world, record, data);
  },
};

function admitWorkspace(write: Write): JsonObject {
  const { world, id, body, prior } = write;
  const gone = prior === undefined ? world.find(deletedWorkspaceId(id.id)) : undefined;
  if (
    gone !== undefined &&
    keyOf(textAt(gone.body, 'location') ?? '') !== keyOf(textAt(body, 'location') ?? '')
  ) {
    const message = `The workspace '${id.name}' was deleted in '${textAt(gone.body, 'location') ?? ''}' and can only be recovered there.`;
    throw new ArmError(409, 'Conflict', message);
  }
  const properties = objectAt(body, 'properties');
  const sku = textAt(properties, 'sku', 'name') ?? 'PerGB2018';
  if (!['PerGB2018', 'CapacityReservation', 'LACluster'].includes(sku)) {
    throw new ArmError(
      400,
      'BadRequest',
      `The pricing tier '${sku}' is not offered to new workspaces. Use PerGB2018.`,
    );
  }
  const features = { enableLogAccessUsingOnlyResourcePermissions: true, ...objectAt(properties, 'features') };
  const { etag: _, ...rest } = body;
  return admitIdentity({
    ...write,
    body: {
      ...rest,
      properties: {
        retentionInDays: 30,
        publicNetworkAccessForIngestion: 'Enabled',
        publicNetworkAccessForQuery: 'Enabled',
        ...properties,
        sku: { ...objectAt(properties, 'sku'), name: sku },
        features,
        workspaceCapping: { dailyQuotaGb: -1, ...objectAt(properties, 'workspaceCapping') },
      },
    },
  });
}

function recoverOrSettle(world: World, record: Stored, write: Write): void {
  const gone = write.prior === undefined ? world.find(deletedWorkspaceId(record.id)) : undefined;
  settlePrincipal(world, gone === undefined ? record : putBack(world, gone, record));
}

function softDelete(world: World, record: Stored): void {
  if (record.hidden['force'] === true) return;
  const { principal: _, force: _force, ...hidden } = record.hidden;
  const location = textAt(record.body, 'location') ?? '';
  const aside = putAside(world, { ...record, hidden }, []);
  const entry = world.add(deletedWorkspaceId(record.id), deletedWorkspaceType, { location }, aside);
  world.later(entry, world.now + retention, 'expire');
}

function shownWorkspace(world: World, record: Stored): JsonObject {
  const properties = visibleIn(world.apiVersion, objectAt(record.body, 'properties'), {
    replication: '2025-02-01',
  });
  const midnight = Math.ceil((record.changedAt + 1) / 86_400_000) * 86_400_000;
  const capped = (numberAt(properties, 'workspaceCapping', 'dailyQuotaGb') ?? -1) >= 0;
  return present({
    ...record.body,
    identity: shownIdentity(world, record),
    properties: {
      ...properties,
      customerId: world.made(record, 'customerId'),
      createdDate: isoTime(record.createdAt),
      modifiedDate: isoTime(record.changedAt),
      sku: { ...objectAt(properties, 'sku'), lastSkuUpdate: isoTime(record.createdAt) },
      workspaceCapping: {
        ...objectAt(properties, 'workspaceCapping'),
        dataIngestionStatus: 'RespectQuota',
        ...(capped ? { quotaNextResetTime: isoTime(midnight) } : {}),
      },
    },
  });
}
