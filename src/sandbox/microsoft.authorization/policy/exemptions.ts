import { keyOf } from '../../arm-id.ts';
import { ArmError } from '../../errors.ts';
import { type JsonObject, listAt, objectAt, textAt } from '../../json.ts';
import type { RouteModel, TypeModel, Write } from '../../provider.ts';
import { anything, list, object, oneOf, required, text } from '../../shape.ts';
import { isWithin, scopeKey } from '../names.ts';
import { policyAssignmentType, policyExemptionType } from './definition.ts';

const versions = [
  '2020-07-01-preview',
  '2022-07-01-preview',
  '2024-12-01-preview',
  '2025-12-01-preview',
  '2026-01-01-preview',
] as const;

/** Microsoft.Authorization/policyExemptions: what an assignment does not apply to, possibly for a time. */
export const policyExemptions: TypeModel = {
  type: policyExemptionType,
  apiVersions: versions,
  placement: 'extension',
  name: { pattern: /^[^<>%&\\?/#]*[^<>%&\\?/#. ]$/, max: 64 },
  body: object({
    properties: required(
      object({
        policyAssignmentId: required(text({ pattern: /\/policyassignments\/[^/]+$/i })),
        policyDefinitionReferenceIds: list(text()),
        exemptionCategory: required(oneOf('Waiver', 'Mitigated')),
        expiresOn: text({ pattern: /^\d{4}-\d\d-\d\d/ }),
        displayName: text({ max: 128 }),
        description: text({ max: 512 }),
        metadata: anything(),
        resourceSelectors: list(anything()),
        assignmentScopeValidation: oneOf('Default', 'DoNotValidate'),
      }),
    ),
  }),
  patch: false,
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  badBody: 'InvalidRequestContent',
  showsState: false,
  showsSystemData: true,
  admit: admitExemption,
};

/** GET of exemptions: those at and above a scope, and without a filter those beneath it. */
export const exemptionList: RouteModel = {
  method: 'GET',
  pattern: `{*scope}/providers/${policyExemptionType}`,
  apiVersions: versions,
  writes: false,
  right: { action: `${policyExemptionType}/read`, scope: '{scope}' },
  handle: ({ world, parts, query }) => {
    const scope = keyOf(parts['scope'] ?? '');
    const filter = query.get('$filter') ?? '';
    const found = world.all(policyExemptionType).filter((one) => {
      const at = scopeKey(one.id);
      if (/atExactScope\(\)/i.test(filter)) return at === scope;
      return isWithin(scope, at) || (!/atScope\(\)/i.test(filter) && isWithin(at, scope));
    });
    return { status: 200, body: found.map((one) => world.shown(one)) };
  },
};

function admitExemption({ world, id, body }: Write): JsonObject {
  const properties = objectAt(body, 'properties');
  if (listAt(properties, 'resourceSelectors').length > 0)
    throw new ArmError(
      501,
      'SandboxNotModelled',
      'The sandbox does not model resourceSelectors of exemptions.',
    );
  const wanted = textAt(properties, 'policyAssignmentId') ?? '';
  const assignment = world.find(wanted);
  if (assignment === undefined || keyOf(assignment.type) !== keyOf(policyAssignmentType)) {
    const message = `The policy assignment '${wanted.split('/').at(-1) ?? ''}' is not found.`;
    throw new ArmError(404, 'PolicyAssignmentNotFound', message);
  }
  if (!isWithin(keyOf(id.scope), scopeKey(assignment.id))) {
    const message = `The policy exemption '${id.name}' must lie at or beneath the scope of the policy assignment '${assignment.id}'.`;
    throw new ArmError(400, 'InvalidPolicyExemptionScope', message);
  }
  return body;
}
