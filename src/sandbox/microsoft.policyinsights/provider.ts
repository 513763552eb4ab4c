import type { ProviderModel } from '../provider.ts';
import { policyStateRoutes } from './policy-states.ts';
import { restrictionRoutes } from './restrictions.ts';

/** Microsoft.PolicyInsights: what policies would refuse, and what complies. */
export const policyInsights: ProviderModel = {
  namespace: 'Microsoft.PolicyInsights',
  types: [],
  routes: [...restrictionRoutes, ...policyStateRoutes],
};
