import { keyOf } from '../arm-id.ts';
import { builtInRole } from '../built-in-roles.ts';
import { isoTime } from '../instants.ts';
import { type JsonObject, numberAt, objectAt, present, textAt } from '../json.ts';
import type { Call, RouteModel, Stored, World } from '../provider.ts';
import { groups, principals } from '../seed-directories.ts';
import { assignmentsAround, assignmentsAt, definitionType, isWithin, scopeOf } from './names.ts';
import { principalOf, roleOf } from './role-assignments.ts';

const versions = ['2020-10-01', '2024-09-01-preview'] as const;
const activeType = 'Microsoft.Authorization/roleAssignmentScheduleInstances';
const eligibleType = 'Microsoft.Authorization/roleEligibilityScheduleInstances';

/** GET of what Privileged Identity Management knows: roles that are held, with their end, and roles that may be activated. */
export const roleScheduleLists: readonly RouteModel[] = [
  instances(activeType, ({ world, parts }) =>
    assignmentsAround(world, parts['scope'] ?? '').map((one) => ({
      scope: scopeOf(one),
      principal: principalOf(one),
      shown: () => activeInstance(world, one),
    })),
  ),
  instances(eligibleType, ({ world, parts }) => eligibilities(world, parts['scope'] ?? '')),
];

interface Instance {
  readonly scope: string;
  readonly principal: string;
  readonly shown: () => JsonObject;
}

function instances(type: string, all: (call: Call) => readonly Instance[]): RouteModel {
  return {
    method: 'GET',
    pattern: `{*scope}/providers/${type}`,
    apiVersions: versions,
    writes: false,
    handle: (call) => {
      const filter = call.query.get('$filter') ?? '';
      const own = /asTarget\(\)/i.test(filter);
      // Everybody may see the own ones.
      if (!own) call.world.authorise(`${type}/read`, call.parts['scope'] ?? '');
      const scope = keyOf(call.parts['scope'] ?? '');
      const principal = /(?:principalId\s+eq\s+|assignedTo\()'([^']*)'/i.exec(filter)?.[1]?.toLowerCase();
      const who = [call.world.caller.objectId, ...call.world.caller.groups].map((id) => id.toLowerCase());
      const found = all(call).filter((one) => {
        const at = keyOf(one.scope);
        const near = isWithin(scope, at) || (!own && !/atScope\(\)/i.test(filter) && isWithin(at, scope));
        const wanted = principal === undefined || principal === one.principal;
        return near && wanted && (!own || who.includes(one.principal));
      });
      return { status: 200, body: found.map(({ shown }) => shown()) };
    },
  };
}

function activeInstance(world: World, one: Stored): JsonObject {
  const endsAt = numberAt(one.hidden, 'endsAt');
  const activated = one.hidden['activated'] === true;
  return {
    id: `${scopeOf(one)}/providers/${activeType}/${one.name}`,
    name: one.name,
    type: activeType,
    properties: present({
      scope: scopeOf(one) || '/',
      roleDefinitionId: textAt(one.body, 'properties', 'roleDefinitionId'),
      principalId: principalOf(one),
      principalType: textAt(one.body, 'properties', 'principalType'),
      originRoleAssignmentId: one.id,
      status: 'Provisioned',
      startDateTime: isoTime(one.createdAt),
      endDateTime: endsAt === undefined ? undefined : isoTime(endsAt),
      assignmentType: activated ? 'Activated' : 'Assigned',
      memberType: 'Direct',
      createdOn: isoTime(one.createdAt),
      expandedProperties: expanded(world, scopeOf(one), roleOf(objectAt(one.body, 'properties')), one),
    }),
  };
}

/** Roles that people of the seed may activate, on every subscription that they have rights in. */
function eligibilities(world: World, scope: string): Instance[] {
  const [, , subscription = ''] = scope.split('/');
  const at = `/subscriptions/${subscription}`;
  return principals
    .filter((one) => one.eligibleFor !== undefined)
    .filter((one) => one.grantedIn.includes(world.directoryOf(subscription) ?? ''))
    .map((one) => ({
      scope: at,
      principal: one.objectId,
      shown: () => eligibleInstance(world, at, one.objectId, builtInRole(one.eligibleFor ?? '')?.id ?? ''),
    }));
}

function eligibleInstance(world: World, scope: string, principalId: string, role: string): JsonObject {
  const name = `${principalId.slice(0, 24)}${role.slice(24)}`;
  return {
    id: `${scope}/providers/${eligibleType}/${name}`,
    name,
    type: eligibleType,
    properties: {
      scope,
      roleDefinitionId: `${scope}/providers/${definitionType}/${role}`,
      principalId,
      principalType: 'User',
      status: 'Provisioned',
      memberType: 'Direct',
      expandedProperties: expanded(world, scope, role),
    },
  };
}

function expanded(world: World, scope: string, role: string, assignment?: Stored): JsonObject {
  const custom = world.all(definitionType).find(({ name }) => name.toLowerCase() === role);
  const principal = assignment === undefined ? undefined : principalOf(assignment);
  const name =
    principals.find(({ objectId }) => objectId === principal)?.displayName ??
    groups.find(({ objectId }) => objectId === principal)?.displayName;
  return present({
    scope: { id: scope },
    roleDefinition: {
      id: `${scope}/providers/${definitionType}/${role}`,
      displayName: builtInRole(role)?.name ?? textAt(custom?.body, 'properties', 'roleName') ?? role,
      type: custom === undefined ? 'BuiltInRole' : 'CustomRole',
    },
    principal: principal === undefined ? undefined : present({ id: principal, displayName: name }),
  });
}

/** Whether a principal of the seed may activate a role at a scope. */
export function isEligible(world: World, scope: string, principal: string, role: string): boolean {
  return eligibilities(world, scope).some((one) => {
    const properties = objectAt(one.shown(), 'properties');
    return one.principal === principal && roleOf(properties) === role && isWithin(keyOf(scope), one.scope);
  });
}

/** Role assignments at exactly a scope that activate a role for somebody. */
export function activations(world: World, scope: string, principal: string, role: string): Stored[] {
  return assignmentsAt(world, scope).filter(
    (one) => principalOf(one) === principal && roleOf(objectAt(one.body, 'properties')) === role,
  );
}
