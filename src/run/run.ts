import { criticalPathMs, type GraphNode } from '../plan/graph.ts';
import { changesSomething } from '../plan/irreversible.ts';
import type { Action, StampPlan } from '../plan/plan.ts';
import { ArmError } from '../problems/arm-error.ts';
import { problemFrom } from '../problems/from-arm.ts';
import { type Problem, Refusal } from '../problems/problem.ts';
import type { AzureCalls, Kinds } from '../resource/kind.ts';
import { Apply } from './apply.ts';
import type { Leftover, Outcome, RunEvent, RunResult } from './events.ts';
import { Fence, type MayWrite } from './fence.ts';
import { Halt } from './halt.ts';
import {
  JOURNAL_FORMAT,
  type Journal,
  type JournalEntry,
  type RunState,
  stateOf,
  unsettledIn,
} from './journal.ts';
import type { Requests } from './requests.ts';
import { rollBack } from './rollback.ts';
import { schedule } from './scheduler.ts';

/** What to do after a failure. */
export type OnFailure = 'retry' | 'rollback' | 'keep';

export interface RunPorts {
  readonly azure: AzureCalls;
  readonly kinds: Kinds;
  readonly requests: Requests;
  readonly journal: Journal;
  /** Whether the stamp is still locked for this run, for as long as a write may take. */
  readonly mayWrite: MayWrite;
  /** Registers the providers that the plan needs, once the run is announced. */
  readonly register?: () => Promise<void>;
  readonly emit: (event: RunEvent) => void;
  /** Asked once work has settled after a failure or an interrupt. */
  readonly decide: (because: Problem | 'interrupt', choices: readonly OnFailure[]) => Promise<OnFailure>;
  /** Whether the rights that undoing needs are still there. */
  readonly mayUndo: () => Promise<boolean>;
  /** Aborted by the first Ctrl-C: start nothing new. */
  readonly interrupted: AbortSignal;
  readonly concurrency: number;
  readonly cloud: string;
  /** Who runs it: `user@host`. */
  readonly by: string;
}

/**
 * Runs a plan of one stamp, which is locked by then. Throws a Refusal when not even its first line could be written
 * down: nothing was touched then.
 */
export async function runPlan(plan: StampPlan, ports: RunPorts): Promise<RunResult> {
  const header: JournalEntry = {
    entry: 'run',
    format: JOURNAL_FORMAT,
    runId: ports.journal.runId,
    cloud: ports.cloud,
    plan,
    by: ports.by,
    at: nowOf(ports),
  };
  return new Run(plan, [], ports).begin(header);
}

/** Goes on with an open run under its id; `plan` is made anew from the estate file and from what exists. */
export async function resumeRun(
  entries: readonly JournalEntry[],
  plan: StampPlan,
  ports: RunPorts,
): Promise<RunResult> {
  const resumed: JournalEntry = { entry: 'resumed', by: ports.by, at: nowOf(ports) };
  return new Run(plan, entries, ports).begin(resumed);
}

/** Undoes an open run. */
export async function rollBackRun(entries: readonly JournalEntry[], ports: RunPorts): Promise<RunResult> {
  const plan = stateOf(entries)?.header.plan;
  if (!plan) throw new Error('a run without its first line can not be undone');
  return new Run(plan, entries, ports).undoOnly();
}

function nowOf(ports: Pick<RunPorts, 'requests'>): string {
  return new Date(ports.requests.now()).toISOString();
}

class Run {
  readonly #plan: StampPlan;
  readonly #entries: JournalEntry[];
  readonly #ports: RunPorts;
  readonly #stamp: string;
  /** Registrations come before: they are no work of the plan's actions. */
  #startedAt: number;
  readonly #fence: Fence;
  readonly #journal: Journal;
  readonly #requests: Requests;
  readonly #apply: Apply;
  readonly #took = new Map<string, number>();
  #retried = false;

