import { ArmError } from './errors.ts';
import { copyOf, isObject, type Json, type JsonObject } from './json.ts';
import type { ObjectShape, Shape } from './shape.ts';

/** Whether required members must be there (a PATCH body leaves most of them out). */
export type Completeness = 'whole' | 'partial';

/**
 * Holds a body against a shape and answers the body to store.
 * @param code ARM code of the 400 that names the JSON path of what does not fit.
 */
export function checkBody(
  shape: ObjectShape,
  body: JsonObject,
  code: string,
  how: Completeness = 'whole',
): JsonObject {
  return checkObject(shape, body, '$', { code, whole: how === 'whole' });
}

interface Terms {
  readonly code: string;
  readonly whole: boolean;
}

function refuse(terms: Terms, path: string, what: string): never {
  const message = `The request content was invalid: '${path}' ${what}.`;
  throw new ArmError(400, terms.code, message, { target: path });
}

function check(shape: Shape, value: Json, path: string, terms: Terms): Json {
  switch (shape.kind) {
    case 'text':
      return checkText(shape, value, path, terms);
    case 'enum': {
      const known = typeof value === 'string' ? published(shape.values, value) : undefined;
      return (
        known ??
        refuse(terms, path, `has value ${JSON.stringify(value)}, allowed are ${shape.values.join(', ')}`)
      );
    }
    case 'number':
      return checkNumber(shape, value, path, terms);
    case 'boolean':
      return typeof value === 'boolean' ? value : refuse(terms, path, 'must be true or false');
    case 'anything':
      return copyOf(value);
    case 'list':
      return checkList(shape, value, path, terms);
    case 'map':
      return checkMap(shape, value, path, terms);
    case 'object':
      return isObject(value)
        ? checkObject(shape, value, path, terms)
        : refuse(terms, path, 'must be an object');
    case 'choice':
      return check(shape.choose(value), value, path, terms);
  }
}

function published(values: readonly string[], value: string): string | undefined {
  return values.find((known) => known.toLowerCase() === value.toLowerCase());
}

function checkText(shape: Shape & { kind: 'text' }, value: Json, path: string, terms: Terms): Json {
  if (typeof value !== 'string') return refuse(terms, path, 'must be a string');
  if (shape.min !== undefined && value.length < shape.min)
    refuse(terms, path, `must have at least ${shape.min} characters`);
  if (shape.max !== undefined && value.length > shape.max)
    refuse(terms, path, `must have at most ${shape.max} characters`);
  if (shape.pattern !== undefined && !shape.pattern.test(value))
    refuse(terms, path, `does not match ${shape.pattern.source}`);
  return value;
}

function checkNumber(shape: Shape & { kind: 'number' }, sent: Json, path: string, terms: Terms): Json {
  const isNumeral = shape.asText === true && typeof sent === 'string' && /^-?\d+$/.test(sent);
  const value = isNumeral ? Number(sent) : sent;
  if (typeof value !== 'number') return refuse(terms, path, 'must be a number');
  if (shape.integer && !Number.isInteger(value)) refuse(terms, path, 'must be a whole number');
  if (shape.min !== undefined && value < shape.min) refuse(terms, path, `must be at least ${shape.min}`);
  if (shape.max !== undefined && value > shape.max) refuse(terms, path, `must be at most ${shape.max}`);
  return value;
}

function checkList(shape: Shape & { kind: 'list' }, value: Json, path: string, terms: Terms): Json {
  if (!Array.isArray(value)) return refuse(terms, path, 'must be an array');
  if (shape.min !== undefined && value.length < shape.min)
    refuse(terms, path, `must have at least ${shape.min} items`);
  if (shape.max !== undefined && value.length > shape.max)
    refuse(terms, path, `must have at most ${shape.max} items`);
  return value.map((item, index) => check(shape.item, item, `${path}[${index}]`, { ...terms, whole: true }));
}

function checkMap(shape: Shape & { kind: 'map' }, value: Json, path: string, terms: Terms): Json {
  if (!isObject(value)) return refuse(terms, path, 'must be an object');
  const entries = Object.entries(value);
  if (shape.max !== undefined && entries.length > shape.max)
    refuse(terms, path, `must have at most ${shape.max} members`);
  const checked: JsonObject = {};
  for (const [key, member] of entries) {
    // A partial body deletes a member by null.
    if (member === null && !terms.whole) checked[key] = null;
    else checked[key] = check(shape.value, member, `${path}.${key}`, terms);
  }
  return checked;
}

function checkObject(shape: ObjectShape, value: JsonObject, path: string, terms: Terms): JsonObject {
  const checked: JsonObject = {};
  const names = Object.keys(shape.members);
  for (const [key, member] of Object.entries(value)) {
    const name = Object.hasOwn(shape.members, key) ? key : published(names, key);
    const rule = name === undefined ? undefined : shape.members[name];
    if (name === undefined || rule === undefined)
      return refuse(terms, `${path}.${key}`, 'is not a member of the type');
    if (rule.readOnly === 'ignored') continue;
    if (rule.readOnly === 'refused' && member !== null) refuse(terms, `${path}.${key}`, 'is read-only');
    if (member !== null) checked[name] = check(rule, member, `${path}.${name}`, terms);
    else if (!terms.whole) checked[name] = null;
  }
  if (terms.whole) complete(shape, checked, path, terms);
  return checked;
}

function complete(shape: ObjectShape, checked: JsonObject, path: string, terms: Terms): void {
  for (const [name, rule] of Object.entries(shape.members)) {
    if (checked[name] !== undefined) continue;
    if (rule.default !== undefined) checked[name] = copyOf(rule.default);
    else if (rule.required) refuse(terms, `${path}.${name}`, 'is required and missing');
  }
}
