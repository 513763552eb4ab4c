import { isObject, type Json, type JsonObject } from '../../json.ts';
import { PolicyFailure } from './failure.ts';
import { ipRangeContains } from './ip-range.ts';

/** The longest text that Azure lets a function make. */
const longest = 131_072;

type Apply = (given: readonly Json[], name: string) => Json;

/**
 * The template functions that a rule may use, beside those that look at the evaluation itself
 * (`parameters`, `field`, `current`, `if` …). Names are compared in lower case. What a function can't work with is a
 * failure of the whole evaluation.
 */
export const functions: { readonly [name: string]: Apply } = {
  add: ([one, other], name) => int(one, name) + int(other, name),
  sub: ([one, other], name) => int(one, name) - int(other, name),
  min: (given, name) => Math.min(...numbers(given, name)),
  max: (given, name) => Math.max(...numbers(given, name)),
  int: ([value], name) => int(typeof value === 'string' ? Number(value) : value, name),
  string: ([value]) => (typeof value === 'string' ? value : JSON.stringify(value ?? '')),
  bool: ([value], name) => bool(value, name),
  true: () => true,
  false: () => false,
  null: () => null,
  not: ([value], name) => !bool(value, name),
  and: (given, name) => given.every((value) => bool(value, name)),
  or: (given, name) => given.some((value) => bool(value, name)),
  equals: ([one, other]) => sameJson(one, other),
  less: (given, name) => order(given, name) < 0,
  lessorequals: (given, name) => order(given, name) <= 0,
  greater: (given, name) => order(given, name) > 0,
  greaterorequals: (given, name) => order(given, name) >= 0,
  coalesce: (given) => given.find((value) => value !== null) ?? null,
  empty: ([value], name) => value === null || lengthOf(value, name) === 0,
  length: ([value], name) => lengthOf(value, name),
  concat: (given, name) =>
    given.some(Array.isArray)
      ? given.flatMap((value) => list(value, name))
      : text(given.map((value) => part(value, name)).join(''), name),
  contains: ([container, wanted], name) => contains(container, wanted, name),
  first: ([value], name) => ends(value, name)[0] ?? '',
  last: ([value], name) => ends(value, name).at(-1) ?? '',
  take: ([value, count], name) => slice(value, 0, Math.max(0, int(count, name)), name),
  skip: ([value, count], name) => slice(value, Math.max(0, int(count, name)), undefined, name),
  createarray: (given) => [...given],
  array: ([value]) => (Array.isArray(value) ? value : [value ?? null]),
  union: (given, name) => union(given, name),
  intersection: ([one, other], name) =>
    list(one, name).filter((value) => list(other, name).some((two) => sameJson(value, two))),
  tolower: ([value], name) => text(value, name).toLowerCase(),
  toupper: ([value], name) => text(value, name).toUpperCase(),
  trim: ([value], name) => text(value, name).trim(),
  startswith: ([value, start], name) =>
    text(value, name).toLowerCase().startsWith(text(start, name).toLowerCase()),
  endswith: ([value, end], name) => text(value, name).toLowerCase().endsWith(text(end, name).toLowerCase()),
  indexof: ([value, wanted], name) =>
    text(value, name).toLowerCase().indexOf(text(wanted, name).toLowerCase()),
  replace: ([value, from, to], name) =>
    text(text(value, name).replaceAll(text(from, name), text(to, name)), name),
  split: ([value, by], name) =>
    (Array.isArray(by) ? by.map((one) => text(one, name)) : [text(by, name)]).reduce(
      (parts, separator) => parts.flatMap((one) => one.split(separator)),
      [text(value, name)],
    ),
  join: ([values, by], name) =>
    list(values, name)
      .map((value) => part(value, name))
      .join(text(by, name)),
  substring: ([value, from, count], name) => substring(text(value, name), int(from, name), count, name),
  padleft: ([value, width, fill], name) =>
    part(value, name).padStart(int(width, name), fill === undefined ? ' ' : text(fill, name)),
  iprangecontains: ([range, inner], name) => ipRangeContains(text(range, name), text(inner, name)),
  adddays: ([moment, days], name) => addDays(text(moment, name), int(days, name), name),
  tryget: ([container, ...path]) =>
    path.reduce<Json>((here, key) => memberOf(here, key) ?? null, container ?? null),
};

/** A member by name in any casing, or an item by number. */
export function memberOf(container: Json, key: Json): Json | undefined {
  if (Array.isArray(container)) return typeof key === 'number' ? container[key] : undefined;
  if (!isObject(container) || typeof key !== 'string') return undefined;
  const name = Object.keys(container).find((one) => one.toLowerCase() === key.toLowerCase());
  return name === undefined ? undefined : container[name];
}

/** Whether two values are the same, whatever the order of their members. */
export function sameJson(one: Json | undefined, other: Json | undefined): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((value, index) => sameJson(value, other[index]));
  if (isObject(one) && isObject(other)) {
    const keys = Object.keys(one);
    return keys.length === Object.keys(other).length && keys.every((key) => sameJson(one[key], other[key]));
  }
  return one === other;
}

function failed(name: string, value: Json | undefined): never {
  throw new PolicyFailure(`the function '${name}' can't work with ${JSON.stringify(value) ?? 'nothing'}`);
}

function text(value: Json | undefined, name: string): string {
  if (typeof value !== 'string' || value.length > longest) failed(name, value);
  return value;
}

function part(value: Json | undefined, name: string): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return text(value, name);
}

function int(value: Json | undefined, name: string): number {
  return typeof value === 'number' && Number.isInteger(value) ? value : failed(name, value);
}

function numbers(given: readonly Json[], name: string): number[] {
  const flat = given.flatMap((value) => (Array.isArray(value) ? value : [value]));
  return flat.length === 0 ? failed(name, undefined) : flat.map((value) => int(value, name));
}

function bool(value: Json | undefined, name: string): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  return failed(name, value);
}

function list(value: Json | undefined, name: string): Json[] {
  return Array.isArray(value) ? value : failed(name, value);
}

function order([one, other]: readonly Json[], name: string): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [left, right] = [text(one, name).toLowerCase(), text(other, name).toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}

function lengthOf(value: Json | undefined, name: string): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : failed(name, value);
}

function contains(container: Json | undefined, wanted: Json | undefined, name: string): boolean {
  if (Array.isArray(container)) return container.some((value) => sameJson(value, wanted));
  if (isObject(container)) return memberOf(container, wanted ?? null) !== undefined;
  return text(container, name).includes(part(wanted, name));
}

function ends(value: Json | undefined, name: string): readonly Json[] {
  return Array.isArray(value) ? value : [...text(value, name)];
}

function slice(value: Json | undefined, from: number, to: number | undefined, name: string): Json {
  return Array.isArray(value) ? value.slice(from, to) : text(value, name).slice(from, to);
}

function union(given: readonly Json[], name: string): Json {
  if (given.every(isObject)) return Object.assign({}, ...given) as JsonObject;
  const all = given.flatMap((value) => list(value, name));
  return all.filter((value, index) => all.findIndex((one) => sameJson(one, value)) === index);
}

function substring(value: string, from: number, count: Json | undefined, name: string): string {
  const length = count === undefined ? value.length - from : int(count, name);
  if (from < 0 || length < 0 || from + length > value.length) failed(name, value);
  return value.slice(from, from + length);
}

function addDays(moment: string, days: number, name: string): string {
  const from = Date.parse(moment);
  const to = new Date(from + days * 86_400_000);
  return Number.isNaN(to.getTime()) ? failed(name, moment) : to.toISOString();
}
