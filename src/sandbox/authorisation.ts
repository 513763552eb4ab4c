import { keyOf } from './arm-id.ts';
import { builtInRole } from './built-in-roles.ts';
import { type Authorisation, authorisationsAt, isFromElsewhere } from './delegation.ts';
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

/** What the caller is granted at a scope by its own and its groups' assignments there and above, or by a delegation. */
export function permissionsAt(world: World, scope: string): Permission[] {
  const { at } = knownIn(world);
  const [, kind, subscription = ''] = keyOf(scope).split('/');
  if (kind === 'subscriptions' && isFromElsewhere(world, subscription))
    return authorisationsAt(world, subscription, scope).flatMap((one) => delegated(world, one));
  const principals = [world.caller.objectId, ...world.caller.groups];
  return scopesOf(keyOf(scope)).flatMap((one) => {
    const found = at.get(one) ?? grantedAt(world, principals, one);
    at.set(one, found);
    return found;
  });
}

/** Of User Access Administrator nothing comes with a delegation but assigning roles; to whom is seen where it is done. */
function delegated(world: World, { role, assignable }: Authorisation): Permission[] {
  if (assignable.length === 0) return permissionsOf(world, role);
  return [{ actions: [`${assignments}/write`], notActions: [], dataActions: [], notDataActions: [] }];
}

/** Whether somebody other than the caller may do a control-plane action at a scope, by its own assignments. */
export function grantedTo(world: World, objectId: string, action: string, scope: string): boolean {
  return scopesOf(keyOf(scope))
    .flatMap((one) => grantedAt(world, [objectId], one))
    .some(({ actions, notActions }) => matches(actions, action) && !matches(notActions, action));
}

/** Whether somebody other than the caller may do a data action at a scope, by its own assignments. */
export function dataGrantedTo(world: World, objectId: string, action: string, scope: string): boolean {
  return scopesOf(keyOf(scope))
    .flatMap((one) => grantedAt(world, [objectId], one))
    .some(
      ({ dataActions, notDataActions }) => matches(dataActions, action) && !matches(notDataActions, action),
    );
}

/** What the caller is granted at each scope that was asked for, for as long as nothing changes. */
interface Known {
  readonly version: number;
  readonly at: Map<string, readonly Permission[]>;
}

/** A list asks for every item, and all items lie beneath the same few scopes. */
const known = new WeakMap<World, Known>();

function knownIn(world: World): Known {
  const before = known.get(world);
  if (before?.version === world.version) return before;
  const fresh = { version: world.version, at: new Map() };
  known.set(world, fresh);
  return fresh;
}

/** A scope and all above it, the widest first. */
function scopesOf(key: string): string[] {
  const parts = key.split('/').slice(1);
  return ['', ...parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)];
}

/** What is assigned to somebody at exactly this scope. */
function grantedAt(world: World, principals: readonly string[], scope: string): Permission[] {
  return assignedAt(world, principals, scope).flatMap((one) =>
    permissionsOf(world, textAt(one.body, 'properties', 'roleDefinitionId') ?? ''),
  );
}

function assignedAt(world: World, principals: readonly string[], scope: string): Stored[] {
  const who = principals.map((id) => id.toLowerCase());
  return world
    .all(assignments, `${scope}/providers/${assignments}`)
    .filter((one) => who.includes(textAt(one.body, 'properties', 'principalId')?.toLowerCase() ?? '-'))
    .filter((one) => isEffective(world, one));
}

/** Conditions under which the caller is granted an action at a scope, one for each assignment; none: undefined. */
export function conditionsOf(world: World, action: string, scope: string): (string | undefined)[] {
  const [, kind, subscription = ''] = keyOf(scope).split('/');
  // What a delegation gives has no conditions of this kind.
  if (kind === 'subscriptions' && isFromElsewhere(world, subscription))
    return isAllowed(world, action, scope) ? [undefined] : [];
  const principals = [world.caller.objectId, ...world.caller.groups];
  return scopesOf(keyOf(scope))
    .flatMap((one) => assignedAt(world, principals, one))
    .filter((one) =>
      permissionsOf(world, textAt(one.body, 'properties', 'roleDefinitionId') ?? '').some(
        ({ actions, notActions }) => matches(actions, action) && !matches(notActions, action),
      ),
    )
    .map((one) => textAt(one.body, 'properties', 'condition'));
}

/** A new assignment is not known everywhere at once; those of the seed always were. */
function isEffective(world: World, { createdBy, createdAt }: Stored): boolean {
  return createdBy === platform.objectId || createdAt + world.rightsLag <= world.now;
}

/** The permissions of a role definition, built-in or custom, by its id. */
export function permissionsOf(world: World, roleDefinitionId: string): Permission[] {
  const guid = roleDefinitionId.slice(roleDefinitionId.lastIndexOf('/') + 1).toLowerCase();
  const builtIn = builtInRole(guid);
  if (builtIn !== undefined) return [builtIn];
  const custom =
    world.find(roleDefinitionId) ?? world.all(definitions).find(({ name }) => name.toLowerCase() === guid);
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
