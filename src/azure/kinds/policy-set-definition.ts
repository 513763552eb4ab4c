import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';
import { madeMetadata, policyDefinition } from './policy-definition.ts';

export const policySetDefinition: ResourceKind = {
  type: 'Microsoft.Authorization/policySetDefinitions',
  noun: 'policy initiative',
  apiVersion: '2024-05-01',
  mark: { in: 'text', pointer: '/properties/metadata/gotthard' },
  comparison: {},
  readOnly: [
    ...madeMetadata,
    '/properties/versions',
    '/properties/policyDefinitions/*/latestDefinitionVersion',
    '/properties/policyDefinitions/*/effectiveDefinitionVersion',
  ],
  typicalMs: { create: 2_000, update: 2_000, remove: 2_000 },
  listed: 'subscription',
  ...(policyDefinition.listQuery === undefined ? {} : { listQuery: policyDefinition.listQuery }),
  removal: { how: 'delete' },
  ...genericCalls('2024-05-01'),
};
