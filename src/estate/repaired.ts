import type { z } from 'zod';
import { type Estate, estateSchema } from './estate.ts';
import { isInside, type Mistake, type Path } from './mistake.ts';
import { mistakesOf } from './mistakes.ts';
import { pathOf } from './schema-mistakes.ts';

type Issue = z.core.$ZodIssue;

const id = '/subscriptions/00000000-0000-4000-8000-000000000000/x';

/** Values of which one fits nearly everywhere. */
const standIns: readonly unknown[] = [
  'own',
  '10.0.0.0/8',
  'aaaaaaaa',
  '00000000-0000-4000-8000-000000000000',
  id,
  '1',
  '10.0.0.1',
  'a@example.com',
  '2026-01-01',
  1,
  30,
  true,
  {},
  [],
  { mode: 'own' },
  { mode: 'existing', workspaceId: id },
  { mode: 'existing', virtualNetworkId: id, privateEndpointSubnetId: id },
  'existing',
];

/**
 * What else can't be in a file that its schema refuses already, so that all mistakes are told at once: what is refused
 * is replaced by stand-ins, and what follows from a stand-in is left out. Nothing when it can't be repaired so.
 */
export function mistakesBeyond(given: unknown, issues: readonly Issue[]): Mistake[] {
  const repair = repaired(given, issues);
  if (!repair) return [];
  const { estate, places } = repair;
  const touched = (path: Path): boolean =>
    places.some((place) => isInside(path, place) || isInside(place, path));
  return mistakesOf(estate).filter(({ path, involves = [] }) => ![path, ...involves].some(touched));
}

function repaired(
  given: unknown,
  issues: readonly Issue[],
): { estate: Estate; places: readonly Path[] } | undefined {
  const copy: unknown = structuredClone(given);
  const tried = new Map<string, { path: Path; count: number }>();
  let left = issues;
  while (left.length > 0) {
    for (const issue of left) {
      const path = pathOf(issue);
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) change(copy, [...path, key], undefined);
        continue;
      }
      const entry = tried.get(JSON.stringify(path)) ?? { path, count: 0 };
      tried.set(JSON.stringify(path), { path, count: entry.count + 1 });
      const standIn =
        issue.code === 'invalid_value' && entry.count === 0 ? issue.values[0] : standIns[entry.count];
      if (standIn === undefined || !change(copy, path, standIn)) return undefined;
    }
    const parsed = estateSchema.safeParse(copy);
    if (parsed.success) return { estate: parsed.data, places: [...tried.values()].map(({ path }) => path) };
    left = parsed.error.issues;
  }
  return undefined;
}

/** Sets a value in place, or takes it out; false where there is nothing to set it in. */
function change(target: unknown, path: Path, value: unknown): boolean {
  const key = path.at(-1);
  let holder = target;
  for (const part of path.slice(0, -1)) {
    if (typeof holder !== 'object' || holder === null) return false;
    holder = (holder as Record<string | number, unknown>)[part];
  }
  if (key === undefined || typeof holder !== 'object' || holder === null) return false;
  const record = holder as Record<string | number, unknown>;
  if (value === undefined) delete record[key];
  else record[key] = structuredClone(value);
  return true;
}
