import type { Stamp } from '../estate/estate.ts';
import { Refusal } from '../problems/problem.ts';
import type { RunResult } from '../run/events.ts';
import { exit } from './exit-code.ts';
import type { Records } from './ports.ts';
import { openRunOf, refusedRun } from './run-stamp.ts';

/** A stamp with a run that has not ended. */
export interface Busy {
  readonly stamp: Stamp;
  readonly refusal: Refusal;
}

/** Stamps with an open run are left out, and never stop the others; with none left, that is the refusal. */
export async function withoutBusy(
  stamps: readonly Stamp[],
  records: Records,
): Promise<{ free: readonly Stamp[]; busy: readonly Busy[] }> {
  const looked = await Promise.all(
    stamps.map(async (stamp) => ({ stamp, refusal: await openRunRefusal(stamp.name, records) })),
  );
  const busy = looked.flatMap(({ stamp, refusal }) => (refusal ? [{ stamp, refusal }] : []));
  const free = looked.flatMap(({ stamp, refusal }) => (refusal ? [] : [stamp]));
  const [first] = busy;
  if (first && free.length === 0) throw first.refusal;
  return { free, busy };
}

/** A run that is open goes on or is undone first; one that another process is at work on is waited for. */
async function openRunRefusal(stamp: string, { journals, locks }: Records): Promise<Refusal | undefined> {
  const open = await openRunOf(stamp, journals);
  if (!open) return undefined;
  const held = await locks.held(stamp);
  return held ? new Refusal([held], exit.refused) : open;
}

/** What comes of such a stamp. */
export function refusedStamp({ stamp, refusal }: Busy): RunResult {
  return refusedRun({ tenant: stamp.tenant.name, environment: stamp.environment.name }, refusal.problems[0]);
}
