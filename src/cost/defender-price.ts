import { pricingName } from '../design/shared.ts';
import type { DefenderPlan } from '../estate/estate.ts';
import type { ExchangeRate } from '../facts/fx.ts';
import type { PriceBook } from '../facts/prices.ts';
import { formatChf } from './format.ts';
import { defenderMeters } from './meters/defender-plan.ts';
import { priceFinder } from './price-lookup.ts';
import { basePrice } from './priced-line.ts';

/** What a plan of Defender for Cloud costs, for a hint: `CHF 0.21 a month for each vault`, or that it isn't known. */
export function defenderPrice(book: PriceBook, fx: Pick<ExchangeRate, 'usdChf'>, plan: DefenderPlan): string {
  const meter = defenderMeters[pricingName(plan)];
  const found = meter && priceFinder(book)(meter, '');
  if (!meter || !found) return 'price not known';
  return `${formatChf(basePrice(found).times(fx.usdChf).toFixed())} a month for each ${meter.unit}`;
}
