import { ArmError } from '../../errors.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../../json.ts';
import { isExpression } from './expression.ts';
import { sameJson } from './functions.ts';

const types: { readonly [type: string]: (value: Json) => boolean } = {
  string: (value) => typeof value === 'string',
  array: Array.isArray,
  object: isObject,
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => typeof value === 'number' && Number.isInteger(value),
  float: (value) => typeof value === 'number',
  datetime: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
};

/** Refuses parameters of a definition that can't be. */
export function checkDeclared(parameters: JsonObject, policy: string): void {
  for (const [name, declared] of Object.entries(parameters)) {
    const type = textAt(declared, 'type')?.toLowerCase() ?? '';
    if (!Object.hasOwn(types, type)) throw wrong(policy, `parameter '${name}' has no known type`);
    const fallback = objectAt(declared)['defaultValue'];
    if (fallback !== undefined) checkValue(name, fallback, declared, policy);
  }
}

/** Parameters can't be taken away from a definition, and a new one needs a default: assignments rely on them. */
export function checkUpdate(before: JsonObject, after: JsonObject): void {
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  if (gone.length > 0) {
    const message = `The existing policy has '${Object.keys(before).length}' parameter(s) which is greater than the count of parameter(s) '${Object.keys(after).length}' in the policy being added. Policy parameters cannot be removed during policy update.`;
    throw new ArmError(400, 'InvalidPolicyParameterUpdate', message);
  }
  const bare = Object.keys(after).filter(
    (name) => !Object.hasOwn(before, name) && objectAt(after, name)['defaultValue'] === undefined,
  );
  if (bare.length === 0) return;
  const message = `The policy contains new parameter(s) '${bare.join(',')}' which are not present in the existing policy and have no default value. New parameters may be added to a policy only if they have a default value.`;
  throw new ArmError(400, 'InvalidPolicyParameterUpdate', message);
}

/** Refuses values of an assignment that do not fit the parameters of what it assigns. */
export function checkGiven(declared: JsonObject, given: JsonObject, who: string, policy: string): void {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0) {
    const message = `${who} has the parameter(s) '${unknown.join(',')}' which are not defined in the policy definition '${policy}'.`;
    throw new ArmError(400, 'UndefinedPolicyParameter', message);
  }
  const missing = Object.keys(declared).filter(
    (name) => given[name] === undefined && objectAt(declared, name)['defaultValue'] === undefined,
  );
  if (missing.length > 0) {
    const message = `${who} is missing the parameter(s) '${missing.join(',')}' as defined in the policy definition '${policy}'.`;
    throw new ArmError(400, 'MissingPolicyParameter', message);
  }
  for (const [name, one] of Object.entries(given)) {
    const value = objectAt(one)['value'];
    if (value === undefined) throw wrong(policy, `parameter '${name}' has no value`);
    // What a set passes on is known when the set itself is assigned.
    if (!isExpression(value)) checkValue(name, value, declared[name] ?? {}, policy);
  }
}

function checkValue(name: string, value: Json, declared: Json, policy: string): void {
  const type = textAt(declared, 'type')?.toLowerCase() ?? '';
  const fits = Object.hasOwn(types, type) ? types[type] : undefined;
  if (fits?.(value) === false) throw wrong(policy, `parameter '${name}' must be of type ${type}`);
  const allowed = objectAt(declared)['allowedValues'];
  if (!Array.isArray(allowed)) return;
  const chosen = type === 'array' && Array.isArray(value) ? value : [value];
  const stranger = chosen.find((one) => !allowed.some((known) => sameJson(known, one)));
  if (stranger === undefined) return;
  const message = `The value '${typeof stranger === 'string' ? stranger : JSON.stringify(stranger)}' is not allowed for policy parameter '${name}' in policy definition '${policy}'. The allowed values are '${listAt(declared, 'allowedValues').join(', ')}'.`;
  throw new ArmError(400, 'PolicyParameterValueNotAllowed', message);
}

function wrong(policy: string, why: string): ArmError {
  const message = `The policy '${policy}' could not be parameterized because of validation errors. Please check if policy parameters are properly defined. The inner exception '${why}.'.`;
  return new ArmError(400, 'InvalidPolicyParameters', message);
}

/** The values that a rule is evaluated with: what was given, and defaults. */
export function valuesOf(declared: JsonObject, given: JsonObject): JsonObject {
  const values: JsonObject = {};
  for (const [name, one] of Object.entries(declared)) {
    const value = objectAt(given, name)['value'] ?? objectAt(one)['defaultValue'];
    if (value !== undefined) values[name] = value;
  }
  return values;
}
