import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';
import { sqlServer } from './sql-server.ts';

/** What a server writes down. Azure makes the setting with the server, turned off, and deletes it with it. */
export const sqlAuditing: ResourceKind = {
  type: 'Microsoft.Sql/servers/auditingSettings',
  noun: 'auditing setting',
  apiVersion: sqlServer.apiVersion,
  mark: { in: 'parent' },
  comparison: { ignoreCase: ['/properties/state'] },
  readOnly: [],
  removal: { how: 'with-parent' },
  bornWithParent: true,
  typicalMs: { create: 15_000, update: 15_000, remove: 0 },
  listed: 'parent',
  ...genericCalls(sqlServer.apiVersion),
};
