import type { Design, DesignedResource } from '../../design/design.ts';
import { builtInPolicy, policyIds } from '../../facts/built-in-policies.ts';
import { sameId } from '../../resource/arm-id.ts';
import { at } from '../../resource/json.ts';
import { known, type PolicyFact } from '../../resource/subscription.ts';
import { writtenResources } from '../changing.ts';
import { inFile } from '../places.ts';
import { appliesTo, effectOf, violations } from '../policy-demands.ts';
import {
  type Check,
  type CheckInput,
  cannotTell,
  designedOf,
  type Finding,
  failed,
  orOk,
  warning,
} from '../rule.ts';

const vaultType = 'Microsoft.KeyVault/vaults';
const accountType = 'Microsoft.CognitiveServices/accounts';

/** Others' policies that would refuse a write. They are judged here, and by Azure itself where it can be asked. */
export const denyPolicies: Check = {
  id: 'GT-CHECK-POLICY',
  stage: 'before',
  about: 'all',
  checklist: ['POL-1', 'POL-2'],
  title: 'No policy denies what the plan writes',
  run: (input) => {
    const policies = known(input.facts.policies);
    if (!policies) return [cannotTell('policies in the way', input.facts.policies, input)];
    const written = writtenResources(input);
    const enforced = policies.filter(
      (policy) => policy.enforced && !isOwn(policy, input) && written.some(({ id }) => appliesTo(policy, id)),
    );
    const judged = enforced.flatMap((policy) =>
      judge(
        policy,
        written.filter(({ id }) => appliesTo(policy, id)),
        input,
      ),
    );
    return orOk(
      [...judged, ...toldByAzure(enforced, judged, input), ...notJudged(enforced, written, input)],
      `none of ${enforced.length} policy assignments denies anything of the plan`,
    );
  },
};

function judge(policy: PolicyFact, written: readonly DesignedResource[], input: CheckInput): Finding[] {
  const builtIn = builtInPolicy(policy.definitionId);
  if (!builtIn || effectOf(policy) !== 'deny') return [];
  if (builtIn.id === policyIds.purgeProtection) return purgeProtection(policy, written, input);
  const found = violations(policy, builtIn, written);
  const [first] = found;
  if (!first) return builtIn.demand.of === 'tag' && !builtIn.demand.groups ? untagged(policy, written) : [];
  const others = found.length > 1 ? ` and ${found.length - 1} more` : '';
  return [denial(policy, `${first.resource.title}${others}`, first.demanded)];
}

/** Our own want what is planned, or are lifted by the plan where they wanted something else. */
function isOwn({ id }: Pick<PolicyFact, 'id'>, { design, plan }: CheckInput): boolean {
  const own = [...design.resources, ...(plan?.actions ?? [])];
  return own.some((each) => sameId(each.id, id));
}

/** Azure makes the network interface of a private endpoint itself, without our tags. */
function untagged(policy: PolicyFact, written: readonly DesignedResource[]): Finding[] {
  if (!written.some(({ type }) => type === 'Microsoft.Network/privateEndpoints')) return [];
  return [
    warning(
      `policy "${policy.displayName}" may refuse the network interfaces that Azure makes for private endpoints`,
      'Ask its owner to demand tags of resource groups only, and to inherit them by a Modify policy.',
      policy.id,
    ),
  ];
}

function denial(policy: PolicyFact, what: string, demanded: string): Finding {
  return failed(
    `policy "${policy.displayName}" denies ${what}: it demands ${demanded}`,
    `Comply in the estate file, or ask its owner for an exemption: az policy exemption create --policy-assignment ${policy.id} --exemption-category Waiver --name gotthard`,
    policy.id,
  );
}

