import Big from 'big.js';
import type { ExchangeRate } from '../../facts/fx.ts';
import type { RetailItem } from '../../resource/price-list.ts';
import type { ReadAt } from './read-meter.ts';

/**
 * Meters dear enough that rounding doesn't show, asked for in USD and in CHF, the next ones where the first are too few.
 * Microsoft sets its prices in USD and converts them at a rate that it fixes for each month from London closing rates.
 */
export const anchors: readonly string[] = [
  "serviceName eq 'Foundry Models' and meterName eq 'Provisioned Throughput Units'",
  "priceType eq 'Reservation' and productName eq 'Azure AI Foundry Provisioned Throughput Reservation' and armRegionName eq 'switzerlandnorth'",
  "serviceName eq 'Azure DDOS Protection' and meterName eq 'Network Protection Plan'",
];

/** Cheaper prices are rounded in other currencies than USD, some up to a floor. */
const LEAST_USD = 5;
/** How far a pair may lie from the median. */
const AGREES = '0.0001';
/** Pairs that have to agree. */
const ENOUGH = 3;
/** What a USD can cost; outside, something else was read. */
const PLAUSIBLE = { from: '0.5', to: '1.5' } as const;

/** The rate behind two answers, or why there is none. */
export function deriveRate(
  usd: readonly RetailItem[],
  chf: readonly RetailItem[],
  { source, today }: ReadAt,
): ExchangeRate | { readonly none: string } {
  const francs = new Map(chf.map((item) => [keyOf(item), item.price]));
  const ratios = usd
    .filter(({ price }) => new Big(price).gte(LEAST_USD))
    .flatMap((item) => {
      const other = francs.get(keyOf(item));
      return other === undefined ? [] : [new Big(other).div(item.price)];
    })
    .sort((a, b) => a.cmp(b));
  const median = ratios[Math.floor((ratios.length - 1) / 2)];
  if (!median) return { none: 'no dear meter is listed in both currencies' };
  const agreeing = ratios.filter((ratio) => ratio.minus(median).abs().lte(AGREES)).length;
  if (agreeing < ENOUGH) return { none: `only ${agreeing} meters agree on ${rounded(median)}` };
  if (median.lt(PLAUSIBLE.from) || median.gt(PLAUSIBLE.to))
    return { none: `${rounded(median)} CHF a USD is not plausible` };
  const month = today.slice(0, 7);
  return {
    usdChf: rounded(median),
    source: `${source}, the rate of ${month} behind ${agreeing} meters in USD and CHF`,
    asOf: today,
    validMonth: month,
  };
}

function keyOf({ meterId, armRegionName, tierMinimumUnits, reservationTerm }: RetailItem): string {
  return JSON.stringify([meterId, armRegionName, tierMinimumUnits, reservationTerm ?? null]);
}

function rounded(rate: Big): string {
  return rate.round(7, Big.roundHalfUp).toFixed();
}
