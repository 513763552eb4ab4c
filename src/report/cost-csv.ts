import { addressOf } from '../cost/address.ts';
import type { Cost, CostLine } from '../cost/cost.ts';

const columns: readonly (readonly [title: string, cell: (line: CostLine) => string])[] = [
  ['line', addressOf],
  ['stamp', ({ stamp }) => stamp],
  ['service', ({ service }) => service],
  ['step', ({ step }) => step],
  ['meter', ({ meter }) => meter],
  ['kind', ({ kind }) => kind],
  ['unit', ({ unit }) => unit],
  ['quantity', ({ quantity }) => quantity],
  ['unitPriceUsd', ({ unitPrice }) => unitPrice ?? ''],
  ['lowChf', ({ monthly }) => monthly?.low ?? ''],
  ['expectedChf', ({ monthly }) => monthly?.expected ?? ''],
  ['highChf', ({ monthly }) => monthly?.high ?? ''],
  ['region', ({ region }) => region],
  ['substituteRegion', ({ substituteRegion }) => substituteRegion ?? ''],
  ['asOf', ({ asOf }) => asOf ?? ''],
  ['source', ({ source }) => source],
];

/** A cost as CSV (RFC 4180), a row a line; an unknown amount is empty, never zero. */
export function costCsv(cost: Cost): string {
  const rows = [
    columns.map(([title]) => title),
    ...cost.lines.map((line) => columns.map(([, cell]) => cell(line))),
  ];
  return rows.map((row) => row.map(quoted).join(',')).join('\r\n');
}

/** What a spreadsheet would take for a formula is kept a text; negative amounts stay numbers. */
function quoted(cell: string): string {
  const text = /^[=+@\t]|^-(?![\d.])/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