  constructor(plan: StampPlan, entries: readonly JournalEntry[], ports: RunPorts) {
    this.#plan = plan;
    this.#entries = [...entries];
    this.#ports = ports;
    this.#stamp = `${plan.tenant}/${plan.environment}`;
    this.#startedAt = ports.requests.now();
    this.#fence = new Fence(ports.mayWrite);
    this.#journal = this.#fence.journal(ports.journal, (entry) => void this.#entries.push(entry));
    this.#requests = ports.requests.behind(() => this.#fence.pass());
    this.#apply = new Apply({
      ...ports,
      requests: this.#requests,
      journal: this.#journal,
      actions: plan.actions,
      begun: begunBefore(entries),
      region: plan.region,
      retrying: (id, code, waitMs) =>
        ports.emit({ event: 'action-retrying', stamp: this.#stamp, id, code, waitMs }),
    });
  }

  async begin(first: JournalEntry): Promise<RunResult> {
    await this.#announce(first);
    return this.#untilHalted(async () => (await this.#register()) ?? this.#begun());
  }

  async undoOnly(): Promise<RunResult> {
    return this.#untilHalted(() =>
      this.#undo(this.#state().failure?.problem, (entry) => this.#announce(entry)),
    );
  }

  /** Before it is written down nothing has begun, so that a journal that can't be written is a refusal. */
  async #announce(first: JournalEntry): Promise<void> {
    try {
      await this.#journal.append(first);
    } catch (error) {
      throw error instanceof Halt ? new Refusal([error.problem], 4) : error;
    }
  }

  /** A run that was halted is kept: open, since its journal does not end. */
  async #untilHalted(work: () => Promise<RunResult>): Promise<RunResult> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Halt)) throw error;
      return this.#ended('kept', [], error.problem);
    }
  }

  /** How the run ends when its providers can't be registered. */
  async #register(): Promise<RunResult | undefined> {
    try {
      await this.#fence.signedIn(async () => this.#ports.register?.());
      return undefined;
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      return this.#end(
        this.#state().intents.size === 0 ? 'refused' : 'kept',
        [],
        problemFrom(error, undefined),
      );
    }
  }

  #begun(): Promise<RunResult> {
    const actions = this.#plan.actions.filter(changesSomething);
    this.#startedAt = this.#ports.requests.now();
    this.#ports.emit({
      event: 'run-started',
      runId: this.#journal.runId,
      stamp: this.#stamp,
      total: actions.length,
      expectedDurationMs: this.#plan.expectedDurationMs,
    });
    return this.#work(actions);
  }

  async #work(actions: readonly Action[]): Promise<RunResult> {
    const byKey = new Map(actions.map((action) => [action.key, action]));
    const result = await schedule(
      actions.map((action) => this.#node(action, action.typicalMs)),
      {
        concurrency: this.#ports.concurrency,
        stop: this.#ports.interrupted,
        waiting: (key, forKey) =>
          this.#ports.emit({
            event: 'action-waiting',
            stamp: this.#stamp,
            id: key,
            for: byKey.get(forKey)?.title ?? forKey,
          }),
        settling: (inFlight, because) =>
          this.#ports.emit({ event: 'settling', stamp: this.#stamp, inFlight, because }),
        run: (key) => this.#one(byKey.get(key)),
      },
    );
    this.#fence.check();
    const [failed] = result.failed;
    const rest = actions.filter((action) => !result.done.includes(action.key));
    if (failed) return this.#afterFailure(failed.key, failed.error, rest);
    if (result.notStarted.length > 0) return this.#afterInterrupt(rest);
    return this.#end('succeeded', [], undefined);
  }

  async #one(action: Action | undefined): Promise<void> {
    if (!action) return;
    const { id, key } = action;
    const started = this.#ports.requests.now();
    this.#ports.emit({ event: 'action-started', stamp: this.#stamp, id, action: action.action });
    try {
      await this.#fence.signedIn(() => this.#apply.apply(action));
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      const problem = problemFrom(error, id);
      const answered =
        error.status !== null &&
        error.status >= 400 &&
        error.status < 500 &&
        !this.#apply.mayHaveTaken(action);
      await this.#journal.append({ entry: 'failed', key, problem, answered, at: nowOf(this.#ports) });
      this.#ports.emit({ event: 'action-failed', stamp: this.#stamp, id, problem });
      throw error;
    }
    const durationMs = this.#ports.requests.now() - started;
    this.#took.set(key, durationMs);
    this.#ports.emit({ event: 'action-done', stamp: this.#stamp, id, durationMs });
  }

  async #afterFailure(key: string, error: unknown, rest: readonly Action[]): Promise<RunResult> {
    const action = this.#plan.actions.find((candidate) => candidate.key === key);
    const problem = problemFrom(error, action?.id);
    // What fails to come back as it should be would fail to come back as it was.
    if (this.#isPastReturn() || action?.putsBack) return this.#end('kept', [], problem);
    const choices: OnFailure[] = this.#retried ? ['rollback', 'keep'] : ['retry', 'rollback', 'keep'];
    const choice = await this.#ports.decide(problem, choices);
    if (choice === 'retry' && !this.#retried) {
      this.#retried = true;
      return this.#work(rest);
    }
    if (choice === 'keep') return this.#end('kept', [], problem);
    return this.#undo(problem);
  }

  async #afterInterrupt(rest: readonly Action[]): Promise<RunResult> {
    const problem: Problem = {
      code: 'GT-RUN-INTERRUPTED',
      what: `the run was interrupted with ${rest.length} actions left`,
      why: 'somebody pressed Ctrl-C or ended the process',
      next: ['What was going on has ended; nothing is lost.'],
    };
    if (this.#isPastReturn()) return this.#end('kept', [], problem);
    const choice = await this.#ports.decide('interrupt', ['rollback', 'keep']);
    return choice === 'rollback' ? this.#undo(problem) : this.#end('kept', [], problem);
  }

  async #undo(
    problem: Problem | undefined,
    announce: Journal['append'] = this.#journal.append,
  ): Promise<RunResult> {
    if (this.#isPastReturn()) return this.#end('kept', [], pastReturn(this.#journal.runId));
    if (!(await this.#fence.signedIn(() => this.#ports.mayUndo())))
      return this.#end('kept', [], problem ?? rightsGone(this.#journal.runId));
    const state = this.#state();
    await announce({ entry: 'rolling-back', at: nowOf(this.#ports) });
    this.#ports.emit({
      event: 'rolling-back',
      stamp: this.#stamp,
      total: state.intents.size - state.undone.size,
    });
    const leftovers = await rollBack(state, {
      ...this.#ports,
      requests: this.#requests,
      journal: this.#journal,
      signedIn: (act) => this.#fence.signedIn(act),
      stop: this.#fence.closed,
      started: (id) => this.#ports.emit({ event: 'action-started', stamp: this.#stamp, id, action: 'undo' }),
      undone: (id, durationMs) =>
        this.#ports.emit({ event: 'action-done', stamp: this.#stamp, id, durationMs }),
    });
    return this.#end(leftovers.length === 0 ? 'rolled-back' : 'leftovers', leftovers, problem);
  }

  /** Whether something that can't be undone was begun: from there a run only goes forward. */
  #isPastReturn(): boolean {
    if (this.#plan.destroys) return this.#state().intents.size > 0;
    const irreversible = new Set(
      this.#plan.actions.filter((action) => action.irreversible).map((action) => action.key),
    );
    return [...this.#state().intents.keys()].some((key) => irreversible.has(key));
  }

  async #end(
    outcome: Outcome,
    leftovers: readonly Leftover[],
    problem: Problem | undefined,
  ): Promise<RunResult> {
    await this.#journal.append({ entry: 'end', outcome, leftovers, at: nowOf(this.#ports) });
    return this.#ended(outcome, leftovers, problem);
  }

  #ended(outcome: Outcome, leftovers: readonly Leftover[], problem: Problem | undefined): RunResult {
    this.#ports.emit({ event: 'run-ended', stamp: this.#stamp, outcome });
    return resultOf(this.#state(), {
      outcome,
      leftovers,
      problem: problem && outcome === 'kept' ? this.#withWaysOut(problem) : problem,
      unchanged: this.#plan.actions.filter((action) => action.action === 'unchanged').length,
      durationMs: this.#ports.requests.now() - this.#startedAt,
      criticalPathMs: this.#criticalPathMs(),
    });
  }

  /** A run that is kept wants to be finished or undone; what refused it may need something else first. */
  #withWaysOut(problem: Problem): Problem {
    const { runId } = this.#journal;
    const [first] = problem.next;
    const finish = `gotthard runs resume ${runId}`;
    const undo = this.#isPastReturn() ? [] : [`gotthard runs rollback ${runId}`];
    return { ...problem, next: first === finish ? [finish] : [first, finish, ...undo] };
  }

  /** What the run had to take with unlimited hands, from what each of its actions really took. */
  #criticalPathMs(): number {
    const actions = this.#plan.actions.filter((action) => this.#took.has(action.key));
    return criticalPathMs(actions.map((action) => this.#node(action, this.#took.get(action.key) ?? 0)));
  }

  #node(action: Action, durationMs: number): GraphNode {
    const lanes = this.#ports.kinds.get(action.type).lanes?.(action.id, action.body ?? {}) ?? [];
    return { key: action.key, dependsOn: action.dependsOn, durationMs, lanes };
  }

  #state(): RunState {
    const state = stateOf(this.#entries);
    if (!state) throw new Error('the journal has lost its first line');
    return state;
  }
}

