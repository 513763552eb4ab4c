import type { Cost } from '../cost/cost.ts';
import { type EstimateContext, estimateMetered, type Metered, metered } from '../cost/estimate.ts';
import { standing } from '../cost/standing.ts';
import { usageOfEstate } from '../cost/usage-of-estate.ts';
import type { Design } from '../design/design.ts';
import { makeDesign } from '../design/make-design.ts';
import type { Estate } from '../estate/estate.ts';
import { stampsWithShared } from '../estate/shared-stamp.ts';
import type { Observed } from '../plan/observed.ts';
import { knownPrices, rateFor } from './known-prices.ts';
import type { Ports } from './ports.ts';

/** A stamp as it is designed and as it stands, metered: what its cost depends on, and nothing else of it. */
export interface Priced {
  readonly designed: Metered;
  readonly standing: Metered;
}

/** Meters one stamp. */
export function pricedOf(design: Design, { resources }: Observed, context: EstimateContext): Priced {
  return { designed: metered(design, context), standing: metered(standing(design, resources), context) };
}

/** What the designed stamps cost a month, what stands there now costs, and both for the whole estate where they are a part of it. */
export function costOf(estate: Estate, stamps: readonly Priced[], context: EstimateContext): Cost {
  const designs = stamps.map(({ designed }) => designed);
  const before = stamps.map((stamp) => stamp.standing);
  const known = new Set(designs.map(({ stamp }) => stamp));
  const others = stampsWithShared(estate)
    .filter(({ name }) => !known.has(name))
    .map((stamp) => metered(makeDesign(stamp), context));
  const monthly = (given: readonly Metered[]) => estimateMetered(given, context).monthly;
  return {
    ...estimateMetered(designs, context),
    before: monthly(before),
    ...(others.length === 0
      ? {}
      : { estate: { before: monthly([...before, ...others]), monthly: monthly([...designs, ...others]) } }),
  };
}

/** Prices, rate and use by which an estate is priced today. */
export async function estimateContext(
  estate: Estate,
  ports: Pick<Ports, 'today' | 'files' | 'homeOf'>,
  { cloud, fx: flag }: { readonly cloud: string; readonly fx?: string | undefined },
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
