import { sameId } from '../../resource/arm-id.ts';
import { at, type JsonObject } from '../../resource/json.ts';
import { known } from '../../resource/subscription.ts';
import {
  type Check,
  type CheckInput,
  cannotTell,
  designedOf,
  type Finding,
  failed,
  notApplicable,
  ok,
  orOk,
} from '../rule.ts';
import { type Existing, existing } from './existing.ts';

const assignmentType = 'Microsoft.Authorization/policyAssignments';
const initiativeType = 'Microsoft.Authorization/policySetDefinitions';
const definitionType = 'Microsoft.Authorization/policyDefinitions';
const policyTypes = [definitionType, initiativeType, assignmentType];
const off = 'the estate file wants no policies here';

/** Whether the environment's policies are assigned, say what the estate file says, are enforced, and spare nobody. */
export const policiesAssigned: Check = {
  id: 'GT-CHECK-POLICIES',
  stage: 'after',
  checklist: ['POL-1', 'POL-2'],
  title: 'Policies refuse, or tell of, what the estate file does not allow',
  risk: 'Others put up what the estate file does not allow: in another region, open to the public, with keys.',
  run: (input) => {
    const types = policyTypes.filter((type) => designedOf(input.design, type).length > 0);
    if (types.length === 0) return [notApplicable(off)];
    const assigned = types.flatMap((type) => existing(input, 'GT-CHECK-POLICIES', type, judge));
    return [...assigned, ...exemptions(input)];
  },
};

function judge({ id, title, body }: Existing): Finding[] {
  const mode = at(body, '/properties/enforcementMode');
  return [ok(`${title} is as designed`, mode === undefined ? id : `${id}: enforcementMode ${String(mode)}`)];
}

/** Who is spared from a policy of ours: somebody has put that there, and nothing of ours takes it away. */
function exemptions({ design, facts, today }: CheckInput): Finding[] {
  const assignments = designedOf(design, assignmentType);
  return (known(facts.around) ?? []).flatMap((exemption) => {
    const from = String(at(exemption, '/properties/policyAssignmentId') ?? '');
    const assignment = assignments.find(({ id }) => sameId(id, from));
    if (!assignment || isOver(exemption, today)) return [];
    const id = String(exemption['id']);
    const reason = String(at(exemption, '/properties/exemptionCategory') ?? 'exempted');
    return [
      failed(
        `${id.split('/providers/')[0]} is exempted from the ${assignment.title} (${reason})`,
        `If nobody stands for it, take it away: az resource delete --ids "${id}" --api-version 2022-07-01-preview`,
        id,
      ),
    ];
  });
}

function isOver(exemption: JsonObject, today: string): boolean {
  const ends = at(exemption, '/properties/expiresOn');
  return typeof ends === 'string' && ends.slice(0, 10) < today.slice(0, 10);
}

/** What Azure itself says of everything in the environment's groups, ours or not. */
export const compliance: Check = {
  id: 'GT-CHECK-COMPLIANCE',
  stage: 'after',
  checklist: ['POL-3', 'POL-1', 'POL-2'],
  title: 'What lies in the groups of the environment complies with its policies',
  risk: 'Something in these groups is open, keyed or elsewhere, and whoever put it there may not know.',
  run: (input) => {
    const [initiative] = designedOf(input.design, initiativeType);
    if (!initiative) return [notApplicable(off)];
    if (input.facts.compliance === undefined) return [notApplicable('compliance was not read')];
    const states = known(input.facts.compliance);
    if (!states) return [cannotTell('compliance', input.facts.compliance, input)];
    if (states.evaluated === 0)
      return [notApplicable('Azure has not evaluated these policies yet: it does within half an hour')];
    const broken = new Map<string, string[]>();
    for (const { resourceId, policy } of states.broken) {
      const key = resourceId.toLowerCase();
      broken.set(key, [...(broken.get(key) ?? []), policy]);
    }
    const findings = [...broken].flatMap(([id, policies]) => brokenBy(id, [...new Set(policies)], input));
    return orOk(findings, `${states.evaluated} resources comply with ${initiative.title}`, initiative.id);
  },
};

/** Whether our own are connected is told by GT-CHECK-ENDPOINTS. */
const ofEndpoints = ['accountPrivateLink', 'vaultPrivateLink'];

/**
 * What is not as designed is told by the check of its type already. By policies that are not as designed themselves,
 * which GT-CHECK-POLICIES tells, only what is not ours is judged.
 */
function brokenBy(id: string, broken: readonly string[], { design, plan }: CheckInput): Finding[] {
  const changed = (plan?.actions ?? []).filter(({ action }) => action !== 'unchanged');
  const ours = design.resources.find((resource) => sameId(resource.id, id));
  const isTold =
    changed.some((action) => sameId(action.id, id)) ||
    (ours !== undefined && changed.some(({ type }) => policyTypes.includes(type)));
  const policies = broken.filter((policy) => !ours || !ofEndpoints.includes(policy));
  if (isTold || policies.length === 0) return [];
  return [
    failed(
      `${ours?.title ?? id} does not comply with ${policies.join(', ')}`,
      ours
        ? 'Azure may not have looked since it was changed: az policy state trigger-scan, then verify again.'
        : 'It is not of the estate file: bring it into line, or take it away.',
      id,
    ),
  ];
}
