import type { StampPlan } from '../plan/plan.ts';
import { ArmError } from '../problems/arm-error.ts';
import { problemFrom } from '../problems/from-arm.ts';
import { type Problem, Refusal } from '../problems/problem.ts';
import { canonicalJson } from '../resource/json.ts';
import { known } from '../resource/subscription.ts';
import type { RunEvent, RunResult } from '../run/events.ts';
import { type Journal, type JournalStore, type ReadJournal, stateOf } from '../run/journal.ts';
import type { Lock } from '../run/lock.ts';
import { type OnFailure, type RunPorts, resumeRun, rollBackRun, runPlan } from '../run/run.ts';
import type { Live } from './live.ts';
import { openRuns } from './open-runs.ts';
import type { Cloud, Ports, Records } from './ports.ts';
import { hasChanges, type Prepared } from './prepare.ts';

/** How runs behave, the same for all stamps of one command. */
export interface RunSettings {
  readonly onFailure: 'ask' | OnFailure;
  readonly concurrency: number;
}

/** What a run works with. */
interface Running extends Pick<Prepared, 'plan' | 'azure' | 'requests'> {
  /** The rights when the run was prepared; undoing needs them still. */
  readonly permissions: Prepared['facts']['permissions'];
}

type Needed = Pick<Ports, 'interactive' | 'decide' | 'interrupts' | 'newRunId' | 'by'> & Records;

/**
 * Locks a stamp, makes its registrations and runs its plan. A refusal is a result too, so that others go on.
 * @param confirmed what was confirmed, to name the stamp by
 * @param fresh the plan as it is by now, called under the lock: throws a Refusal when that is not what was confirmed
 */
export function runStamp(
  confirmed: StampPlan,
  fresh: () => Promise<Prepared>,
  cloud: Cloud,
  ports: Needed,
  settings: RunSettings,
  live: Live,
): Promise<RunResult> {
  return locked(confirmed, cloud, ports, live, async (lock) => {
    const { journals } = ports;
    const open = (await openRuns(journals, nameOf(confirmed))).of(nameOf(confirmed));
    if (open) throw open;
    const prepared = await fresh();
    const { plan, azure, facts } = prepared;
    if (!hasChanges({ stamps: [prepared] })) {
      live.on({ event: 'run-ended', stamp: nameOf(plan), outcome: 'succeeded' });
      return untouchedRun(plan);
    }
    const journal = await journals.create(ports.newRunId(cloud.clock.now()));
    const at = { ...prepared, permissions: facts.permissions };
    try {
      return await runPlan(plan, {
        ...runPorts(at, cloud, ports, settings, live, journal, lock),
        ...registering(plan, azure, cloud, live, lock),
      });
    } catch (error) {
      if (error instanceof Refusal) await discarded(journal, journals);
      throw error;
    }
  });
}

function nameOf({ tenant, environment }: Pick<StampPlan, 'tenant' | 'environment'>): string {
  return `${tenant}/${environment}`;
}

/** A journal without its first line is of no run. */
async function discarded({ runId }: Journal, journals: JournalStore): Promise<void> {
  if (!stateOf((await journals.read(runId)).entries)) await journals.discard(runId);
}

function registering(
  { tenant, environment, registrations }: StampPlan,
  azure: Running['azure'],
  cloud: Cloud,
  live: Live,
  lock: Lock,
): Pick<RunPorts, 'register'> {
  if (registrations.length === 0) return {};
  return {
    register: async () => {
      live.say(`${tenant}/${environment}: registering ${registrations.join(', ')}`);
      await lock.mayWrite();
      await cloud.register(azure, registrations);
    },
  };
}

/** Goes on with an open run. */
export function resumeStamp(
  prepared: Prepared,
  read: ReadJournal,
  runId: string,
  cloud: Cloud,
  ports: Needed,
  settings: RunSettings,
  live: Live,
): Promise<RunResult> {
  const { plan, azure, facts } = prepared;
  return locked(plan, cloud, ports, live, async (lock) => {
    const journal = await opened(runId, read, ports.journals);
    const at = { ...prepared, permissions: facts.permissions };
    return resumeRun(read.entries, plan, {
      ...runPorts(at, cloud, ports, settings, live, journal, lock),
      ...registering(plan, azure, cloud, live, lock),
    });
  });
}

