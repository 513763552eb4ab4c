import { ArmError } from '../../errors.ts';
import { isObject, type Json, type JsonObject, present } from '../../json.ts';
import { callsIn, ExpressionError, isExpression, parseExpression } from './expression.ts';
import { listOperators, type Operator, operators } from './operators.ts';
import type { Condition, Left, Rule } from './rule.ts';

/** Takes a policy rule apart; throws 400 InvalidPolicyRule for what is none. */
export function parseRule(policyRule: Json | undefined): Rule {
  if (!isObject(policyRule)) invalid('it must be an object');
  only(policyRule, ['if', 'then']);
  const then = policyRule['then'];
  if (!isObject(then)) invalid("'then' is missing");
  only(then, ['effect', 'details']);
  const effect = then['effect'];
  if (typeof effect !== 'string') invalid("'then.effect' must be a string");
  return { if: parseCondition(policyRule['if']), effect, details: then['details'] };
}

/** The 400 for a rule that can't be read. */
export function invalid(why: string): never {
  throw new ArmError(400, 'InvalidPolicyRule', `Failed to parse policy rule: '${why}'.`);
}

function only(object: JsonObject, names: readonly string[]): void {
  for (const key of Object.keys(object))
    if (!names.includes(key)) invalid(`Could not find member '${key}'. Known are ${names.join(', ')}`);
}

function parseCondition(value: Json | undefined): Condition {
  if (!isObject(value)) invalid('a condition must be an object');
  const all = value['allOf'];
  const any = value['anyOf'];
  if (all !== undefined || any !== undefined || value['not'] !== undefined) {
    only(value, [all !== undefined ? 'allOf' : any !== undefined ? 'anyOf' : 'not']);
    if (all === undefined && any === undefined) return { kind: 'not', of: parseCondition(value['not']) };
    const list = all ?? any;
    if (!Array.isArray(list) || list.length === 0) invalid("'allOf' and 'anyOf' must be filled arrays");
    return { kind: all === undefined ? 'anyOf' : 'allOf', of: list.map(parseCondition) };
  }
  const found = operators.filter((operator) => value[operator] !== undefined);
  const [operator] = found;
  if (operator === undefined || found.length > 1) invalid('a condition has exactly one operator');
  only(value, ['field', 'value', 'count', operator]);
  return { kind: 'compare', left: parseLeft(value), operator, target: targetOf(value, operator) };
}

function targetOf(value: JsonObject, operator: Operator): Json {
  const target = value[operator] as Json;
  if (isExpression(target)) expressionIn(target);
  else if (listOperators.includes(operator) !== Array.isArray(target))
    invalid(`'${operator}' wants ${listOperators.includes(operator) ? 'an array' : 'a single value'}`);
  if (/like$/i.test(operator) && typeof target === 'string' && target.split('*').length > 2)
    invalid(`'${operator}' takes one '*' at most`);
  if (
    /contains$/i.test(operator) &&
    typeof target === 'string' &&
    !isExpression(target) &&
    target.includes('*')
  )
    invalid(`'${operator}' takes no '*'`);
  return target;
}

function parseLeft(value: JsonObject): Left {
  const kinds = ['field', 'value', 'count'].filter((key) => value[key] !== undefined);
  if (kinds.length !== 1) invalid("a condition looks at a 'field', a 'value' or a 'count'");
  const { field, count } = value;
  if (kinds[0] === 'value') return { of: 'value', value: checked(value['value'] ?? null) };
  if (kinds[0] === 'count') return parseCount(count);
  if (typeof field !== 'string') invalid("'field' must be a string");
  checked(field);
  return { of: 'field', field };
}

function parseCount(count: Json | undefined): Left {
  if (!isObject(count)) invalid("'count' must be an object");
  only(count, ['field', 'value', 'name', 'where']);
  const { field, value, name, where } = count;
  if ((field === undefined) === (value === undefined)) invalid("'count' has either a 'field' or a 'value'");
  if (field !== undefined && (typeof field !== 'string' || !field.endsWith('[*]')))
    invalid("'count.field' must be an alias that ends in [*]");
  if (name !== undefined && (typeof name !== 'string' || field !== undefined))
    invalid("'count.name' names the items of a 'value'");
  if (value !== undefined && !Array.isArray(value) && !isExpression(value))
    invalid("'count.value' must be an array");
  return {
    of: 'count',
    ...present({ field, value: value === undefined ? undefined : checked(value), name }),
    ...(where === undefined ? {} : { where: parseCondition(where) }),
  };
}

function checked(value: Json): Json {
  if (isExpression(value)) expressionIn(value);
  return value;
}

function expressionIn(text: string): void {
  try {
    parseExpression(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    invalid(`Unable to parse language expression '${text}': ${error.message}`);
  }
}

/** What stands in a rule: the conditions' fields, and the calls of its expressions, those of the details included. */
export interface Uses {
  readonly fields: readonly string[];
  readonly calls: readonly { readonly name: string; readonly of: string | undefined }[];
}

/** Everything that a rule refers to. The template of a deployment has expressions of its own and is left out. */
export function usesOf(rule: Rule): Uses {
  const texts = textsIn([conditionJson(rule.if), rule.effect, withoutTemplate(rule.details)]);
  const calls = texts.filter(isExpression).flatMap((text) => {
    try {
      return callsIn(parseExpression(text)).map((call) => {
        const [first] = call.arguments;
        const of = first?.kind === 'literal' && typeof first.value === 'string' ? first.value : undefined;
        return { name: call.name, of };
      });
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return invalid(`Unable to parse language expression '${text}': ${error.message}`);
    }
  });
  return { fields: fieldsIn(rule.if), calls };
}

function fieldsIn(condition: Condition): string[] {
  if (condition.kind === 'not') return fieldsIn(condition.of);
  if (condition.kind !== 'compare') return condition.of.flatMap(fieldsIn);
  const { left } = condition;
  const own = left.of !== 'value' && left.field !== undefined ? [left.field] : [];
  return left.of === 'count' && left.where !== undefined ? [...own, ...fieldsIn(left.where)] : own;
}

function conditionJson(condition: Condition): Json {
  return JSON.parse(JSON.stringify(condition)) as Json;
}

function withoutTemplate(details: Json | undefined): Json {
  if (!isObject(details)) return details ?? null;
  return JSON.parse(
    JSON.stringify(details, (key, value: unknown) => (key === 'template' ? undefined : value)),
  ) as Json;
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
