import { keyOf, parseId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { type JsonObject, present, textAt } from '../json.ts';
import { asked, type Verdict, verdictsOn } from '../microsoft.authorization/policy/effective.ts';
import { policyType } from '../microsoft.authorization/policy/evaluated.ts';
import type { Call, RouteModel, Stored, World } from '../provider.ts';
import { passes } from './state-filter.ts';

const states = 'Microsoft.PolicyInsights/policyStates';
const versions = ['2019-10-01', '2024-10-01'] as const;

/**
 * POST policyStates/latest: which resources comply now, at a scope or for one definition, set or assignment. Azure
 * evaluates once a day and on changes, here it is at once.
 */
export const policyStateRoutes: readonly RouteModel[] = [
  route('summarize', (call) => ({ value: [summaryOf(call)] })),
  route('queryResults', (call) => {
    const value = statesAt(call).map((one) => stateOf(call.world, one));
    return { '@odata.count': value.length, value };
  }),
];

/** What Azure takes in the query beside `$filter`, and the sandbox does not know. */
const notModelled = ['$apply', '$orderby', '$select', '$expand', '$top', '$skiptoken', '$from', '$to'];

function route(action: string, answer: (call: Call) => JsonObject): RouteModel {
  return {
    method: 'POST',
    pattern: `{*scope}/providers/${states}/latest/${action}`,
    apiVersions: versions,
    writes: false,
    right: { action: `${states}/${action}/action`, scope: '{scope}' },
    handle: (call) => ({ status: 200, body: answer(call) }),
  };
}

interface State {
  readonly record: Stored;
  readonly verdict: Verdict;
}

/** Every resource at and beneath a scope with every policy that looks at it, as far as the filter lets them pass. */
function statesAt({ world, parts, query }: Call): State[] {
  const unknown = notModelled.find((name) => query.has(name));
  if (unknown !== undefined)
    throw new ArmError(501, 'SandboxNotModelled', `The sandbox does not model ${unknown} of policy states.`);
  const { scope, concerns } = askedFor(parts['scope'] ?? '');
  const here = world.find(scope);
  return [...(here === undefined ? [] : [here]), ...world.under(scope)]
    .flatMap((record) => evaluated(world, record).map((verdict) => ({ record, verdict })))
    .filter((state) => concerns(state.verdict) && passes(stateOf(world, state), query.get('$filter')));
}

/** States of a definition, of a set or of an assignment are those at the scope where it lies. */
function askedFor(path: string): {
  readonly scope: string;
  readonly concerns: (verdict: Verdict) => boolean;
} {
  const id = parseId(path);
  const type = id?.type.toLowerCase() ?? '';
  const about = ({ policy: { origin } }: Verdict): string | undefined =>
    type.endsWith('/policyassignments')
      ? origin.assignmentId
      : type.endsWith('/policysetdefinitions')
        ? origin.setDefinitionId
        : origin.definitionId;
  if (id === undefined || !/^microsoft\.authorization\/policy\w+$/.test(type))
    return { scope: path, concerns: () => true };
  return { scope: id.scope, concerns: (verdict) => keyOf(about(verdict) ?? '') === keyOf(path) };
}

function evaluated(world: World, record: Stored): Verdict[] {
  if (parseId(record.id) === undefined || /^microsoft\.authorization\//i.test(record.type)) return [];
  const body = world.shown(record);
  return verdictsOn(asked(world, record.id, policyType(record.type), body, '2999-01-01'));
}

function stateOf(world: World, { record, verdict }: State): JsonObject {
  const { origin, assignment } = verdict.policy;
  return present({
    timestamp: isoTime(world.now),
    resourceId: keyOf(record.id),
    resourceType: policyType(record.type),
    resourceLocation: textAt(record.body, 'location'),
    resourceGroup: parseId(record.id)?.group?.toLowerCase(),
    subscriptionId: parseId(record.id)?.subscription,
    policyAssignmentId: origin.assignmentId,
    policyAssignmentName: assignment.name,
    policyDefinitionId: origin.definitionId,
    policyDefinitionAction: verdict.effect,
    policySetDefinitionId: origin.setDefinitionId,
    policyDefinitionReferenceId: origin.definitionReferenceId,
    isCompliant: !verdict.met,
    complianceState: verdict.met ? 'NonCompliant' : 'Compliant',
  });
}

function summaryOf(call: Call): JsonObject {
  const all = statesAt(call);
  const assignments = [...new Set(all.map(({ verdict }) => verdict.policy.origin.assignmentId))];
  return {
    results: resultsOf(all),
    policyAssignments: assignments.map((id) => {
      const own = all.filter(({ verdict }) => verdict.policy.origin.assignmentId === id);
      const definitions = [
        ...new Map(own.map((one) => [one.verdict.policy.origin.definitionId, one])).values(),
      ];
      return present({
        policyAssignmentId: id,
        policySetDefinitionId: own[0]?.verdict.policy.origin.setDefinitionId ?? '',
        results: resultsOf(own),
        policyDefinitions: definitions.map(({ verdict }) =>
          present({
            policyDefinitionId: verdict.policy.origin.definitionId,
            policyDefinitionReferenceId: verdict.policy.origin.definitionReferenceId,
            effect: verdict.effect,
            results: resultsOf(
              own.filter(
                (one) => one.verdict.policy.origin.definitionId === verdict.policy.origin.definitionId,
              ),
            ),
          }),
        ),
      });
    }),
  };
}

function resultsOf(all: readonly State[]): JsonObject {
  const bad = all.filter(({ verdict }) => verdict.met);
  const resources = (of: readonly State[]): Set<string> => new Set(of.map(({ record }) => keyOf(record.id)));
  const policies = (of: readonly State[]): Set<string> =>
    new Set(of.map(({ verdict }) => JSON.stringify(verdict.policy.origin)));
  const count = (whole: Set<string>, broken: Set<string>): JsonObject[] =>
    [
      { complianceState: 'noncompliant', count: broken.size },
      { complianceState: 'compliant', count: whole.size - broken.size },
    ].filter((one) => one.count > 0);
  return {
    nonCompliantResources: resources(bad).size,
    nonCompliantPolicies: policies(bad).size,
    resourceDetails: count(resources(all), resources(bad)),
    policyDetails: count(policies(all), policies(bad)),
  };
}
