import { ArmError } from '../../errors.ts';
import { type Json, type JsonObject, listAt, objectAt, textAt } from '../../json.ts';
import type { TypeModel, World, Write } from '../../provider.ts';
import { anything, list, map, object, oneOf, readOnly, required, text } from '../../shape.ts';
import { definitionOf, policySetDefinitionType } from './definition.ts';
import { checkScope, definitionNotFound, refuseUsed, shownDefinition } from './definitions.ts';
import { callsIn, isExpression, parseExpression } from './expression.ts';
import { checkDeclared, checkGiven, checkUpdate } from './parameters.ts';
import { invalid } from './parse-rule.ts';
import { policyVersions } from './versions.ts';

/** Microsoft.Authorization/policySetDefinitions of subscriptions. */
export const policySetDefinitions: TypeModel = {
  type: policySetDefinitionType,
  apiVersions: policyVersions,
  placement: 'subscription',
  name: { pattern: /^[^<>%&\\?/#]*[^<>%&\\?/#. ]$/, max: 64 },
  body: object({
    properties: required(
      object({
        displayName: text({ max: 128 }),
        description: text({ max: 512 }),
        policyType: oneOf('NotSpecified', 'BuiltIn', 'Custom', 'Static'),
        metadata: anything(),
        parameters: map(anything()),
        version: text(),
        versions: readOnly(anything()),
        policyDefinitionGroups: list(
          object({
            name: required(text({ min: 1 })),
            displayName: text(),
            category: text(),
            description: text(),
            additionalMetadataId: text(),
          }),
        ),
        policyDefinitions: required(
          list(
            object({
              policyDefinitionId: required(text({ pattern: /\/policydefinitions\/[^/]+$/i })),
              policyDefinitionReferenceId: text(),
              definitionVersion: text(),
              latestDefinitionVersion: readOnly(text()),
              effectiveDefinitionVersion: readOnly(text()),
              parameters: map(anything()),
              groupNames: list(text()),
            }),
            { min: 1 },
          ),
        ),
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 201, update: 200 },
  verbs: ['put', 'delete'],
  patch: false,
  badBody: 'InvalidRequestContent',
  showsState: false,
  showsSystemData: true,
  admit: admitSet,
  show: (_world, record) => shownDefinition(record),
  mayDelete: (world, record) => refuseUsed(world, record, 'policy set definition'),
};

function admitSet({ world, id, body, prior }: Write): JsonObject {
  checkScope(id.group, id.id);
  const properties = objectAt(body, 'properties');
  const parameters = objectAt(properties, 'parameters');
  checkDeclared(parameters, id.name);
  if (prior !== undefined) checkUpdate(objectAt(prior.body, 'properties', 'parameters'), parameters);
  const members = listAt(properties, 'policyDefinitions').map((member, index) =>
    admitMember(world, member, index, id.name),
  );
  const references = members.map((member) => textAt(member, 'policyDefinitionReferenceId'));
  const twin = references.find((one, index) => references.indexOf(one) !== index);
  if (twin !== undefined) {
    const message = `The policy set definition '${id.name}' has the policy definition reference id '${twin}' more than once.`;
    throw new ArmError(400, 'PolicySetDefinitionReferenceIdNotUnique', message);
  }
  checkUsed(parameters, members, id.name);
  return { ...body, properties: { ...properties, policyType: 'Custom', policyDefinitions: members } };
}

function admitMember(world: World, member: Json, index: number, set: string): JsonObject {
  const id = textAt(member, 'policyDefinitionId') ?? '';
  const definition = definitionOf(world, id);
  if (definition === undefined) throw definitionNotFound(id.split('/').at(-1) ?? '');
  const who = `The policy set definition '${set}'`;
  checkGiven(definition.parameters, objectAt(member, 'parameters'), who, definition.name);
  const fallback = `${definition.displayName.replace(/[^A-Za-z0-9]+/g, '')}_${index + 1}`;
  return {
    ...objectAt(member),
    policyDefinitionReferenceId: textAt(member, 'policyDefinitionReferenceId') ?? fallback,
  };
}

/** Every parameter of a set is passed on to a definition, and only those are. */
function checkUsed(parameters: JsonObject, members: readonly JsonObject[], set: string): void {
  const used = members
    .flatMap((member) => Object.values(objectAt(member, 'parameters')))
    .map((one) => objectAt(one)['value'] ?? null)
    .filter(isExpression)
    .flatMap((text) => passedOn(text));
  const declared = Object.keys(parameters).map((name) => name.toLowerCase());
  const unknown = used.find((name) => !declared.includes(name));
  if (unknown !== undefined) {
    const message = `The policy set definition '${set}' has undefined parameter '${unknown}'. Please either define it or remove the reference.`;
    throw new ArmError(400, 'InvalidPolicyParameters', message);
  }
  const unused = declared.filter((name) => !used.includes(name));
  if (unused.length === 0) return;
  const message = `The policy set '${set}' has defined parameters '${unused.join(',')}' which are not used in referenced policy definitions. Please either remove these parameters from the definition or ensure that they are used.`;
  throw new ArmError(400, 'UnusedPolicyParameters', message);
}

function passedOn(text: string): string[] {
  try {
    return callsIn(parseExpression(text)).flatMap(({ name, arguments: [first] }) =>
      name === 'parameters' && first?.kind === 'literal' ? [String(first.value).toLowerCase()] : [],
    );
  } catch (error) {
    return invalid(`Unable to parse language expression '${text}': ${String(error)}`);
  }
}

/** The 404 of a set that is not there. */
export function setNotFound(name: string): ArmError {
  return new ArmError(
    404,
    'PolicySetDefinitionNotFound',
    `The policy set definition '${name}' could not be found.`,
  );
}
