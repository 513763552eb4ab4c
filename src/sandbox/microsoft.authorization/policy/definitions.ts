import { keyOf } from '../../arm-id.ts';
import { ArmError } from '../../errors.ts';
import { isoTime } from '../../instants.ts';
import { type JsonObject, listAt, objectAt, textAt } from '../../json.ts';
import type { Stored, TypeModel, World, Write } from '../../provider.ts';
import { anything, map, object, oneOf, readOnly, required, text } from '../../shape.ts';
import {
  type Definition,
  policyAssignmentType,
  policyDefinitionType,
  policySetDefinitionType,
  ruleOf,
} from './definition.ts';
import { isExpression } from './expression.ts';
import { checkDetails, checkReferences, isEffect } from './modelled.ts';
import { checkDeclared, checkUpdate } from './parameters.ts';
import { invalid } from './parse-rule.ts';
import { policyVersions } from './versions.ts';

/** Modes of providers that Azure knows beside All and Indexed. */
const providerModes =
  /^microsoft\.(kubernetes|keyvault|network|managedhsm|datafactory|containerservice|customerlockbox|cognitiveservices|machinelearningservices\.v2)\.data$/i;

/** Microsoft.Authorization/policyDefinitions of subscriptions: custom ones. The built-in ones are in `built-ins.ts`. */
export const policyDefinitions: TypeModel = {
  type: policyDefinitionType,
  apiVersions: policyVersions,
  placement: 'subscription',
  name: { pattern: /^[^<>%&\\?/#]*[^<>%&\\?/#. ]$/, max: 64 },
  body: object({
    properties: required(
      object({
        displayName: text({ max: 128 }),
        description: text({ max: 512 }),
        policyType: oneOf('NotSpecified', 'BuiltIn', 'Custom', 'Static'),
        mode: text(),
        metadata: anything(),
        parameters: map(anything()),
        policyRule: required(anything()),
        version: text(),
        versions: readOnly(anything()),
        externalEvaluationEnforcementSettings: anything(),
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 201, update: 201 },
  verbs: ['put', 'delete'],
  patch: false,
  badBody: 'InvalidRequestContent',
  showsState: false,
  showsSystemData: true,
  admit: admitDefinition,
  show: (_world, record) => shownDefinition(record),
  mayDelete: (world, record) => refuseUsed(world, record, 'policy definition'),
};

function admitDefinition({ world, id, body, prior }: Write): JsonObject {
  checkScope(id.group, id.id);
  const properties = objectAt(body, 'properties');
  const mode = textAt(properties, 'mode') ?? 'Indexed';
  if (!/^(all|indexed)$/i.test(mode) && !providerModes.test(mode)) {
    const message = `The policy definition '${id.name}' mode '${mode}' is invalid. The supported modes are 'All, Indexed'.`;
    throw new ArmError(400, 'InvalidPolicyDefinitionMode', message);
  }
  const parameters = objectAt(properties, 'parameters');
  checkDeclared(parameters, id.name);
  if (prior !== undefined) checkUpdate(objectAt(prior.body, 'properties', 'parameters'), parameters);
  const definition: Definition = {
    id: id.id,
    name: id.name,
    displayName: textAt(properties, 'displayName') ?? id.name,
    version: textAt(properties, 'version'),
    mode: mode.toLowerCase(),
    parameters,
    policyRule: properties['policyRule'] ?? null,
  };
  const rule = ruleOf(definition);
  checkReferences(world, definition);
  for (const effect of possibleEffects(rule.effect, parameters)) {
    if (!isEffect(effect)) invalid(`'${effect}' is no effect`);
    checkDetails(effect, rule.details, id.name);
  }
  return { ...body, properties: { ...properties, policyType: 'Custom' } };
}

/** An effect that a parameter decides is one of the values that it may have. */
function possibleEffects(effect: string, parameters: JsonObject): string[] {
  if (!isExpression(effect)) return [effect.toLowerCase()];
  const name = /^\[parameters\('([^']+)'\)\]$/i.exec(effect.trim())?.[1]?.toLowerCase();
  const declared = Object.entries(parameters).find(([key]) => key.toLowerCase() === name)?.[1];
  const values = [...listAt(declared, 'allowedValues'), objectAt(declared)['defaultValue'] ?? null];
  return values.filter((value) => typeof value === 'string').map((value) => value.toLowerCase());
}

/** Definitions lie in subscriptions (and in management groups, which are not modelled). */
export function checkScope(group: string | undefined, id: string): void {
  if (group === undefined) return;
  const message = `The definition '${id}' can be put at a subscription or a management group only.`;
  throw new ArmError(400, 'MismatchingResourceSegments', message);
}

/** A definition as answered, with who made it. */
export function shownDefinition(record: Stored): JsonObject {
  const properties = objectAt(record.body, 'properties');
  const changed = record.changedAt > record.createdAt;
  return {
    ...record.body,
    properties: {
      ...properties,
      metadata: {
        ...objectAt(properties, 'metadata'),
        createdBy: record.createdBy,
        createdOn: isoTime(record.createdAt),
        updatedBy: changed ? record.changedBy : null,
        updatedOn: changed ? isoTime(record.changedAt) : null,
      },
    },
  };
}

/** What is assigned, or part of a set, stays. */
export function refuseUsed(world: World, record: Stored, what: string): void {
  const users = [
    ...world
      .all(policyAssignmentType)
      .filter((one) => refersTo(textAt(one.body, 'properties', 'policyDefinitionId'), record)),
    ...world
      .all(policySetDefinitionType)
      .filter((set) =>
        listAt(set.body, 'properties', 'policyDefinitions').some((member) =>
          refersTo(textAt(member, 'policyDefinitionId'), record),
        ),
      ),
  ];
  const [user] = users;
  if (user === undefined) return;
  const kind =
    keyOf(user.type) === keyOf(policyAssignmentType) ? 'policy assignment' : 'policy set definition';
  const code =
    what === 'policy definition'
      ? 'InvalidDeletePolicyDefinitionRequest'
      : 'InvalidDeletePolicySetDefinitionRequest';
  const message = `The ${what} '${record.name}' cannot be deleted. It is referenced by the ${kind} '${user.id}'. Please delete all ${kind}s referencing the policy.`;
  throw new ArmError(400, code, message);
}

function refersTo(id: string | undefined, record: Stored): boolean {
  return id !== undefined && keyOf(id) === keyOf(record.id);
}

/** The 404 of a definition that is not there. */
export function definitionNotFound(name: string): ArmError {
  return new ArmError(404, 'PolicyDefinitionNotFound', `The policy definition '${name}' could not be found.`);
}
