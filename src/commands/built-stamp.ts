import type { CheckResult } from '../checks/check.ts';
import type { Built } from './rollout.ts';

/** A stamp that was built, with what its verification found. */
export interface BuiltStamp extends Built {
  readonly checks: readonly CheckResult[];
}
