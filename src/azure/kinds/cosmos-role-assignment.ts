import { parentId } from '../../resource/arm-id.ts';
import type { ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { genericCalls } from '../calls.ts';
import { cosmosAccount } from './cosmos-account.ts';

/** Who reads and writes items of an account: a right of the data plane, kept beneath the account. */
export const cosmosRoleAssignment: ResourceKind = {
  type: 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments',
  noun: 'data role assignment',
  apiVersion: cosmosAccount.apiVersion,
  mark: { in: 'parent' },
  comparison: {
    ignoreCase: ['/properties/principalId'],
    replace: ['/properties/principalId', '/properties/scope'],
  },
  readOnly: [],
  lanes: (id) => [accountLane(parentId(id) ?? id)],
  typicalMs: { create: 15_000, update: 15_000, remove: 15_000 },
  listed: 'parent',
  removal: { how: 'delete' },
  ...genericCalls(cosmosAccount.apiVersion),
};
