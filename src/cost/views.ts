import Big from 'big.js';
import type { Cost, CostLine, MoneyRange } from './cost.ts';
import { stepRank, sumOf } from './estimate.ts';
import { groupBy } from './group-by.ts';
import { WHOLE_ESTATE } from './shared-lines.ts';

export type CostView = 'tenant' | 'environment' | 'service' | 'step';

/** What one tenant, stamp, service or step costs. */
export interface CostPart {
  readonly name: string;
  readonly monthly: MoneyRange;
  readonly complete: boolean;
  readonly lines: readonly CostLine[];
}

const nameOf: { readonly [view in CostView]: (line: CostLine) => string } = {
  // The lines of the whole estate have no slash and so stay on their own.
  tenant: (line) => line.stamp.split('/')[0] ?? line.stamp,
  environment: (line) => line.stamp,
  service: (line) => line.service,
  step: (line) => line.step,
};

/**
 * A cost in parts, whose sums make the total. Steps come in their order, everything else by name; what belongs to the
 * whole estate is a part called `estate` and comes last.
 */
export function costBy(cost: Pick<Cost, 'lines'>, view: CostView): CostPart[] {
  const order = (name: string): number => (view === 'step' ? stepRank(name) : Number(name === WHOLE_ESTATE));
  return [...groupBy(cost.lines, nameOf[view])]
    .map(([name, lines]) => ({
      name,
      monthly: sumOf(lines),
      complete: lines.every((line) => line.monthly !== null),
      lines,
    }))
    .sort((a, b) => order(a.name) - order(b.name) || (a.name < b.name ? -1 : 1));
}

/** Twelve months of it. */
export function yearly({ low, expected, high }: MoneyRange): MoneyRange {
  const year = (amount: string): string => new Big(amount).times(12).toFixed(2);
  return { low: year(low), expected: year(expected), high: year(high) };
}
