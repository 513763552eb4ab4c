import { isObject, type Json } from '../../json.ts';
import { PolicyFailure } from './failure.ts';
import { memberOf, sameJson } from './functions.ts';

/** The conditions of a rule, in their published casing. */
export const operators = [
  'equals',
  'notEquals',
  'like',
  'notLike',
  'match',
  'notMatch',
  'matchInsensitively',
  'notMatchInsensitively',
  'contains',
  'notContains',
  'in',
  'notIn',
  'containsKey',
  'notContainsKey',
  'less',
  'lessOrEquals',
  'greater',
  'greaterOrEquals',
  'exists',
] as const;

export type Operator = (typeof operators)[number];

/** Operators that want a list beside them. */
export const listOperators: readonly Operator[] = ['in', 'notIn'];

/** Whether a value meets a condition; `undefined` is a property that is not there. All but `match` ignore the case. */
export function meets(operator: Operator, value: Json | undefined, target: Json): boolean {
  switch (operator) {
    case 'exists':
      return (value !== undefined && value !== null) === isTrue(target);
    case 'equals':
      return same(value, target);
    case 'like':
      return isLike(value, target);
    case 'match':
      return isMatch(value, target, '');
    case 'matchInsensitively':
      return isMatch(value, target, 'i');
    case 'contains':
      return holds(value, target);
    case 'in':
      return Array.isArray(target) && target.some((one) => same(value, one));
    case 'containsKey':
      return isObject(value) && memberOf(value, target) !== undefined;
    case 'less':
      return compare(value, target, (order) => order < 0);
    case 'lessOrEquals':
      return compare(value, target, (order) => order <= 0);
    case 'greater':
      return compare(value, target, (order) => order > 0);
    case 'greaterOrEquals':
      return compare(value, target, (order) => order >= 0);
    default:
      return !meets(opposites[operator], value, target);
  }
}

const opposites = {
  notEquals: 'equals',
  notLike: 'like',
  notMatch: 'match',
  notMatchInsensitively: 'matchInsensitively',
  notContains: 'contains',
  notIn: 'in',
  notContainsKey: 'containsKey',
} as const;

function isTrue(target: Json): boolean {
  return String(target).toLowerCase() === 'true';
}

function same(value: Json | undefined, target: Json): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'object' || typeof target === 'object') return sameJson(value, target);
  return String(value).toLowerCase() === String(target).toLowerCase();
}

/** One `*` stands for any text. */
function isLike(value: Json | undefined, target: Json): boolean {
  if (value === undefined || value === null || typeof value === 'object') return false;
  const [start = '', end] = String(target).toLowerCase().split('*');
  const text = String(value).toLowerCase();
  if (end === undefined) return text === start;
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}

/** `#` stands for a digit, `?` for a letter, `.` for any character. */
function isMatch(value: Json | undefined, target: Json, flags: string): boolean {
  if (typeof value !== 'string') return false;
  const source = [...String(target)].map((character) => {
    if (character === '#') return '\\d';
    if (character === '?') return '\\p{L}';
    return character === '.' ? '[^]' : character.replace(/[*+^$()|[\]\\{}/]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, `u${flags}`).test(value);
}

function holds(value: Json | undefined, target: Json): boolean {
  if (Array.isArray(value)) return value.some((one) => same(one, target));
  if (value === undefined || value === null || typeof value === 'object') return false;
  return String(value).toLowerCase().includes(String(target).toLowerCase());
}

/** Numbers by size, texts by their letters; anything else against each other is an error. */
function compare(value: Json | undefined, target: Json, wanted: (order: number) => boolean): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'number' && isNumber(target)) return wanted(value - Number(target));
  if (typeof value === 'string' && typeof target === 'string') {
    const [one, other] = [value.toLowerCase(), target.toLowerCase()];
    return wanted(one < other ? -1 : one > other ? 1 : 0);
  }
  throw new PolicyFailure(`${JSON.stringify(value)} can't be compared with ${JSON.stringify(target)}`);
}

function isNumber(target: Json): boolean {
  return typeof target === 'number' || (typeof target === 'string' && /^-?\d+$/.test(target));
}
