import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

const apiVersion = '2023-08-01';

/**
 * Who administers it is said when it is made. Later Azure takes that from other places alone, and refuses or ignores it here
 * (Azure/bicep-types-az#2320).
 */
export const sqlServer: ResourceKind = {
  type: 'Microsoft.Sql/servers',
  noun: 'SQL server',
  apiVersion,
  mark: { in: 'tags' },
  comparison: {
    ignoreCase: ['/properties/publicNetworkAccess', '/properties/restrictOutboundNetworkAccess'],
    replace: ['/location', '/properties/version'],
    fixedAtCreation: ['/properties/administrators'],
  },
  readOnly: [
    '/kind',
    '/identity/principalId',
    '/identity/tenantId',
    '/properties/administratorLogin',
    '/properties/state',
    '/properties/fullyQualifiedDomainName',
    '/properties/privateEndpointConnections',
    '/properties/workspaceFeature',
    '/properties/externalGovernanceStatus',
  ],
  removal: { how: 'delete' },
  holdsData: true,
  bearing: ['databases/master'],
  typicalMs: { create: 90_000, update: 60_000, remove: 60_000 },
  listed: 'subscription',
  ...genericCalls(apiVersion),
};
