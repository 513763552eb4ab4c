import { at, isObject, type Json, type JsonObject } from '../../resource/json.ts';

/** A text member, or undefined. */
export function text(value: Json | undefined, pointer: string): string | undefined {
  const found = at(value, pointer);
  return typeof found === 'string' ? found : undefined;
}

/** A numeric member, or undefined. */
export function number(value: Json | undefined, pointer: string): number | undefined {
  const found = at(value, pointer);
  return typeof found === 'number' ? found : undefined;
}

/** The objects of an array member; empty when there is none. */
export function objects(value: Json | undefined, pointer: string): JsonObject[] {
  const found = at(value, pointer);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** The texts of an array member; empty when there is none. */
export function texts(value: Json | undefined, pointer: string): string[] {
  const found = at(value, pointer);
  return Array.isArray(found) ? found.filter((item) => typeof item === 'string') : [];
}

/** An object member; empty when there is none. */
export function member(value: Json | undefined, pointer: string): JsonObject {
  const found = at(value, pointer);
  return isObject(found) ? found : {};
}
