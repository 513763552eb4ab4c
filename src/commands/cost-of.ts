import type { Cost } from '../cost/cost.ts';
import { estimate, estimateBefore } from '../cost/estimate.ts';
import { usageOfEstate } from '../cost/usage.ts';
import type { Design } from '../design/design.ts';
import type { Estate } from '../estate/estate.ts';
import { shippedRate } from '../facts/fx.ts';
import { shippedPrices } from '../facts/prices.ts';
import type { Observed } from '../plan/observed.ts';

/** What the designed stamps cost a month, and what of it is there already. */
export async function costOf(
  estate: Estate,
  stamps: readonly { readonly design: Design; readonly observed: Observed }[],
  today: string,
): Promise<Cost> {
  const [prices, rate] = await Promise.all([shippedPrices(), shippedRate()]);
  const context = { usage: usageOfEstate(estate), prices, fx: estate.fx ?? rate, today };
  const designs = stamps.map(({ design }) => design);
  const existing = new Set(
    stamps.flatMap(({ observed }) =>
      Object.entries(observed.resources).flatMap(([key, body]) => (body ? [key] : [])),
    ),
  );
  return { ...estimate(designs, context), before: estimateBefore(designs, existing, context) };
}
