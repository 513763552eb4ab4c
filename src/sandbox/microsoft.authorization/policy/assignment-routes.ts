import { keyOf } from '../../arm-id.ts';
import { ArmError } from '../../errors.ts';
import { textAt } from '../../json.ts';
import type { RouteModel, Stored } from '../../provider.ts';
import { isWithin, scopeKey } from '../names.ts';
import { policyAssignmentType } from './definition.ts';
import { policyVersions } from './versions.ts';

const pattern = '{*scope}/providers/Microsoft.Authorization/policyAssignments';
const right = { action: `${policyAssignmentType}/read`, scope: '{scope}' };

/** GET of assignments: those at and above a scope, and without `atScope()` those beneath it. */
export const policyAssignmentRoutes: readonly RouteModel[] = [
  {
    method: 'GET',
    pattern,
    apiVersions: policyVersions,
    writes: false,
    right,
    handle: ({ world, parts, query }) => {
      const scope = keyOf(parts['scope'] ?? '');
      const filter = query.get('$filter') ?? '';
      const definition = /policyDefinitionId\s+eq\s+'([^']*)'/i.exec(filter)?.[1];
      const found = world.all(policyAssignmentType).filter((one) => {
        const at = scopeKey(one.id);
        if (/atExactScope\(\)/i.test(filter)) return at === scope;
        const near = isWithin(scope, at) || (!/atScope\(\)/i.test(filter) && isWithin(at, scope));
        return near && (definition === undefined || assigns(one, definition));
      });
      return { status: 200, body: found.map((one) => world.shown(one)) };
    },
  },
  {
    method: 'GET',
    pattern: `${pattern}/{name}`,
    apiVersions: policyVersions,
    writes: false,
    right,
    handle: ({ world, parts }) => {
      const found = world.find(
        `${parts['scope'] ?? ''}/providers/${policyAssignmentType}/${parts['name'] ?? ''}`,
      );
      if (found !== undefined) return { status: 200, body: world.shown(found) };
      const message = `The policy assignment '${parts['name'] ?? ''}' is not found.`;
      throw new ArmError(404, 'PolicyAssignmentNotFound', message);
    },
  },
];

function assigns(one: Stored, definition: string): boolean {
  return keyOf(textAt(one.body, 'properties', 'policyDefinitionId') ?? '') === keyOf(definition);
}
