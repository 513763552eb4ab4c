import Table from 'cli-table3';
import type { CostLine, MoneyRange } from '../cost/cost.ts';
import { formatChf, formatQuantity } from '../cost/format.ts';
import { displayWidth, padStart, truncate, wrap } from './layout.ts';
import { sanitiseLine } from './sanitise.ts';
import { paint, type Style } from './screen.ts';

/** Lines of a table that belong together. */
export interface CostPart {
  readonly title: string;
  readonly lines: readonly CostLine[];
}

interface Row {
  readonly item: string;
  readonly quantity: string;
  readonly amounts: readonly [string, string, string];
}

/** Below this a table with three amounts leaves no room for what it is about. */
const tableColumns = 72;

/** One stamp's costs: a table, or below 72 columns each item with its amounts beneath. */
export function costTable(
  parts: readonly CostPart[],
  total: { readonly title: string; readonly sum: MoneyRange },
  style: Style,
): string[] {
  return style.columns < tableColumns ? stacked(parts, total, style) : table(parts, total, style);
}

/** Amounts without the currency, which stands in the heading. */
function amount(text: string): string {
  return formatChf(text).replace('CHF ', '');
}

function amountsOf(range: MoneyRange | null): Row['amounts'] {
  if (range === null) return ['', 'unknown', ''];
  return [amount(range.low), amount(range.expected), amount(range.high)];
}

function rowOf(line: CostLine): Row {
  const mark = line.substituteRegion === undefined ? '' : ' *';
  return {
    item: sanitiseLine(`${line.service}: ${line.meter}${mark}`),
    quantity: sanitiseLine(`${formatQuantity(line.quantity)} × ${line.unit}`),
    amounts: amountsOf(line.monthly),
  };
}

function table(
  parts: readonly CostPart[],
  total: { readonly title: string; readonly sum: MoneyRange },
  style: Style,
): string[] {
  const colours = paint(style);
  const amounts = [
    ...parts.flatMap((part) => part.lines.map((line) => rowOf(line).amounts)),
    amountsOf(total.sum),
  ];
  const widths = ['low', 'expected', 'high'].map((head, column) =>
    Math.max(displayWidth(head), ...amounts.map((row) => displayWidth(row[column] ?? ''))),
  );
  const room = style.columns - 4 - widths.reduce((sum, width) => sum + width + 2, 0);
  const quantityWidth = Math.min(26, Math.floor(room * 0.36));
  const itemWidth = Math.min(70, room - quantityWidth - 2);
  const columns = [itemWidth, quantityWidth, ...widths];
  const drawn = new Table({
    chars: borderless,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
    colWidths: columns.map((width) => width + 2),
    colAligns: ['left', 'right', 'right', 'right', 'right'],
  });
  const cells = (item: string, quantity: string, figures: readonly string[]): string[] => [
    wrap(item, itemWidth - 4)
      .map((line, index) => (index > 0 ? `    ${line}` : item.startsWith(' ') ? `  ${line}` : line))
      .join('\n'),
    truncate(quantity, quantityWidth),
    ...figures.map((figure, column) => padStart(figure, widths[column] ?? 0)),
  ];
  for (const [index, part] of parts.entries()) {
    drawn.push(
      cells(part.title, index === 0 ? 'quantity' : '', index === 0 ? ['low', 'expected', 'high'] : []).map(
        colours.dim,
      ),
    );
    for (const row of part.lines.map(rowOf)) drawn.push(cells(`  ${row.item}`, row.quantity, row.amounts));
  }
  drawn.push(cells(total.title, '', amountsOf(total.sum)).map(colours.bold));
  return drawn
    .toString()
    .split('\n')
    .map((line) => `    ${line.trimEnd()}`);
}

function stacked(
  parts: readonly CostPart[],
  total: { readonly title: string; readonly sum: MoneyRange },
  style: Style,
): string[] {
  const colours = paint(style);
  const beneath = (amounts: Row['amounts']): string[] =>
    wrap(
      amounts[0] === '' ? amounts[1] : `${amounts[1]} (${amounts[0]} to ${amounts[2]})`,
      style.columns - 8,
    ).map((line) => `        ${line}`);
  return [
    ...parts.flatMap((part) => [
      `    ${colours.dim(part.title)}`,
      ...part.lines
        .map(rowOf)
        .flatMap((row) => [
          ...wrap(row.item, style.columns - 6).map((line) => `      ${line}`),
          ...beneath(row.amounts),
        ]),
    ]),
    ...wrap(total.title, style.columns - 4).map((line) => `    ${colours.bold(line)}`),
    ...beneath(amountsOf(total.sum)),
  ];
}

const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
