import { formatChf } from '../cost/format.ts';
import type { PublishedComparison } from '../cost/published.ts';
import { heading } from './heading.ts';
import { displayWidth, padEnd, padStart, truncate, wrap } from './layout.ts';
import { sanitiseLine } from './sanitise.ts';
import { finish, paint, type Style } from './screen.ts';

/** Published figures beside the estimate, each with why they differ. */
export function publishedText(
  { title, lines, total }: PublishedComparison,
  cloud: string,
  style: Style,
): string {
  const amount = (value: string): string => formatChf(value).replace('CHF ', '');
  const cells = [...lines, { name: 'Total', ...total }].map((line) => [
    sanitiseLine(line.name),
    amount(line.published),
    amount(line.estimated),
    amount(line.difference),
  ]);
  const heads = ['', 'published', 'estimate', 'difference'];
  const widths = heads.map((head, column) =>
    Math.max(displayWidth(head), ...cells.map((row) => displayWidth(row[column] ?? ''))),
  );
  // On a narrow screen the difference follows from the other two.
  const shown = style.columns < 60 ? [1, 2] : [1, 2, 3];
  const room = style.columns - 2 - shown.reduce((sum, column) => sum + (widths[column] ?? 0) + 2, 0);
  const name = Math.min(room, widths[0] ?? 0);
  const text = (row: readonly string[]): string =>
    `  ${padEnd(truncate(row[0] ?? '', name), name)}${shown.map((column) => `  ${padStart(row[column] ?? '', widths[column] ?? 0)}`).join('')}`;
  const { bold, dim } = paint(style);
  return finish(
    [
      heading('PUBLISHED', 'CHF a month beside the estimate', cloud, style),
      ...wrap(sanitiseLine(title), style.columns - 2).map((line) => `  ${line}`),
      '',
      dim(text(heads)),
      ...lines.flatMap((line, index) => [
        text(cells[index] ?? []),
        ...wrap(sanitiseLine(line.because), style.columns - 4).map((part) => `    ${dim(part)}`),
      ]),
      bold(text(cells.at(-1) ?? [])),
    ],
    style,
  );
}
