import { keyOf } from '../../arm-id.ts';
import { type Json, type JsonObject, objectAt, textAt } from '../../json.ts';
import type { World } from '../../provider.ts';
import { builtInPolicy } from './built-ins.ts';
import { parseRule } from './parse-rule.ts';
import type { Rule } from './rule.ts';

export const policyDefinitionType = 'Microsoft.Authorization/policyDefinitions';
export const policySetDefinitionType = 'Microsoft.Authorization/policySetDefinitions';
export const policyAssignmentType = 'Microsoft.Authorization/policyAssignments';
export const policyExemptionType = 'Microsoft.Authorization/policyExemptions';

/** A policy definition as it is evaluated. */
export interface Definition {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly version: string | undefined;
  /** `all` or `indexed`; other modes are not modelled. */
  readonly mode: string;
  readonly parameters: JsonObject;
  readonly policyRule: Json;
}

/** A definition by its id, built-in or custom. */
export function definitionOf(world: World, id: string): Definition | undefined {
  const name = id.split('/').at(-1) ?? '';
  const builtIn = /^\/providers\/microsoft\.authorization\/policydefinitions\/[^/]+$/i.test(id)
    ? builtInPolicy(name)
    : undefined;
  const custom = builtIn === undefined ? world.find(id) : undefined;
  if (custom !== undefined && keyOf(custom.type) !== keyOf(policyDefinitionType)) return undefined;
  const properties = builtIn?.['properties'] ?? custom?.body['properties'];
  if (properties === undefined) return undefined;
  const parsed = objectAt(properties);
  return {
    id: builtIn === undefined ? (custom?.id ?? id) : String(builtIn['id']),
    name: builtIn === undefined ? (custom?.name ?? name) : String(builtIn['name']),
    displayName: textAt(parsed, 'displayName') ?? name,
    version: textAt(parsed, 'version'),
    // Without a mode only what has tags and a location is looked at.
    mode: (textAt(parsed, 'mode') ?? 'Indexed').toLowerCase(),
    parameters: objectAt(parsed, 'parameters'),
    policyRule: parsed['policyRule'] ?? null,
  };
}

/** Rules are taken apart once: stored values never change in place. */
const parsedRules = new WeakMap<object, Rule>();

/** The rule of a definition that was admitted. */
export function ruleOf({ policyRule }: Definition): Rule {
  const known =
    typeof policyRule === 'object' && policyRule !== null ? parsedRules.get(policyRule) : undefined;
  if (known !== undefined) return known;
  const rule = parseRule(policyRule);
  if (typeof policyRule === 'object' && policyRule !== null) parsedRules.set(policyRule, rule);
  return rule;
}
