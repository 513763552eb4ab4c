import { problemsJson } from '../report/json.ts';
import { atOnce } from '../run/at-once.ts';
import type { RunResult } from '../run/events.ts';
import { type Busy, refusedStamp } from './busy.ts';
import { confirmed } from './confirm.ts';
import { exit } from './exit-code.ts';
import { Live } from './live.ts';
import type { IncidentOptions } from './options.ts';
import type { Cloud, Ports, Records } from './ports.ts';
import { hasChanges, type Preparation, type Prepared, refusals } from './prepare.ts';
import { withoutRefused } from './refused.ts';
import { runsAtOnce } from './rollout.ts';
import { runStamp, untouchedRun } from './run-stamp.ts';

type Options = Pick<IncidentOptions, 'yes' | 'confirm' | 'onFailure' | 'concurrency' | 'json'>;

export interface CarryOut {
  readonly cloud: Cloud;
  /** Stamps with an open run: left out. */
  readonly busy: readonly Busy[];
  /** What people are told where nothing is to be done. */
  readonly nothing: string;
  /** Done for each stamp once it is confirmed, before its first write. */
  readonly first?: (prepared: Prepared) => Promise<void>;
}

/**
 * Shows plans that are neither of a deployment nor of a removal of all, has them confirmed, and runs them. Answers how
 * they ended, or the exit code where it did not come to that.
 */
export async function carryOut(
  preparation: Preparation<Prepared>,
  { cloud, busy, nothing, first }: CarryOut,
  options: Options,
  ports: Ports & Records,
): Promise<readonly RunResult[] | number> {
  ports.show.plans(preparation.stamps.map(({ plan }) => plan));
  for (const { refusal } of busy) ports.show.problems(refusal.problems);
  const problems = refusals(preparation);
  if (problems.length > 0) ports.show.problems(problems);
  const { ready, refused } = withoutRefused(preparation);
  if (ready.stamps.length === 0) {
    if (options.json) ports.json(problemsJson(cloud.name, problems));
    return exit.refused;
  }
  const left = [...refused, ...busy.map(refusedStamp)];
  if (!hasChanges(ready)) {
    ports.show.text(nothing);
    return [...ready.stamps.map(({ plan }) => untouchedRun(plan)), ...left];
  }
  if (!(await confirmed(ready, { ...options, isNew: false }, cloud, ports))) {
    ports.show.text('Declined. Nothing was changed.');
    return exit.done;
  }
  if (first) await Promise.all(ready.stamps.map(first));
  return [...(await runAll(ready, options, cloud, ports)), ...left];
}

async function runAll(
  { stamps }: Preparation<Prepared>,
  { concurrency, onFailure }: Options,
  cloud: Cloud,
  ports: Ports & Records,
): Promise<readonly RunResult[]> {
  const live = new Live(
    ports.show,
    stamps.map(({ plan }) => plan),
  );
  const settings = { onFailure: onFailure ?? (ports.interactive ? 'ask' : 'rollback'), concurrency } as const;
  const results = await atOnce(runsAtOnce, stamps, (prepared) =>
    runStamp(prepared.plan, async () => prepared, cloud, ports, settings, live),
  );
  await live.end();
  ports.show.runs(results);
  return results;
}
