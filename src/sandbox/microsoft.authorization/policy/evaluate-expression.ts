import { parseId } from '../../arm-id.ts';
import { isoTime } from '../../instants.ts';
import { isObject, type Json, objectAt, present, textAt } from '../../json.ts';
import type { Evaluated, Origin } from './evaluated.ts';
import { type Expression, isExpression, literalText, parseExpression } from './expression.ts';
import { PolicyFailure } from './failure.ts';
import { type Frame, select } from './fields.ts';
import { functions, memberOf } from './functions.ts';

/** What an expression may look at. */
export interface Surroundings {
  readonly of: Evaluated;
  readonly origin: Origin;
  readonly parameters: { readonly [name: string]: Json };
  readonly frames: readonly Frame[];
  /** Current items of `count`s over values, by their names. */
  readonly items: { readonly [name: string]: Json };
}

/** Names of the functions that look at the evaluation, in lower case. */
export const lookingFunctions = [
  'parameters',
  'field',
  'current',
  'if',
  'resourcegroup',
  'subscription',
  'requestcontext',
  'policy',
  'utcnow',
];

/** The value of a text that may be an expression, of the members of an object, of the items of an array. */
export function resolve(value: Json, around: Surroundings): Json {
  if (typeof value === 'string')
    return isExpression(value) ? evaluateExpression(parseExpression(value), around) : literalText(value);
  if (Array.isArray(value)) return value.map((item) => resolve(item, around));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member, around)]));
}

function evaluateExpression(expression: Expression, around: Surroundings): Json {
  if (expression.kind === 'literal') return expression.value;
  if (expression.kind === 'member') {
    const container = evaluateExpression(expression.of, around);
    const key = evaluateExpression(expression.key, around);
    const found = memberOf(container, key);
    if (found !== undefined) return found;
    // A tag that is not there is an empty text; anything else that is missing is an error.
    if (isTags(expression.of)) return '';
    throw new PolicyFailure(`the property '${String(key)}' doesn't exist`);
  }
  const { name } = expression;
  if (name === 'if') {
    const [condition, yes, no] = expression.arguments;
    if (condition === undefined || yes === undefined || no === undefined)
      throw new PolicyFailure(`the function 'if' takes three arguments`);
    return evaluateExpression(evaluateExpression(condition, around) === true ? yes : no, around);
  }
  const given = expression.arguments.map((argument) => evaluateExpression(argument, around));
  if (lookingFunctions.includes(name)) return look(name, given[0], around);
  const apply = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (apply === undefined) throw new PolicyFailure(`the function '${name}' is not known`);
  return apply(given, name);
}

function isTags(expression: Expression): boolean {
  return (
    expression.kind === 'member' &&
    expression.key.kind === 'literal' &&
    String(expression.key.value).toLowerCase() === 'tags'
  );
}

function look(name: string, given: Json | undefined, around: Surroundings): Json {
  const { of, origin } = around;
  switch (name) {
    case 'parameters':
      return parameterOf(String(given), around);
    case 'field':
      return fieldOf(String(given), around);
    case 'current':
      return currentOf(given === undefined ? undefined : String(given), around);
    case 'resourcegroup':
      return groupOf(of);
    case 'subscription':
      return subscriptionOf(of);
    case 'requestcontext':
      return { apiVersion: of.apiVersion, identity: { idtyp: idtypOf(of) } };
    case 'policy':
      return present({ ...origin });
    default:
      return isoTime(of.world.now);
  }
}

function parameterOf(name: string, { parameters }: Surroundings): Json {
  const found = memberOf(parameters, name);
  if (found === undefined) throw new PolicyFailure(`the parameter '${name}' has no value`);
  return found;
}

/** The function `field`: an array for a `[*]` alias, an empty text for what is not there. */
function fieldOf(name: string, { of, frames }: Surroundings): Json {
  const { many, values } = select(of, name, frames);
  return many ? values.map((value) => value ?? null) : (values[0] ?? '');
}

function currentOf(name: string | undefined, { of, frames, items }: Surroundings): Json {
  const only = Object.keys(items).at(-1);
  const item = memberOf(items, name ?? only ?? '');
  if (item !== undefined) return item;
  const alias = name ?? frames.at(-1)?.alias;
  if (alias === undefined) throw new PolicyFailure(`'current' is used outside of a count`);
  return select(of, alias, frames).values[0] ?? '';
}

function groupOf({ world, id }: Evaluated): Json {
  const parsed = parseId(id);
  const own = /^(\/subscriptions\/[^/]+\/resourcegroups\/[^/]+)(?:\/|$)/i.exec(id)?.[1];
  if (own === undefined) return { id: '', name: '', location: '', tags: {} };
  const group = world.find(own);
  return {
    id: own,
    name: group?.name ?? parsed?.group ?? own.split('/')[4] ?? '',
    location: textAt(group?.body, 'location') ?? '',
    tags: objectAt(group?.body, 'tags'),
    properties: { provisioningState: 'Succeeded' },
  };
}

function subscriptionOf({ world, id }: Evaluated): Json {
  const subscriptionId = id.split('/')[2] ?? '';
  const tags = world.find(`/subscriptions/${subscriptionId}/providers/Microsoft.Resources/tags/default`);
  return {
    id: `/subscriptions/${subscriptionId}`,
    subscriptionId,
    tenantId: world.directoryOf(subscriptionId) ?? '',
    tags: objectAt(tags?.body, 'tags'),
  };
}

function idtypOf({ world }: Evaluated): string {
  return world.caller.kind === 'User' ? 'user' : 'app';
}
