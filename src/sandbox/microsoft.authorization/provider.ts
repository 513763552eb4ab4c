import { permissionsAt } from '../authorisation.ts';
import type { ProviderModel, RouteModel } from '../provider.ts';
import { activateAtBirth } from './born.ts';
import { lockGuard, lockList, locks } from './locks.ts';
import { policyAssignmentRoutes } from './policy/assignment-routes.ts';
import { policyAssignments } from './policy/assignments.ts';
import { policyDefinitionRoutes } from './policy/definition-routes.ts';
import { policyDefinitions } from './policy/definitions.ts';
import { policyGuard } from './policy/enforce.ts';
import { exemptionList, policyExemptions } from './policy/exemptions.ts';
import { policySetDefinitions } from './policy/set-definitions.ts';
import { roleAssignmentList, roleAssignments } from './role-assignments.ts';
import { roleDefinitionRoutes, roleDefinitions } from './role-definitions.ts';
import { roleScheduleLists } from './role-schedules.ts';
import { scheduleRequestRoutes } from './schedule-requests.ts';

const permissions: RouteModel = {
  method: 'GET',
  pattern: '{*scope}/providers/Microsoft.Authorization/permissions',
  apiVersions: ['2015-07-01', '2018-07-01', '2022-04-01', '2022-05-01-preview'],
  writes: false,
  handle: ({ world, parts }) => ({
    status: 200,
    body: permissionsAt(world, parts['scope'] ?? '').map((one) => ({
      actions: [...one.actions],
      notActions: [...one.notActions],
      dataActions: [...one.dataActions],
      notDataActions: [...one.notDataActions],
    })),
  }),
};

/** Lists of things that nobody in the sandbox has made: always empty. */
function emptyList(type: string, apiVersions: readonly string[]): RouteModel {
  return {
    method: 'GET',
    pattern: `{*scope}/providers/Microsoft.Authorization/${type}`,
    apiVersions,
    writes: false,
    right: { action: `Microsoft.Authorization/${type}/read`, scope: '{scope}' },
    handle: () => ({ status: 200, body: [] }),
  };
}

/** Microsoft.Authorization. */
export const authorization: ProviderModel = {
  namespace: 'Microsoft.Authorization',
  types: [
    roleAssignments,
    roleDefinitions,
    locks,
    policyDefinitions,
    policySetDefinitions,
    policyAssignments,
    policyExemptions,
  ],
  guards: [lockGuard, policyGuard],
  alwaysRegistered: true,
  born: activateAtBirth,
  badBody: 'BadRequestFormat',
  routes: [
    roleAssignmentList,
    ...roleDefinitionRoutes,
    lockList,
    ...policyDefinitionRoutes,
    ...policyAssignmentRoutes,
    exemptionList,
    permissions,
    emptyList('denyAssignments', ['2018-07-01-preview', '2022-04-01']),
    ...roleScheduleLists,
    ...scheduleRequestRoutes,
  ],
};
