import { parseId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { at, type JsonObject, objectAt, present } from '../json.ts';
import type { Call, RouteModel, Stored, World } from '../provider.ts';

/** What ARM itself knows of resources: lists without their properties. */
export const resourceListRoutes: readonly RouteModel[] = [
  {
    method: 'GET',
    pattern: '/subscriptions/{subscription}/resources',
    apiVersions: [],
    writes: false,
    handle: (call) => list(call, `/subscriptions/${call.parts['subscription'] ?? ''}`),
  },
  {
    method: 'GET',
    pattern: '/subscriptions/{subscription}/resourceGroups/{group}/resources',
    apiVersions: [],
    writes: false,
    handle: (call) => {
      const id = `/subscriptions/${call.parts['subscription'] ?? ''}/resourceGroups/${call.parts['group'] ?? ''}`;
      if (call.world.find(id) !== undefined) return list(call, id);
      throw new ArmError(
        404,
        'ResourceGroupNotFound',
        `Resource group '${call.parts['group'] ?? ''}' could not be found.`,
      );
    },
  },
];

function list({ world, query }: Call, scope: string): { status: number; body: JsonObject[] } {
  const wanted = filterOf(query.get('$filter'));
  const body = world
    .under(scope)
    .filter(
      (record) => isTracked(record) && wanted(record) && world.allowed(`${record.type}/read`, record.id),
    )
    .map((record) => shown(world, record));
  return { status: 200, body };
}

/** Top-level resources with a location, in a group: what ARM tracks. */
function isTracked(record: Stored): boolean {
  const parsed = parseId(record.id);
  return (
    parsed?.group !== undefined &&
    parsed.parent === undefined &&
    at(record.body, 'location') !== undefined &&
    parsed.scope.split('/').length === 5 &&
    !record.id.toLowerCase().endsWith(parsed.scope.toLowerCase())
  );
}

function shown(world: World, record: Stored): JsonObject {
  const { location, tags, sku, kind, identity, managedBy } = world.shown(record);
  return present({
    id: record.id,
    name: record.name,
    type: record.type,
    location,
    tags,
    sku,
    kind,
    identity,
    managedBy,
    createdTime: isoTime(record.createdAt),
    changedTime: isoTime(record.changedAt),
    provisioningState: record.state,
  });
}

/** `resourceType eq 'a/b'`, `tagName eq 'a'`, `tagName eq 'a' and tagValue eq 'b'`, joined by `and` / `or` of types. */
function filterOf(filter: string | undefined): (record: Stored) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true;
  const types = [...filter.matchAll(/resourceType eq '([^']*)'/gi)].map((found) => found[1]?.toLowerCase());
  const name = /tagName eq '([^']*)'/i.exec(filter)?.[1]?.toLowerCase();
  const value = /tagValue eq '([^']*)'/i.exec(filter)?.[1];
  if (types.length === 0 && name === undefined) {
    throw new ArmError(
      400,
      'InvalidFilterInQueryString',
      `Invalid $filter '${filter}' specified in the query string.`,
    );
  }
  return (record) => {
    if (types.length > 0 && !types.includes(record.type.toLowerCase())) return false;
    if (name === undefined) return true;
    const tag = Object.entries(objectAt(record.body, 'tags')).find(([key]) => key.toLowerCase() === name);
    return tag !== undefined && (value === undefined || tag[1] === value);
  };
}
