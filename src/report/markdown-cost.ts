import type { Cost, CostLine, MoneyRange } from '../cost/cost.ts';
import { formatChf, formatQuantity, formatUnitPrice } from '../cost/format.ts';
import { WHOLE_ESTATE } from '../cost/shared-lines.ts';
import { type CostPart, costBy, yearly } from '../cost/views.ts';
import { isSandboxName } from '../facts/cloud-names.ts';
import { costChanges, costFootnotes, lineKinds, priceSources, unpriced } from './cost-facts.ts';
import { md, table } from './markdown-text.ts';

const head = ['CHF a month', 'Quantity', 'USD a unit', 'Low', 'Expected', 'High'];

/** What the estate costs a month: a table for each environment, the total, and where the prices are from. */
export function costLines(cost: Cost): string[] {
  const missing = unpriced(cost);
  return [
    '## Cost a month',
    '',
    ...totalLines(cost),
    ...(missing.length > 0 ? ['', `**Not priced:** ${md(missing.join('; '))}.`] : []),
    ...costBy(cost, 'environment').flatMap(partLines),
    '',
    ...costFootnotes(cost).map((note) => `- ${note.startsWith('*') ? `\\* ${md(note.slice(2))}` : md(note)}`),
    '',
    '### Sources of the prices',
    '',
    ...priceSources(cost).map((source) => `- ${md(source)}`),
    '',
  ];
}

/** A cost alone as Markdown, for a pull request. */
export function costMarkdown(cost: Cost, { title, cloud }: { title: string; cloud: string }): string {
  const sandbox = isSandboxName(cloud) ? ['> **sandbox**', ''] : [];
  const year = yearly(cost.monthly);
  const ofYear = `A year: ${formatChf(year.expected)} expected (low ${formatChf(year.low)}, high ${formatChf(year.high)})`;
  return [`# Cost of ${md(title)}`, '', ...sandbox, ...costLines(cost), ofYear, ''].join('\n');
}

function totalLines(cost: Cost): string[] {
  const { monthly, complete } = cost;
  const least = complete ? '' : 'at least ';
  const range = `low ${formatChf(monthly.low)}, high ${formatChf(monthly.high)}`;
  return [
    `**Total: ${least}${formatChf(monthly.expected)} a month expected** (${range})`,
    ...costChanges(cost).flatMap((change) => ['', md(change)]),
  ];
}

function partLines(part: CostPart): string[] {
  const title = part.name === WHOLE_ESTATE ? 'Shared by the whole estate' : part.name;
  const rows = lineKinds.flatMap(([kind, heading]) => {
    const lines = part.lines.filter((line) => line.kind === kind);
    return lines.length === 0 ? [] : [[`*${heading}*`, '', '', '', '', ''], ...lines.map(row)];
  });
  const sum = [part.complete ? '**Sum**' : '**Sum, at least**', '', '', ...amounts(part.monthly)];
  return ['', `### ${md(title)}`, '', ...table(head, [...rows, sum], [1, 2, 3, 4, 5])];
}

function row(line: CostLine): string[] {
  const mark = line.substituteRegion === undefined ? '' : ' \\*';
  return [
    `${md(line.service)}: ${md(line.meter)}${mark}`,
    `${formatQuantity(line.quantity)} × ${md(line.unit)}`,
    line.unitPrice === null ? 'unknown' : formatUnitPrice(line.unitPrice),
    ...amounts(line.monthly),
  ];
}

function amounts(range: MoneyRange | null): string[] {
  if (range === null) return ['', 'unknown', ''];
  return [range.low, range.expected, range.high].map((amount) => md(formatChf(amount).replace('CHF ', '')));
}