/** Types of which somebody's policy wants what can't be undone in the very first PUT. */
export function demandedAtCreation(policies: readonly PolicyFact[], design: Design): ReadonlySet<string> {
  const demands = (definition: string, resources: readonly DesignedResource[]): boolean =>
    policies.some(
      (policy) =>
        policy.enforced &&
        builtInPolicy(policy.definitionId)?.id === definition &&
        effectOf(policy) === 'deny' &&
        resources.some(({ id }) => appliesTo(policy, id)),
    );
  const vaults = designedOf(design, vaultType);
  const encrypted = designedOf(design, accountType).filter(({ body }) => at(body, '/properties/encryption'));
  // An account is encrypted with the key of a vault that has its own protection by then.
  if (demands(policyIds.accountEncryption, encrypted)) return new Set([vaultType, accountType]);
  return new Set(demands(policyIds.purgeProtection, vaults) ? [vaultType] : []);
}

function purgeProtection(
  policy: PolicyFact,
  written: readonly DesignedResource[],
  input: CheckInput,
): Finding[] {
  const vaults = written.filter(({ type }) => type === vaultType);
  const vault =
    vaults.find(({ body }) => at(body, '/properties/enablePurgeProtection') !== true) ?? vaults[0];
  if (!vault) return [];
  if (at(vault.body, '/properties/enablePurgeProtection') !== true) {
    return [
      failed(
        `policy "${policy.displayName}" demands purge protection of ${vault.title} from the start`,
        `Set ${inFile('keyVault.purgeProtection', input.design)} to true. It can not be undone.`,
        policy.id,
      ),
    ];
  }
  const days = at(vault.body, '/properties/softDeleteRetentionInDays');
  return [
    warning(
      `policy "${policy.displayName}" demands purge protection of ${vault.title} from the start: a rollback leaves it soft-deleted for ${String(days ?? 90)} days, and the next run recovers it`,
      `Lower ${inFile('keyVault.softDeleteRetentionInDays', input.design)} if that is too long.`,
      policy.id,
    ),
  ];
}

/** What Azure's own evaluation found beyond that. */
function toldByAzure(
  enforced: readonly PolicyFact[],
  judged: readonly Finding[],
  input: CheckInput,
): Finding[] {
  const { facts, design } = input;
  const told = new Set(judged.map(({ evidence }) => evidence?.toLowerCase()));
  const denials = (known(facts.verdicts) ?? []).filter(
    ({ effect, assignmentId }) =>
      effect === 'deny' && !told.has(assignmentId.toLowerCase()) && !isOwn({ id: assignmentId }, input),
  );
  return denials.flatMap((verdict) => {
    const policy = enforced.find(({ id }) => id.toLowerCase() === verdict.assignmentId.toLowerCase());
    const resource = design.resources.find(({ id }) => id === verdict.resourceId);
    const assignment = policy ?? unlisted(verdict.assignmentId);
    return [
      denial(assignment, resource?.title ?? verdict.resourceId, verdict.because.join('; ') || 'otherwise'),
    ];
  });
}

function unlisted(id: string): PolicyFact {
  const displayName = id.split('/').at(-1) ?? id;
  return {
    id,
    displayName,
    scope: '',
    notScopes: [],
    definitionId: '',
    effect: 'deny',
    enforced: true,
    parameters: {},
  };
}

/** Initiatives and own definitions can only be judged by Azure; when it wasn't able to, that is said. */
function notJudged(
  enforced: readonly PolicyFact[],
  written: readonly DesignedResource[],
  { facts }: CheckInput,
): Finding[] {
  if (known(facts.verdicts) || written.length === 0) return [];
  const unknown = enforced.filter(
    (policy) => !builtInPolicy(policy.definitionId) && (policy.effect ?? 'deny') === 'deny',
  );
  if (unknown.length === 0) return [];
  return [
    warning(
      `${unknown.length} policy assignments could not be judged: ${unknown.map(({ displayName }) => displayName).join(', ')}`,
      'Ask for Microsoft.PolicyInsights/checkPolicyRestrictions/action (Reader and Resource Policy Contributor have it), or ask their owners.',
    ),
  ];
}
