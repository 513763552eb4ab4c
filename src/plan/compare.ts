import { canonicalJson, isObject, type Json, type JsonObject, pointerToken } from '../resource/json.ts';
import type { Comparison, KeyedArray } from '../resource/kind.ts';
import { dateOf, referenceOf } from '../resource/reference.ts';
import { matchesAny, matchesPattern } from './pattern.ts';
import type { PropertyChange } from './plan.ts';

/**
 * The properties of a designed body that differ from what exists. Only what the design names is compared: what
 * Azure fills in or others add never shows. References and dates are never compared.
 */
export function differences(
  desired: Json,
  observed: Json | undefined,
  comparison: Comparison,
): PropertyChange[] {
  return compare({ desired, observed, pointer: '', comparison });
}

interface Place {
  readonly desired: Json;
  readonly observed: Json | undefined;
  readonly pointer: string;
  readonly comparison: Comparison;
}

function compare(place: Place): PropertyChange[] {
  const { desired, observed, pointer, comparison } = place;
  if (isLeftAlone(place)) return [];
  if (Array.isArray(desired)) return compareArrays(place, desired as readonly Json[]);
  if (isObject(desired)) {
    if (observed !== undefined && observed !== null && !isObject(observed)) return [change(place)];
    const changes = Object.entries(desired).flatMap(([key, member]) =>
      compare({
        desired: member,
        observed: isObject(observed) ? memberOf(observed, key) : undefined,
        pointer: `${pointer}/${pointerToken(key)}`,
        comparison,
      }),
    );
    const gone = isObject(observed) ? goneMembers(desired, observed, pointer, comparison) : [];
    return [...changes, ...gone.map((key) => memberGone(place, key))];
  }
  return equalValues(desired, observed, pointer, comparison) ? [] : [change(place)];
}

/** Names of observed members that are ours by their name and not designed any more. */
export function goneMembers(
  desired: JsonObject,
  observed: JsonObject,
  pointer: string,
  comparison: Comparison,
): string[] {
  const map = comparison.maps?.find((own) => matchesPattern(own.pointer, pointer));
  if (!map) return [];
  return Object.keys(observed).filter((key) => map.ours.test(key) && memberOf(desired, key) === undefined);
}

function memberGone({ observed, pointer }: Place, key: string): PropertyChange {
  const before = isObject(observed) ? observed[key] : undefined;
  return { path: `${pointer}/${pointerToken(key)}`, before, after: undefined };
}

function isLeftAlone({ desired, observed, pointer, comparison }: Place): boolean {
  if (referenceOf(desired) || dateOf(desired)) return true;
  if (matchesAny(comparison.writeOnly, pointer)) return true;
  return observed !== undefined && matchesAny(comparison.fixedAtCreation, pointer);
}

function change({ desired, observed, pointer }: Place): PropertyChange {
  return { path: pointer, before: observed, after: desired };
}

function compareArrays(place: Place, desired: readonly Json[]): PropertyChange[] {
  const observed: readonly Json[] = Array.isArray(place.observed) ? (place.observed as readonly Json[]) : [];
  const keyed = keyedArrayAt(place.comparison, place.pointer);
  if (!keyed) return sameSet(desired, observed, place) ? [] : [change(place)];
  const changes: PropertyChange[] = [];
  for (const entry of desired) {
    const index = observed.findIndex((other) => keyOf(other, keyed) === keyOf(entry, keyed));
    const pointer = `${place.pointer}/${index === -1 ? observed.length : index}`;
    if (index === -1) changes.push({ path: pointer, before: undefined, after: entry });
    else {
      const isKey = ({ path }: PropertyChange): boolean =>
        keyed.keys.some((key) => path === `${pointer}/${key}`);
      const inside = compare({ ...place, desired: entry, observed: observed[index], pointer });
      // The key is the same by now, in whatever case.
      changes.push(...inside.filter((found) => !isKey(found)));
    }
  }
  for (const [index, entry] of observed.entries()) {
    if (isOursButGone(entry, desired, keyed)) {
      changes.push({ path: `${place.pointer}/${index}`, before: entry, after: undefined });
    }
  }
  return changes;
}

function isOursButGone(entry: Json, desired: readonly Json[], keyed: KeyedArray): boolean {
  const first = keyed.keys[0];
  if (!keyed.ours || first === undefined || !isObject(entry)) return false;
  const value = memberOf(entry, first);
  return (
    typeof value === 'string' &&
    keyed.ours.test(value) &&
    !desired.some((other) => keyOf(other, keyed) === keyOf(entry, keyed))
  );
}

/** The declaration of a keyed array at a pointer, if it is one. */
export function keyedArrayAt(comparison: Comparison, pointer: string): KeyedArray | undefined {
  return comparison.keyed?.find((keyed) => matchesPattern(keyed.pointer, pointer));
}

/** What tells an entry of a keyed array apart; compared without case, as ARM compares names. */
export function keyOf(entry: Json, keyed: KeyedArray): string {
  return keyed.keys
    .map((key) => (isObject(entry) ? String(memberOf(entry, key) ?? '') : ''))
    .join('\0')
    .toLowerCase();
}

function sameSet(desired: readonly Json[], observed: readonly Json[], place: Place): boolean {
  if (desired.length !== observed.length) return false;
  const rest = [...observed];
  return desired.every((entry) => {
    const index = rest.findIndex(
      (other) =>
        compare({ ...place, desired: entry, observed: other, pointer: `${place.pointer}/0` }).length === 0,
    );
    if (index === -1) return false;
    rest.splice(index, 1);
    return true;
  });
}

function equalValues(
  desired: Json,
  observed: Json | undefined,
  pointer: string,
  comparison: Comparison,
): boolean {
  if (desired === null || isEmpty(desired))
    return observed === undefined || observed === null || isEmpty(observed);
  if (typeof desired !== 'string' || typeof observed !== 'string')
    return canonicalJson(desired) === canonicalJson(observed);
  if (desired === observed) return true;
  if (/\/location(Name)?$/.test(pointer)) return location(desired) === location(observed);
  const withoutCase =
    /^\/(subscriptions|providers)\//i.test(desired) || matchesAny(comparison.ignoreCase, pointer);
  return withoutCase && desired.toLowerCase() === observed.toLowerCase();
}

function isEmpty(value: Json): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** `Switzerland North` and `switzerlandnorth` are the same place. */
function location(text: string): string {
  return text.replaceAll(' ', '').toLowerCase();
}

/** A member by name, without case where there is no exact one: tag names and map keys keep their writer's case. */
function memberOf(object: JsonObject, key: string): Json | undefined {
  if (key in object) return object[key];
  const other = Object.keys(object).find((name) => name.toLowerCase() === key.toLowerCase());
  return other === undefined ? undefined : object[other];
}
