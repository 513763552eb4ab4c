import Big from 'big.js';
import type { Cost } from '../cost/cost.ts';
import { formatChf } from '../cost/format.ts';
import { WHOLE_ESTATE } from '../cost/shared-lines.ts';
import { type CostPart, type CostView, costBy } from '../cost/views.ts';
import { costBars } from './cost-bars.ts';
import { heading } from './heading.ts';
import { displayWidth, padEnd, padStart, truncate } from './layout.ts';
import { costTotal } from './print-cost.ts';
import { sanitiseLine } from './sanitise.ts';
import { finish, paint, type Style } from './screen.ts';

/** A cost in parts: each with its range and its share of the total, then a bar for each environment. */
export function costByText(cost: Cost, view: CostView, cloud: string, style: Style): string {
  const parts = costBy(cost, view);
  return finish(
    [
      heading('COST', `CHF a month by ${view}`, cloud, style),
      '',
      ...table(parts, cost, style),
      '',
      ...costTotal(cost, style),
      ...costBars(cost, style),
    ],
    style,
  );
}

function table(parts: readonly CostPart[], cost: Cost, style: Style): string[] {
  const rows = parts.map((part) => [nameOf(part), ...amounts(part), shareOf(part, cost)]);
  const heads = ['', 'low', 'expected', 'high', 'share'];
  const widths = heads.map((head, column) =>
    Math.max(displayWidth(head), ...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  // On a narrow screen the range goes before the name does.
  const wide = widths.reduce((sum, width) => sum + width + 2, 2) <= style.columns;
  const shown = wide ? [1, 2, 3, 4] : [2];
  const room = style.columns - 2 - shown.reduce((sum, column) => sum + (widths[column] ?? 0) + 2, 0);
  const name = Math.min(room, widths[0] ?? 0);
  const line = (row: readonly string[]): string =>
    `  ${padEnd(truncate(row[0] ?? '', name), name)}${shown.map((column) => `  ${padStart(row[column] ?? '', widths[column] ?? 0)}`).join('')}`;
  return [paint(style).dim(line(heads)), ...rows.map(line)];
}

function nameOf({ name, complete }: CostPart): string {
  const title = name === WHOLE_ESTATE ? 'shared by all' : name;
  return sanitiseLine(complete ? title : `${title}, at least`);
}

function amounts({ monthly }: CostPart): string[] {
  return [monthly.low, monthly.expected, monthly.high].map((amount) => formatChf(amount).replace('CHF ', ''));
}

function shareOf({ monthly }: CostPart, cost: Cost): string {
  const total = new Big(cost.monthly.expected);
  if (total.lte(0)) return '';
  return `${new Big(monthly.expected).times(100).div(total).round(1, Big.roundHalfUp).toFixed(1)} %`;
}
