import { keyOf } from '../arm-id.ts';
import { builtInRoles, type Role } from '../built-in-roles.ts';
import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { type Json, type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import type { Answer, Call, RouteModel, Stored, TypeModel, World, Write } from '../provider.ts';
import { list, object, oneOf, readOnly, required, text } from '../shape.ts';
import { assignmentType, definitionType, directoryAt, guidPattern } from './names.ts';

const versions = ['2022-04-01', '2022-05-01-preview'] as const;

/** Microsoft.Authorization/roleDefinitions: custom roles; built-in ones are answered by the routes below. */
export const roleDefinitions: TypeModel = {
  type: definitionType,
  apiVersions: versions,
  placement: 'extension',
  name: { pattern: guidPattern, code: 'RoleDefinitionIdNotGuid' },
  body: object({
    properties: required(
      object({
        roleName: required(text({ min: 1, max: 512 })),
        description: text({ max: 2048 }),
        type: oneOf('CustomRole'),
        permissions: required(
          list(
            object({
              actions: list(text()),
              notActions: list(text()),
              dataActions: list(text()),
              notDataActions: list(text()),
            }),
            { min: 1 },
          ),
        ),
        assignableScopes: required(list(text(), { min: 1 })),
        createdOn: readOnly(text()),
        updatedOn: readOnly(text()),
        createdBy: readOnly(text()),
        updatedBy: readOnly(text()),
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 201, update: 201 },
  verbs: ['put', 'delete'],
  patch: false,
  showsState: false,
  showsDeleted: true,
  serverMade: ['properties.createdOn', 'properties.updatedOn'],
  admit: admitDefinition,
  show: (_world, record) => ({
    ...record.body,
    properties: {
      ...objectAt(record.body, 'properties'),
      createdOn: isoTime(record.createdAt),
      updatedOn: isoTime(record.changedAt),
      createdBy: record.createdBy,
      updatedBy: record.changedBy,
    },
  }),
  mayDelete: refuseAssigned,
};

const right = { action: `${definitionType}/read`, scope: '{scope}' };

/** GET of role definitions, built-in and custom, one and all. */
export const roleDefinitionRoutes: readonly RouteModel[] = [
  {
    method: 'GET',
    pattern: '{*scope}/providers/Microsoft.Authorization/roleDefinitions',
    apiVersions: versions,
    writes: false,
    right,
    handle: (call) => ({ status: 200, body: listed(call) }),
  },
  {
    method: 'GET',
    pattern: '{*scope}/providers/Microsoft.Authorization/roleDefinitions/{role}',
    apiVersions: versions,
    writes: false,
    right,
    handle: getOne,
  },
];

function getOne(call: Call): Answer {
  const wanted = call.parts['role']?.toLowerCase();
  const found = everything(call).find((role) => textAt(role, 'name')?.toLowerCase() === wanted);
  if (found !== undefined) return { status: 200, body: found };
  const message = `The specified role definition with ID '${wanted ?? ''}' does not exist.`;
  throw new ArmError(404, 'RoleDefinitionDoesNotExist', message);
}

function listed(call: Call): Json[] {
  const filter = call.query.get('$filter') ?? '';
  const name = /roleName\s+eq\s+'([^']*)'/i.exec(filter)?.[1]?.toLowerCase();
  const type = /type\s+eq\s+'([^']*)'/i.exec(filter)?.[1]?.toLowerCase();
  return everything(call).filter(
    (role) =>
      (name === undefined || textAt(role, 'properties', 'roleName')?.toLowerCase() === name) &&
      (type === undefined || textAt(role, 'properties', 'type')?.toLowerCase() === type),
  );
}

/** Built-in roles, shown at the caller's scope, and the custom roles of the scope's directory. */
function everything({ world, parts }: Call): JsonObject[] {
  const scope = parts['scope'] ?? '';
  const directory = directoryAt(world, scope);
  const custom = world
    .all(definitionType)
    .filter((role) => directoryAt(world, role.id) === directory)
    .map((role): [string, JsonObject] => [
      keyOf(role.name),
      { ...world.shown(role), id: idAt(scope, role.name) },
    ]);
  // A custom role is one thing in its directory, however many subscriptions it was put at.
  return [...builtInRoles.map((role) => builtIn(scope, role)), ...new Map(custom).values()];
}

/** Whatever lies in a subscription is shown the roles of the subscription: clients compare whole ids. */
function idAt(scope: string, name: string): string {
  const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? '';
  return `${subscription}/providers/${definitionType}/${name}`;
}

function builtIn(scope: string, role: Role): JsonObject {
  const { actions, notActions, dataActions, notDataActions } = role;
  return {
    id: idAt(scope, role.id),
    type: definitionType,
    name: role.id,
    properties: {
      roleName: role.name,
      type: 'BuiltInRole',
      description: role.description,
      assignableScopes: ['/'],
      permissions: [
        {
          actions: [...actions],
          notActions: [...notActions],
          dataActions: [...dataActions],
          notDataActions: [...notDataActions],
        },
      ],
    },
  };
}

function admitDefinition({ world, id, body }: Write): JsonObject {
  const name = textAt(body, 'properties', 'roleName')?.toLowerCase() ?? '';
  const twin = world
    .all(definitionType)
    .find((one) => keyOf(one.name) !== keyOf(id.name) && sameName(world, one, id.scope, name));
  if (twin !== undefined || builtInRoles.some((role) => role.name.toLowerCase() === name)) {
    const message = `A custom role with the name '${name}' already exists in this directory.`;
    throw new ArmError(409, 'RoleDefinitionWithSameNameExists', message);
  }
  const scopes = listAt(body, 'properties', 'assignableScopes');
  if (!scopes.every((scope) => typeof scope === 'string' && scope.startsWith('/subscriptions/'))) {
    const message = 'The assignable scopes of a custom role are subscriptions, groups or resources.';
    throw new ArmError(400, 'InvalidAssignableScope', message);
  }
  return { ...body, properties: { type: 'CustomRole', description: '', ...objectAt(body, 'properties') } };
}

function sameName(world: World, role: Stored, scope: string, name: string): boolean {
  const same = textAt(role.body, 'properties', 'roleName')?.toLowerCase() === name;
  return same && directoryAt(world, role.id) === directoryAt(world, scope);
}

function refuseAssigned(world: World, record: Stored): void {
  const used = world
    .all(assignmentType)
    .some((one) =>
      textAt(one.body, 'properties', 'roleDefinitionId')?.toLowerCase().endsWith(record.name.toLowerCase()),
    );
  if (!used) return;
  throw new ArmError(
    400,
    'RoleDefinitionHasAssignments',
    'There are existing role assignments referencing this role.',
  );
}
