import type { RunResult } from '../run/events.ts';
import { failedChecks, type Preparation } from './prepare.ts';
import { refusedRun } from './run-stamp.ts';

/** Stamps that nothing stands in the way of, and what comes of the others: one that is refused never stops another. */
export function withoutRefused(preparation: Preparation): {
  readonly ready: Preparation;
  readonly refused: readonly RunResult[];
} {
  const judged = preparation.stamps.map((prepared) => {
    const { name } = prepared.stamp;
    const [problem] = failedChecks(preparation.checks.filter(({ stamp = name }) => stamp === name));
    return { prepared, problem };
  });
  const failed = judged.flatMap(({ prepared, problem }) =>
    problem ? [refusedRun(prepared.plan, problem)] : [],
  );
  const unread = preparation.unread.map(({ stamp, problems }) =>
    refusedRun({ tenant: stamp.tenant.name, environment: stamp.environment.name }, problems[0]),
  );
  const ready = judged.flatMap(({ prepared, problem }) => (problem ? [] : [prepared]));
  return { ready: { ...preparation, stamps: ready }, refused: [...failed, ...unread] };
}
