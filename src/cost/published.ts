import Big from 'big.js';
import type { Cost, CostLine } from './cost.ts';
import { formatChf, formatQuantity } from './format.ts';
import type { Published } from './usage-file.ts';

/** A published figure beside ours. CHF a month, decimal text. */
export interface PublishedLine {
  readonly name: string;
  readonly published: string;
  readonly estimated: string;
  /** Published less estimated. */
  readonly difference: string;
  /** Why they differ: what the published figure would take at list prices, and what the file says of it. */
  readonly because: string;
}

export interface PublishedComparison {
  readonly title: string;
  readonly lines: readonly PublishedLine[];
  readonly total: Omit<PublishedLine, 'name' | 'because'>;
}

/** Puts what somebody published beside the estimate, line by line, with what would make them equal. */
export function comparePublished(cost: Cost, published: Published): PublishedComparison {
  const lines = Object.entries(published.lines).map(([name, { service, chf, because }]): PublishedLine => {
    const mine = cost.lines.filter((line) => service.includes(line.service));
    const [theirs, ours] = [new Big(chf), sumOf(mine)];
    return {
      name,
      published: theirs.toFixed(2),
      estimated: ours.toFixed(2),
      difference: theirs.minus(ours).toFixed(2),
      because: `${implied(mine, service[0], theirs, ours)} ${because}`.trim(),
    };
  });
  const told = Object.values(published.lines).flatMap(({ service }) => service);
  const others = cost.lines.filter((line) => !told.includes(line.service));
  const rest: PublishedLine[] =
    others.length === 0
      ? []
      : [
          {
            name: [...new Set(others.map(({ service }) => service))].join(', '),
            published: '0.00',
            estimated: sumOf(others).toFixed(2),
            difference: sumOf(others).times(-1).toFixed(2),
            because: 'The published figures have no such line.',
          },
        ];
  const all = [...lines, ...rest];
  const total = (of: keyof Omit<PublishedLine, 'name' | 'because'>): string =>
    all.reduce((sum, line) => sum.plus(line[of]), new Big(0)).toFixed(2);
  return {
    title: published.title,
    lines: all,
    total: { published: total('published'), estimated: total('estimated'), difference: total('difference') },
  };
}

/** How much of the largest usage-driven line of its first service the published figure would take, everything else as it is. */
function implied(lines: readonly CostLine[], first: string | undefined, theirs: Big, ours: Big): string {
  const [largest] = lines
    .filter(({ kind, service }) => kind === 'usage' && service === first)
    .filter(({ monthly }) => Number(monthly?.expected ?? 0) > 0)
    .sort((a, b) => Number(b.monthly?.expected) - Number(a.monthly?.expected));
  if (!largest?.monthly || largest.unitPrice === null) return '';
  const amount = new Big(largest.monthly.expected);
  const factor = theirs.minus(ours).plus(amount).div(amount);
  if (factor.lte(0)) return '';
  const quantity = new Big(largest.quantity).times(factor).round(factor.gt(10) ? 0 : 2, Big.roundHalfUp);
  return (
    `At list prices ${formatChf(theirs.toFixed(2))} would take ${formatQuantity(quantity.toFixed())} × ${largest.unit} of ` +
    `${largest.meter.toLowerCase()} instead of ${formatQuantity(largest.quantity)}.`
  );
}

function sumOf(lines: readonly CostLine[]): Big {
  return lines.reduce((sum, { monthly }) => sum.plus(monthly?.expected ?? 0), new Big(0));
}
