import { copyOf, isObject, type JsonObject } from './json.ts';

/** JSON merge patch (RFC 7396): members are replaced, objects merged, null removes. */
export function mergePatch(base: JsonObject, patch: JsonObject): JsonObject {
  const merged = copyOf(base);
  for (const [key, value] of Object.entries(patch)) {
    const old = merged[key];
    if (value === null) delete merged[key];
    else if (isObject(value)) merged[key] = mergePatch(isObject(old) ? old : {}, value);
    else merged[key] = copyOf(value);
  }
  return merged;
}
