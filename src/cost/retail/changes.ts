import Big from 'big.js';
import type { PriceBook } from '../../facts/prices.ts';
import { priceFinder } from '../price-lookup.ts';
import { basePrice } from '../priced-line.ts';
import type { Wanted } from './wanted.ts';

/** A first price that is another one than before, in USD a counted unit. */
export interface PriceChange {
  readonly meter: string;
  readonly unit: string;
  readonly region: string;
  /** Null: it was not known. */
  readonly before: string | null;
  readonly after: string;
  /** By how much, in per cent with one decimal; null where it was not known, or another region's stood in. */
  readonly percent: string | null;
}

/** What is wanted and costs something else by a new book than by an old one, the largest change first. */
export function priceChanges(wanted: readonly Wanted[], before: PriceBook, after: PriceBook): PriceChange[] {
  const [old, now] = [priceFinder(before), priceFinder(after)];
  return wanted
    .flatMap(({ meter, region }): PriceChange[] => {
      const [was, is] = [old(meter, region), now(meter, region)];
      if (!is) return [];
      const [first, then] = [was && basePrice(was), basePrice(is)];
      if (first?.eq(then)) return [];
      const compared = first?.gt(0) && was?.substituteRegion === undefined;
      return [
        {
          meter: `${meter.service}: ${meter.name}`,
          unit: meter.unit,
          region,
          before: first?.toFixed() ?? null,
          after: then.toFixed(),
          percent:
            compared && first
              ? then.minus(first).times(100).div(first).round(1, Big.roundHalfUp).toFixed(1)
              : null,
        },
      ];
    })
    .sort((a, b) => sizeOf(b) - sizeOf(a) || (a.meter < b.meter ? -1 : 1));
}

function sizeOf({ percent }: PriceChange): number {
  return Math.abs(Number(percent ?? 0));
}
