import type { Cost } from '../cost/cost.ts';
import { type EstimateContext, estimate } from '../cost/estimate.ts';
import { standing } from '../cost/standing.ts';
import { usageOfEstate } from '../cost/usage-of-estate.ts';
import type { Design } from '../design/design.ts';
import { makeDesign } from '../design/make-design.ts';
import { type Estate, stampsOf } from '../estate/estate.ts';
import type { Observed } from '../plan/observed.ts';
import { knownPrices, rateFor } from './known-prices.ts';
import type { Ports } from './ports.ts';

/** What the designed stamps cost a month, what stands there now costs, and both for the whole estate where they are a part of it. */
export function costOf(
  estate: Estate,
  stamps: readonly { readonly design: Design; readonly observed: Observed }[],
  context: EstimateContext,
): Cost {
  const designs = stamps.map(({ design }) => design);
  const before = stamps.map(({ design, observed }) => standing(design, observed.resources));
  const others = stampsOf(estate)
    .filter(
      ({ tenant, environment }) => !designs.some((design) => isOf(design, tenant.name, environment.name)),
    )
    .map(makeDesign);
  const monthly = (given: readonly Design[]) => estimate(given, context).monthly;
  return {
    ...estimate(designs, context),
    before: monthly(before),
    ...(others.length === 0
      ? {}
      : { estate: { before: monthly([...before, ...others]), monthly: monthly([...designs, ...others]) } }),
  };
}

function isOf(design: Design, tenant: string, environment: string): boolean {
  return design.tenant === tenant && design.environment === environment;
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
