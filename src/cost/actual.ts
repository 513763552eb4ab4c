import Big from 'big.js';
import type { Design } from '../design/design.ts';
import type { ActualCosts } from '../resource/actual-costs.ts';
import { pricedQuantities } from './estate-lines.ts';
import { type EstimateContext, quantitiesOf } from './estimate.ts';
import type { Meter } from './meter.ts';
import { priceFinder } from './price-lookup.ts';
import { selectorOf } from './retail/selectors.ts';
import { readTokenName } from './retail/token-names.ts';

/** One line of the estimate beside what the bill says, or what only one of them has. Amounts in CHF, decimal text. */
export interface ComparedLine {
  readonly service: string;
  readonly meter: string;
  /** The part of the month's estimate that falls on the days so far; null: it is not in the estimate. */
  readonly estimated: string | null;
  /** Null: the bill doesn't have it. */
  readonly actual: string | null;
  /** Actual less estimated. */
  readonly difference: string;
}

/** An estimate of one environment beside its bill. */
export interface Compared {
  readonly stamp: string;
  readonly currency: string;
  /** Part of the month that has passed, in per cent. */
  readonly passed: string;
  /** Largest difference first. */
  readonly lines: readonly ComparedLine[];
  readonly estimatedSoFar: string;
  readonly actualSoFar: string;
  readonly estimatedMonth: string;
  /** The month as Azure expects it to end; null with the reason where it doesn't say. */
  readonly forecastMonth: string | null;
  readonly why?: string;
}

/**
 * Puts a bill beside the estimate, line by line. Undefined: the bill is in a currency to which no rate is known.
 * @param passed part of the month that has passed, 0 to 1
 */
export function compare(
  design: Design,
  actual: ActualCosts,
  context: EstimateContext,
  passed: number,
): Compared | undefined {
  const rate = rateOf(actual.currency, context);
  if (!rate) return undefined;
  const find = priceFinder(context.prices);
  const chf = (amount: string): Big => new Big(amount).times(rate);
  const left = actual.lines.map((line) => ({ ...line, amount: chf(line.amount) }));
  const estimated = pricedQuantities(quantitiesOf([design], context, find), find, context);
  const lines = estimated.map(({ used, line }): ComparedLine => {
    const mine = left.filter((billed) => isSame(used.meter, billed));
    for (const billed of mine) left.splice(left.indexOf(billed), 1);
    const soFar = new Big(line.monthly?.expected ?? 0).times(String(passed));
    const paid = mine.reduce((sum, { amount }) => sum.plus(amount), new Big(0));
    return {
      service: line.service,
      meter: line.meter,
      estimated: money(soFar),
      actual: mine.length > 0 ? money(paid) : null,
      difference: money(paid.minus(soFar)),
    };
  });
  const others = left.map(({ service, meter, amount }): ComparedLine => {
    return { service, meter, estimated: null, actual: money(amount), difference: money(amount) };
  });
  const all = [...lines, ...others].sort(
    (a, b) => Math.abs(Number(b.difference)) - Math.abs(Number(a.difference)) || (a.meter < b.meter ? -1 : 1),
  );
  const actualSoFar = sum(all.map((line) => line.actual));
  const { rest } = actual;
  return {
    stamp: `${design.tenant}/${design.environment}`,
    currency: actual.currency,
    passed: new Big(String(passed)).times(100).round(1, Big.roundHalfUp).toFixed(1),
    lines: all,
    estimatedSoFar: sum(all.map((line) => line.estimated)),
    actualSoFar,
    estimatedMonth: sum(estimated.map(({ line }) => line.monthly?.expected ?? null)),
    ...('amount' in rest
      ? { forecastMonth: money(chf(rest.amount).plus(actualSoFar)) }
      : { forecastMonth: null, why: rest.unknown }),
  };
}

/** A bill without any line needs no rate. */
function rateOf(currency: string, { fx }: EstimateContext): string | undefined {
  if (currency === 'CHF' || currency === '') return '1';
  return currency === 'USD' ? fx.usdChf : undefined;
}

/** Whether a bill's line is that of a meter: it is called as in the price list. */
function isSame(meter: Meter, billed: { readonly service: string; readonly meter: string }): boolean {
  const selector = selectorOf(meter);
  if (!selector?.services.includes(billed.service)) return false;
  if (selector.meters) return selector.meters.includes(billed.meter);
  const name = readTokenName(billed.meter);
  const { model, deploymentType, direction } = meter.prices;
  return name?.model === model && name?.deploymentType === deploymentType && name?.direction === direction;
}

function sum(amounts: readonly (string | null)[]): string {
  return money(amounts.reduce((total, amount) => total.plus(amount ?? 0), new Big(0)));
}

function money(amount: Big): string {
  const rounded = amount.round(2, Big.roundHalfUp);
  return rounded.eq(0) ? '0.00' : rounded.toFixed(2);
}
