import { isObject, type Json, type JsonObject, objectAt } from '../../json.ts';
import { aliasOf, propertyOf } from './aliases.ts';
import type { Evaluated } from './evaluated.ts';
import { tagOf } from './fields.ts';
import { sameJson } from './functions.ts';

/** One change that a policy makes to a request. */
export interface Change {
  readonly operation: 'add' | 'addorreplace' | 'remove';
  readonly field: string;
  readonly value: Json;
}

/** A change that would overwrite what was asked for, which only `addOrReplace` may. */
export class Conflict extends Error {}

/** The body with a change made; throws {@link Conflict} where an added value stands against another one. */
export function withChange(of: Evaluated, change: Change): JsonObject {
  const { body } = of;
  const tag = tagOf(change.field);
  if (tag !== undefined) return { ...body, tags: withTag(objectAt(body, 'tags'), tag, change) };
  const alias = aliasOf(of.world, change.field);
  if (typeof alias === 'string' || alias.type.toLowerCase() !== of.type.toLowerCase()) return body;
  const [first = ''] = alias.steps;
  const shape = of.world.shapeOf(of.type);
  const inner = shape?.members['properties'];
  const nested =
    inner?.kind === 'object' &&
    Object.keys(inner.members).some((name) => name.toLowerCase() === first.toLowerCase());
  if (!nested) return withSteps(body, alias.steps, change) as JsonObject;
  const properties = withSteps(objectAt(body, 'properties'), alias.steps, change);
  return { ...body, properties };
}

function withTag(tags: JsonObject, name: string, { operation, value }: Change): JsonObject {
  const known = Object.keys(tags).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
  if (operation === 'remove') {
    const { [known]: _, ...rest } = tags;
    return rest;
  }
  const now = tags[known];
  if (operation === 'add' && now !== undefined && !sameJson(now, value)) throw new Conflict();
  return { ...tags, [known]: value };
}

/** What lies beneath a property that was not sent stays away: it was left out on purpose. */
function withSteps(value: Json | undefined, steps: readonly string[], change: Change): Json {
  const [step, ...rest] = steps;
  if (step === '[*]') return withItems(value, rest, change);
  if (step === undefined || !isObject(value)) return value ?? null;
  const key = Object.keys(value).find((one) => one.toLowerCase() === step.toLowerCase()) ?? step;
  const now = value[key];
  if (rest.length > 0) {
    if (rest[0] !== '[*]' && now === undefined) return value;
    return { ...value, [key]: withSteps(now ?? [], rest, change) };
  }
  if (change.operation === 'add' && now !== undefined && !sameJson(now, change.value)) throw new Conflict();
  return { ...value, [key]: change.value };
}

function withItems(value: Json | undefined, rest: readonly string[], change: Change): Json {
  const items = Array.isArray(value) ? value : [];
  if (rest.length === 0)
    return change.operation === 'addorreplace' ? [change.value] : [...items, change.value];
  return items.map((item) => {
    // Items of the network provider keep what is theirs in properties.
    const [first = ''] = rest;
    if (
      !isObject(item) ||
      !isObject(item['properties']) ||
      propertyOf(item['properties'], first) === undefined
    )
      return withSteps(item, rest, change);
    return { ...item, properties: withSteps(item['properties'], rest, change) };
  });
}
