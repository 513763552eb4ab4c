import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';
import { madeMetadata } from './policy-definition.ts';

export const policyAssignment: ResourceKind = {
  type: 'Microsoft.Authorization/policyAssignments',
  noun: 'policy assignment',
  apiVersion: '2024-05-01',
  mark: { in: 'text', pointer: '/properties/metadata/gotthard' },
  comparison: { ignoreCase: ['/properties/enforcementMode'] },
  readOnly: [
    ...madeMetadata,
    '/properties/scope',
    '/properties/instanceId',
    '/properties/latestDefinitionVersion',
    '/properties/effectiveDefinitionVersion',
  ],
  typicalMs: { create: 2_000, update: 2_000, remove: 2_000 },
  listed: 'subscription',
  removal: { how: 'delete' },
  restrains: { forbids: 'writes', suspended: { properties: { enforcementMode: 'DoNotEnforce' } } },
  ...genericCalls('2024-05-01'),
};
