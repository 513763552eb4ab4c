import Big from 'big.js';
import type { Design } from '../design/design.ts';
import { addressOf, linesMeant } from './address.ts';
import type { Cost, CostLine } from './cost.ts';
import { pricedQuantities } from './estate-lines.ts';
import { type EstimateContext, quantitiesOf } from './estimate.ts';
import { formatChf, formatQuantity, formatUnitPrice } from './format.ts';
import { groupBy } from './group-by.ts';
import { type FoundPrice, priceFinder, type Tier } from './price-lookup.ts';
import { type Priced, type QuantityPart, uncertaintyOf } from './priced-line.ts';
import { WHOLE_ESTATE } from './shared-lines.ts';
import { usageAssumptions } from './usage.ts';

/** How a line of a cost comes about. */
export interface Explanation {
  readonly address: string;
  readonly line: CostLine;
  /** The formula with its numbers, from the quantity to the amount, a sentence each. */
  readonly steps: readonly string[];
}

/** Explains the lines of a cost that somebody means. Empty where none is meant. */
export function explain(
  cost: Cost,
  typed: string,
  designs: readonly Design[],
  context: EstimateContext,
): Explanation[] {
  const find = priceFinder(context.prices);
  const priced = pricedQuantities(quantitiesOf(designs, context, find), find, context);
  const byKey = new Map(priced.map((one) => [keyOf(one.line), one]));
  return linesMeant(cost.lines, typed).map((line) => ({
    address: addressOf(line),
    line,
    steps: stepsOf(line, byKey.get(keyOf(line)), context),
  }));
}

function keyOf({ stamp, step, service, meter, region }: CostLine): string {
  return JSON.stringify([stamp, step, service, meter, region]);
}

function stepsOf(line: CostLine, made: Priced | undefined, context: EstimateContext): string[] {
  const parts = made ? quantitySteps(made.used.parts, line.unit) : sharedStep(line);
  const assumed = made ? assumptionSteps(made.used.parts, line.stamp, context) : [];
  if (line.unitPrice === null || line.monthly === null) {
    return [
      ...parts,
      ...assumed,
      `Price: ${line.source}, so the line has no amount and the total is "at least".`,
    ];
  }
  const place =
    line.substituteRegion === undefined ? line.region : `${line.substituteRegion}, for ${line.region}`;
  return [
    ...parts,
    ...assumed,
    `Price: ${formatUnitPrice(line.unitPrice)} USD a ${line.unit} (${place}), read ${line.asOf ?? 'on a day that its source does not tell'}.`,
    `Source: ${line.source}`,
    ...(made?.found ? tierSteps(made.found, line.unit) : []),
    `Rate: ${context.fx.usdChf} CHF a USD, ${context.fx.source}, ${context.fx.asOf}.`,
    formula(line, context),
    ...(made?.found ? rangeSteps(made, made.found, line, context) : []),
    ...(line.note === undefined ? [] : [line.note]),
  ];
}

/** Parts that count the same way are told once. */
function quantitySteps(parts: readonly QuantityPart[], unit: string): string[] {
  return [...groupBy(parts, ({ basis }) => basis).values()].map((group) => {
    const sum = group.reduce((total, { quantity }) => total.plus(quantity.expected), new Big(0));
    const names = group.map(({ of }) => of).join(', ');
    const basis = group[0]?.basis ?? '';
    const count = group.length > 1 ? `${group.length} × (${basis})` : basis;
    return `Quantity: ${formatQuantity(sum.toFixed())} ${unit} = ${count}: ${names}.`;
  });
}

function sharedStep({ stamp, unit, quantity, meter }: CostLine): string[] {
  if (stamp !== WHOLE_ESTATE) return [`Quantity: ${formatQuantity(quantity)} ${unit}.`];
  const what = meter.endsWith('free allowance')
    ? 'Azure gives it once a billing account, so it is taken off once over the whole estate'
    : 'the cheaper price of what the whole estate uses beyond the threshold, as a difference to the first price';
  return [`Quantity: ${formatQuantity(quantity)} ${unit}: ${what}.`];
}

function assumptionSteps(
  parts: readonly QuantityPart[],
  stamp: string,
  { usage }: EstimateContext,
): string[] {
  const used = usage.get(stamp);
  const figures = [...new Set(parts.flatMap(({ from }) => from))];
  return figures.map((figure) => {
    const origin = used?.origins?.[figure] ?? 'the profile of the estate file, a working assumption';
    const range = used
      ? `${formatQuantity(used[figure].low.toFixed())} to ${formatQuantity(used[figure].high.toFixed())}, `
      : '';
    return `${figure}: ${range}from ${origin}. ${usageAssumptions[figure].explanation}`;
  });
}

function tierSteps({ tiers }: FoundPrice, unit: string): string[] {
  if (tiers.length < 2) return [];
  const told = (tier: Tier): string =>
    `from ${formatQuantity(tier.floor.toFixed())}: ${formatUnitPrice(tier.price.toFixed())} USD`;
  return [
    `Tiers, by ${unit} of the whole estate: ${tiers.map(told).join('; ')}. They are lines of their own.`,
  ];
}

function formula(line: CostLine, { fx }: EstimateContext): string {
  const exact = new Big(line.quantity).times(line.unitPrice ?? 0).times(fx.usdChf);
  return (
    `${formatQuantity(line.quantity)} ${line.unit} × ${formatUnitPrice(line.unitPrice ?? '0')} USD × ` +
    `${fx.usdChf} CHF/USD = ${exact.round(6, Big.roundHalfUp).toFixed()}, to the Rappen ${formatChf(line.monthly?.expected ?? '0')} a month.`
  );
}

function rangeSteps(
  { used }: Priced,
  found: FoundPrice,
  line: CostLine,
  { today }: EstimateContext,
): string[] {
  const doubt = uncertaintyOf(found, today);
  const told = (name: 'low' | 'high'): string => {
    const factor = doubt[name].eq(1) ? '' : ` × ${doubt[name].toFixed()} for the doubt about the price`;
    return `${name} ${formatChf(line.monthly?.[name] ?? '0')} from ${formatQuantity(used.quantity[name].toFixed())} ${line.unit}${factor}`;
  };
  return [`Range: ${told('low')}; ${told('high')}.`];
}
