import Big from 'big.js';
import type { Cost } from '../cost/cost.ts';
import { formatChf } from '../cost/format.ts';
import { WHOLE_ESTATE } from '../cost/shared-lines.ts';
import { type CostPart, costBy } from '../cost/views.ts';
import { displayWidth, flow, padEnd, padStart, truncate } from './layout.ts';
import { sanitiseLine } from './sanitise.ts';
import { paint, type Style } from './screen.ts';

/** Most bars that are drawn: of more environments the dearest. */
const most = 20;

function dearest(stamps: readonly CostPart[]): CostPart[] {
  return [...stamps].sort((a, b) => Number(b.monthly.expected) - Number(a.monthly.expected)).slice(0, most);
}

/** Most columns that a bar takes. */
const widest = 60;

/**
 * A stacked bar for each environment, all to the same scale: every service has a letter, which says without a colour
 * what a part of a bar is.
 */
export function costBars(cost: Cost, style: Style): string[] {
  const all = costBy(cost, 'environment').filter(({ name }) => name !== WHOLE_ESTATE);
  const stamps = all.length > most ? dearest(all) : all;
  const longest = stamps.reduce((so, { monthly }) => Math.max(so, Number(monthly.expected)), 0);
  if (longest <= 0) return [];
  const letters = lettersOf(costBy(cost, 'service').map(({ name }) => name));
  const amounts = stamps.map(({ monthly }) => formatChf(monthly.expected));
  const amountWidth = Math.max(...amounts.map(displayWidth));
  const nameWidth = Math.min(20, Math.max(...stamps.map(({ name }) => displayWidth(name))));
  const room = Math.min(widest, style.columns - nameWidth - amountWidth - 6);
  if (room < 8) return [];
  const bars = stamps.map(
    (stamp, index) =>
      `  ${padEnd(truncate(sanitiseLine(stamp.name), nameWidth), nameWidth)}  ${padEnd(barOf(stamp, { longest, room, letters }), room)}  ${padStart(amounts[index] ?? '', amountWidth)}`,
  );
  const legend = [...letters].map(([service, letter]) => `${letter} ${sanitiseLine(service)}`);
  return [
    '',
    ...(all.length > most ? [`  The ${most} dearest of ${all.length} environments:`] : []),
    ...bars,
    ...flow(legend, '   ', style.columns - 4).map((line) => `  ${paint(style).dim(line)}`),
  ];
}

/** A letter for each service: one of its own, else the next of the alphabet that is free. */
function lettersOf(services: readonly string[]): Map<string, string> {
  const letters = new Map<string, string>();
  for (const service of services) {
    const own = service
      .replace(/^(Azure|Private) /, '')
      .toUpperCase()
      .replaceAll(/[^A-Z]/g, '');
    const free = [...own, ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].find(
      (letter) => ![...letters.values()].includes(letter),
    );
    letters.set(service, free ?? '#');
  }
  return letters;
}

/** Ends of parts are rounded, not the parts, so that the whole bar has its right length. */
function barOf(
  stamp: CostPart,
  { longest, room, letters }: { longest: number; room: number; letters: ReadonlyMap<string, string> },
): string {
  let before = new Big(0);
  let bar = '';
  for (const { name, monthly } of costBy(stamp, 'service')) {
    before = before.plus(monthly.expected);
    const end = Math.round((Number(before) * room) / longest);
    bar += (letters.get(name) ?? '#').repeat(Math.max(0, end - bar.length));
  }
  return bar;
}
