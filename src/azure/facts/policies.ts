import { parentId, parseArmId } from '../../resource/arm-id.ts';
import { isObject, type Json, type JsonObject } from '../../resource/json.ts';
import type { PolicyFact, PolicySample, PolicyVerdict } from '../../resource/subscription.ts';
import type { Session } from '../session.ts';
import { member, objects, text, texts } from './json-fields.ts';
import { present } from './tolerant.ts';

/** Policy assignments that apply to the subscription or to something in it, those of management groups included. */
export async function readPolicies(session: Session): Promise<readonly PolicyFact[]> {
  const path = `/subscriptions/${session.subscriptionId}/providers/Microsoft.Authorization/policyAssignments`;
  const items = present(await session.list(path, '2024-05-01'), 'the list of policy assignments');
  return items.map((item) => {
    const parameters = parametersOf(item);
    const effect = parameters['effect'];
    return {
      id: text(item, '/id') ?? '',
      displayName: text(item, '/properties/displayName') ?? text(item, '/name') ?? '',
      scope: text(item, '/properties/scope') ?? parentId(text(item, '/id') ?? '') ?? '',
      notScopes: texts(item, '/properties/notScopes'),
      definitionId: text(item, '/properties/policyDefinitionId') ?? '',
      effect: typeof effect === 'string' ? effect.toLowerCase() : undefined,
      enforced: text(item, '/properties/enforcementMode')?.toLowerCase() !== 'donotenforce',
      parameters,
    };
  });
}

function parametersOf(assignment: JsonObject): Readonly<Record<string, Json>> {
  const entries = Object.entries(member(assignment, '/properties/parameters'));
  return Object.fromEntries(
    entries.flatMap(([name, parameter]) => {
      const value = isObject(parameter) ? parameter['value'] : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Asks Azure what its policies would make of a resource as it is designed. A read action: nothing is written. */
export async function readVerdicts(session: Session, sample: PolicySample): Promise<PolicyVerdict[]> {
  const group = sample.group === undefined ? '' : `/resourceGroups/${sample.group}`;
  const scope = `/subscriptions/${session.subscriptionId}${group}`;
  const path = `${scope}/providers/Microsoft.PolicyInsights/checkPolicyRestrictions`;
  const sent = {
    resourceDetails: {
      resourceContent: { type: wireType(sample.type), name: parseArmId(sample.id).name, ...sample.body },
      apiVersion: sample.apiVersion,
      ...(isChild(sample) ? { scope: parentId(sample.id) ?? '' } : {}),
    },
    includeAuditEffect: false,
  };
  const answer = present(await session.post(path, '2024-10-01', sent), path);
  return objects(answer, '/contentEvaluationResult/policyEvaluations')
    .filter((evaluation) => text(evaluation, '/evaluationResult') === 'NonCompliant')
    .map((evaluation) => ({
      resourceId: sample.id,
      assignmentId: text(evaluation, '/policyInfo/policyAssignmentId') ?? '',
      definitionId: text(evaluation, '/policyInfo/policyDefinitionId') ?? '',
      effect: (text(evaluation, '/effectDetails/policyEffect') ?? 'unknown').toLowerCase(),
      because: objects(evaluation, '/evaluationDetails/evaluatedExpressions').map(sentence),
    }));
}

/** A child is evaluated at the scope of its parent. */
function isChild({ type }: PolicySample): boolean {
  return type.split('/').length > 2;
}

/** Policies know groups by another name than ids do. */
function wireType(type: string): string {
  return type === 'Microsoft.Resources/resourceGroups'
    ? 'Microsoft.Resources/subscriptions/resourceGroups'
    : type;
}

function sentence(expression: JsonObject): string {
  const path = text(expression, '/path') ?? text(expression, '/expression') ?? '';
  const shown = (value: Json | undefined): string =>
    typeof value === 'string' ? value : value === undefined ? '(absent)' : JSON.stringify(value);
  const operator = text(expression, '/operator') ?? '';
  return `${path} ${shown(expression['expressionValue'])} ${operator} ${shown(expression['targetValue'])}`;
}
