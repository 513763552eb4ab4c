import { parentId, sameId } from '../../resource/arm-id.ts';
import type { Found, FoundResource } from '../../resource/found.ts';
import { at } from '../../resource/json.ts';
import { objectsAt, textsAt } from '../isolation/bodies.ts';
import { textAt } from '../places.ts';
import { type Finding, failed, ok, warning } from '../rule.ts';
import { accountsIn, allOf, nameOf, vaultsIn } from './within.ts';

/** Plans that see attacks on these services: what each is called, and as what it is bought. */
const plans = [
  { name: 'AI', title: 'AI services', concerns: (found: Found) => accountsIn(found).length > 0 },
  {
    name: 'KeyVaults',
    title: 'Key Vault',
    subPlan: 'PerKeyVault',
    concerns: (found: Found) => vaultsIn(found).length > 0,
  },
  { name: 'Arm', title: 'Resource Manager', subPlan: 'PerSubscription', concerns: () => true },
] as const;

/** Plans of Defender for Cloud are bought: one that is off is warned of, one with holes in it fails. */
export function defenderFound(found: Found): Finding[] {
  return plans
    .filter(({ concerns }) => concerns(found))
    .map((plan) => {
      const { name, title } = plan;
      const standing = allOf(found, 'Microsoft.Security/pricings').find(
        (each) => nameOf(each).toLowerCase() === name.toLowerCase(),
      );
      const tier = textAt(standing?.body, '/properties/pricingTier') || 'absent';
      const coverage = textAt(standing?.body, '/properties/resourcesCoverageStatus');
      const id =
        standing?.id ??
        `/subscriptions/${found.subscriptionId}/providers/Microsoft.Security/pricings/${name}`;
      const evidence = `${id}: pricingTier ${tier}${coverage === '' ? '' : `, ${coverage}`}`;
      if (tier !== 'Standard') {
        const subPlan = 'subPlan' in plan ? ` --subplan ${plan.subPlan}` : '';
        return warning(
          `the plan for ${title} of Defender for Cloud is off`,
          `Where its price is worth it: az security pricing create --name ${name} --tier Standard${subPlan}`,
          evidence,
        );
      }
      return coverage === 'PartiallyCovered'
        ? failed(
            `the plan for ${title} of Defender for Cloud is on, but turned off for single resources`,
            'Turn it on there, or set enforce to True: az security pricing create.',
            evidence,
          )
        : ok(`the plan for ${title} of Defender for Cloud is on`, evidence);
    });
}

/**
 * What of the activity log tells an attack: who changed what, what Azure and Defender noticed. Source: CIS Microsoft
 * Azure Foundations, "diagnostic setting captures appropriate categories".
 */
const wantedCategories = ['Administrative', 'Alert', 'Policy', 'Security'];

/** Azure itself keeps the activity log for 90 days, where nothing else can be asked together with it. */
export function activityLogFound(found: Found): Finding[] {
  const subscription = `/subscriptions/${found.subscriptionId}`;
  const settings = allOf(found, 'Microsoft.Insights/diagnosticSettings').filter(({ id }) =>
    sameId(parentId(id) ?? '', subscription),
  );
  const kept = settings.filter(({ body }) => targetOf(body) !== '');
  const enabled = kept.flatMap(({ body }) =>
    objectsAt(body, '/properties/logs')
      .filter((entry) => entry['enabled'] === true)
      .flatMap((entry) => textsAt(entry, '/category', '/categoryGroup')),
  );
  const lacking = enabled.includes('allLogs')
    ? []
    : wantedCategories.filter((category) => !enabled.includes(category));
  const evidence = `${kept.map(({ id, body }) => `${id} to ${targetOf(body)}`).join(', ') || subscription}: ${
    enabled.join(', ') || 'no category'
  }`;
  return [
    lacking.length === 0
      ? ok('the activity log of the subscription is kept', evidence)
      : failed(
          kept.length === 0
            ? 'the activity log of the subscription is kept nowhere'
            : `of the activity log of the subscription ${lacking.join(', ')} ${lacking.length === 1 ? 'is' : 'are'} kept nowhere`,
          `az monitor diagnostic-settings subscription create --name activity --location REGION --workspace ID --logs '${JSON.stringify(
            wantedCategories.map((category) => ({ category, enabled: true })),
          )}'`,
          evidence,
        ),
  ];
}

function targetOf(body: FoundResource['body']): string {
  return (
    textAt(body, '/properties/workspaceId') ||
    textAt(body, '/properties/storageAccountId') ||
    textAt(body, '/properties/eventHubAuthorizationRuleId')
  );
}

/** Without an estate file nobody can say which policies are meant: that there is one, and that it is enforced. */
export function policiesFound(found: Found): Finding[] {
  const assignments = allOf(found, 'Microsoft.Authorization/policyAssignments');
  const enforced = assignments.filter(
    ({ body }) => textAt(body, '/properties/enforcementMode').toLowerCase() !== 'donotenforce',
  );
  const suspended = assignments.length - enforced.length;
  const shown = (one: FoundResource): string =>
    String(at(one.body, '/properties/displayName') ?? nameOf(one));
  return [
    enforced.length > 0
      ? ok(
          `${enforced.length} policies or initiatives are assigned and enforced: ${enforced.slice(0, 3).map(shown).join(', ')}${enforced.length > 3 ? ' and more' : ''}`,
          enforced.map(({ id }) => id).join(', '),
        )
      : warning(
          suspended > 0
            ? `none of the ${suspended} assigned policies is enforced`
            : 'no policy is assigned: nothing refuses or tells of what is open, keyed or elsewhere',
          'az policy assignment create --policy-set-definition 1f3afdf9-d0c9-4c3d-847f-89da613e70a8 assigns the Microsoft cloud security benchmark.',
          `/subscriptions/${found.subscriptionId}`,
        ),
  ];
}
