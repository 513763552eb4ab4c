import type { Design } from '../../design/design.ts';
import { type EstimateContext, quantitiesOf } from '../estimate.ts';
import type { Meter } from '../meter.ts';
import { priceFinder } from '../price-lookup.ts';
import { type DeploymentPlace, reservedMeter } from '../token-meters.ts';

/** A meter whose price matters in a region. */
export interface Wanted {
  readonly meter: Meter;
  readonly region: string;
}

/** Exactly the meters, models and regions that designs use, each once; and what reserving their units costs. */
export function wantedPrices(designs: readonly Design[], context: EstimateContext): Wanted[] {
  const wanted = new Map<string, Wanted>();
  const want = (meter: Meter, region: string): void => {
    wanted.set(JSON.stringify([meter.prices, region]), { meter, region });
  };
  const find = priceFinder(context.prices);
  const used = quantitiesOf(designs, context, (meter, region) => {
    want(meter, region);
    return find(meter, region);
  });
  for (const { meter, region } of used) {
    want(meter, region);
    const place = meter.prices.deploymentType as DeploymentPlace;
    if (meter.prices.service !== 'Azure OpenAI PTU') continue;
    for (const term of ['1 Month', '1 Year'] as const) want(reservedMeter(place, term), region);
  }
  return [...wanted.values()];
}
