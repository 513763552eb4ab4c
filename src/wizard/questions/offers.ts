import type { Answers } from '../../estate/answers.ts';
import type { Advice, ModelOffer } from '../ports.ts';

/**
 * Offers of the account's region. Every environment deploys every model, so what is left of the quota is shared
 * among the environments of a subscription, and the scarcest subscription counts.
 */
export async function offersFor(advice: Advice, answers: Answers): Promise<ModelOffer[]> {
  const region = answers.modelRegion ?? answers.region;
  if (region === undefined || answers.residency === undefined) return [];
  const { residency } = answers;
  const uses = new Map<string, number>();
  for (const { subscriptionId } of answers.environments ?? []) {
    if (subscriptionId !== undefined) uses.set(subscriptionId, (uses.get(subscriptionId) ?? 0) + 1);
  }
  const lists = await Promise.all(
    [...uses].map(async ([subscriptionId, environments]) => {
      const offers = await advice.models(subscriptionId, region, residency);
      return offers.map((offer) => ({
        ...offer,
        remaining: offer.remaining === undefined ? undefined : Math.floor(offer.remaining / environments),
      }));
    }),
  );
  const [first = [], ...others] = lists;
  return first.map((offer) => others.reduce((scarcest, list) => merged(scarcest, list), offer));
}

/** An offer as two subscriptions have it together. */
function merged(offer: ModelOffer, others: readonly ModelOffer[]): ModelOffer {
  const same = others.find((other) => keyOf(other) === keyOf(offer));
  if (same === undefined) return { ...offer, deployable: false };
  const amounts = [offer.remaining, same.remaining].filter((amount) => amount !== undefined);
  return {
    ...offer,
    deployable: offer.deployable && same.deployable,
    remaining: amounts.length > 0 ? Math.min(...amounts) : undefined,
  };
}

/** The usual capacity, or less where the quota asks for it. */
export function usualCapacity(offer: ModelOffer): number {
  const { minimum, step } = offer.capacity;
  const most = Math.min(
    offer.capacity.default,
    offer.capacity.maximum,
    offer.remaining ?? offer.capacity.default,
  );
  return Math.max(minimum, minimum + Math.floor((most - minimum) / step) * step);
}

/** What tells one offer from another. */
export function keyOf(model: {
  readonly model: string;
  readonly version: string;
  readonly deploymentType: string;
}): string {
  return `${model.model}@${model.version}#${model.deploymentType}`;
}
