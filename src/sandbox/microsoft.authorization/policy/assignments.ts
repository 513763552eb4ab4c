import { keyOf } from '../../arm-id.ts';
import { ArmError } from '../../errors.ts';
import { isoTime } from '../../instants.ts';
import { type JsonObject, listAt, objectAt, present, textAt } from '../../json.ts';
import {
  admitIdentity,
  forgetPrincipal,
  identityPaths,
  identityShape,
  replicatePrincipal,
  settlePrincipal,
  shownIdentity,
} from '../../microsoft.managedidentity/identity.ts';
import type { Stored, TypeModel, World, Write } from '../../provider.ts';
import { anything, list, map, object, oneOf, readOnly, required, text } from '../../shape.ts';
import { scopeOf } from '../names.ts';
import { definitionOf, policyAssignmentType, policySetDefinitionType } from './definition.ts';
import { definitionNotFound } from './definitions.ts';
import { effectOf, policiesOf } from './effective.ts';
import { checkModelled } from './modelled.ts';
import { checkGiven } from './parameters.ts';
import { setNotFound } from './set-definitions.ts';
import { policyVersions } from './versions.ts';

const identity = identityShape('SystemAssigned', 'UserAssigned');

/** Microsoft.Authorization/policyAssignments at a subscription, a group or a resource. */
export const policyAssignments: TypeModel = {
  type: policyAssignmentType,
  apiVersions: policyVersions,
  placement: 'extension',
  name: { pattern: /^[^<>%&\\?/#]*[^<>%&\\?/#. ]$/, max: 64 },
  body: object({
    location: text(),
    identity,
    sku: object({ name: required(text()), tier: text() }),
    properties: required(
      object({
        displayName: text({ max: 128 }),
        description: text({ max: 512 }),
        metadata: anything(),
        policyDefinitionId: required(text({ pattern: /\/policy(set)?definitions\/[^/]+$/i })),
        definitionVersion: text(),
        latestDefinitionVersion: readOnly(text()),
        effectiveDefinitionVersion: readOnly(text()),
        scope: readOnly(text()),
        notScopes: list(text()),
        parameters: map(anything()),
        enforcementMode: oneOf('Default', 'DoNotEnforce'),
        nonComplianceMessages: list(
          object({ message: required(text({ min: 1 })), policyDefinitionReferenceId: text() }),
        ),
        resourceSelectors: list(anything()),
        overrides: list(anything()),
        instanceId: readOnly(text()),
        assignmentType: oneOf('NotSpecified', 'System', 'SystemHidden', 'Custom'),
      }),
    ),
  }),
  patch: object({ location: text(), identity }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 201, update: 201 },
  verbs: ['put', 'patch', 'delete'],
  badBody: 'InvalidRequestContent',
  showsState: false,
  showsSystemData: true,
  serverMade: identityPaths.serverMade,
  references: identityPaths.references,
  admit: admitAssignment,
  wrote: (world, record) => {
    settlePrincipal(world, record);
  },
  later: (world, record, _purpose, data) => replicatePrincipal(world, record, data),
  show: showAssignment,
  deleted: forgetPrincipal,
};

function admitAssignment(write: Write): JsonObject {
  const { world, id, prior } = write;
  if (!/^\/subscriptions\//i.test(id.scope))
    throw new ArmError(
      501,
      'SandboxNotModelled',
      'The sandbox models policy assignments in subscriptions only.',
    );
  const body = admitIdentity(write);
  const properties = objectAt(body, 'properties');
  checkSku(objectAt(body, 'sku'));
  for (const member of ['resourceSelectors', 'overrides']) {
    if (listAt(properties, member).length > 0)
      throw new ArmError(
        501,
        'SandboxNotModelled',
        `The sandbox does not model ${member} of policy assignments.`,
      );
  }
  const wanted = textAt(properties, 'policyDefinitionId') ?? '';
  const who = `The policy assignment '${id.name}'`;
  checkGiven(
    declaredBy(world, wanted),
    objectAt(properties, 'parameters'),
    who,
    wanted.split('/').at(-1) ?? '',
  );
  const candidate: Stored = { ...(prior ?? draft(write)), id: id.id, body };
  const policies = policiesOf(world, candidate).map((policy) => ({
    policy,
    effect: effectOf(world, policy),
  }));
  for (const { policy, effect } of policies) {
    checkModelled(policy.definition, effect);
    if (/^(modify|deployifnotexists)$/.test(effect)) checkIdentity(body, effect, who);
  }
  return {
    ...body,
    properties: { enforcementMode: 'Default', metadata: {}, parameters: {}, ...properties },
  };
}

/** What an assignment would be, to look at the policies that it would bring. */
function draft({ id, world }: Write): Stored {
  const by = world.caller.objectId;
  return {
    id: id.id,
    type: policyAssignmentType,
    name: id.name,
    body: {},
    hidden: {},
    state: 'Succeeded',
    visible: false,
    incarnation: 0,
    revision: 0,
    createdAt: world.now,
    createdBy: by,
    changedAt: world.now,
    changedBy: by,
  };
}

function declaredBy(world: World, id: string): JsonObject {
  if (/\/policysetdefinitions\//i.test(id)) {
    const set = world.find(id);
    if (set === undefined || keyOf(set.type) !== keyOf(policySetDefinitionType))
      throw setNotFound(id.split('/').at(-1) ?? '');
    return objectAt(set.body, 'properties', 'parameters');
  }
  const definition = definitionOf(world, id);
  if (definition === undefined) throw definitionNotFound(id.split('/').at(-1) ?? '');
  return definition.parameters;
}

function checkSku(sku: JsonObject): void {
  const [name, tier] = [textAt(sku, 'name'), textAt(sku, 'tier')];
  if (name === undefined) return;
  const fits =
    name === 'A0' ? (tier ?? 'Free') === 'Free' : name === 'A1' && (tier ?? 'Standard') === 'Standard';
  if (!fits)
    throw new ArmError(
      400,
      'InvalidPolicySku',
      `The policy sku '${name}' and tier '${tier ?? ''}' are invalid.`,
    );
}

function checkIdentity(body: JsonObject, effect: string, who: string): void {
  const names: { readonly [effect: string]: string } = {
    modify: 'Modify',
    deployifnotexists: 'DeployIfNotExists',
  };
  if ((textAt(body, 'identity', 'type') ?? 'None') === 'None') {
    const message = `${who} request is invalid. Policy assignments must include a 'managed identity' when assigning '${names[effect] ?? effect}' policy definitions. Please see https://aka.ms/azurepolicyremediation for usage details.`;
    throw new ArmError(400, 'ResourceIdentityRequired', message);
  }
  if (textAt(body, 'location') !== undefined) return;
  throw new ArmError(400, 'LocationRequired', `${who} needs a location for its managed identity.`);
}

function showAssignment(world: World, record: Stored): JsonObject {
  const properties = objectAt(record.body, 'properties');
  const changed = record.changedAt > record.createdAt;
  return present({
    ...record.body,
    identity: shownIdentity(world, record),
    properties: {
      ...properties,
      scope: scopeOf(record),
      metadata: {
        ...objectAt(properties, 'metadata'),
        createdBy: record.createdBy,
        createdOn: isoTime(record.createdAt),
        updatedBy: changed ? record.changedBy : null,
        updatedOn: changed ? isoTime(record.changedAt) : null,
      },
    },
  });
}
