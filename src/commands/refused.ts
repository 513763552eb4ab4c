import type { CheckResult } from '../checks/check.ts';
import type { Stamp } from '../estate/estate.ts';
import { isShared } from '../estate/shared-stamp.ts';
import type { Problem } from '../problems/problem.ts';
import type { RunResult } from '../run/events.ts';
import { failedChecks, type Planned, type Preparation } from './prepare.ts';
import { refusedRun } from './run-stamp.ts';

/** Stamps that nothing stands in the way of, and what comes of the others: one that is refused never stops another. */
export function withoutRefused<P extends Pick<Planned, 'stamp' | 'plan'>>(
  preparation: Preparation<P>,
): {
  readonly ready: Preparation<P>;
  readonly refused: readonly RunResult[];
} {
  const problems = firstProblems(preparation.checks);
  const own = ({ name }: Stamp): Problem | undefined => problems.get(name) ?? problems.get('');
  const shared = new Map<string, Problem>();
  for (const { stamp } of preparation.stamps) {
    const problem = isShared(stamp) ? own(stamp) : undefined;
    if (problem) shared.set(subscriptionOf(stamp), beneath(stamp, problem));
  }
  for (const {
    stamp,
    problems: [problem],
  } of preparation.unread)
    if (isShared(stamp)) shared.set(subscriptionOf(stamp), beneath(stamp, problem));
  const judged = preparation.stamps.map((prepared) => ({
    prepared,
    problem:
      own(prepared.stamp) ??
      (isShared(prepared.stamp) ? undefined : shared.get(subscriptionOf(prepared.stamp))),
  }));
  const failed = judged.flatMap(({ prepared, problem }) =>
    problem ? [refusedRun(prepared.plan, problem)] : [],
  );
  const unread = preparation.unread.map(({ stamp, problems }) =>
    refusedRun({ tenant: stamp.tenant.name, environment: stamp.environment.name }, problems[0]),
  );
  const ready = judged.flatMap(({ prepared, problem }) => (problem ? [] : [prepared]));
  return { ready: { ...preparation, stamps: ready }, refused: [...failed, ...unread] };
}

function subscriptionOf({ environment }: Stamp): string {
  return environment.subscriptionId.toLowerCase();
}

/** Why a stamp does not begin whose subscription shares something that can't be run. */
function beneath({ name }: Stamp, problem: Problem): Problem {
  return {
    ...problem,
    what: `${name}, which comes first in this subscription, is refused: ${problem.what}`,
  };
}

/** The first check that failed of each stamp; under no name, of what concerns all. */
function firstProblems(checks: readonly CheckResult[]): ReadonlyMap<string, Problem> {
  const problems = new Map<string, Problem>();
  for (const check of checks) {
    const [problem] = failedChecks([check]);
    const name = check.stamp ?? '';
    if (problem && !problems.has(name)) problems.set(name, problem);
  }
  return problems;
}
