import type { Action, StampPlan } from '../plan/plan.ts';
import type { Problem } from '../problems/problem.ts';
import type { Outcome, RunEvent } from '../run/events.ts';
import { remainingMs } from './remaining.ts';

type Started = Extract<RunEvent, { event: 'action-started' }>['action'];

/** How far one resource is. Times are cloud milliseconds. */
export interface ResourceProgress {
  readonly action: Action;
  status: 'open' | 'running' | 'done' | 'failed';
  /** What is being done: an act of the plan, or its undoing. */
  doing: Started;
  startedAt: number;
  /** Why it isn't running yet, or what is being retried. */
  note: string | undefined;
  /** When the note says nothing any more: the retry that it announces is under way. */
  noteEndsAt: number;
}

/** How far one stamp is. */
export interface StampProgress {
  readonly name: string;
  readonly plan: StampPlan;
  /** By the action's key in lower case. */
  readonly resources: ReadonlyMap<string, ResourceProgress>;
  phase: 'waiting' | 'running' | 'settling' | 'rolling-back' | 'ended';
  runId: string;
  startedAt: number;
  /** Set when it has ended, so that its clock stands still. */
  endedAt: number | undefined;
  /** Actions to do in this phase, and done. */
  total: number;
  done: number;
  inFlight: number;
  because: 'failure' | 'interrupt' | undefined;
  failure: { readonly id: string; readonly problem: Problem } | undefined;
  /** Whether it has begun to undo itself: from then on what is shown is the undoing. */
  undoing: boolean;
  outcome: Outcome | undefined;
}

/** Progress of planned stamps before anything has happened. */
export function stampProgress(plans: readonly StampPlan[]): Map<string, StampProgress> {
  return new Map(
    plans.map((plan) => {
      const name = `${plan.tenant}/${plan.environment}`;
      const writes = plan.actions.filter(({ action }) => action !== 'unchanged' && action !== 'blocked');
      const resources = new Map(writes.map((action) => [action.key.toLowerCase(), fresh(action)]));
      const blank = { runId: '', startedAt: 0, done: 0, inFlight: 0 };
      const unknown = {
        endedAt: undefined,
        undoing: false,
        because: undefined,
        failure: undefined,
        outcome: undefined,
      };
      return [name, { name, plan, resources, phase: 'waiting', total: writes.length, ...blank, ...unknown }];
    }),
  );
}

function fresh(action: Action): ResourceProgress {
  return {
    action,
    status: 'open',
    doing: action.action,
    startedAt: 0,
    note: undefined,
    noteEndsAt: Number.POSITIVE_INFINITY,
  };
}

/** Takes one event in. Events of resources that no plan names are counted, but not listed. */
export function applyEvent(stamp: StampProgress, event: RunEvent, now: number): void {
  const resource = 'id' in event ? resourceOf(stamp, event.id) : undefined;
  switch (event.event) {
    case 'run-started':
      Object.assign(stamp, {
        phase: 'running',
        runId: event.runId,
        startedAt: now,
        total: event.total,
        done: 0,
      });
      return;
    case 'action-started':
      if (resource) {
        Object.assign(resource, { status: 'running', doing: event.action, startedAt: now, note: undefined });
      }
      return;
    case 'action-waiting':
      if (resource) resource.note = `waits for ${titleOf(stamp, event.for)}`;
      return;
    case 'action-retrying':
      if (resource) {
        resource.note = `${event.code}, again in ${Math.ceil(event.waitMs / 1000)} s`;
        resource.noteEndsAt = now + event.waitMs;
      }
      return;
    case 'action-done':
      stamp.done += 1;
      stamp.inFlight = Math.max(0, stamp.inFlight - 1);
      if (resource) Object.assign(resource, { status: 'done', note: undefined });
      return;
    case 'action-failed':
      stamp.inFlight = Math.max(0, stamp.inFlight - 1);
      stamp.failure ??= { id: event.id, problem: event.problem };
      if (resource) Object.assign(resource, { status: 'failed', note: event.problem.code });
      return;
    case 'settling':
      Object.assign(stamp, { phase: 'settling', inFlight: event.inFlight, because: event.because });
      return;
    case 'rolling-back':
      // A run of another process is undone without having been started here.
      if (stamp.phase === 'waiting') stamp.startedAt = now;
      Object.assign(stamp, { phase: 'rolling-back', undoing: true, total: event.total, done: 0 });
      return;
    case 'run-ended':
      // One that could not be undone has not begun here either.
      if (stamp.phase === 'waiting') stamp.startedAt = now;
      Object.assign(stamp, { phase: 'ended', outcome: event.outcome, endedAt: now });
      if (event.problem) stamp.failure ??= { id: event.problem.resource ?? '', problem: event.problem };
      return;
  }
}

/** A resource by the key of its action or by its id; of two actions on one id the one that isn't done. */
export function resourceOf(stamp: StampProgress, keyOrId: string): ResourceProgress | undefined {
  const sought = keyOrId.toLowerCase();
  const named = [...stamp.resources.values()].filter(({ action }) => action.id.toLowerCase() === sought);
  const open = named.find(({ status }) => status !== 'done') ?? named[0];
  // With one action its key is its id, and with two the event may mean either.
  return named.length > 1 ? open : (stamp.resources.get(sought) ?? open);
}

/** What people call a resource of the stamp, or the text itself where it names none. */
export function titleOf(stamp: StampProgress, keyOrText: string): string {
  return resourceOf(stamp, keyOrText)?.action.title ?? keyOrText;
}

/**
 * Cloud milliseconds that the rest of a running stamp takes, from typical durations of what is left on the
 * longest chain; undefined where nothing honest can be said (settling, undoing).
 */
export function estimateOf(stamp: StampProgress, now: number): number | undefined {
  if (stamp.phase !== 'running') return undefined;
  const open = [...stamp.resources.values()].filter(({ status }) => status !== 'done');
  const left = remainingMs(
    open.map(({ action, status, startedAt }) => ({
      action,
      spentMs: status === 'running' ? now - startedAt : 0,
    })),
  );
  const whole = remainingMs([...stamp.resources.values()].map(({ action }) => ({ action, spentMs: 0 })));
  // Lanes make the real path longer than the dependencies alone: the plan's own figure knows by how much.
  return whole === 0 ? 0 : (left * Math.max(stamp.plan.expectedDurationMs, whole)) / whole;
}
