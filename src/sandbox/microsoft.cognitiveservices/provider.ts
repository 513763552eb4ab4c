import { linkResources } from '../link-resources.ts';
import type { ProviderModel } from '../provider.ts';
import { accounts } from './accounts.ts';
import { deletedAccounts } from './deleted-accounts.ts';
import { deployments } from './deployments.ts';
import { accountConnections } from './endpoint-connections.ts';
import { accountType } from './names.ts';
import { raiPolicies } from './rai-policies.ts';
import { cognitiveRoutes } from './routes.ts';
import { cognitiveVersions } from './versions.ts';

/** Microsoft.CognitiveServices: Azure OpenAI and Foundry accounts, deployments, content filters, models, quota. */
export const cognitiveServices: ProviderModel = {
  namespace: 'Microsoft.CognitiveServices',
  types: [accounts, deployments, raiPolicies, accountConnections, deletedAccounts],
  routes: [...cognitiveRoutes, linkResources(accountType, cognitiveVersions)],
};
