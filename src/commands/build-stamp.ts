import { isolation } from '../checks/after/isolation.ts';
import type { CheckResult } from '../checks/check.ts';
import { runChecks } from '../checks/index.ts';
import { type Holding, lookedHolding } from '../checks/isolation/holding.ts';
import type { Estate } from '../estate/estate.ts';
import { ArmError } from '../problems/arm-error.ts';
import { problemFrom } from '../problems/from-arm.ts';
import { Refusal } from '../problems/problem.ts';
import { hashOf } from './hash-of.ts';
import type { Live } from './live.ts';
import type { DeployOptions } from './options.ts';
import type { Cloud, Ports, Records } from './ports.ts';
import { contextOf, hasChanges, type Planned, type Prepared, prepareStamp } from './prepare.ts';
import { reobserved } from './reobserve.ts';
import type { Built } from './rollout.ts';
import { runStamp } from './run-stamp.ts';
import { unreadResult } from './unread-result.ts';

/** A stamp that was built, with what its verification found. */
export interface BuiltStamp extends Built {
  readonly checks: readonly CheckResult[];
  /** What exists of it now, to be held against all others; undefined where it could not be looked at. */
  readonly holding?: Holding;
}

/**
 * Builds one stamp after another from what was confirmed of each: plans it anew under its lock, runs exactly that where
 * it is still what was confirmed, and looks again at what was built.
 */
export async function stampBuilder(
  estate: Estate,
  options: Pick<DeployOptions, 'onFailure' | 'concurrency' | 'adopt' | 'fx'>,
  cloud: Cloud,
  ports: Ports & Records,
  live: Live,
): Promise<(planned: Planned) => Promise<BuiltStamp>> {
  const context = await contextOf(estate, { ...ports, cloud }, options);
  const onFailure = options.onFailure ?? (ports.interactive ? 'ask' : 'rollback');
  const settings = { onFailure, concurrency: options.concurrency };
  return async (planned) => {
    let prepared: Prepared | undefined;
    const fresh = async (): Promise<Prepared> => {
      prepared = await prepareStamp(planned.stamp, { ...ports, cloud }, options, context);
      // Where nothing is left to do, somebody else has done it in the meantime.
      if (hasChanges({ stamps: [prepared] }) && hashOf(prepared.plan.actions) !== planned.hash)
        throw changedSince(planned.stamp.name);
      return prepared;
    };
    const result = await runStamp(planned.plan, fresh, cloud, ports, settings, live);
    const seen: Seen =
      prepared && result.outcome === 'succeeded' ? await verified(prepared, cloud, ports) : { checks: [] };
    return { result, ...seen, verified: seen.checks.every(({ status }) => status !== 'failed') };
  };
}

type Seen = Pick<BuiltStamp, 'checks' | 'holding'>;

/** Looks again at what was built. What can't be read is not proven, and says so. */
async function verified(prepared: Prepared, cloud: Cloud, ports: Pick<Ports, 'today'>): Promise<Seen> {
  const { stamp } = prepared;
  try {
    const looked = await reobserved(prepared, cloud, ports);
    const checks = runChecks('after', { estate: stamp.estate, stamps: [looked], today: ports.today() });
    return {
      // Who reaches whom is told once all are built.
      checks: checks.filter(({ id, status }) => id !== isolation.id || status !== 'not-applicable'),
      holding: lookedHolding(stamp, looked),
    };
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    const problem = problemFrom(error, `/subscriptions/${stamp.environment.subscriptionId}`);
    return { checks: [unreadResult({ stamp, problems: [problem] })] };
  }
}

function changedSince(stamp: string): Refusal {
  const [tenant, environment] = stamp.split('/');
  return new Refusal(
    [
      {
        code: 'GT-PLAN-CHANGED',
        what: `what exists of ${stamp} is not any more what its plan was confirmed for`,
        why: 'somebody, or another run, has changed it since',
        next: [`gotthard deploy --tenant ${tenant} --env ${environment}`],
      },
    ],
    4,
  );
}
