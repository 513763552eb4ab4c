import type { Design } from '../../design/design.ts';
import type { Observed } from '../../plan/observed.ts';
import { at } from '../../resource/json.ts';
import { known } from '../../resource/subscription.ts';
import { offerOf } from '../model-life.ts';
import { inFile, placedDeployments, textAt } from '../places.ts';
import {
  type Check,
  type CheckInput,
  cannotTell,
  type Finding,
  failed,
  notApplicable,
  observedBody,
  ok,
  warning,
} from '../rule.ts';

/** Quota is counted per subscription, region and usage name: over all stamps that are planned together. */
export const quota: Check = {
  id: 'GT-CHECK-QUOTA',
  stage: 'before',
  checklist: ['COST-4', 'GUI-1'],
  title: 'Quota suffices for all planned capacity',
  run: (input) => {
    const needs = neededQuota(input);
    if (needs.length === 0) return [notApplicable('the plan asks for no more quota')];
    return needs.map((need) => judge(need, input));
  },
};

interface Need {
  readonly region: string;
  readonly usageName: string;
  /** More than what existing deployments hold already. */
  readonly more: number;
  readonly by: readonly string[];
}

/** What all stamps of this subscription ask for beyond what they have, by region and usage name. */
function neededQuota(input: CheckInput): Need[] {
  const stamps = [
    { design: input.design, observed: input.observed },
    ...(input.alongside ?? []).filter(({ design }) => sameSubscription(design, input.design)),
  ];
  const own = new Set(needsOf(input.design, input.observed, input).map(keyOf));
  const sums = new Map<string, Need>();
  for (const { design, observed } of stamps) {
    for (const need of needsOf(design, observed, input)) {
      if (!own.has(keyOf(need))) continue;
      const before = sums.get(keyOf(need));
      sums.set(keyOf(need), {
        ...need,
        more: need.more + (before?.more ?? 0),
        by: [...(before?.by ?? []), ...need.by],
      });
    }
  }
  return [...sums.values()].filter(({ more }) => more > 0);
}

function keyOf({ region, usageName }: Need): string {
  return `${region} ${usageName.toLowerCase()}`;
}

function sameSubscription(one: Design, other: Design): boolean {
  return one.subscriptionId.toLowerCase() === other.subscriptionId.toLowerCase();
}

function needsOf(design: Design, observed: Observed | undefined, { facts }: CheckInput): Need[] {
  return placedDeployments(design).flatMap((deployment): Need[] => {
    const usageName = offerOf(deployment, facts.models).sku?.usageName;
    if (!usageName) return [];
    const existing = observedBody(observed, deployment.resource.id);
    const held =
      existing && textAt(existing, '/sku/name') === deployment.deploymentType
        ? Number(at(existing, '/sku/capacity') ?? 0)
        : 0;
    const by = `${design.tenant}/${design.environment} ${deployment.resource.title}: ${deployment.capacity}`;
    return [{ region: deployment.region, usageName, more: deployment.capacity - held, by: [by] }];
  });
}

function judge({ region, usageName, more, by }: Need, input: CheckInput): Finding {
  const fact = input.facts.usages[region];
  const usages = known(fact);
  if (!usages) return cannotTell(`quota ${usageName} in ${region}`, fact, input);
  const usage = usages.find(({ name }) => name.toLowerCase() === usageName.toLowerCase());
  if (!usage) {
    return warning(
      `Azure doesn't tell the quota ${usageName} in ${region}; the plan needs ${more} more`,
      'Look it up in the Azure portal under Azure OpenAI, Quotas.',
    );
  }
  const left = Math.max(0, usage.limit - usage.current);
  const evidence = `limit ${usage.limit}, used ${usage.current}; ${by.join('; ')}`;
  if (more <= left) return ok(`quota ${usageName} in ${region} suffices: ${more} of ${left}`, evidence);
  return failed(
    `quota ${usageName} in ${region} has ${left} left, the plan needs ${more} more`,
    `Lower ${inFile('capacity', input.design)} to fit, ask for more quota (Azure portal, Azure OpenAI, Quotas), or purge deleted accounts that hold it: az cognitiveservices account list-deleted`,
    evidence,
  );
}
