import { keyOf } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { type JsonObject, listAt, textAt } from '../json.ts';
import type { Stored, World } from '../provider.ts';

/** A resource that another one names; throws the Network provider's 400 when it is not there or not ready. */
export function requireReferenced(world: World, by: string, id: string, ready = true): Stored {
  const found = world.find(id);
  if (found === undefined) {
    throw new ArmError(
      400,
      'InvalidResourceReference',
      `Resource ${id} referenced by resource ${by} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
    );
  }
  if (ready) requireReady(world, by, found);
  return found;
}

/** Refuses to build on something that is still being changed. */
function requireReady(world: World, by: string, referenced: Stored): void {
  if (!world.busy(referenced.id) && referenced.state === 'Succeeded') return;
  const message = `Cannot proceed with operation because resource ${referenced.id} used by resource ${by} is not in Succeeded state. Resource is in ${referenced.state} state and the last operation that updated/is updating the resource is PutOperation.`;
  const detail = { code: 'ReferencedResourceNotProvisioned', message };
  const headers = { 'retry-after': '10' };
  throw new ArmError(429, 'RetryableError', 'A retryable error occurred.', { details: [detail], headers });
}

/** A list asks for every item: who names whom is worked out once until something changes. */
const known = new WeakMap<World, { readonly version: number; readonly users: Map<string, Users> }>();
type Users = ReadonlyMap<string, readonly Stored[]>;

/**
 * Subnets, or other resources, that name an id of their own subscription at a path of theirs: security groups and route
 * tables are of the subscription of the network that they are in.
 */
export function usersOf(
  world: World,
  type: string,
  id: string,
  ...path: readonly string[]
): readonly Stored[] {
  const before = known.get(world);
  const current = before?.version === world.version ? before : { version: world.version, users: new Map() };
  if (current !== before) known.set(world, current);
  const subscription = id.split('/').slice(0, 3).join('/').toLowerCase();
  const name = [subscription, type, ...path].join(' ');
  const users = current.users.get(name) ?? namedBy(world.all(type, subscription), path);
  current.users.set(name, users);
  return users.get(keyOf(id)) ?? [];
}

function namedBy(all: readonly Stored[], path: readonly string[]): Users {
  const users = new Map<string, Stored[]>();
  for (const one of all) {
    const named = textAt(one.body, ...path);
    if (named === undefined) continue;
    const others = users.get(keyOf(named)) ?? [];
    users.set(keyOf(named), [...others, one]);
  }
  return users;
}

/** `[{id}, …]`, or undefined for none: ARM leaves empty back references out. */
export function idList(records: readonly Stored[]): JsonObject[] | undefined {
  return records.length === 0 ? undefined : records.map(({ id }) => ({ id }));
}

/** The prefixes of a subnet, in the singular or the plural form. */
export function prefixesOf(subnet: JsonObject): string[] {
  const one = textAt(subnet, 'properties', 'addressPrefix');
  const many = listAt(subnet, 'properties', 'addressPrefixes').filter((prefix) => typeof prefix === 'string');
  return one === undefined ? many : [one];
}
