import Big from 'big.js';
import type { Cost, CostLine, MoneyRange } from '../cost/cost.ts';
import { formatChf } from '../cost/format.ts';
import { priceBookNote } from '../report/cost-facts.ts';
import { costBars } from './cost-bars.ts';
import { costTable } from './cost-table.ts';
import { heading } from './heading.ts';
import { glued, labelled, truncate, wrap } from './layout.ts';
import { areMany, someOf } from './many.ts';
import { sanitiseLine } from './sanitise.ts';
import { finish, paint, type Style } from './screen.ts';

const kinds = [
  { kind: 'fixed', title: 'Fixed' },
  { kind: 'usage', title: 'Driven by usage' },
  { kind: 'unknown', title: 'Price unknown' },
] as const;

/** A cost as text: fixed and usage-driven lines apart, sums by environment, total, and where the prices are from. */
export function costText(cost: Cost, cloud: string, style: Style): string {
  const stamps = [...new Set(cost.lines.map((line) => line.stamp))];
  // The lines of hundreds of environments are for files and for --json.
  const told = areMany(stamps) ? [] : stamps;
  return finish(
    [
      heading('COST', 'CHF a month', cloud, style),
      ...told.flatMap((stamp) =>
        stampLines(
          stamp,
          cost.lines.filter((line) => line.stamp === stamp),
          style,
        ),
      ),
      '',
      ...costTotal(cost, style),
      ...costBars(cost, style),
    ],
    style,
  );
}

/** The total, what has no price, and where prices and rate are from. */
export function costTotal(cost: Cost, style: Style): string[] {
  return [...totalLines(cost, style), ...unknownLines(cost, style), ...sourceLines(cost, style)];
}

function stampLines(stamp: string, lines: readonly CostLine[], style: Style): string[] {
  const parts = kinds
    .map(({ kind, title }) => ({ title, lines: lines.filter((line) => line.kind === kind) }))
    .filter((part) => part.lines.length > 0);
  const complete = lines.every((line) => line.monthly !== null);
  const title = complete ? `Total ${stamp}` : `Total ${stamp}, at least`;
  return [
    '',
    `  ${paint(style).bold(truncate(sanitiseLine(stamp), style.columns - 2))}`,
    ...costTable(parts, { title: sanitiseLine(title), sum: sumOf(lines) }, style),
  ];
}

/** Sum of rounded lines, which is what a total is; unknown lines add nothing. */
function sumOf(lines: readonly CostLine[]): MoneyRange {
  const sum = (figure: keyof MoneyRange): string =>
    lines.reduce((total, line) => total.plus(line.monthly?.[figure] ?? 0), new Big(0)).toFixed(2);
  return { low: sum('low'), expected: sum('expected'), high: sum('high') };
}

function totalLines(cost: Cost, style: Style): string[] {
  const { low, expected, high } = cost.monthly;
  const least = cost.complete ? '' : 'at least ';
  const [chfLow, chfExpected, chfHigh] = [low, expected, high].map((amount) => glued(formatChf(amount)));
  const text = `${least}${chfExpected} a month expected (low ${chfLow}, high ${chfHigh})`;
  const change = (label: string, was: MoneyRange | undefined, then: MoneyRange): string[] =>
    was ? labelled(label, changeText(was, then), style.columns) : [];
  const before = [
    ...change('  CHANGE ', cost.before, cost.monthly),
    ...change('  ESTATE ', cost.estate?.before, cost.estate?.monthly ?? cost.monthly),
    ...(cost.estate
      ? wrap('All other environments of the estate count as its file has them.', style.columns - 9)
      : []
    ).map((line) => `         ${paint(style).dim(line)}`),
  ];
  return [...labelled('  TOTAL  ', text, style.columns).map((line) => paint(style).bold(line)), ...before];
}

/** `CHF 10.00 → CHF 12.50, + CHF 2.50 a month expected` */
function changeText(was: MoneyRange, then: MoneyRange): string {
  const difference = new Big(then.expected).minus(was.expected);
  const sign = difference.lt(0) ? '-' : '+';
  const [from, to, by] = [was.expected, then.expected, difference.abs().toFixed(2)].map((amount) =>
    glued(formatChf(amount)),
  );
  return `${from} → ${to}, ${sign}\u00A0${by} a month expected`;
}

/** Unknown prices are listed where the total is, so that nobody takes it for complete. */
function unknownLines(cost: Cost, style: Style): string[] {
  const unknown = cost.lines.filter((line) => line.monthly === null);
  if (unknown.length === 0) return [];
  const stamps = new Map<string, Set<string>>();
  for (const { service, meter, stamp } of unknown) {
    const name = `${service} ${meter}`;
    stamps.set(name, (stamps.get(name) ?? new Set()).add(stamp));
  }
  const names = [...stamps].map(([name, of]) => `${name} (${someOf([...of])})`);
  return labelled('  Not priced  ', sanitiseLine(names.join('; ')), style.columns).map((line) =>
    paint(style).yellow(line),
  );
}

function sourceLines(cost: Cost, style: Style): string[] {
  const substituted = cost.lines.filter((line) => line.substituteRegion !== undefined);
  const pairs = [...new Set(substituted.map((line) => `${line.region} → ${line.substituteRegion}`))];
  const dates = [...new Set(cost.lines.flatMap((line) => (line.asOf === null ? [] : [line.asOf])))].sort();
  const sources = [
    ...new Set(cost.lines.filter((line) => line.unitPrice !== null).map((line) => shortSource(line.source))),
  ];
  const span = dates.length > 1 ? `${dates[0]} to ${dates.at(-1)}` : (dates[0] ?? 'date unknown');
  const fx = `USD 1 = CHF ${cost.fx.usdChf} (${cost.fx.source}, ${cost.fx.asOf})`;
  const notes = [...new Set(cost.lines.flatMap((line) => (line.note ? [line.note] : [])))];
  return [
    ...(pairs.length > 0
      ? wrap(`  * estimated with the price of another region: ${pairs.join(', ')}`, style.columns - 2)
      : []),
    ...notes.flatMap((note) =>
      wrap(`Note: ${sanitiseLine(note)}`.replaceAll(/(\d) %/g, '$1\u00A0%'), style.columns - 2),
    ),
    ...wrap(
      `Prices of ${span}; --json has the source of each. From ${sanitiseLine(sources.join(', '))}.`,
      style.columns - 2,
    ),
    ...wrap(sanitiseLine(fx), style.columns - 2),
    ...wrap(sanitiseLine(priceBookNote(cost)), style.columns - 2),
  ].map((line) => `  ${paint(style).dim(line)}`);
}

/** A source as a few words: the repository it is from, or how it begins. The whole of it is in the JSON. */
function shortSource(source: string): string {
  const repository = /github\.com\/([\w.-]+\/[\w.-]+)/.exec(source)?.[1];
  return repository ?? source.split(/[(;,]/)[0]?.trim().slice(0, 60) ?? source;
}
