import { objectAt, present } from '../json.ts';
import { visibleIn } from '../member-versions.ts';
import type { ProviderModel, Stored, TypeModel, World } from '../provider.ts';
import { object, oneOf, readOnly, required, tags, text } from '../shape.ts';
import {
  directoryOf,
  forgetPrincipal,
  principalPurpose,
  replicatePrincipal,
  replicationDelay,
} from './identity.ts';

/** Microsoft.ManagedIdentity/userAssignedIdentities: synchronous; its principal replicates a little later. */
const userAssignedIdentities: TypeModel = {
  type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  apiVersions: ['2018-11-30', '2023-01-31', '2024-11-30', '2025-05-31-preview'],
  placement: 'group',
  name: { pattern: /^[a-z0-9][a-z0-9_-]*$/i, min: 3, max: 128 },
  body: object({
    location: required(text()),
    tags: tags(),
    properties: object({
      isolationScope: oneOf('None', 'Regional'),
      principalId: readOnly(text()),
      clientId: readOnly(text()),
      tenantId: readOnly(text()),
    }),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  showsState: false,
  showsSystemData: true,
  serverMade: ['properties.principalId', 'properties.clientId'],
  wrote: (world, record, { prior }) => {
    if (prior === undefined) givePrincipal(world, record);
  },
  show: (world, record) => ({
    ...record.body,
    properties: present({
      ...visibleIn(world.apiVersion, objectAt(record.body, 'properties'), { isolationScope: '2024-11-30' }),
      tenantId: directoryOf(world, record),
      principalId: world.made(record, 'principalId'),
      clientId: world.made(record, 'clientId'),
    }),
  }),
  deleted: (world, record) => forgetPrincipal(world, record),
  later: (world, record, purpose, data) => {
    if (purpose === principalPurpose) replicatePrincipal(world, record, data);
  },
};

/** Microsoft.ManagedIdentity. */
export const managedIdentity: ProviderModel = {
  namespace: 'Microsoft.ManagedIdentity',
  types: [userAssignedIdentities],
};

function givePrincipal(world: World, record: Stored): void {
  const principal = world.made(record, 'principalId');
  const saved = world.save({ ...record, hidden: { ...record.hidden, principal } });
  world.later(saved, world.now + world.duration(replicationDelay), principalPurpose, { principal });
}
