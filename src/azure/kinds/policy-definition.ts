import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

/** What Azure writes into the metadata of everything about policies. */
export const madeMetadata = ['createdBy', 'createdOn', 'updatedBy', 'updatedOn'].map(
  (name) => `/properties/metadata/${name}`,
);

export const policyDefinition: ResourceKind = {
  type: 'Microsoft.Authorization/policyDefinitions',
  noun: 'policy definition',
  apiVersion: '2024-05-01',
  mark: { in: 'text', pointer: '/properties/metadata/gotthard' },
  comparison: {},
  readOnly: [...madeMetadata, '/properties/versions'],
  typicalMs: { create: 2_000, update: 2_000, remove: 2_000 },
  listed: 'subscription',
  // Azure has some thousands of its own.
  listQuery: `$filter=${encodeURIComponent("policyType eq 'Custom'")}`,
  removal: { how: 'delete' },
  ...genericCalls('2024-05-01'),
};
