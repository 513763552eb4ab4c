import type { ArmUrl } from './arm-url.ts';
import type { JsonObject } from './json.ts';

/** One call on ARM, read and decoded; what a transaction works on. */
export interface ArmRequest {
  readonly method: string;
  readonly url: ArmUrl;
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  /** Empty when nothing was sent. */
  readonly body: JsonObject;
  readonly hasBody: boolean;
}

/** Whether a method changes something; POST is decided by its action or route. */
export function isWrite(method: string): boolean {
  return method === 'PUT' || method === 'PATCH' || method === 'DELETE';
}
