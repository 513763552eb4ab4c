import Big from 'big.js';
import type { CostLine } from './cost.ts';
import { groupBy } from './group-by.ts';
import type { FindPrice } from './price-lookup.ts';
import { type Priced, type Pricing, pricedLine, type Quantified } from './priced-line.ts';
import { exactly, plus } from './range.ts';
import { sharedLines } from './shared-lines.ts';

/** Prices quantities of any number of stamps: a line for each meter of a step, then what they share. */
export function estateLines(
  quantified: readonly Quantified[],
  find: FindPrice,
  pricing: Pricing,
): CostLine[] {
  const priced = pricedQuantities(quantified, find, pricing);
  return [...priced.map(({ line }) => line), ...sharedLines(priced, pricing)];
}

/** The lines of the stamps alone, each with what it was made of. */
export function pricedQuantities(
  quantified: readonly Quantified[],
  find: FindPrice,
  pricing: Pricing,
): Priced[] {
  return withThresholds(merged(quantified), find).map((used) =>
    pricedLine(used, find(used.meter, used.region), pricing),
  );
}

/** One line for each meter of a step and region of a stamp. */
function merged(quantified: readonly Quantified[]): Quantified[] {
  const groups = groupBy(quantified, ({ stamp, step, meter, region, kind }) =>
    JSON.stringify([stamp, step, meter.service, meter.name, region, kind]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const quantity = group.reduce((sum, used) => plus(sum, used.quantity), exactly(0));
    const notes = [...new Set(group.flatMap((used) => used.notes))].sort();
    return [{ ...first, quantity, notes, parts: group.flatMap(({ parts }) => parts) }];
  });
}

/** Says where the estate uses so much that Azure grants a discount whose size isn't known. */
function withThresholds(quantified: readonly Quantified[], find: FindPrice): Quantified[] {
  const totals = new Map<string, Big>();
  for (const { meter, quantity } of quantified) {
    totals.set(meter.name, (totals.get(meter.name) ?? new Big(0)).plus(quantity.high));
  }
  return quantified.map((used) => {
    const beyond = used.meter.cheaperBeyond;
    if (beyond === undefined || !totals.get(used.meter.name)?.gt(beyond)) return used;
    const known = find(used.meter, used.region)?.tiers.some(({ floor }) => floor.gte(beyond));
    if (known) return used;
    const note = `Beyond ${beyond} the price is lower, how much is not known: all count at the full price.`;
    return { ...used, notes: [...used.notes, note] };
  });
}
