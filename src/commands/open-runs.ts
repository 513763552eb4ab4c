import { Refusal } from '../problems/problem.ts';
import { isOpen, type JournalStore, stateOf } from '../run/journal.ts';

/** Runs that have not ended, each as the refusal that it is to a new run of its stamp. */
export interface OpenRuns {
  of(stamp: string): Refusal | undefined;
}

/**
 * Reads the journals that can be of an open run. One that can't be told may be one of any stamp.
 * @param stamp `tenant/environment`, where only its runs matter
 */
export async function openRuns(journals: JournalStore, stamp?: string): Promise<OpenRuns> {
  const open = new Map<string, Refusal>();
  let untold: Refusal | undefined;
  for (const runId of await journals.unended(stamp)) {
    const { entries, damage } = await journals.read(runId);
    const state = stateOf(entries);
    if (!state && damage) untold ??= new Refusal([damage], 4);
    if (!state || !isOpen(state)) continue;
    const name = `${state.header.plan.tenant}/${state.header.plan.environment}`;
    if (!open.has(name)) open.set(name, damage ? new Refusal([damage], 4) : stillOpen(name, runId));
  }
  return { of: (name) => open.get(name) ?? untold };
}

/** What to say when a stamp has a run that has not ended. */
function stillOpen(stamp: string, runId: string): Refusal {
  return new Refusal(
    [
      {
        code: 'GT-RUN-OPEN',
        what: `${stamp} has an open run, ${runId}`,
        why: 'it was interrupted, or kept after a failure',
        next: [`gotthard runs resume ${runId}`, `gotthard runs rollback ${runId}`],
      },
    ],
    4,
  );
}
