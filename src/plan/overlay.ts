import { isObject, type Json, type JsonObject, pointerToken } from '../resource/json.ts';
import type { Comparison, ResourceKind } from '../resource/kind.ts';
import { dateOf, referenceOf } from '../resource/reference.ts';
import { goneMembers, keyedArrayAt, keyOf } from './compare.ts';
import { matchesAny } from './pattern.ts';

/** Members that ARM makes on every resource and that no body sent to it carries. */
const envelope = ['/id', '/name', '/type', '/etag', '/eTag', '/systemData', '/properties/provisioningState'];

/** An observed body as it can be sent back: without what only Azure writes. */
export function withoutReadOnly(observed: JsonObject, kind: Pick<ResourceKind, 'readOnly'>): JsonObject {
  return strip(observed, [...envelope, ...kind.readOnly], '') as JsonObject;
}

function strip(value: Json, readOnly: readonly string[], pointer: string): Json {
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item, index) => strip(item, readOnly, `${pointer}/${index}`));
  if (!isObject(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    const inner = `${pointer}/${pointerToken(key)}`;
    if (!matchesAny(readOnly, inner)) kept[key] = strip(member, readOnly, inner);
  }
  return kept;
}

/**
 * The body of an update: what exists, with our properties laid over it. Others' tags, routes and entries survive;
 * references and dates keep the value that is there.
 */
export function overlay(desired: JsonObject, observed: JsonObject, kind: ResourceKind): JsonObject {
  const base = withoutReadOnly(observed, kind);
  return lay(desired, base, '', kind.comparison) as JsonObject;
}

function lay(desired: Json, base: Json | undefined, pointer: string, comparison: Comparison): Json {
  if (base !== undefined && (referenceOf(desired) || dateOf(desired))) return base;
  if (base !== undefined && matchesAny(comparison.fixedAtCreation, pointer)) return base;
  if (Array.isArray(desired)) return layArray(desired as readonly Json[], base, pointer, comparison);
  if (!isObject(desired)) return desired;
  const merged: Record<string, Json> = isObject(base) ? { ...base } : {};
  for (const key of goneMembers(desired, merged, pointer, comparison)) delete merged[key];
  for (const [key, member] of Object.entries(desired)) {
    const existing = Object.keys(merged).find((name) => name.toLowerCase() === key.toLowerCase()) ?? key;
    merged[existing] = lay(member, merged[existing], `${pointer}/${pointerToken(key)}`, comparison);
  }
  return merged;
}

function layArray(
  desired: readonly Json[],
  base: Json | undefined,
  pointer: string,
  comparison: Comparison,
): Json {
  const keyed = keyedArrayAt(comparison, pointer);
  if (!keyed || !Array.isArray(base)) return desired;
  const first = keyed.keys[0] ?? '';
  const wanted = new Map(desired.map((entry) => [keyOf(entry, keyed), entry]));
  const kept = (base as readonly Json[]).flatMap((entry, index) => {
    const key = keyOf(entry, keyed);
    const ours = wanted.get(key);
    wanted.delete(key);
    if (ours !== undefined) return [lay(ours, entry, `${pointer}/${index}`, comparison)];
    const name = isObject(entry) ? entry[first] : undefined;
    return typeof name === 'string' && keyed.ours?.test(name) ? [] : [entry];
  });
  return [...kept, ...wanted.values()];
}
