import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';
import { sqlServer } from './sql-server.ts';

export const sqlDatabase: ResourceKind = {
  type: 'Microsoft.Sql/servers/databases',
  noun: 'SQL database',
  apiVersion: sqlServer.apiVersion,
  mark: { in: 'tags' },
  comparison: {
    ignoreCase: ['/sku/name', '/sku/tier', '/sku/family', '/properties/requestedBackupStorageRedundancy'],
    replace: ['/location'],
  },
  readOnly: [
    '/kind',
    '/managedBy',
    '/identity/tenantId',
    '/properties/status',
    '/properties/databaseId',
    '/properties/creationDate',
    '/properties/currentServiceObjectiveName',
    '/properties/requestedServiceObjectiveName',
    '/properties/defaultSecondaryLocation',
    '/properties/failoverGroupId',
    '/properties/maxLogSizeBytes',
    '/properties/earliestRestoreDate',
    '/properties/currentSku',
    '/properties/currentBackupStorageRedundancy',
    '/properties/pausedDate',
    '/properties/resumedDate',
    '/properties/isInfraEncryptionEnabled',
  ],
  removal: { how: 'delete' },
  // A deleted database can be restored on the same server for as long as its backups are kept, which is a week.
  holdsData: true,
  typicalMs: { create: 60_000, update: 60_000, remove: 15_000 },
  listed: 'parent',
  ...genericCalls(sqlServer.apiVersion),
};
