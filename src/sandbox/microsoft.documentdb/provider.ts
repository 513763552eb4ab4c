import { endpointConnections } from '../endpoint-connections.ts';
import { linkResources } from '../link-resources.ts';
import type { ProviderModel, RouteModel } from '../provider.ts';
import { livingTwin } from './account-rules.ts';
import { accounts } from './accounts.ts';
import { accountLane } from './lane.ts';
import { accountType, connectionType, cosmosVersions } from './names.ts';
import { roleAssignments } from './role-assignments.ts';

/** Whether somebody has the name: 200 and 404 are the whole answer. */
const nameTaken: RouteModel = {
  method: 'HEAD',
  pattern: '/providers/Microsoft.DocumentDB/databaseAccountNames/{name}',
  apiVersions: cosmosVersions,
  writes: false,
  handle: ({ world, parts }) => ({
    status: livingTwin(world, parts['name'] ?? '') === undefined ? 404 : 200,
  }),
};

/** Microsoft.DocumentDB: accounts of Azure Cosmos DB, and who reads and writes their data. */
export const documentDb: ProviderModel = {
  namespace: 'Microsoft.DocumentDB',
  types: [
    accounts,
    roleAssignments,
    {
      ...endpointConnections(connectionType, cosmosVersions, {
        how: 'accepted',
        state: 'Deleting',
        ms: 5_000,
      }),
      lane: accountLane,
    },
  ],
  routes: [nameTaken, linkResources(accountType, cosmosVersions)],
  badBody: 'BadRequest',
};
