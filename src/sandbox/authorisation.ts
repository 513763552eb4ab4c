import { keyOf } from './arm-id.ts';
import { builtInRole } from './built-in-roles.ts';
import { ArmError } from './errors.ts';
import { type JsonObject, listAt, textAt } from './json.ts';
import type { Caller, Stored, World } from './provider.ts';

/** What one role grants, as lists of patterns. */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

const assignments = 'Microsoft.Authorization/roleAssignments';
const definitions = 'Microsoft.Authorization/roleDefinitions';

/** What somebody is granted at one scope and beneath it. */
interface Grant {
  readonly scope: string;
  readonly permissions: readonly Permission[];
}

/** What the caller is granted at a scope by its own and its groups' assignments there and above. */
export function permissionsAt(world: World, scope: string): Permission[] {
  const key = keyOf(scope);
  return grantsOf(world).flatMap(({ scope: at, permissions }) => (covers(at, key) ? permissions : []));
}

/** Whether somebody other than the caller may do a control-plane action at a scope, by its own assignments. */
export function grantedTo(world: World, objectId: string, action: string, scope: string): boolean {
  const key = keyOf(scope);
  return grantsTo(world, [objectId]).some(
    (grant) =>
      covers(grant.scope, key) &&
      grant.permissions.some(
        ({ actions, notActions }) => matches(actions, action) && !matches(notActions, action),
      ),
  );
}

/** A list asks for every item: the caller's grants are worked out once until something changes. */
const known = new WeakMap<World, { readonly version: number; readonly grants: readonly Grant[] }>();

function grantsOf(world: World): readonly Grant[] {
  const before = known.get(world);
  if (before?.version === world.version) return before.grants;
  const grants = grantsTo(world, [world.caller.objectId, ...world.caller.groups]);
  known.set(world, { version: world.version, grants });
  return grants;
}

function grantsTo(world: World, principals: readonly string[]): Grant[] {
  const who = principals.map((id) => id.toLowerCase());
  return world
    .all(assignments)
    .filter((one) => who.includes(textAt(one.body, 'properties', 'principalId')?.toLowerCase() ?? '-'))
    .filter((one) => isEffective(world, one))
    .map((one) => ({
      scope: assignedAt(one),
      permissions: permissionsOf(world, textAt(one.body, 'properties', 'roleDefinitionId') ?? ''),
    }));
}

/** A new assignment is not known everywhere at once; those of the seed always were. */
function isEffective(world: World, { createdBy, createdAt }: Stored): boolean {
  return createdBy === platform.objectId || createdAt + world.rightsLag <= world.now;
}

/** The scope of an assignment: what its id extends. */
function assignedAt(assignment: Stored): string {
  const key = keyOf(assignment.id);
  return key.slice(0, key.lastIndexOf('/providers/microsoft.authorization/'));
}

function covers(scope: string, key: string): boolean {
  return scope === '' || key === scope || key.startsWith(`${scope}/`);
}

/** The permissions of a role definition, built-in or custom, by its id. */
export function permissionsOf(world: World, roleDefinitionId: string): Permission[] {
  const guid = roleDefinitionId.slice(roleDefinitionId.lastIndexOf('/') + 1).toLowerCase();
  const builtIn = builtInRole(guid);
  if (builtIn !== undefined) return [builtIn];
  const custom = world.all(definitions).find(({ name }) => name.toLowerCase() === guid);
  return listAt(custom?.body, 'properties', 'permissions').map((permission) => ({
    actions: texts(permission as JsonObject, 'actions'),
    notActions: texts(permission as JsonObject, 'notActions'),
    dataActions: texts(permission as JsonObject, 'dataActions'),
    notDataActions: texts(permission as JsonObject, 'notDataActions'),
  }));
}

function texts(permission: JsonObject, member: string): string[] {
  return listAt(permission, member).filter((one) => typeof one === 'string');
}

/** The platform itself, which does what is due and what policies want: it may do everything. */
export const platform: Caller = {
  objectId: '',
  name: 'platform',
  kind: 'ServicePrincipal',
  directoryId: '',
  groups: [],
};

/** Whether the caller may do a control-plane action at a scope (an id, '' for the tenant). */
export function isAllowed(world: World, action: string, scope: string): boolean {
  if (world.caller === platform) return true;
  return permissionsAt(world, scope).some(
    ({ actions, notActions }) => matches(actions, action) && !matches(notActions, action),
  );
}

/** Whether one of the patterns (`*` stands for any text) covers an action, in any casing. */
export function matches(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => patternOf(pattern).test(action));
}

const patterns = new Map<string, RegExp>();
function patternOf(text: string): RegExp {
  const known = patterns.get(text);
  if (known !== undefined) return known;
  const escaped = text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
  const made = new RegExp(`^${escaped}$`, 'i');
  patterns.set(text, made);
  return made;
}

/** The 403 of a caller without the right. */
export function refusal(caller: Caller, action: string, scope: string): ArmError {
  const message = `The client '${caller.name}' with object id '${caller.objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`;
  return new ArmError(403, 'AuthorizationFailed', message);
}
