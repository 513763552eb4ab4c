import { ArmError } from '../../errors.ts';
import { isObject, type Json, objectAt } from '../../json.ts';
import type { World } from '../../provider.ts';
import { aliasOf, isProperty } from './aliases.ts';
import { type Definition, ruleOf } from './definition.ts';
import { isDeployable } from './deploy.ts';
import { lookingFunctions } from './evaluate-expression.ts';
import { isExpression } from './expression.ts';
import { isPlainField } from './fields.ts';
import { functions } from './functions.ts';
import { usesOf } from './parse-rule.ts';

/** Template functions that Azure takes in a rule and the sandbox does not know. */
const notModelled = new Set(
  'base64 base64tojson base64tostring createobject cidrhost cidrsubnet datauri datauritostring div float format guid indexfromend items json lastindexof map filter reduce mod mul newline nth objectkeys parsecidr range shallowmerge toobject uniquestring uri uricomponent uricomponenttostring xor'.split(
    ' ',
  ),
);

const effects = ['audit', 'deny', 'modify', 'append', 'disabled'];
const otherEffects = [
  'auditifnotexists',
  'deployifnotexists',
  'denyaction',
  'manual',
  'addtonetworkgroup',
  'mutate',
];

/** Whether an effect exists on Azure. */
export function isEffect(effect: string): boolean {
  return [...effects, ...otherEffects].includes(effect.toLowerCase());
}

/** Refuses fields, functions and parameters that a rule can't refer to, as Azure does when a definition is put. */
export function checkReferences(world: World, definition: Definition): void {
  const { fields, calls } = usesOf(ruleOf(definition));
  for (const field of fields) checkField(world, definition, field);
  for (const { name } of calls) {
    if (Object.hasOwn(functions, name) || lookingFunctions.includes(name) || notModelled.has(name)) continue;
    throw notValidated(definition, `The template function '${name}' is not expected at this location`);
  }
  const used = calls.filter(({ name }) => name === 'parameters').map(({ of }) => of?.toLowerCase() ?? '');
  const declared = Object.keys(definition.parameters);
  const undefinedOne = used.find((name) => !declared.some((one) => one.toLowerCase() === name));
  if (undefinedOne !== undefined) {
    throw notValidated(
      definition,
      `The policy '${definition.name}' has undefined parameter '${undefinedOne}' which is used in the policy rule. Please either define it in policy definition or remove the reference in policy rule`,
    );
  }
  const unused = declared.filter((name) => !used.includes(name.toLowerCase()));
  if (unused.length === 0) return;
  const message = `The policy '${definition.name}' has defined parameters '${unused.join(',')}' which are not used in the policy rule. Please either remove these parameters from the definition or ensure that they are used in the policy rule.`;
  throw new ArmError(400, 'UnusedPolicyParameters', message);
}

function checkField(world: World, { name }: Definition, field: string): void {
  if (isExpression(field) || isPlainField(field)) return;
  const alias = aliasOf(world, field);
  if (alias === 'no-provider' && field.includes('/')) {
    const message = `The policy definition '${name}' rule is invalid. The provider '${field.split('/')[0] ?? ''}' referenced by the 'field' property '${field}' of the policy rule doesn't exist.`;
    throw new ArmError(400, 'InvalidProviderNameInPolicyAlias', message);
  }
  if (typeof alias !== 'string' && isProperty(world, alias)) return;
  const message = `The policy definition '${name}' rule is invalid. The 'field' property '${field}' of the policy rule doesn't exist as an alias under provider '${field.split('/')[0] ?? ''}'.`;
  throw new ArmError(400, 'InvalidPolicyAlias', message);
}

function notValidated({ name }: Definition, inner: string): ArmError {
  const message = `A function or parameter in policy '${name}' could not be validated. If using template functions, try following the tips in: https://aka.ms/policy-avoiding-template-failures. The inner exception '${inner}.'.`;
  return new ArmError(400, 'InvalidPolicyParameters', message);
}

/** Refuses, loudly, to assign what the sandbox would not evaluate: it would look as if nothing restricted anything. */
export function checkModelled(definition: Definition, effect: string): void {
  if (effect === 'disabled') return;
  if (definition.mode !== 'all' && definition.mode !== 'indexed')
    throw refused(definition, `the mode ${definition.mode}`);
  if (effect === 'deployifnotexists' && isDeployable(ruleOf(definition).details)) return;
  if (!effects.includes(effect)) throw refused(definition, `the effect ${effect}`);
  const unknown = usesOf(ruleOf(definition)).calls.find(({ name }) => notModelled.has(name));
  if (unknown !== undefined) throw refused(definition, `the function ${unknown.name}`);
}

function refused({ displayName }: Definition, what: string): ArmError {
  const message = `The sandbox does not model ${what} of the policy '${displayName}'. On Azure it could be assigned.`;
  return new ArmError(501, 'SandboxNotModelled', message);
}

/** Refuses details that an effect can't have. */
export function checkDetails(effect: string, details: Json | undefined, policy: string): void {
  const wrong = (why: string): never => {
    const message = `The policy definition '${policy}' rule is invalid. ${why}`;
    throw new ArmError(400, 'InvalidPolicyRuleEffectDetails', message);
  };
  if (effect === 'append') {
    const fits = Array.isArray(details) && details.length > 0 && details.every(isAppended);
    if (!fits) wrong("The 'details' of 'append' must be an array of 'field' and 'value'.");
  }
  if (effect === 'modify') {
    const { roleDefinitionIds: roles, operations } = objectAt(details ?? {});
    if (!Array.isArray(roles) || roles.length === 0)
      wrong("The 'roleDefinitionIds' property is required for 'modify'.");
    if (!Array.isArray(operations) || operations.length === 0 || !operations.every(isOperation))
      wrong("The 'operations' of 'modify' are missing or wrong.");
  }
}

function isAppended(one: Json): boolean {
  return isObject(one) && typeof one['field'] === 'string' && one['value'] !== undefined;
}

function isOperation(one: Json): boolean {
  if (!isObject(one) || typeof one['field'] !== 'string') return false;
  const operation = String(one['operation']).toLowerCase();
  if (operation === 'remove') return true;
  return ['add', 'addorreplace'].includes(operation) && one['value'] !== undefined;
}
