import { isolation } from '../checks/after/isolation.ts';
import { runChecks } from '../checks/index.ts';
import { lookedHolding } from '../checks/isolation/holding.ts';
import type { Estate } from '../estate/estate.ts';
import { isShared } from '../estate/shared-stamp.ts';
import { ArmError } from '../problems/arm-error.ts';
import { problemFrom } from '../problems/from-arm.ts';
import { Refusal } from '../problems/problem.ts';
import type { BuiltStamp } from './built-stamp.ts';
import { hashOf } from './hash-of.ts';
import { inUseBy } from './in-use.ts';
import type { Live } from './live.ts';
import type { DeployOptions } from './options.ts';
import type { Cloud, Ports, Records } from './ports.ts';
import { contextOf, hasChanges, type Planned, type Prepared, prepareStamp } from './prepare.ts';
import { prepareShared } from './prepare-shared.ts';
import { reobserved } from './reobserve.ts';
import { runStamp } from './run-stamp.ts';
import { SharedRuns } from './shared-runs.ts';
import { unreadResult } from './unread-result.ts';

/** Builds stamps, each after what its subscription shares. */
export interface Builder {
  build(planned: Planned): Promise<BuiltStamp>;
  readonly shared: SharedRuns;
}

/**
 * Builds one stamp after another from what was confirmed of each: plans it anew under its lock, runs exactly that where
 * it is still what was confirmed, and looks again at what was built.
 */
export async function stampBuilder(
  estate: Estate,
  planned: readonly Planned[],
  options: Pick<DeployOptions, 'onFailure' | 'concurrency' | 'adopt' | 'fx'>,
  cloud: Cloud,
  ports: Ports & Records,
  live: Live,
): Promise<Builder> {
  const context = await contextOf(estate, { ...ports, cloud }, options);
  const onFailure = options.onFailure ?? (ports.interactive ? 'ask' : 'rollback');
  const settings = { onFailure, concurrency: options.concurrency };
  const inUse = inUseBy(ports);
  const read = async ({ stamp }: Planned): Promise<Prepared | undefined> => {
    if (isShared(stamp)) return prepareShared(stamp, { cloud }, { ...options, inUse });
    await shared.before(stamp);
    return prepareStamp(stamp, { ...ports, cloud }, options, context);
  };
  const build = async (planned: Planned): Promise<BuiltStamp> => {
    let prepared: Prepared | undefined;
    const fresh = async (): Promise<Prepared> => {
      prepared = await read(planned);
      if (!prepared) throw changedSince(planned.stamp.name);
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
  const shared = new SharedRuns(planned, { cloud, ports, settings, live, options, build });
  return { build, shared };
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
      // What a subscription shares reaches nobody.
      ...(isShared(stamp) ? {} : { holding: lookedHolding(stamp, looked) }),
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
