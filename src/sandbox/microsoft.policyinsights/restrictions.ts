import { parseId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, present, textAt } from '../json.ts';
import { asked, type Verdict, verdictsOn } from '../microsoft.authorization/policy/effective.ts';
import { type Change, withChange } from '../microsoft.authorization/policy/effects.ts';
import { changedBody } from '../microsoft.authorization/policy/enforce.ts';
import { type Evaluated, policyType } from '../microsoft.authorization/policy/evaluated.ts';
import type { Call, RouteModel } from '../provider.ts';
import { anything, boolean, list, object, required, text } from '../shape.ts';

const action = 'Microsoft.PolicyInsights/checkPolicyRestrictions';

/** POST checkPolicyRestrictions: what policies would make of a resource, from the evaluation that writes go through. */
export const restrictionRoutes: readonly RouteModel[] = ['', '/resourceGroups/{group}'].map((inner) => ({
  method: 'POST',
  pattern: `/subscriptions/{subscription}${inner}/providers/${action}`,
  apiVersions: ['2020-07-01', '2022-03-01', '2023-03-01', '2024-10-01'],
  writes: false,
  right: { action: `${action}/action`, scope: `/subscriptions/{subscription}${inner}` },
  body: object({
    resourceDetails: required(
      object({ resourceContent: required(anything()), apiVersion: text(), scope: text() }),
    ),
    pendingFields: list(object({ field: required(text({ min: 1 })), values: list(anything()) })),
    includeAuditEffect: boolean(),
  }),
  handle: check,
}));

function check(call: Call): { status: number; body: JsonObject } {
  const of = contentOf(call);
  const audits = call.body['includeAuditEffect'] === true;
  const shown = ({ effect, policy }: Verdict): boolean =>
    policy.enforced && (effect !== 'audit' || audits) && effect !== 'deployifnotexists';
  const verdicts = verdictsOn(of).filter(shown);
  const pending = listAt(call.body, 'pendingFields');
  return {
    status: 200,
    body: {
      fieldRestrictions: pending.flatMap((field) => restrictionsOn(of, field, shown)),
      contentEvaluationResult: { policyEvaluations: verdicts.filter(({ met }) => met).map(shownVerdict) },
    },
  };
}

/** The resource that is asked about. It may have no name yet, and no group. */
function contentOf({ world, parts, body }: Call): Evaluated {
  const content = objectAt(body, 'resourceDetails', 'resourceContent');
  const type = textAt(content, 'type') ?? '';
  const pendsOnType = listAt(body, 'pendingFields').some((one) => textAt(one, 'field') === 'type');
  if (type === '' && !pendsOnType)
    throw new ArmError(400, 'InvalidResourceContent', "The resource content needs a 'type'.");
  const group = parts['group'] === undefined ? '' : `/resourceGroups/${parts['group']}`;
  const scope =
    textAt(body, 'resourceDetails', 'scope') ?? `/subscriptions/${parts['subscription'] ?? ''}${group}`;
  const name = textAt(content, 'name') ?? '';
  const apiVersion = textAt(body, 'resourceDetails', 'apiVersion') ?? '';
  return asked(world, idOf(scope, type, name), policyType(type), content, apiVersion);
}

/** Where it will lie, as far as that can be told. */
function idOf(scope: string, type: string, name: string): string {
  const own = parseId(scope);
  const leaf = name.split('/').at(-1) || '-';
  if (/^microsoft\.resources\/subscriptions\/resourcegroups$/i.test(type))
    return `${scope}/resourceGroups/${leaf}`;
  const child = own !== undefined && type.toLowerCase().startsWith(`${own.type.toLowerCase()}/`);
  return child ? `${scope}/${type.slice(own.type.length + 1)}/${leaf}` : `${scope}/providers/${type}/${leaf}`;
}

function shownVerdict({ policy, effect, told, failure }: Verdict): JsonObject {
  return {
    policyInfo: policyInfo(policy),
    evaluationResult: 'NonCompliant',
    evaluationDetails: present({ evaluatedExpressions: [...told], reason: failure }),
    effectDetails: { policyEffect: effect.charAt(0).toUpperCase() + effect.slice(1) },
  };
}

