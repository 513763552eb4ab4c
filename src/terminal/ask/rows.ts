import { displayWidth, truncate } from '../layout.ts';
import { sanitiseLine } from '../sanitise.ts';
import { paint } from '../screen.ts';
import { frameWidth } from './frame.ts';
import type { Frame, Row } from './reply.ts';

/** Rows shown at once: fewer beside an explanation, so that the whole prompt stays on a small screen. */
export function pageSizeOf(explained: boolean): number {
  return explained ? 4 : 7;
}

/** Positions of the rows that hold what was typed. */
export function matching(rows: readonly Row[], filter: string): number[] {
  const sought = filter.trim().toLowerCase();
  return rows.flatMap((row, index) => (row.searched.includes(sought) ? [index] : []));
}

/** Moves a position by one without leaving the list. */
export function moved(active: number, by: 1 | -1, count: number): number {
  return Math.min(Math.max(0, active + by), Math.max(0, count - 1));
}

/** One row on one line: pointer, mark, name, and what fits of its hint, or why it can't be taken. */
export function rowLine(
  frame: Frame,
  row: Row,
  state: { readonly active: boolean; readonly mark?: string; readonly isDefault: boolean },
): string {
  const colours = paint(frame.screen);
  const width = frameWidth(frame);
  const lead = `${state.active ? '❯' : ' '} ${state.mark === undefined ? '' : `${state.mark} `}`;
  const name = truncate(
    sanitiseLine(row.name) + (state.isDefault ? ' (default)' : ''),
    width - displayWidth(lead) - 2,
  );
  const detail = row.disabled === undefined ? row.hint : `not available: ${row.disabled}`;
  const room = width - displayWidth(lead) - displayWidth(name) - 4;
  const hint = detail === undefined || room < 4 ? '' : `  ${truncate(sanitiseLine(detail), room)}`;
  if (row.disabled !== undefined) return colours.dim(`  ${lead}${name}${hint}`);
  return `  ${state.active ? colours.cyan(lead + name) : lead + name}${colours.dim(hint)}`;
}

/** What doesn't fit on its row is shown in full beneath the list while the row is active. */
export function fullDetail(frame: Frame, row: Row | undefined): string | undefined {
  if (row === undefined) return undefined;
  const detail = row.disabled === undefined ? row.hint : `Not available: ${row.disabled}`;
  if (detail === undefined) return undefined;
  const shown = displayWidth(sanitiseLine(row.name)) + displayWidth(detail) + 20;
  return shown > frameWidth(frame) ? sanitiseLine(detail) : undefined;
}