/** The journal of a run that is locked now, if nobody has gone on with it since it was read. */
async function opened(runId: string, read: ReadJournal, journals: JournalStore): Promise<Journal> {
  const journal = await journals.open(runId);
  const { entries } = await journals.read(runId);
  if (entries.length !== read.entries.length) throw goneOn(runId);
  return journal;
}

/** Undoes an open run: needs its journal alone, not the estate file. */
export function undoStamp(
  at: Running,
  read: ReadJournal,
  runId: string,
  cloud: Cloud,
  ports: Needed,
  settings: RunSettings,
  live: Live,
): Promise<RunResult> {
  return locked(at.plan, cloud, ports, live, async (lock) => {
    const journal = await opened(runId, read, ports.journals);
    return rollBackRun(read.entries, runPorts(at, cloud, ports, settings, live, journal, lock));
  });
}

function runPorts(
  at: Running,
  cloud: Cloud,
  ports: Needed,
  settings: RunSettings,
  live: Live,
  journal: Journal,
  lock: Lock,
): RunPorts {
  return {
    azure: at.azure,
    kinds: cloud.kinds,
    requests: at.requests,
    journal,
    mayWrite: () => lock.mayWrite(),
    emit: (event: RunEvent) => live.on(event),
    decide: async (because, choices) => {
      if (settings.onFailure !== 'ask')
        return choices.includes(settings.onFailure) ? settings.onFailure : 'rollback';
      if (!ports.interactive) return 'rollback';
      return live.asking(() => ports.decide(nameOf(at.plan), because, choices));
    },
    mayUndo: async () => {
      const now = await cloud.rights(at.azure);
      const wanted = known(at.permissions) ?? [];
      const held = new Set((known(now) ?? []).map((permission) => canonicalJson(permission)));
      return wanted.every((permission) => held.has(canonicalJson(permission)));
    },
    interrupted: ports.interrupts.signal,
    concurrency: settings.concurrency,
    cloud: cloud.name,
    by: ports.by,
  };
}

async function locked(
  plan: StampPlan,
  cloud: Cloud,
  ports: Needed,
  live: Live,
  run: (lock: Lock) => Promise<RunResult>,
): Promise<RunResult> {
  let lock: Lock | undefined;
  const letGo = ports.interrupts.hold();
  try {
    const holder = { by: ports.by, at: new Date(cloud.clock.now()).toISOString() };
    lock = await ports.locks.acquire(nameOf(plan), holder, (text) => live.say(text));
    return await run(lock);
  } catch (error) {
    const problem = problemOf(error);
    live.on({ event: 'run-ended', stamp: nameOf(plan), outcome: 'refused', problem });
    return refusedRun(plan, problem);
  } finally {
    await lock?.release();
    letGo();
  }
}

/** The result where there was nothing to run. */
export function untouchedRun(plan: StampPlan): RunResult {
  return {
    runId: '',
    tenant: plan.tenant,
    environment: plan.environment,
    outcome: 'succeeded',
    created: [],
    updated: [],
    removed: [],
    unchanged: plan.actions.length,
    leftovers: [],
    durationMs: 0,
    criticalPathMs: 0,
  };
}

/** The result of a run that did not begin. */
export function refusedRun(
  { tenant, environment }: Pick<StampPlan, 'tenant' | 'environment'>,
  problem: Problem,
): RunResult {
  return {
    runId: '',
    tenant,
    environment,
    outcome: 'refused',
    created: [],
    updated: [],
    removed: [],
    unchanged: 0,
    leftovers: [],
    failure: {
      id: problem.resource ?? '',
      code: problem.code,
      message: problem.what,
      next: problem.next,
      ...(problem.correlationId === undefined ? {} : { correlationId: problem.correlationId }),
    },
    durationMs: 0,
    criticalPathMs: 0,
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) return error.problems[0];
  if (error instanceof ArmError) return problemFrom(error, undefined);
  throw error;
}

function goneOn(runId: string): Refusal {
  return new Refusal(
    [
      {
        code: 'GT-RUN-MOVED-ON',
        what: `run ${runId} has gone on since it was read`,
        why: 'another process was at work on it until this moment',
        next: [`gotthard runs show ${runId}`],
      },
    ],
    4,
  );
}