function policyInfo({ origin }: Verdict['policy']): JsonObject {
  return present({
    policyDefinitionId: origin.definitionId,
    policySetDefinitionId: origin.setDefinitionId,
    policyDefinitionReferenceId: origin.definitionReferenceId,
    policyAssignmentId: origin.assignmentId,
  });
}

/**
 * What a field that has no value yet may become: each value that was asked about, or each that the rules mention, is
 * tried out. A value that is refused is one to avoid; where leaving the field out is refused, the others are required.
 */
function restrictionsOn(of: Evaluated, pending: Json, shown: (verdict: Verdict) => boolean): JsonObject[] {
  const field = textAt(pending, 'field') ?? '';
  const values = listAt(pending, 'values');
  const refuses = (one: Verdict): boolean => shown(one) && one.met && /^(deny|audit)$/.test(one.effect);
  const absent = verdictsOn(of).filter(refuses);
  const tried = (values.length > 0 ? values : mentioned(absent, field)).map((value) => ({
    value: String(value),
    refusedBy: verdictsOn(withField(of, field, value))
      .filter(refuses)
      .map(keyOfPolicy),
  }));
  const every = [...absent, ...(tried.length > 0 ? verdictsOn(of).filter(shown) : [])];
  const restrictions = policiesIn(every).flatMap((verdict): JsonObject[] => {
    const key = keyOfPolicy(verdict);
    const bad = tried.filter(({ refusedBy }) => refusedBy.includes(key)).map(({ value }) => value);
    const good = tried.map(({ value }) => value).filter((value) => !bad.includes(value));
    const common = { policy: policyInfo(verdict.policy), policyEffect: verdict.effect };
    const required = absent.some((one) => keyOfPolicy(one) === key) && verdict.effect === 'deny';
    if (required && good.length > 0) return [{ result: 'Required', values: good, ...common }];
    const result = verdict.effect === 'audit' ? 'Audit' : 'Deny';
    return bad.length === 0 ? [] : [{ result, values: bad, ...common }];
  });
  const given = defaultOf(of, field);
  if (given !== undefined) restrictions.push({ result: 'Required', defaultValue: given, values: [given] });
  return restrictions.length === 0 ? [] : [{ field, restrictions }];
}

function keyOfPolicy({ policy }: Verdict): string {
  return JSON.stringify(policy.origin);
}

function policiesIn(verdicts: readonly Verdict[]): Verdict[] {
  return [...new Map(verdicts.map((one) => [keyOfPolicy(one), one])).values()];
}

function withField(of: Evaluated, field: string, value: Json): Evaluated {
  const name = field.toLowerCase();
  if (name === 'type') return { ...of, type: policyType(String(value)) };
  if (name === 'name') return { ...of, name: String(value) };
  if (['location', 'kind', 'tags'].includes(name)) return { ...of, body: { ...of.body, [name]: value } };
  const change: Change = { operation: 'addorreplace', field, value };
  return { ...of, body: withChange(of, change) };
}

/** Values that the rules compare the field with. */
function mentioned(verdicts: readonly Verdict[], field: string): Json[] {
  const told = verdicts.flatMap(({ told: expressions }) => expressions);
  const targets = told
    .filter((one) => textAt(one, 'expression')?.toLowerCase() === field.toLowerCase())
    .flatMap((one) =>
      Array.isArray(one['targetValue']) ? one['targetValue'] : [one['targetValue'] ?? null],
    );
  return [...new Set(targets.filter((value) => typeof value === 'string' && value !== ''))];
}

/** The value that `append` or `modify` would give it. */
function defaultOf(of: Evaluated, field: string): string | undefined {
  const tag = /^tags(?:\.|\[')(.+?)(?:'\])?$/i.exec(field)?.[1];
  if (tag === undefined) return undefined;
  const value = objectAt(changedBody(of), 'tags')[tag];
  return typeof value === 'string' && !isObject(objectAt(of.body, 'tags')[tag]) ? value : undefined;
}
