import { keyOf } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { textAt } from '../json.ts';
import type { Guard, RouteModel, TypeModel, World } from '../provider.ts';
import { list, object, oneOf, required, text } from '../shape.ts';
import { isWithin, lockType, scopeKey, scopeOf } from './names.ts';

const versions = ['2016-09-01', '2017-04-01', '2020-05-01'] as const;

/** Microsoft.Authorization/locks at a subscription, group or resource. */
export const locks: TypeModel = {
  type: lockType,
  apiVersions: versions,
  placement: 'extension',
  name: { pattern: /^[^<>%&:\\?/]+$/, max: 260 },
  body: object({
    properties: required(
      object({
        level: required(oneOf('CanNotDelete', 'ReadOnly')),
        notes: text({ max: 512 }),
        owners: list(object({ applicationId: text() })),
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  verbs: ['get', 'put', 'delete'],
  patch: false,
  showsState: false,
  showsSystemData: true,
};

/** GET locks: at a scope and beneath it; with atScope() only at it. */
export const lockList: RouteModel = {
  method: 'GET',
  pattern: '{*scope}/providers/Microsoft.Authorization/locks',
  apiVersions: versions,
  writes: false,
  right: { action: `${lockType}/read`, scope: '{scope}' },
  handle: ({ world, parts, query }) => {
    const scope = keyOf(parts['scope'] ?? '');
    const exact = /atScope\(\)/i.test(query.get('$filter') ?? '');
    const found = world.all(lockType).filter((one) => {
      const at = scopeKey(one.id);
      return exact ? at === scope : isWithin(at, scope);
    });
    return { status: 200, body: found.map((one) => world.shown(one)) };
  },
};

/**
 * What locks forbid: a delete at or beneath a locked scope, or of something that holds one; a ReadOnly lock every
 * other write too. Extension resources (role assignments, diagnostic settings) lie beneath what they extend. Locks
 * themselves can always be written and lifted.
 */
export const lockGuard: Guard = (world, { method, id, type }) => {
  if (type.toLowerCase() === lockType.toLowerCase()) return undefined;
  const key = keyOf(id.id);
  const deleting = method === 'DELETE';
  const hit = lockedScopes(world, (at, level) => {
    if (deleting) return isWithin(key, at) || isWithin(at, key);
    return level === 'ReadOnly' && isWithin(key, at);
  });
  if (hit.length === 0) return undefined;
  const verb = deleting ? 'delete' : 'write';
  const message = `The scope '${id.id}' cannot perform ${verb} operation because following scope(s) are locked: '${hit.join(', ')}'. Please remove the lock and try again.`;
  throw new ArmError(409, 'ScopeLocked', message);
};

function lockedScopes(world: World, applies: (at: string, level: string) => boolean): string[] {
  const hit = world
    .all(lockType)
    .filter((one) => applies(scopeKey(one.id), textAt(one.body, 'properties', 'level') ?? ''))
    .map(scopeOf);
  return [...new Set(hit)];
}
