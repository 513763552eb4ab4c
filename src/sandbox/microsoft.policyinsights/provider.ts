import type { ProviderModel, RouteModel } from '../provider.ts';
import { anything, object } from '../shape.ts';

const shape = object({
  resourceDetails: anything(),
  pendingFields: anything(),
  includeAuditEffect: anything(),
});

function check(inner: string): RouteModel {
  const scope = `/subscriptions/{subscription}${inner}`;
  return {
    method: 'POST',
    pattern: `${scope}/providers/Microsoft.PolicyInsights/checkPolicyRestrictions`,
    apiVersions: ['2020-07-01', '2022-03-01', '2023-03-01', '2024-10-01'],
    writes: false,
    right: { action: 'Microsoft.PolicyInsights/checkPolicyRestrictions/action', scope },
    body: shape,
    handle: () => ({
      status: 200,
      body: { fieldRestrictions: [], contentEvaluationResult: { policyEvaluations: [] } },
    }),
  };
}

/** Microsoft.PolicyInsights: no policy stands in the way of anything. */
export const policyInsights: ProviderModel = {
  namespace: 'Microsoft.PolicyInsights',
  types: [],
  routes: [check(''), check('/resourceGroups/{group}')],
};
