import { ArmError } from '../../errors.ts';
import { type JsonObject, listAt, objectAt, present, textAt } from '../../json.ts';
import { scopeOf } from '../names.ts';
import type { EffectivePolicy, Verdict } from './effective.ts';

/** The 403 of a request that policies do not allow, with every one of them. */
export function disallowed(name: string, verdicts: readonly Verdict[]): ArmError {
  const identifiers = JSON.stringify(verdicts.map(({ policy }) => identifiersOf(policy)));
  const reasons = verdicts.flatMap(({ policy }) => reasonsOf(policy));
  const message =
    reasons.length === 0
      ? `Resource '${name}' was disallowed by policy. Policy identifiers: '${identifiers}'.`
      : `Resource '${name}' was disallowed by policy. Reasons: '${[...new Set(reasons)].join('; ')}'. See error details for policy resource IDs.`;
  return new ArmError(403, 'RequestDisallowedByPolicy', message, {
    target: name,
    additionalInfo: verdicts.map((verdict) => ({ type: 'PolicyViolation', info: infoOf(verdict) })),
  });
}

function identifiersOf({ assignment, definition, set }: EffectivePolicy): JsonObject {
  return present({
    policyAssignment: { name: displayOf(assignment), id: assignment.id },
    policyDefinition: { name: definition.displayName, id: definition.id },
    policySetDefinition: set === undefined ? undefined : { name: displayOf(set), id: set.id },
  });
}

function displayOf(record: { readonly name: string; readonly body: JsonObject }): string {
  return textAt(record.body, 'properties', 'displayName') ?? record.name;
}

/** What the owner of the assignment wants people to read. */
function reasonsOf({ assignment, origin }: EffectivePolicy): string[] {
  return listAt(assignment.body, 'properties', 'nonComplianceMessages').flatMap((one) => {
    const reference = textAt(one, 'policyDefinitionReferenceId');
    const message = textAt(one, 'message');
    const meant = reference === undefined || reference === origin.definitionReferenceId;
    return message !== undefined && meant ? [message] : [];
  });
}

function infoOf({ policy, effect, told, failure }: Verdict): JsonObject {
  const { assignment, definition, set, origin } = policy;
  return present({
    policyDefinitionDisplayName: definition.displayName,
    policySetDefinitionDisplayName: set === undefined ? undefined : displayOf(set),
    evaluationDetails: present({ evaluatedExpressions: [...told], reason: failure }),
    policyDefinitionId: definition.id,
    policySetDefinitionId: set?.id,
    policyDefinitionReferenceId: origin.definitionReferenceId,
    policyDefinitionName: definition.name,
    policyDefinitionEffect: effect,
    policyDefinitionVersion: definition.version,
    policyAssignmentId: assignment.id,
    policyAssignmentName: assignment.name,
    policyAssignmentDisplayName: displayOf(assignment),
    policyAssignmentScope: scopeOf(assignment),
    policyAssignmentParameters: objectAt(assignment.body, 'properties', 'parameters'),
    policyExemptionIds: [],
  });
}
