import { openRuns } from './open-runs.ts';
import type { Records } from './ports.ts';

/** Tells whether somebody is at work on a stamp, or has a run of it that is not over. */
export function inUseBy({ journals, locks }: Records): (stamp: string) => Promise<boolean> {
  return async (stamp) =>
    (await locks.held(stamp)) !== undefined || (await openRuns(journals, stamp)).of(stamp) !== undefined;
}
