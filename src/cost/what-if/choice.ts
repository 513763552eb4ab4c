import Big from 'big.js';
import type { Design } from '../../design/design.ts';
import type { Residency } from '../../estate/estate.ts';
import type { Cost, CostLine } from '../cost.ts';
import { type EstimateContext, estimate } from '../estimate.ts';
import type { FindPrice } from '../price-lookup.ts';

export type Topic =
  | 'model'
  | 'deployment type'
  | 'provisioned throughput'
  | 'reservation'
  | 'scaling'
  | 'logs'
  | 'private endpoints';

/** Another choice, and what it would save. */
export interface WhatIf {
  readonly topic: Topic;
  readonly choice: string;
  /** CHF a month, decimal text; negative where it costs more. */
  readonly saved: string;
  /** Of what the choice concerns, with one decimal; null where that costs nothing. */
  readonly percent: string | null;
  /** Of the whole cost. */
  readonly percentOfTotal: string | null;
  readonly assumption: string;
  /** Why the residency of the estate forbids it: nothing chooses it before that answer is changed. */
  readonly forbidden?: string;
  /** Tokens a month, prompts and answers together, at which both cost the same. */
  readonly breakEvenTokens?: string;
  /** How much of the fewest units that volume fills, in per cent; above 100 it never pays by price alone. */
  readonly breakEvenLoad?: string;
}

export interface Asked {
  readonly designs: readonly Design[];
  readonly context: EstimateContext;
  readonly now: Cost;
  readonly find: FindPrice;
  readonly residency: Residency;
}

/** What changed designs or another use would save; undefined where a price for it is not known. */
export function saving(
  asked: Asked,
  base: Big,
  given: Pick<WhatIf, 'topic' | 'choice' | 'assumption'> & Partial<WhatIf>,
  changed: { readonly designs?: readonly Design[]; readonly context?: EstimateContext },
): WhatIf[] {
  const then = estimate(changed.designs ?? asked.designs, changed.context ?? asked.context);
  if (unknown(then) > unknown(asked.now)) return [];
  return [told(asked, base, new Big(asked.now.monthly.expected).minus(then.monthly.expected), given)];
}

function unknown({ lines }: Cost): number {
  return lines.filter(({ monthly }) => monthly === null).length;
}

export function told(
  { now }: Asked,
  base: Big,
  saved: Big,
  given: Pick<WhatIf, 'topic' | 'choice' | 'assumption'> & Partial<WhatIf>,
): WhatIf {
  const share = (whole: Big): string | null =>
    whole.lte(0) ? null : saved.times(100).div(whole).round(1, Big.roundHalfUp).toFixed(1);
  return {
    ...given,
    saved: saved.toFixed(2),
    percent: share(base),
    percentOfTotal: share(new Big(now.monthly.expected)),
  };
}

export function costOfLines(asked: Asked, isMeant: (line: CostLine) => boolean): Big {
  return asked.now.lines
    .filter(isMeant)
    .reduce((sum, { monthly }) => sum.plus(monthly?.expected ?? 0), new Big(0));
}
