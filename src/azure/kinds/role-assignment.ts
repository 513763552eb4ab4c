import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

export const roleAssignment: ResourceKind = {
  type: 'Microsoft.Authorization/roleAssignments',
  noun: 'role assignment',
  apiVersion: '2022-04-01',
  mark: { in: 'text', pointer: '/properties/description' },
  comparison: {
    ignoreCase: ['/properties/principalType', '/properties/roleDefinitionId', '/properties/principalId'],
    unique: ['/properties/roleDefinitionId', '/properties/principalId'],
    replace: ['/properties/roleDefinitionId', '/properties/principalId', '/properties/principalType'],
  },
  readOnly: [
    '/properties/scope',
    '/properties/createdOn',
    '/properties/createdBy',
    '/properties/updatedOn',
    '/properties/updatedBy',
  ],
  typicalMs: { create: 2_000, update: 2_000, remove: 2_000 },
  listed: 'subscription',
  removal: { how: 'delete' },
  ...genericCalls('2022-04-01'),
};
