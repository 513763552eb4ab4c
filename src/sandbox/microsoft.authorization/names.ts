import { keyOf } from '../arm-id.ts';
import type { Stored, World } from '../provider.ts';

export const assignmentType = 'Microsoft.Authorization/roleAssignments';
export const definitionType = 'Microsoft.Authorization/roleDefinitions';
export const lockType = 'Microsoft.Authorization/locks';

/** Form of the names of role assignments and definitions. */
export const guidPattern = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What an extension resource extends, as a comparable key ('' for the tenant). */
export function scopeKey(id: string): string {
  const key = keyOf(id);
  return key.slice(0, key.lastIndexOf('/providers/microsoft.authorization/'));
}

/** The scope of an extension resource in the caller's casing. */
export function scopeOf(record: Stored): string {
  return record.id.slice(0, record.id.toLowerCase().lastIndexOf('/providers/microsoft.authorization/'));
}

/** Whether a scope (key) lies at or beneath another. */
export function isWithin(inner: string, outer: string): boolean {
  return outer === '' || inner === outer || inner.startsWith(`${outer}/`);
}

/** Role assignments at exactly a scope. */
export function assignmentsAt(world: World, scope: string): Stored[] {
  return world.all(assignmentType, `${scope.replace(/\/$/, '')}/providers/${assignmentType}`);
}

/** Role assignments at, above and beneath a scope, without a look at those of everybody else. */
export function assignmentsAround(world: World, scope: string): Stored[] {
  const key = keyOf(scope).replace(/^\/$/, '');
  if (key === '') return world.all(assignmentType);
  const parts = key.split('/').slice(1);
  const above = parts.map((_, index) => ['', ...parts.slice(0, index)].join('/'));
  return [...above.flatMap((outer) => assignmentsAt(world, outer)), ...world.all(assignmentType, key)];
}

/** The directory that a scope belongs to: its subscription's, the caller's own above subscriptions. */
export function directoryAt(world: World, scope: string): string {
  const [, kind, subscription] = scope.split('/');
  const found = kind?.toLowerCase() === 'subscriptions' ? world.directoryOf(subscription ?? '') : undefined;
  return found ?? world.caller.directoryId;
}
