import type { Point } from '../data-plane/telemetry.ts';

export type Aggregation = 'Average' | 'Count' | 'Minimum' | 'Maximum' | 'Total';

/** One figure for many points; undefined where there is none: no data is not zero, except for sums and counts. */
export function aggregate(points: readonly Point[], how: Aggregation): number | undefined {
  const values = points.map(({ value }) => value);
  const total = values.reduce((sum, value) => sum + value, 0);
  switch (how) {
    case 'Count':
      return values.length;
    case 'Total':
      return total;
    default:
      if (values.length === 0) return undefined;
      if (how === 'Average') return total / values.length;
      return how === 'Minimum' ? Math.min(...values) : Math.max(...values);
  }
}

/** Points by the values of some of their dimensions, in a stable order. */
export function split(points: readonly Point[], dimensions: readonly string[]): Map<string, Point[]> {
  const groups = new Map<string, Point[]>();
  for (const point of points) {
    const key = JSON.stringify(dimensions.map((name) => point.dimensions[name] ?? ''));
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}
