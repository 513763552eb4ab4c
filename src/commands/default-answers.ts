import type { Answers, ModelAnswers } from '../estate/answers.ts';
import type { Residency } from '../estate/estate.ts';
import type { ModelOffer, SubscriptionChoice } from '../wizard/ports.ts';
import type { CloudAdvice } from './ports.ts';

/** Regions of each residency in the order of preference: network and vault, and the Azure OpenAI account. */
const places: Readonly<Record<Residency, { region: string; modelRegion?: string }>> = {
  switzerland: { region: 'switzerlandnorth' },
  // Switzerland is not in the EU data zone: the account lies in the EU, everything else in Switzerland.
  'eu-data-zone': { region: 'switzerlandnorth', modelRegion: 'swedencentral' },
  anywhere: { region: 'switzerlandnorth' },
};

/**
 * Fills every answer that has a safe default from what the sign-in can see. The default residency is the EU data zone:
 * Switzerland alone means provisioned throughput for tens of thousands of francs a month, which nobody gets unasked.
 */
export async function defaultAnswers(given: Answers, advice: CloudAdvice): Promise<Answers> {
  const directoryId = given.directoryId ?? (await advice.directories())[0]?.directoryId;
  const residency = given.residency ?? 'eu-data-zone';
  const region = given.region ?? places[residency].region;
  const modelRegion =
    given.modelRegion ?? (given.region === undefined ? places[residency].modelRegion : undefined);
  const subscriptions = directoryId === undefined ? [] : await advice.subscriptions(directoryId);
  const environments = withSubscriptions(given, subscriptions);
  const first = environments[0]?.subscriptionId;
  const models =
    given.models ??
    (first === undefined ? [] : await defaultModels(advice, first, modelRegion ?? region, residency));
  const directory = (await advice.directories()).find((choice) => choice.directoryId === directoryId);
  return {
    ...given,
    organisation: given.organisation ?? directory?.name ?? 'My organisation',
    ...(directoryId === undefined ? {} : { directoryId }),
    residency,
    region,
    ...(modelRegion === undefined ? {} : { modelRegion }),
    environments,
    models,
  };
}

/** dev and prod, each in an enabled subscription of its own where its name or their number allows. */
function withSubscriptions(
  given: Answers,
  subscriptions: readonly SubscriptionChoice[],
): NonNullable<Answers['environments']> {
  const wanted = given.environments ?? [{ name: 'dev' }, { name: 'prod' }];
  const free = subscriptions.filter((subscription) => subscription.enabled);
  const taken = new Set<string>();
  return wanted.map((environment) => {
    if (environment.subscriptionId !== undefined) return environment;
    const left = free.filter((subscription) => !taken.has(subscription.subscriptionId));
    const chosen =
      left.find((subscription) => subscription.name.endsWith(`-${environment.name}`)) ?? left[0] ?? free[0];
    if (!chosen) return environment;
    taken.add(chosen.subscriptionId);
    return { ...environment, subscriptionId: chosen.subscriptionId };
  });
}

/** The best deployable model that the quota still holds, at the capacity that Azure proposes for it. */
async function defaultModels(
  advice: CloudAdvice,
  subscriptionId: string,
  region: string,
  residency: Residency,
): Promise<readonly ModelAnswers[]> {
  const offers = (await advice.models(subscriptionId, region, residency)).filter(
    (offer) => offer.deployable && fitting(offer) >= offer.capacity.minimum,
  );
  const [best] = offers;
  if (!best) return [];
  const { model, version, deploymentType } = best;
  return [{ model, version, deploymentType, capacity: fitting(best) }];
}

/** The proposed capacity, or what the quota leaves of it in whole steps. */
function fitting(offer: ModelOffer): number {
  const wanted = Math.min(offer.capacity.default, offer.remaining ?? offer.capacity.default);
  return Math.floor(wanted / offer.capacity.step) * offer.capacity.step;
}
