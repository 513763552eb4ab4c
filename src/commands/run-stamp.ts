import type { StampPlan } from '../plan/plan.ts';
import { ArmError } from '../problems/arm-error.ts';
import { problemFrom } from '../problems/from-arm.ts';
import { type Problem, Refusal } from '../problems/problem.ts';
import { canonicalJson } from '../resource/json.ts';
import { known } from '../resource/subscription.ts';
import type { RunEvent, RunResult } from '../run/events.ts';
import { isOpen, type JournalEntry, type JournalStore, stateOf } from '../run/journal.ts';
import type { Lock } from '../run/lock.ts';
import { type OnFailure, type RunPorts, resumeRun, rollBackRun, runPlan } from '../run/run.ts';
import type { Live } from './live.ts';
import type { Cloud, Ports } from './ports.ts';
import type { Prepared } from './prepare.ts';

/** How runs behave, the same for all stamps of one command. */
export interface RunSettings {
  readonly onFailure: 'ask' | OnFailure;
  readonly concurrency: number;
}

/** What a run works with. */
interface Running extends Pick<Prepared, 'azure' | 'requests'> {
  /** The rights when the run was prepared; undoing needs them still. */
  readonly permissions: Prepared['facts']['permissions'];
}

type Needed = Pick<Ports, 'interactive' | 'decide' | 'journals' | 'locks' | 'interrupts' | 'newRunId' | 'by'>;

/** A run that is still open for a stamp. */
export async function openRunOf(stamp: string, journals: JournalStore): Promise<string | undefined> {
  for (const runId of await journals.list()) {
    const state = stateOf(await journals.read(runId));
    if (state && isOpen(state) && `${state.header.plan.tenant}/${state.header.plan.environment}` === stamp)
      return runId;
  }
  return undefined;
}

/** Locks a stamp, makes its registrations and runs its plan. A refusal is a result too, so that others go on. */
export function runStamp(
  prepared: Prepared,
  cloud: Cloud,
  ports: Needed,
  settings: RunSettings,
  live: Live,
): Promise<RunResult> {
  return locked(prepared.plan, cloud, ports, async () => {
    const journals = ports.journals(cloud.name);
    const open = await openRunOf(prepared.stamp.name, journals);
    if (open !== undefined) throw stillOpen(prepared.stamp.name, open);
    if (prepared.plan.registrations.length > 0) {
      live.say(`${prepared.stamp.name}: registering ${prepared.plan.registrations.join(', ')}`);
      await cloud.register(prepared.azure, prepared.plan.registrations);
    }
    const journal = await journals.create(ports.newRunId(cloud.clock.now()));
    return runPlan(
      prepared.plan,
      runPorts(
        { ...prepared, permissions: prepared.facts.permissions },
        cloud,
        ports,
        settings,
        live,
        journal,
      ),
    );
  });
}

/** Goes on with an open run. */
export function resumeStamp(
  prepared: Prepared,
  entries: readonly JournalEntry[],
  runId: string,
  cloud: Cloud,
  ports: Needed,
  settings: RunSettings,
  live: Live,
): Promise<RunResult> {
  return locked(prepared.plan, cloud, ports, async () => {
    const journal = await ports.journals(cloud.name).open(runId);
    return resumeRun(
      entries,
      prepared.plan,
      runPorts(
        { ...prepared, permissions: prepared.facts.permissions },
        cloud,
        ports,
        settings,
        live,
        journal,
      ),
    );
  });
}

/** Undoes an open run: needs its journal alone, not the estate file. */
export function undoStamp(
  at: Running & { plan: StampPlan },
  entries: readonly JournalEntry[],
  runId: string,
  cloud: Cloud,
  ports: Needed,
  settings: RunSettings,
  live: Live,
): Promise<RunResult> {
  return locked(at.plan, cloud, ports, async () => {
    const journal = await ports.journals(cloud.name).open(runId);
    return rollBackRun(entries, runPorts(at, cloud, ports, settings, live, journal));
  });
}

function runPorts(
  at: Running,
  cloud: Cloud,
  ports: Needed,
  settings: RunSettings,
  live: Live,
  journal: RunPorts['journal'],
): RunPorts {
  return {
    azure: at.azure,
    kinds: cloud.kinds,
    requests: at.requests,
    journal,
    emit: (event: RunEvent) => live.on(event),
    decide: async (because, choices) => {
      if (settings.onFailure !== 'ask')
        return choices.includes(settings.onFailure) ? settings.onFailure : 'rollback';
      if (!ports.interactive) return 'rollback';
      return live.asking(() => ports.decide(because, choices));
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
  run: () => Promise<RunResult>,
): Promise<RunResult> {
  let lock: Lock | undefined;
  const letGo = ports.interrupts.hold();
  try {
    const at = new Date(cloud.clock.now()).toISOString();
    lock = await ports.locks(cloud.name).acquire(`${plan.tenant}/${plan.environment}`, { by: ports.by, at });
    return await run();
  } catch (error) {
    return refusedRun(plan, problemOf(error));
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

/** What to say when a stamp has a run that has not ended. */
export function stillOpen(stamp: string, runId: string): Refusal {
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
