import type { CheckResult } from '../checks/check.ts';
import type { Holding } from '../checks/isolation/holding.ts';
import type { Built } from './rollout.ts';

/** A stamp that was built, with what its verification found. */
export interface BuiltStamp extends Built {
  readonly checks: readonly CheckResult[];
  /** What exists of it now, to be held against all others; undefined where it could not be looked at. */
  readonly holding?: Holding;
}
