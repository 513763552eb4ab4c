import { keyOf } from '../arm-id.ts';
import { conditionsOf, permissionsOf, platform, refusal } from '../authorisation.ts';
import { authorisationsAt, isFromElsewhere } from '../delegation.ts';
import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { type JsonObject, objectAt, present, textAt } from '../json.ts';
import type { Call, RouteModel, Stored, TypeModel, World, Write } from '../provider.ts';
import { groups, principals } from '../seed-directories.ts';
import { object, oneOf, readOnly, required, text } from '../shape.ts';
import { type Asked, parseCondition } from './condition.ts';
import {
  assignmentsAround,
  assignmentsAt,
  assignmentType,
  directoryAt,
  guidPattern,
  isWithin,
  scopeKey,
  scopeOf,
} from './names.ts';

const kinds = [
  'User',
  'Group',
  'ServicePrincipal',
  'ForeignGroup',
  'Device',
  'AgentUser',
  'AgentServicePrincipal',
];

/** Microsoft.Authorization/roleAssignments at any scope. */
export const roleAssignments: TypeModel = {
  type: assignmentType,
  apiVersions: ['2022-04-01'],
  placement: 'extension',
  name: { pattern: guidPattern, code: 'InvalidRoleAssignmentId' },
  body: object({
    properties: required(
      object({
        scope: readOnly(text()),
        roleDefinitionId: required(text({ pattern: /\/roledefinitions\/[0-9a-f-]{36}$/i })),
        principalId: required(text({ pattern: guidPattern })),
        principalType: oneOf(...kinds),
        description: text({ max: 1024 }),
        condition: text(),
        conditionVersion: oneOf('2.0'),
        delegatedManagedIdentityResourceId: text(),
        createdOn: readOnly(text()),
        updatedOn: readOnly(text()),
        createdBy: readOnly(text()),
        updatedBy: readOnly(text()),
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  verbs: ['get', 'put', 'delete'],
  patch: false,
  showsState: false,
  showsDeleted: true,
  serverMade: ['properties.createdOn', 'properties.updatedOn'],
  references: ['properties.principalId'],
  admit: admitAssignment,
  mayDelete: (world, record) =>
    requireConditions(world, scopeOf(record), {
      action: `${assignmentType}/delete`,
      request: {},
      resource: attributesOf(objectAt(record.body, 'properties')),
    }),
  // What was activated for a time ends by itself.
  later: (world, record, purpose) => {
    if (record !== undefined && purpose === 'lapse') world.remove(record.id);
  },
  exported: (_world, record, body) => (record.hidden['endsAt'] === undefined ? body : undefined),
  show: (_world, record) => ({
    ...record.body,
    properties: present({
      ...objectAt(record.body, 'properties'),
      scope: scopeOf(record) || '/',
      createdOn: isoTime(record.createdAt),
      updatedOn: isoTime(record.changedAt),
      createdBy: record.createdBy,
      updatedBy: record.changedBy,
    }),
  }),
};

/** GET roleAssignments: at, above and (without atScope()) beneath a scope. */
export const roleAssignmentList: RouteModel = {
  method: 'GET',
  pattern: '{*scope}/providers/Microsoft.Authorization/roleAssignments',
  apiVersions: ['2022-04-01'],
  writes: false,
  right: { action: `${assignmentType}/read`, scope: '{scope}' },
  handle: (call) => ({ status: 200, body: listed(call).map((one) => call.world.shown(one)) }),
};

function listed({ world, parts, query }: Call): Stored[] {
  const scope = keyOf(parts['scope'] ?? '');
  const filter = query.get('$filter') ?? '';
  const principal = /(?:principalId\s+eq\s+|assignedTo\()'([^']*)'/i.exec(filter)?.[1]?.toLowerCase();
  const atScope = /atScope\(\)/i.test(filter);
  return assignmentsAround(world, scope).filter((one) => {
    const at = scopeKey(one.id);
    const near = isWithin(scope, at) || (!atScope && isWithin(at, scope));
    return near && (principal === undefined || principal === principalOf(one));
  });
}

function admitAssignment({ world, id, body, prior }: Write): JsonObject {
  const properties = objectAt(body, 'properties');
  const role = roleOf(properties);
  const principal = textAt(properties, 'principalId')?.toLowerCase() ?? '';
  if (properties['condition'] !== undefined && properties['conditionVersion'] === undefined) {
    throw new ArmError(400, 'InvalidConditionVersion', 'A condition needs a conditionVersion.');
  }
  if (typeof properties['condition'] === 'string') parseCondition(properties['condition']);
  requireConditions(world, id.scope, {
    action: `${assignmentType}/write`,
    request: { principaltype: principalKind(principal).toLowerCase(), ...attributesOf(properties) },
    resource: {},
  });
  if (prior !== undefined) {
    if (roleOf(objectAt(prior.body, 'properties')) !== role || principalOf(prior) !== principal) {
      const message = 'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.';
      throw new ArmError(400, 'RoleAssignmentUpdateNotPermitted', message);
    }
    return {
      ...body,
      properties: {
        ...properties,
        principalType: textAt(prior.body, 'properties', 'principalType') ?? 'User',
      },
    };
  }
  if (permissionsOf(world, role).length === 0) {
    const message = `The specified role definition with ID '${role}' does not exist.`;
    throw new ArmError(400, 'RoleDefinitionDoesNotExist', message);
  }
  checkDelegated(world, id.scope, role, principal);
  checkPrincipal(world, id.scope, principal);
  refuseTwin(world, id.scope, role, principal);
  return { ...body, properties: { ...properties, principalType: principalType(properties, principal) } };
}

/**
 * Through Azure Lighthouse only the roles that its delegation lists are assigned, and only to managed identities of the
 * customer's directory. Source: Microsoft, "Deploy a policy that can be remediated within a delegated subscription".
 */
function checkDelegated(world: World, scope: string, role: string, principal: string): void {
  const [, , subscription = ''] = keyOf(scope).split('/');
  if (!isFromElsewhere(world, subscription)) return;
  const listed = authorisationsAt(world, subscription, scope).some(({ assignable }) =>
    assignable.includes(role),
  );
  const trusted = world.directoryOf(subscription) ?? '';
  const isIdentity =
    principalKind(principal) === 'ServicePrincipal' &&
    !principals.some(({ objectId }) => objectId === principal) &&
    world.principalExists(trusted, principal);
  if (!listed || !isIdentity) throw refusal(world.caller, `${assignmentType}/write`, scope);
}

function attributesOf(properties: JsonObject): Asked['request'] {
  return {
    roledefinitionid: roleOf(properties),
    principalid: (textAt(properties, 'principalId') ?? '').toLowerCase(),
    ...(textAt(properties, 'principalType') === undefined
      ? {}
      : { principaltype: (textAt(properties, 'principalType') ?? '').toLowerCase() }),
  };
}

/** One of the assignments that grant an action has to grant it for this role and this holder. */
function requireConditions(world: World, scope: string, asked: Asked): void {
  if (world.caller === platform) return;
  const conditions = conditionsOf(world, asked.action, scope);
  if (conditions.some((text) => text === undefined || parseCondition(text)(asked))) return;
  throw refusal(world.caller, asked.action, scope);
}

/** The GUID of the role that an assignment or a request names. */
export function roleOf(properties: JsonObject): string {
  return (textAt(properties, 'roleDefinitionId') ?? '').split('/').at(-1)?.toLowerCase() ?? '';
}

/** Who is assigned, in lower case. */
export function principalOf(assignment: Stored): string {
  return textAt(assignment.body, 'properties', 'principalId')?.toLowerCase() ?? '';
}

/** Refuses a principal that the scope's directory does not know (yet). */
export function checkPrincipal(world: World, scope: string, principal: string): void {
  const directory = directoryAt(world, scope);
  if (world.principalExists(directory, principal)) return;
  const message = `Principal ${principal.replaceAll('-', '')} does not exist in the directory ${directory}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.`;
  throw new ArmError(400, 'PrincipalNotFound', message);
}

function refuseTwin(world: World, scope: string, role: string, principal: string): void {
  const twin = assignmentsAt(world, scope).find(
    (one) => principalOf(one) === principal && roleOf(objectAt(one.body, 'properties')) === role,
  );
  if (twin === undefined) return;
  const message = `The role assignment already exists. The ID of the conflicting role assignment is ${twin.name.replaceAll('-', '')}.`;
  throw new ArmError(409, 'RoleAssignmentExists', message);
}

/** What kind of principal an object id is. */
export function principalKind(principal: string): 'User' | 'Group' | 'ServicePrincipal' {
  const user = principals.some(({ objectId }) => objectId === principal);
  const group = groups.some(({ objectId }) => objectId === principal);
  return user ? 'User' : group ? 'Group' : 'ServicePrincipal';
}

/** What kind of principal it is; a kind that was sent must be the right one. */
function principalType(properties: JsonObject, principal: string): string {
  const actual = principalKind(principal);
  const sent = textAt(properties, 'principalType') ?? actual;
  if (sent === actual) return actual;
  const message = `The PrincipalId '${principal}' has type '${actual}', which is different from specified PrinciaplType '${sent}'.`;
  throw new ArmError(400, 'UnmatchedPrincipalType', message);
}
