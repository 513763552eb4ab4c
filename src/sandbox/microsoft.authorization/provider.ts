import { permissionsAt } from '../authorisation.ts';
import type { ProviderModel, RouteModel } from '../provider.ts';
import { lockGuard, lockList, locks } from './locks.ts';
import { roleAssignmentList, roleAssignments } from './role-assignments.ts';
import { roleDefinitionRoutes, roleDefinitions } from './role-definitions.ts';

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

/** Lists of things that the sandbox's directories don't use: always empty. */
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
  types: [roleAssignments, roleDefinitions, locks],
  guards: [lockGuard],
  alwaysRegistered: true,
  badBody: 'BadRequestFormat',
  routes: [
    roleAssignmentList,
    ...roleDefinitionRoutes,
    lockList,
    permissions,
    emptyList('denyAssignments', ['2018-07-01-preview', '2022-04-01']),
    emptyList('roleEligibilityScheduleInstances', ['2020-10-01', '2024-09-01-preview']),
    emptyList('roleAssignmentScheduleInstances', ['2020-10-01', '2024-09-01-preview']),
  ],
};
