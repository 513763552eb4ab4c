import { parseId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { type JsonObject, objectAt, textAt } from '../json.ts';
import type { Answer, Call, RouteModel, Stored, World } from '../provider.ts';
import { object, oneOf, required, tags } from '../shape.ts';
import { resourcesVersions } from './versions.ts';

const pattern = '/{*scope}/providers/Microsoft.Resources/tags/default';
const common = { pattern, apiVersions: resourcesVersions } as const;
const right = (action: string) => ({ action: `Microsoft.Resources/tags/${action}`, scope: '/{*scope}' });
const properties = object({ tags: tags() });

/** The tags of a resource, a group or a subscription, as a resource of their own. */
export const tagRoutes: readonly RouteModel[] = [
  {
    ...common,
    method: 'GET',
    writes: false,
    right: right('read'),
    handle: (call) => shown(call, tagsAt(call)),
  },
  {
    ...common,
    method: 'PUT',
    writes: true,
    right: right('write'),
    body: object({ properties: required(properties) }),
    handle: replace,
  },
  {
    ...common,
    method: 'PATCH',
    writes: true,
    right: right('write'),
    body: object({ operation: oneOf('Replace', 'Merge', 'Delete'), properties }),
    handle: patch,
  },
  { ...common, method: 'DELETE', writes: true, right: right('delete'), handle: clear },
];

function replace(call: Call): Answer {
  return setTags(call, objectAt(call.body, 'properties', 'tags'));
}

function patch(call: Call): Answer {
  const sent = objectAt(call.body, 'properties', 'tags');
  const now = tagsAt(call);
  const operation = textAt(call.body, 'operation') ?? 'Replace';
  if (operation === 'Replace') return setTags(call, sent);
  if (operation === 'Merge') return setTags(call, { ...now, ...sent });
  const kept = Object.entries(now).filter(([key, value]) => sent[key] !== value);
  return setTags(call, Object.fromEntries(kept));
}

function clear(call: Call): Answer {
  const scope = scopeOf(call);
  if (parseId(scope)?.type === 'Microsoft.Resources/subscriptions') call.world.remove(ownId(scope));
  else setTags(call, {});
  return { status: 200 };
}

function setTags(call: Call, wanted: JsonObject): Answer {
  const { world } = call;
  const record = holder(world, scopeOf(call));
  const body = world.checkUpdate(record.id, { ...record.body, tags: wanted });
  world.save({ ...record, body });
  return shown(call, objectAt(body, 'tags'));
}

function tagsAt(call: Call): JsonObject {
  const scope = scopeOf(call);
  if (
    parseId(scope)?.type === 'Microsoft.Resources/subscriptions' &&
    call.world.find(ownId(scope)) === undefined
  )
    return {};
  return objectAt(holder(call.world, scope).body, 'tags');
}

/** Tags lie on the resource itself; a subscription is no record, so its tags are one of their own. */
function holder(world: World, scope: string): Stored {
  if (parseId(scope)?.type === 'Microsoft.Resources/subscriptions') {
    return world.find(ownId(scope)) ?? world.add(ownId(scope), 'Microsoft.Resources/tags', {});
  }
  const found = world.find(scope);
  if (found !== undefined) return found;
  throw new ArmError(404, 'ResourceNotFound', `The Resource '${scope}' was not found.`);
}

function scopeOf(call: Call): string {
  return `/${call.parts['scope'] ?? ''}`.replace(/^\/+/, '/');
}

function ownId(scope: string): string {
  return `${scope}/providers/Microsoft.Resources/tags/default`;
}

function shown(call: Call, current: JsonObject): Answer {
  const body = {
    id: ownId(scopeOf(call)),
    name: 'default',
    type: 'Microsoft.Resources/tags',
    properties: { tags: current },
  };
  return { status: 200, body };
}
