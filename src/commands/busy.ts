import type { Stamp } from '../estate/estate.ts';
import { sharedStampsOf } from '../estate/shared-stamp.ts';
import { Refusal } from '../problems/problem.ts';
import type { RunResult } from '../run/events.ts';
import { exit } from './exit-code.ts';
import { openRuns } from './open-runs.ts';
import type { Records } from './ports.ts';
import { refusedRun } from './run-stamp.ts';

/** A stamp with a run that has not ended. */
export interface Busy {
  readonly stamp: Stamp;
  readonly refusal: Refusal;
}

/**
 * Stamps with an open run, their own or that of what their subscription shares, are left out, and never stop the others;
 * with none left, that is the refusal.
 */
export async function withoutBusy(
  stamps: readonly Stamp[],
  records: Records,
): Promise<{ free: readonly Stamp[]; busy: readonly Busy[] }> {
  const open = await openRuns(records.journals);
  const [first] = stamps;
  const shared = first ? sharedStampsOf(first.estate, stamps) : [];
  const looked = await Promise.all(
    stamps.map(async (stamp) => {
      const beneath = shared.find(({ shared: { users } }) => users.includes(stamp));
      const names = [stamp.name, ...(beneath ? [beneath.name] : [])];
      const refusals = await Promise.all(names.map((name) => heldOr(name, open.of(name), records)));
      return { stamp, refusal: refusals.find((refusal) => refusal !== undefined) };
    }),
  );
  const busy = looked.flatMap(({ stamp, refusal }) => (refusal ? [{ stamp, refusal }] : []));
  const free = looked.flatMap(({ stamp, refusal }) => (refusal ? [] : [stamp]));
  const [held] = busy;
  if (held && free.length === 0) throw held.refusal;
  return { free, busy };
}

/** A run that is open goes on or is undone first; one that another process is at work on is waited for. */
async function heldOr(
  stamp: string,
  open: Refusal | undefined,
  { locks }: Records,
): Promise<Refusal | undefined> {
  if (!open) return undefined;
  const held = await locks.held(stamp);
  return held ? new Refusal([held], exit.refused) : open;
}

/** What comes of such a stamp. */
export function refusedStamp({ stamp, refusal }: Busy): RunResult {
  return refusedRun({ tenant: stamp.tenant.name, environment: stamp.environment.name }, refusal.problems[0]);
}
