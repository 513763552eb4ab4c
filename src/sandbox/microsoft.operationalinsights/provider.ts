import { platformWorkspace } from '../microsoft.insights/policy-diagnostics.ts';
import type { ProviderModel } from '../provider.ts';
import { deletedWorkspaceLists, deletedWorkspaces } from './deleted-workspaces.ts';
import { workspaces } from './workspaces.ts';

/** Microsoft.OperationalInsights: Log Analytics workspaces. */
export const operationalInsights: ProviderModel = {
  namespace: 'Microsoft.OperationalInsights',
  types: [workspaces, deletedWorkspaces],
  routes: deletedWorkspaceLists,
  seed: (world) => {
    world.add(platformWorkspace, workspaces.type, {
      location: 'switzerlandnorth',
      tags: { owner: 'network-team', 'cost-center': 'CC-1000' },
      properties: { sku: { name: 'PerGB2018' }, retentionInDays: 90 },
    });
  },
};
