import { sentence } from '../checks/isolation/findings.ts';
import type { Isolation } from '../checks/isolation/isolation.ts';
import { type Leak, leakKinds } from '../checks/isolation/leak.ts';
import { matrixLimit, matrixTable, type Reached, reachedPairs } from '../checks/isolation/matrix.ts';
import { plainText } from './text.ts';

/** What the letters of a matrix mean, in lines of 80 columns. */
const legend = [
  'A row reaches a column by N network, A access, L logs;',
  'in small letters: another wall still stands.',
] as const;
/** The same on one line. */
export const matrixLegend = legend.join(' ');

/** So many pairs are listed; the others are counted. */
const listed = 40;

/** `4 environments, as they exist: none reaches another` */
export function isolationSummary(isolation: Isolation): string {
  return `${whatWasSeen(isolation)}: ${whatWasFound(isolation)}`;
}

function whatWasSeen({ stamps }: Isolation): string {
  const seen = stamps.filter((stamp) => stamp.seen === 'observed').length;
  const how =
    seen === 0
      ? 'as they are designed'
      : seen === stamps.length
        ? 'as they exist'
        : `${seen} as they exist, ${stamps.length - seen} as they are designed`;
  return `${stamps.length} ${stamps.length === 1 ? 'environment' : 'environments'}, ${how}`;
}

function whatWasFound({ leaks }: Isolation): string {
  if (leaks.length === 0) return 'none reaches another';
  const asked = leaks.filter((leak) => leak.asked).length;
  const ways = `${leaks.length} ${leaks.length === 1 ? 'way' : 'ways'} from one to another`;
  return asked === 0 ? ways : `${ways}, ${asked} of them asked for by the estate file`;
}

/** The matrix of an estate on 80 columns, under a heading that says of which cloud it is. */
export function isolationText(isolation: Isolation, cloud: string): string {
  const pairs = reachedPairs(isolation);
  const body = isolation.stamps.length <= matrixLimit ? matrix(isolation, pairs) : pairLines(pairs);
  return [
    `ISOLATION  ${whatWasSeen(isolation)}  [${cloud}]`,
    `  ${whatWasFound(isolation)}`,
    ...body,
    ...(body.length > 0 ? legend.map((line) => `  ${line}`) : []),
  ].join('\n');
}

/** Every way, with what makes it. */
export function leakLines(leaks: readonly Leak[]): string[] {
  return leaks.flatMap((leak) => [
    plainText(
      `  ${leak.asked ? '!' : '✗'} ${leak.to}: ${sentence(leak)}${leak.asked ? ', as the estate file asks for' : ''}`,
    ),
    plainText(`      ${leakKinds[leak.kind].realm}, ${leak.kind}: ${leak.id}`),
  ]);
}

function matrix(isolation: Isolation, pairs: readonly Reached[]): string[] {
  const { columns, rows } = matrixTable(isolation, pairs);
  if (columns.length < 2 && pairs.length === 0) return [];
  const width = Math.max(...rows.map(({ label }) => label.length));
  const line = (label: string, cells: readonly string[]): string =>
    `  ${label.padEnd(width)}${cells.map((cell) => cell.padStart(4)).join('')}`;
  return [line('', columns), ...rows.map(({ label, cells }) => line(label, cells))];
}

function pairLines(pairs: readonly Reached[]): string[] {
  const more = pairs.length - listed;
  return [
    ...pairs
      .slice(0, listed)
      .map(({ from, to, how }) => `  ${how.padEnd(3)}  ${from ?? '(outside)'} -> ${to}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
