import { at, type JsonObject } from '../resource/json.ts';

/** ARM's rule: a resource is ready when its provisioningState is Succeeded, or when it has none. */
export function isSucceeded(observed: JsonObject): boolean {
  const state = at(observed, '/properties/provisioningState');
  return state === undefined || state === null || state === 'Succeeded';
}
