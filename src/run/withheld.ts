import { keyedArrayAt } from '../plan/compare.ts';
import { at, isObject, type Json, type JsonObject } from '../resource/json.ts';
import type { ResourceKind } from '../resource/kind.ts';

/** Stands in a journal for what only Azure is to know. */
const withheld = '(withheld)';

type Kind = Pick<ResourceKind, 'withheld' | 'comparison'>;

/** A body without what others have put into it that is a secret, such as the URL of a webhook with its signature. */
export function withoutWithheld(body: JsonObject, kind: Kind): JsonObject {
  return mapped(body, kind, (_entry, value) => value && withheld);
}

/**
 * The same body with what was withheld, as it stands now: no write of ours changes it. Entries that are not there any
 * more are left out, and named.
 */
export function withWithheld(
  prior: JsonObject,
  observed: JsonObject | undefined,
  kind: Kind,
): { readonly body: JsonObject; readonly lost: readonly string[] } {
  const lost: string[] = [];
  const body = mapped(prior, kind, (entry, value, { pointer, member }) => {
    if (value !== withheld) return value;
    const now = entriesAt(observed, pointer).find((other) => nameOf(other) === nameOf(entry));
    const standing = now?.[member];
    if (typeof standing !== 'string') lost.push(nameOf(entry));
    return typeof standing === 'string' ? standing : undefined;
  });
  return { body, lost };
}

type Place = NonNullable<ResourceKind['withheld']>[number];

/** A body with other values at the places of a kind; an entry that gets none is left out. */
function mapped(
  body: JsonObject,
  { withheld: places = [], comparison }: Kind,
  change: (entry: JsonObject, value: string, place: Place) => string | undefined,
): JsonObject {
  return places.reduce((before, place) => {
    const entries = entriesAt(before, place.pointer);
    if (entries.length === 0) return before;
    const ours = keyedArrayAt(comparison, place.pointer)?.ours;
    const after = entries.flatMap((entry) => {
      const value = entry[place.member];
      if (typeof value !== 'string' || ours?.test(nameOf(entry))) return [entry];
      const changed = change(entry, value, place);
      return changed === undefined ? [] : [{ ...entry, [place.member]: changed }];
    });
    return replaced(before, place.pointer.slice(1).split('/'), after) as JsonObject;
  }, body);
}

function entriesAt(body: JsonObject | undefined, pointer: string): JsonObject[] {
  const entries = at(body, pointer);
  return Array.isArray(entries) ? entries.filter(isObject) : [];
}

function nameOf(entry: JsonObject): string {
  return String(entry['name'] ?? '');
}

function replaced(value: Json | undefined, [token, ...rest]: readonly string[], by: Json): Json {
  if (token === undefined) return by;
  const members = isObject(value) ? value : {};
  return { ...members, [token]: replaced(members[token], rest, by) };
}
