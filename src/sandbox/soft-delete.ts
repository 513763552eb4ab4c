/**
 * Things put aside when their owner is soft-deleted: the record itself and what lay beneath it, to be put back as
 * they were when the owner is recovered.
 */
import { isObject, type Json, type JsonObject, listAt, objectAt } from './json.ts';
import type { Stored, World } from './provider.ts';

/** Server-side memory of a soft-deleted entry: the record and the children of the given types. */
export function putAside(world: World, record: Stored, childTypes: readonly string[]): JsonObject {
  const children = childTypes.flatMap((type) => world.under(record.id, type));
  return { record: asJson(record), children: children.map(asJson) };
}

/** The record put aside in a soft-deleted entry. */
export function recordIn(gone: Stored): JsonObject {
  return objectAt(gone.hidden, 'record');
}

/** Gives a newly made record the identity and memory of the one put aside, and puts its children back. */
export function putBack(world: World, gone: Stored, record: Stored): Stored {
  const old = recordIn(gone);
  const saved = world.save({
    ...record,
    incarnation: Number(old['incarnation']),
    createdAt: Number(old['createdAt']),
    hidden: objectAt(old, 'hidden'),
  });
  for (const child of listAt(gone.hidden, 'children')) if (isObject(child)) world.save(asStored(child));
  world.remove(gone.id);
  return saved;
}

/** What an export says of a soft-deleted entry: the body that would come back, and what lay beneath it. */
export function asideBody(gone: Stored): JsonObject {
  const children = listAt(gone.hidden, 'children')
    .filter(isObject)
    .map((child) => ({ type: child['type'] ?? '', name: child['name'] ?? '', body: child['body'] ?? {} }));
  return { body: objectAt(recordIn(gone), 'body'), ...(children.length > 0 ? { children } : {}) };
}

function asJson(record: Stored): JsonObject {
  return { ...record } as unknown as { [key: string]: Json };
}

function asStored(body: JsonObject): Stored {
  return body as unknown as Stored;
}