/** The keys of what an earlier process has begun and not settled. */
function begunBefore(entries: readonly JournalEntry[]): readonly string[] {
  const state = stateOf(entries);
  return state ? unsettledIn(state).map(({ key }) => key) : [];
}

function pastReturn(runId: string): Problem {
  return {
    code: 'GT-RUN-PAST-RETURN',
    what: `run ${runId} is past its point of no return, and was not undone`,
    why: 'what it has begun last can not be undone',
    next: [`gotthard runs resume ${runId}`],
  };
}

function rightsGone(runId: string): Problem {
  return {
    code: 'GT-RUN-RIGHTS',
    what: `run ${runId} was not undone: rights that it was prepared with are gone`,
    why: 'undoing needs them still, and half undone is worse than kept',
    next: ['Activate your role, or ask for the rights again.'],
  };
}

/** The result of a run, from its journal. */
function resultOf(
  state: RunState,
  end: {
    outcome: Outcome;
    leftovers: readonly Leftover[];
    problem: Problem | undefined;
    unchanged: number;
    durationMs: number;
    criticalPathMs: number;
  },
): RunResult {
  const standing = [...state.intents.values()].filter(
    (intent) => !state.undone.has(intent.key) && state.done.has(intent.key),
  );
  const created = new Set(
    standing
      .filter((intent) => intent.act === 'create' || intent.act === 'replace')
      .map((intent) => intent.id),
  );
  const { problem } = end;
  return {
    runId: state.header.runId,
    tenant: state.header.plan.tenant,
    environment: state.header.plan.environment,
    outcome: end.outcome,
    created: [...created],
    updated: standing
      .filter((intent) => intent.act === 'update' && !created.has(intent.id))
      .map((intent) => intent.id),
    removed: standing.filter((intent) => intent.act === 'remove').map((intent) => intent.id),
    unchanged: end.unchanged,
    leftovers: end.leftovers,
    ...(problem
      ? {
          failure: {
            id: problem.resource ?? '',
            code: problem.code,
            message: problem.what,
            next: problem.next,
            ...(problem.correlationId === undefined ? {} : { correlationId: problem.correlationId }),
          },
        }
      : {}),
    durationMs: end.durationMs,
    criticalPathMs: end.criticalPathMs,
  };
}
