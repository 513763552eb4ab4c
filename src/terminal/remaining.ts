import type { Action } from '../plan/plan.ts';

/**
 * Length in milliseconds of the longest chain of dependencies among actions that are not done. What is running
 * counts with what is left of its typical duration, and with nothing once it is overdue.
 */
export function remainingMs(open: readonly { readonly action: Action; readonly spentMs: number }[]): number {
  const byKey = new Map(open.map((entry) => [entry.action.key, entry]));
  const known = new Map<string, number>();
  const lengthTo = (key: string): number => {
    const entry = byKey.get(key);
    if (entry === undefined) return 0;
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    // Set before the descent, so that a cycle ends instead of recursing for ever.
    known.set(key, 0);
    const before = entry.action.dependsOn.map(lengthTo);
    const length = Math.max(0, ...before) + Math.max(0, entry.action.typicalMs - entry.spentMs);
    known.set(key, length);
    return length;
  };
  return Math.max(0, ...[...byKey.keys()].map(lengthTo));
}
