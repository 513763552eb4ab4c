import type { RouteModel } from '../../provider.ts';
import { policySetDefinitionType } from './definition.ts';
import { filtered } from './definition-routes.ts';
import { setNotFound } from './set-definitions.ts';
import { policyVersions } from './versions.ts';

const own = '/subscriptions/{subscription}/providers/Microsoft.Authorization/policySetDefinitions';
const right = { action: `${policySetDefinitionType}/read`, scope: '/subscriptions/{subscription}' };

/** GET of sets. No built-in set is known to the sandbox. */
export const policySetRoutes: readonly RouteModel[] = [
  {
    method: 'GET',
    pattern: own,
    apiVersions: policyVersions,
    writes: false,
    right,
    handle: ({ world, parts, query }) => {
      const sets = world
        .all(policySetDefinitionType, `/subscriptions/${parts['subscription'] ?? ''}`)
        .map((one) => world.shown(one));
      return { status: 200, body: filtered(sets, query.get('$filter')) };
    },
  },
  {
    method: 'GET',
    pattern: `${own}/{name}`,
    apiVersions: policyVersions,
    writes: false,
    right,
    handle: ({ world, parts }) => {
      const found = world.find(
        `/subscriptions/${parts['subscription'] ?? ''}/providers/${policySetDefinitionType}/${parts['name'] ?? ''}`,
      );
      if (found === undefined) throw setNotFound(parts['name'] ?? '');
      return { status: 200, body: world.shown(found) };
    },
  },
  {
    method: 'GET',
    pattern: '/providers/Microsoft.Authorization/policySetDefinitions',
    apiVersions: policyVersions,
    writes: false,
    handle: () => ({ status: 200, body: [] }),
  },
  {
    method: 'GET',
    pattern: '/providers/Microsoft.Authorization/policySetDefinitions/{name}',
    apiVersions: policyVersions,
    writes: false,
    handle: ({ parts }) => {
      throw setNotFound(parts['name'] ?? '');
    },
  },
];
