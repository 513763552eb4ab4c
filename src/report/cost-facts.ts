import Big from 'big.js';
import type { Cost, CostLine, MoneyRange } from '../cost/cost.ts';
import { formatChf } from '../cost/format.ts';

/** Kinds of lines in the order in which they are told, with their headings. */
export const lineKinds = [
  ['fixed', 'Fixed'],
  ['usage', 'Driven by usage'],
  ['unknown', 'Price unknown'],
] as const;

/** What must be known to trust a cost: where its prices and its rate are from, and what each mark means. */
export function costFootnotes(cost: Cost): string[] {
  return [
    'List prices in USD without tax and without your own discounts, converted once.',
    `1 USD = ${cost.fx.usdChf} CHF: ${cost.fx.source}, ${cost.fx.asOf}.`,
    priceBookNote(cost),
    ...substitutions(cost),
    ...distinct(cost.lines.flatMap(({ note }) => (note === undefined ? [] : [note]))),
  ];
}

/** `What stands now: CHF 10.00; with the plan: CHF 12.50` and the same of the whole estate, where the cost is of a part. */
export function costChanges({ before, monthly, estate }: Cost): string[] {
  const change = (what: string, was: MoneyRange, then: MoneyRange): string => {
    const by = new Big(then.expected).minus(was.expected);
    const sign = by.lt(0) ? '-' : '+';
    return `${what}: ${formatChf(was.expected)} now, ${formatChf(then.expected)} with the plan (${sign} ${formatChf(by.abs().toFixed(2))} a month expected)`;
  };
  return [
    ...(before ? [change(estate ? 'These environments' : 'The estate', before, monthly)] : []),
    ...(estate ? [change('The estate, all others as its file has them', estate.before, estate.monthly)] : []),
  ];
}

/** Days after which a price book is called old. */
const OLD_BOOK_DAYS = 30;

/** Where the price book is from and how old it is, with what makes it new once it is old. */
export function priceBookNote({ prices }: Pick<Cost, 'prices'>): string {
  const { source, asOf, ageDays } = prices;
  const age = ageDays === 1 ? '1 day old' : `${ageDays} days old`;
  const old = ageDays > OLD_BOOK_DAYS ? ' Warning: it is old; gotthard prices refresh reads it anew.' : '';
  return `Price book: ${source}, of ${asOf}, ${age}.${old}`;
}

function substitutions({ lines }: Cost): string[] {
  const regions = distinct(
    lines.filter((line) => line.substituteRegion !== undefined).map(({ region }) => region),
  );
  return regions.map((region) => {
    const others = distinct(
      lines.flatMap((line) => (line.region === region ? (line.substituteRegion ?? []) : [])),
    );
    return `* No price is known for ${region}: that of ${others.join(' or ')} stands in.`;
  });
}

/** The sources of the prices, each with the span of its dates. */
export function priceSources(cost: Cost): string[] {
  const sources = distinct(cost.lines.filter((line) => line.monthly !== null).map(({ source }) => source));
  return sources.map((source) => `${source}: ${spanOf(cost.lines.filter((line) => line.source === source))}`);
}

/** What has no price, as `Azure OpenAI: gpt-99 global, input tokens (main/dev)`. */
export function unpriced(cost: Cost): string[] {
  return cost.lines
    .filter((line) => line.monthly === null)
    .map(({ service, meter, stamp }) => `${service}: ${meter} (${stamp})`);
}

function spanOf(lines: readonly CostLine[]): string {
  const dates = distinct(lines.map(({ asOf }) => asOf ?? 'undated'));
  const [first = 'undated'] = dates;
  const last = dates.at(-1) ?? first;
  return first === last ? first : `${first} to ${last}`;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
