import fc from 'fast-check';
import { matchesAny } from '../../src/plan/pattern.ts';
import { isObject, type Json, type JsonObject, pointerToken } from '../../src/resource/json.ts';
import type { Comparison, ResourceKind } from '../../src/resource/kind.ts';
import { dateOf, referenceOf } from '../../src/resource/reference.ts';

/** One text of a body: where it stands, and whether that is in an array that is compared as a whole. */
export interface Text {
  readonly pointer: string;
  readonly text: string;
  readonly inSet: boolean;
}

/** Every text of a body that is compared. */
export function textsOf(body: Json, comparison: Comparison, pointer = '', inSet = false): Text[] {
  // What is fixed when it is made is whatever it is, and what is never answered too.
  if (matchesAny([...(comparison.fixedAtCreation ?? []), ...(comparison.writeOnly ?? [])], pointer))
    return [];
  if (typeof body === 'string') return [{ pointer, text: body, inSet }];
  if (typeof body !== 'object' || body === null || referenceOf(body) || dateOf(body)) return [];
  const isSet = Array.isArray(body) && !keyedAt(comparison, pointer);
  return Object.entries(body).flatMap(([key, member]) =>
    textsOf(member, comparison, `${pointer}/${pointerToken(key)}`, inSet || isSet),
  );
}

/** Whether the text at a place tells an entry of an array apart. */
export function isKey(pointer: string, comparison: Comparison): boolean {
  const patterns = (comparison.keyed ?? []).flatMap(({ pointer: array, keys }) =>
    keys.map((key) => `${array}/*/${key}`),
  );
  return matchesAny(patterns, pointer);
}

/** Whether a text means the same in any case. */
export function isCaseless({ pointer, text }: Text, comparison: Comparison): boolean {
  return (
    /^\/(subscriptions|providers)\//i.test(text) ||
    /\/location(Name)?$/.test(pointer) ||
    isKey(pointer, comparison) ||
    matchesAny(comparison.ignoreCase, pointer)
  );
}

export function otherCase(text: string): string {
  return [...text]
    .map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))
    .join('');
}

/** A body with another value at a place. */
export function replacedAt<J extends Json>(body: J, pointer: string, value: Json, here = ''): J {
  if (here === pointer) return value as J;
  if (typeof body !== 'object' || body === null) return body;
  const inner = (key: string, member: Json): Json =>
    replacedAt(member, pointer, value, `${here}/${pointerToken(key)}`);
  if (Array.isArray(body))
    return body.map((entry: Json, index) => inner(String(index), entry)) as unknown as J;
  return Object.fromEntries(Object.entries(body).map(([key, member]) => [key, inner(key, member)])) as J;
}

/** What Azure may answer for a body that was put: rearranged, in other case, and with more than was asked for. */
export function answered(body: JsonObject, kind: ResourceKind): fc.Arbitrary<JsonObject> {
  return answer(body, '', kind.comparison) as fc.Arbitrary<JsonObject>;
}

/** Names of what others have put into a body: tags, members and entries. */
export function othersIn(body: Json): string[] {
  return (JSON.stringify(body).match(/others-\d+/g) ?? []).sort();
}

function answer(value: Json, pointer: string, comparison: Comparison): fc.Arbitrary<Json> {
  if (typeof value === 'string') {
    const isLoose = isCaseless({ pointer, text: value, inSet: false }, comparison);
    return isLoose ? fc.constantFrom(value, otherCase(value), value.toLowerCase()) : fc.constant(value);
  }
  if (referenceOf(value)) return fc.uuid();
  if (dateOf(value)) return fc.constantFrom('2026-11-01T00:00:00Z', '2020-01-01T00:00:00Z');
  if (Array.isArray(value)) return answeredArray(value, pointer, comparison);
  if (!isObject(value)) return fc.constant(value);
  const own = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      answer(member, `${pointer}/${pointerToken(key)}`, comparison),
    ]),
  );
  // Deeper down others put nothing, but Azure does.
  const adder = /^(\/tags|\/properties)?$/.test(pointer) ? 'others' : 'azure';
  return fc.tuple(fc.record(own), extras(adder)).map(([members, more]) => ({ ...more, ...members }));
}

function answeredArray(
  entries: readonly Json[],
  pointer: string,
  comparison: Comparison,
): fc.Arbitrary<Json> {
  const keyed = keyedAt(comparison, pointer);
  const own = fc.tuple(...entries.map((entry, index) => answer(entry, `${pointer}/${index}`, comparison)));
  const foreign = fc
    .uniqueArray(fc.nat(), { maxLength: keyed ? 2 : 0 })
    .map((numbers) => numbers.map((number) => ({ [keyed?.keys[0] ?? '']: `others-${number}` })));
  return fc.tuple(own, foreign).chain(([ours, others]) => {
    const all: Json[] = [...ours, ...others];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });
}

function extras(adder: string): fc.Arbitrary<JsonObject> {
  const value = fc.constantFrom<Json>('a text', 7, null, true, [], { inner: [1] });
  return fc.dictionary(
    fc.nat().map((number) => `${adder}-${number}`),
    value,
    { maxKeys: 2 },
  );
}

function keyedAt(comparison: Comparison, pointer: string) {
  return comparison.keyed?.find((keyed) => matchesAny([keyed.pointer], pointer));
}
