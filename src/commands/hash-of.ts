import { createHash } from 'node:crypto';
import { canonicalJson } from '../resource/json.ts';

/** A hash of a value, the same in whatever order its members stand. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
