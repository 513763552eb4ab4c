import { isObject, type Json, type JsonObject, pointerToken } from '../resource/json.ts';
import { matchesAny } from './pattern.ts';

/** A body without the members at the given pointers. */
export function withoutPointers(body: JsonObject, pointers: readonly string[]): JsonObject {
  return pointers.length === 0 ? body : (without(body, pointers, '') as JsonObject);
}

function without(value: Json, pointers: readonly string[], pointer: string): Json {
  if (!isObject(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    const inner = `${pointer}/${pointerToken(key)}`;
    if (!matchesAny(pointers, inner)) kept[key] = without(member, pointers, inner);
  }
  return kept;
}
