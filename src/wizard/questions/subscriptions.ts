import type { EnvironmentAnswers } from '../../estate/answers.ts';
import type { Advice, SubscriptionChoice } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/** Words in subscription names that tell what they are for. */
const purposes: readonly { readonly environment: string; readonly pattern: RegExp }[] = [
  { environment: 'prod', pattern: /\b(prod|prd|production|live)\b/i },
  { environment: 'test', pattern: /\b(test|tst|uat|qa|int|stag(e|ing))\b/i },
  { environment: 'dev', pattern: /\b(dev|development)\b/i },
];

/** What environments are called, in the order in which subscriptions without a telling name take them. */
const usual = ['dev', 'prod', 'test'];

/**
 * The quick path's one question on environments: which subscriptions to use. Each holds one environment; one
 * alone holds dev and prod.
 */
export const subscriptionsQuestion: WizardQuestion = {
  id: 'subscription',
  section: 'Environments',
  asked: ['quick'],
  label: 'Environments',
  standard: 'dev and prod',
  async ask({ ask, advice }, answers) {
    const visible = await visibleSubscriptions(advice, answers.directoryId);
    const before = new Set((answers.environments ?? []).map((environment) => environment.subscriptionId));
    const taken = await ask.chooseMany({
      id: 'subscription',
      message: 'Which subscriptions hold the environments?',
      why: 'A subscription for each environment keeps development away from production, also on the bill.',
      explain:
        'Each chosen subscription holds one environment, named after the subscription where its name tells, else dev, ' +
        'prod, test in this order. A single one holds both dev and prod. The review screen lets you change all of it. ' +
        'Type a part of a name, or paste an id.',
      choices: visible.map((subscription) => ({
        value: subscription.subscriptionId,
        name: subscription.name,
        hint: `${purposeOf(subscription) ?? 'dev, prod or test'} · ${subscription.subscriptionId}`,
        ...(subscription.enabled
          ? {}
          : { disabled: subscription.heldBy ?? 'the subscription is not enabled' }),
      })),
      default: before.size > 0 ? visible.filter(isIn(before)).map(idOf) : proposal(visible).map(idOf),
      minimum: 1,
    });
    const chosen = visible.filter(isIn(new Set(taken)));
    const same = chosen.length === before.size && chosen.every(isIn(before));
    const environments = same ? answers.environments : environmentsFor(chosen);
    return withDirectory(withAnswer(answers, 'environments', environments), chosen);
  },
  given: ({ environments }) => environments?.map(({ name }) => name).join(', '),
};

/** Subscriptions of the chosen directory, or of the only one there is. */
export async function visibleSubscriptions(
  advice: Advice,
  directoryId: string | undefined,
): Promise<readonly SubscriptionChoice[]> {
  const directories = directoryId === undefined ? await advice.directories() : [{ directoryId }];
  return (await Promise.all(directories.map((each) => advice.subscriptions(each.directoryId)))).flat();
}

/** Environments that chosen subscriptions hold, in the order dev, test, prod and then the others. */
export function environmentsFor(chosen: readonly SubscriptionChoice[]): EnvironmentAnswers[] {
  const [only, ...others] = chosen;
  if (only !== undefined && others.length === 0) {
    return ['dev', 'prod'].map((name) => ({ name, subscriptionId: only.subscriptionId }));
  }
  const names = new Map<string, SubscriptionChoice>();
  for (const subscription of chosen) {
    const purpose = purposeOf(subscription);
    if (purpose !== undefined && !names.has(purpose)) names.set(purpose, subscription);
  }
  const named = new Set(names.values());
  for (const subscription of chosen.filter((each) => !named.has(each))) {
    const numbered = Array.from({ length: chosen.length }, (_, index) => `env${index + 1}`);
    const name = [...usual, ...numbered].find((candidate) => !names.has(candidate));
    if (name !== undefined) names.set(name, subscription);
  }
  const order = ['dev', 'test', 'prod'];
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...names]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([name, { subscriptionId }]) => ({ name, subscriptionId }));
}

/** What is taken by default: one for development and one for production where names tell, else the first two. */
function proposal(visible: readonly SubscriptionChoice[]): SubscriptionChoice[] {
  const enabled = visible.filter((subscription) => subscription.enabled);
  const telling = ['dev', 'prod'].flatMap(
    (name) => enabled.find((subscription) => purposeOf(subscription) === name) ?? [],
  );
  return telling.length === 2 ? telling : enabled.slice(0, 2);
}

function purposeOf(subscription: SubscriptionChoice): string | undefined {
  const name = subscription.name.replaceAll(/[_.]/g, '-');
  return purposes.find(({ pattern }) => pattern.test(name))?.environment;
}

function idOf(subscription: SubscriptionChoice): string {
  return subscription.subscriptionId;
}

function isIn(ids: ReadonlySet<string | undefined>): (subscription: SubscriptionChoice) => boolean {
  return (subscription) => ids.has(subscription.subscriptionId);
}

function withDirectory<T extends { readonly directoryId?: string }>(
  answers: T,
  chosen: readonly SubscriptionChoice[],
): T {
  const directoryId = answers.directoryId ?? chosen[0]?.directoryId;
  return directoryId === undefined ? answers : { ...answers, directoryId };
}
