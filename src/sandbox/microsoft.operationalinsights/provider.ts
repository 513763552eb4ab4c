import type { ProviderModel } from '../provider.ts';
import { deletedWorkspaceLists, deletedWorkspaces } from './deleted-workspaces.ts';
import { workspaces } from './workspaces.ts';

/** Microsoft.OperationalInsights: Log Analytics workspaces. */
export const operationalInsights: ProviderModel = {
  namespace: 'Microsoft.OperationalInsights',
  types: [workspaces, deletedWorkspaces],
  routes: deletedWorkspaceLists,
};
