import { at } from '../../resource/json.ts';
import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';
import { session } from '../session.ts';
import { deletedWorkspace } from './deleted-workspace.ts';

const apiVersion = '2025-07-01';

export const workspace: ResourceKind = {
  type: 'Microsoft.OperationalInsights/workspaces',
  noun: 'Log Analytics workspace',
  apiVersion,
  mark: { in: 'tags' },
  comparison: { ignoreCase: ['/properties/sku/name'], replace: ['/location'] },
  readOnly: [
    '/properties/customerId',
    '/properties/createdDate',
    '/properties/modifiedDate',
    '/properties/sku/lastSkuUpdate',
    '/properties/workspaceCapping/dataIngestionStatus',
    '/properties/workspaceCapping/quotaNextResetTime',
    '/properties/privateLinkScopedResources',
  ],
  ready: (observed) => at(observed, '/properties/provisioningState') === 'Succeeded',
  removal: { how: 'delete' },
  holdsData: true,
  softDelete: deletedWorkspace,
  typicalMs: { create: 20_000, update: 10_000, remove: 10_000 },
  listed: 'subscription',
  ...genericCalls(apiVersion),
  remove: async (azure, id, options) => {
    if (!options.purge) return genericCalls(apiVersion).remove(azure, id, options);
    // Without force the name is held, and the logs are kept, for 14 days.
    return session(azure).finish(() => session(azure).delete(id, apiVersion, '&force=true'));
  },
};
