import Big from 'big.js';
import type { EstimateContext } from './estimate.ts';
import { priceFinder } from './price-lookup.ts';
import { placeOf, tokenMeter } from './token-meters.ts';

/** Some tokens through a model. */
interface Tokens {
  readonly model: string;
  readonly version: string;
  readonly deploymentType: string;
  readonly tokens: { readonly input: number; readonly output: number };
}

/** What they cost in CHF, unrounded; undefined where no price is known. */
export function inferenceCost(
  { model, version, deploymentType, tokens }: Tokens,
  region: string,
  { prices, fx }: EstimateContext,
): Big | undefined {
  const place = placeOf(deploymentType);
  // Units are paid for by the hour, used or not.
  if (place?.billing === 'capacity') return new Big(0);
  const find = priceFinder(prices);
  const directions = [
    ['input', tokens.input],
    ['output', tokens.output],
  ] as const;
  let sum = new Big(0);
  for (const [direction, count] of directions) {
    if (count === 0) continue;
    const meter = tokenMeter(model, version, place?.deploymentType ?? deploymentType, direction);
    const [tier] = find(meter, region)?.tiers ?? [];
    if (tier === undefined) return undefined;
    sum = sum.plus(tier.price.times(count).div(1_000_000));
  }
  return sum.times(fx.usdChf);
}
