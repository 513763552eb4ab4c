import Big from 'big.js';
import type { Cost, MoneyRange } from '../cost/cost.ts';
import { estimate } from '../cost/estimate.ts';
import { formatChf } from '../cost/format.ts';
import { usageOfEstate } from '../cost/usage-of-estate.ts';
import { makeDesign } from '../design/make-design.ts';
import type { Estate } from '../estate/estate.ts';
import { stampsWithShared } from '../estate/shared-stamp.ts';
import { estimateContext } from './cost-of.ts';
import type { Ports } from './ports.ts';

/** What a whole estate costs a month after a change of its file, and what it cost before: both as designed. */
export async function costGrowth(
  before: Estate,
  after: Estate,
  cloud: string,
  ports: Pick<Ports, 'today' | 'files' | 'homeOf'>,
): Promise<Cost> {
  const context = await estimateContext(after, ports, { cloud });
  const costOf = (estate: Estate): Cost =>
    estimate(stampsWithShared(estate).map(makeDesign), { ...context, usage: usageOfEstate(estate) });
  return { ...costOf(after), before: costOf(before).monthly };
}

/** The same in a line. */
export function growthText({ monthly, before, complete }: Cost & { readonly before?: MoneyRange }): string {
  const from = before?.expected ?? '0.00';
  const more = new Big(monthly.expected).minus(from).toFixed(2);
  const least = complete ? '' : 'at least ';
  return `The whole estate: ${formatChf(from)} -> ${least}${formatChf(monthly.expected)} a month expected (${formatChf(more)} more)`;
}
