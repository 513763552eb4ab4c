import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

/** A role of our own, for what no built-in role gives without much else. */
export const roleDefinition: ResourceKind = {
  type: 'Microsoft.Authorization/roleDefinitions',
  noun: 'role definition',
  apiVersion: '2022-04-01',
  mark: { in: 'text', pointer: '/properties/description' },
  comparison: { ignoreCase: ['/properties/assignableScopes/*'] },
  readOnly: [
    '/properties/createdOn',
    '/properties/createdBy',
    '/properties/updatedOn',
    '/properties/updatedBy',
  ],
  typicalMs: { create: 3_000, update: 3_000, remove: 3_000 },
  listed: 'subscription',
  listQuery: "$filter=type%20eq%20'CustomRole'",
  removal: { how: 'delete' },
  ...genericCalls('2022-04-01'),
};
