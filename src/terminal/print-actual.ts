import type { Compared, ComparedLine } from '../cost/actual.ts';
import { formatChf } from '../cost/format.ts';
import { heading } from './heading.ts';
import { displayWidth, labelled, padEnd, padStart, truncate } from './layout.ts';
import { sanitiseLine } from './sanitise.ts';
import { finish, paint, type Style } from './screen.ts';

/** Estimates beside bills, the largest differences first. */
export function actualText(all: readonly Compared[], cloud: string, style: Style): string {
  return finish(
    [
      heading('ACTUAL', 'CHF of the month so far', cloud, style),
      ...all.flatMap((one) => ofStamp(one, style)),
    ],
    style,
  );
}

function ofStamp(one: Compared, style: Style): string[] {
  const rows = one.lines.map(rowOf);
  const heads = ['', 'estimate', 'actual', 'difference'];
  const widths = heads.map((head, column) =>
    Math.max(displayWidth(head), ...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  // On a narrow screen the difference says it all.
  const shown = style.columns < 72 ? [3] : [1, 2, 3];
  const room = style.columns - 4 - shown.reduce((sum, column) => sum + (widths[column] ?? 0) + 2, 0);
  const name = Math.min(room, widths[0] ?? 0);
  const text = (row: readonly string[]): string =>
    `    ${padEnd(truncate(row[0] ?? '', name), name)}${shown.map((column) => `  ${padStart(row[column] ?? '', widths[column] ?? 0)}`).join('')}`;
  const forecast =
    one.forecastMonth === null
      ? `Azure gives no forecast: ${one.why ?? 'it does not say why'}`
      : `Azure expects ${formatChf(one.forecastMonth)} for the whole month, the estimate ${formatChf(one.estimatedMonth)}`;
  const billed = one.currency === 'CHF' || one.currency === '' ? '' : `, billed in ${one.currency}`;
  return [
    '',
    `  ${paint(style).bold(truncate(sanitiseLine(one.stamp), style.columns - 2))}`,
    paint(style).dim(text(heads)),
    ...rows.map(text),
    ...labelled(
      '    ',
      `${one.passed} % of the month: ${formatChf(one.actualSoFar)} actual, ${formatChf(one.estimatedSoFar)} estimated${billed}.`,
      style.columns,
    ),
    ...labelled('    ', sanitiseLine(`${forecast}. Bills lag behind by up to a day.`), style.columns),
  ];
}

function rowOf({ service, meter, estimated, actual, difference }: ComparedLine): string[] {
  const amount = (value: string | null): string =>
    value === null ? '-' : formatChf(value).replace('CHF ', '');
  const mark = estimated === null ? ' (not estimated)' : '';
  return [sanitiseLine(`${service}: ${meter}${mark}`), amount(estimated), amount(actual), amount(difference)];
}
