import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

export const userAssignedIdentity: ResourceKind = {
  type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  noun: 'user-assigned identity',
  apiVersion: '2024-11-30',
  mark: { in: 'tags' },
  comparison: { replace: ['/location'] },
  readOnly: ['/properties/principalId', '/properties/clientId', '/properties/tenantId'],
  // It gets another principal, and what was given to the one before is given to nobody.
  bornAnother: true,
  typicalMs: { create: 3_000, update: 2_000, remove: 3_000 },
  listed: 'subscription',
  removal: { how: 'delete' },
  ...genericCalls('2024-11-30'),
};
