import { isObject, type Json, type JsonObject } from './json.ts';

/** A value and the dotted path at which it stands. */
export interface Found {
  readonly path: string;
  readonly value: Json;
}

/** The values at a dotted path in which `*` stands for every item or member. */
export function pathsIn(body: Json, pattern: string): Found[] {
  let here: Found[] = [{ path: '', value: body }];
  for (const step of pattern.split('.')) here = here.flatMap((found) => stepInto(found, step));
  return here;
}

function stepInto({ path, value }: Found, step: string): Found[] {
  if (typeof value !== 'object' || value === null) return [];
  const members = value as { readonly [key: string]: Json };
  const keys = step === '*' ? Object.keys(members) : Object.hasOwn(members, step) ? [step] : [];
  return keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, value: members[key] as Json }));
}

/** A copy without the values at the given paths. */
export function withoutPaths(body: JsonObject, patterns: readonly string[]): JsonObject {
  const gone = new Set(patterns.flatMap((pattern) => pathsIn(body, pattern)).map(({ path }) => path));
  if (gone.size === 0) return body;
  return prune(body, gone, '') as JsonObject;
}

function prune(value: Json, gone: ReadonlySet<string>, path: string): Json {
  const inside = (key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);
  if (Array.isArray(value)) {
    return value
      .map((item, index) => prune(item, gone, inside(index)))
      .filter((_, index) => !gone.has(inside(index)));
  }
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !gone.has(inside(key)));
  return Object.fromEntries(kept.map(([key, member]) => [key, prune(member, gone, inside(key))]));
}
