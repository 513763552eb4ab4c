import type { Cost } from '../cost/cost.ts';
import { type EstimateContext, estimate, estimateBefore } from '../cost/estimate.ts';
import { usageOfEstate } from '../cost/usage-of-estate.ts';
import type { Design } from '../design/design.ts';
import type { Estate } from '../estate/estate.ts';
import type { Observed } from '../plan/observed.ts';
import { knownPrices, rateFor } from './known-prices.ts';
import type { Ports } from './ports.ts';

/** What prices are taken for a cloud. */
interface Pricing {
  readonly cloud: string;
  /** `--fx`. */
  readonly fx?: string;
}

/** What the designed stamps cost a month, and what of it is there already. */
export async function costOf(
  estate: Estate,
  stamps: readonly { readonly design: Design; readonly observed: Observed }[],
  ports: Pick<Ports, 'today' | 'files' | 'homeOf'>,
  pricing: Pricing,
): Promise<Cost> {
  const context = await estimateContext(estate, ports, pricing);
  const designs = stamps.map(({ design }) => design);
  const existing = new Set(
    stamps.flatMap(({ observed }) =>
      Object.entries(observed.resources).flatMap(([key, body]) => (body ? [key] : [])),
    ),
  );
  return { ...estimate(designs, context), before: estimateBefore(designs, existing, context) };
}

/** Prices, rate and use by which an estate is priced today. */
export async function estimateContext(
  estate: Estate,
  ports: Pick<Ports, 'today' | 'files' | 'homeOf'>,
  { cloud, fx: flag }: Pricing,
): Promise<EstimateContext> {
  const known = await knownPrices(cloud, ports);
  const today = ports.today();
  return {
    usage: usageOfEstate(estate),
    prices: known.prices,
    fx: rateFor(known, { estate, flag, today }),
    today,
  };
}
