import type { PropertyChange } from '../plan/plan.ts';
import { displayWidth, truncate, truncateMiddle, wrap } from './layout.ts';
import { sanitiseLine } from './sanitise.ts';

/** A value of a body as people read it; a later value names where it comes from. */
function formatValue(value: unknown): string {
  if (value === undefined) return '(none)';
  if (typeof value === 'object' && value !== null && 'knownAfterApply' in value) {
    const target = String(value.knownAfterApply);
    return `(known after apply: ${lastSegment(target)})`;
  }
  if (typeof value === 'object' && value !== null && 'dateAtApply' in value) {
    return `(date set at apply: ${String(value.dateAtApply)})`;
  }
  return sanitiseLine(JSON.stringify(value));
}

/** The last name of an ARM id. */
export function lastSegment(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** The differences of one resource, property by property: on one line where it fits, else before above after. */
export function changeLines(changes: readonly PropertyChange[], width: number): string[] {
  return changes.flatMap((change) => {
    const path = sanitiseLine(change.path.replace(/^\//, ''));
    const [before, after] = [formatValue(change.before), formatValue(change.after)];
    const line = `${path}: ${before} → ${after}`;
    if (displayWidth(line) <= width) return [line];
    return [
      truncateMiddle(path, width),
      ...wrap(`from ${before}`, width - 2).map((text) => `  ${text}`),
      ...wrap(`to   ${after}`, width - 2).map((text) => `  ${text}`),
    ].map((text) => truncate(text, width));
  });
}
