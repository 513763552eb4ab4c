import { parseId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { at, type JsonObject, objectAt, present, textAt } from '../json.ts';
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

/**
 * Equalities of resourceType, resourceGroup, name, location, tagName and tagValue, joined by `and`; several values of
 * one, joined by `or`, are a choice.
 */
function filterOf(filter: string | undefined): (record: Stored) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true;
  const terms = filter.split(/\s+(?:and|or)\s+/i).map((term) => equality.exec(term.trim()));
  const wanted = new Map<string, string[]>();
  for (const term of terms) {
    if (term === null) {
      const message = `Invalid $filter '${filter}' specified in the query string.`;
      throw new ArmError(400, 'InvalidFilterInQueryString', message);
    }
    const key = (term[1] ?? '').toLowerCase();
    wanted.set(key, [...(wanted.get(key) ?? []), term[2] ?? '']);
  }
  return (record) => [...wanted].every(([key, values]) => meets(record, key, values, wanted));
}

const equality =
  /^\(*\s*(resourceType|resourceGroup|name|location|tagName|tagValue)\s+eq\s+'([^']*)'\s*\)*$/i;

function meets(
  record: Stored,
  key: string,
  values: readonly string[],
  all: ReadonlyMap<string, readonly string[]>,
): boolean {
  const tags = Object.entries(objectAt(record.body, 'tags'));
  const lower = values.map((value) => value.toLowerCase());
  switch (key) {
    case 'resourcetype':
      return lower.includes(record.type.toLowerCase());
    case 'resourcegroup':
      return lower.includes((parseId(record.id)?.group ?? '').toLowerCase());
    case 'name':
      return lower.includes(record.name.toLowerCase());
    case 'location':
      return lower.includes((textAt(record.body, 'location') ?? '').toLowerCase());
    case 'tagname':
      return tags.some(([name]) => lower.includes(name.toLowerCase()));
    default: {
      // The value of the tag that is named beside it.
      const names = all.get('tagname');
      const own = tags.filter(
        ([name]) => names === undefined || names.some((one) => one.toLowerCase() === name.toLowerCase()),
      );
      return own.some(([, value]) => values.includes(String(value)));
    }
  }
}
