import { type Json, type JsonObject, present } from '../../json.ts';
import { resolve, type Surroundings } from './evaluate-expression.ts';
import { PolicyFailure } from './failure.ts';
import { location, placesOf, select } from './fields.ts';
import { meets, type Operator } from './operators.ts';
import type { Condition, Left } from './rule.ts';

/** One condition that was looked at, as Azure tells it in its answers. */
export type Told = JsonObject;

/** Whether a resource meets the `if` of a rule. Tells every condition that it looked at. */
export function evaluate(condition: Condition, around: Surroundings, told: Told[]): boolean {
  switch (condition.kind) {
    case 'allOf':
      return condition.of.every((one) => evaluate(one, around, told));
    case 'anyOf':
      return condition.of.some((one) => evaluate(one, around, told));
    case 'not':
      return !evaluate(condition.of, around, told);
    case 'compare':
      return compare(condition, around, told);
  }
}

function compare(
  { left, operator, target }: Condition & { kind: 'compare' },
  around: Surroundings,
  told: Told[],
): boolean {
  const wanted = targetOf(left, resolve(target, around));
  if (left.of === 'count') {
    const count = countOf(left, around);
    return tell(told, left, operator, wanted, count, meets(operator, count, wanted), left.field ?? 'count');
  }
  if (left.of === 'value') {
    const value = resolve(left.value, around);
    return tell(told, left, operator, wanted, value, meets(operator, value, wanted), String(left.value));
  }
  const field = resolve(left.field, around);
  if (typeof field !== 'string') throw new PolicyFailure('the name of a field must be a text');
  const { many, values } = select(around.of, field, around.frames);
  // An array that is not there holds nothing: it does not exist, and all of its none items meet any condition.
  const result =
    many && values.length === 0 && operator === 'exists'
      ? meets('exists', undefined, wanted)
      : values.every((value) => meets(operator, value, wanted));
  const shown = many ? values.map((value) => value ?? null) : values[0];
  return tell(told, left, operator, wanted, shown, result, field);
}

/** Regions are compared in their short form. */
function targetOf(left: Left, target: Json): Json {
  if (left.of !== 'field' || left.field.toLowerCase() !== 'location') return target;
  return Array.isArray(target) ? target.map((one) => location(one) ?? one) : (location(target) ?? target);
}

function tell(
  told: Told[],
  left: Left,
  operator: Operator,
  target: Json,
  value: Json | undefined,
  result: boolean,
  expression: string,
): boolean {
  const kinds = { field: 'Field', value: 'Value', count: 'Count' } as const;
  told.push(
    present({
      result: result ? 'True' : 'False',
      expressionKind: kinds[left.of],
      expression,
      path: left.of === 'field' ? pathOf(expression) : undefined,
      expressionValue: value,
      targetValue: target,
      operator: operator.charAt(0).toUpperCase() + operator.slice(1),
    }),
  );
  return result;
}

/** Where the property stands in the resource's body. */
function pathOf(field: string): string {
  return field.includes('/') ? `properties.${field.split('/').at(-1) ?? ''}` : field;
}

/** How many items of an array meet the condition of a count. */
function countOf(left: Left & { of: 'count' }, around: Surroundings): number {
  const { field, value, name, where } = left;
  if (field !== undefined) {
    const places = placesOf(around.of, field, around.frames);
    const alias = field.toLowerCase();
    return places.filter(
      ({ at }) =>
        where === undefined || evaluate(where, { ...around, frames: [...around.frames, { alias, at }] }, []),
    ).length;
  }
  const items = resolve(value ?? [], around);
  if (!Array.isArray(items)) throw new PolicyFailure(`what 'count' goes through must be an array`);
  return items.filter(
    (item) =>
      where === undefined ||
      evaluate(where, { ...around, items: { ...around.items, [name ?? 'default']: item } }, []),
  ).length;
}
