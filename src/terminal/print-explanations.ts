import type { Explanation } from '../cost/explain.ts';
import { formatChf } from '../cost/format.ts';
import { heading } from './heading.ts';
import { labelled } from './layout.ts';
import { sanitiseLine } from './sanitise.ts';
import { finish, paint, type Style } from './screen.ts';

/** How lines of a cost come about: the address of each, its amount, and the formula with its numbers. */
export function explanationsText(list: readonly Explanation[], cloud: string, style: Style): string {
  return finish(
    [heading('EXPLAIN', 'how a line comes about', cloud, style), ...list.flatMap((one) => ofOne(one, style))],
    style,
  );
}

function ofOne({ address, line, steps }: Explanation, style: Style): string[] {
  const amount = line.monthly ? `${formatChf(line.monthly.expected)} a month` : 'price unknown';
  return [
    '',
    ...labelled('  ', `${sanitiseLine(address)}  ${amount}`, style.columns).map(paint(style).bold),
    ...steps.flatMap((step) => labelled('    · ', sanitiseLine(step), style.columns)),
  ];
}
