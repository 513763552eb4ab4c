import type { Act } from '../plan/plan.ts';
import type { Problem } from '../problems/problem.ts';

/** What happens during a run, as data: the terminal, the report and tests all read the same events. */
export type RunEvent =
  | {
      readonly event: 'run-started';
      readonly runId: string;
      readonly stamp: string;
      readonly total: number;
      readonly expectedDurationMs: number;
    }
  | {
      readonly event: 'action-started';
      readonly stamp: string;
      readonly id: string;
      readonly action: Act | 'undo' | 'purge';
    }
  | { readonly event: 'action-waiting'; readonly stamp: string; readonly id: string; readonly for: string }
  | {
      readonly event: 'action-retrying';
      readonly stamp: string;
      readonly id: string;
      readonly code: string;
      readonly waitMs: number;
    }
  | {
      readonly event: 'action-done';
      readonly stamp: string;
      readonly id: string;
      readonly durationMs: number;
    }
  | {
      readonly event: 'action-failed';
      readonly stamp: string;
      readonly id: string;
      readonly problem: Problem;
    }
  | {
      readonly event: 'settling';
      readonly stamp: string;
      readonly inFlight: number;
      readonly because: 'failure' | 'interrupt';
    }
  | { readonly event: 'rolling-back'; readonly stamp: string; readonly total: number }
  | {
      readonly event: 'run-ended';
      readonly stamp: string;
      readonly outcome: Outcome;
      /** Why it was not even begun. */
      readonly problem?: Problem;
    };

/** How a run ended. `refused`: nothing was touched. */
export type Outcome = 'succeeded' | 'rolled-back' | 'leftovers' | 'kept' | 'refused';

export interface Leftover {
  readonly id: string;
  readonly reason: string;
  readonly command: string;
  readonly freeOn?: string;
}

/** The result of one run, as scripts see it. Durations in milliseconds of cloud time. */
export interface RunResult {
  readonly runId: string;
  readonly tenant: string;
  readonly environment: string;
  readonly outcome: Outcome;
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  readonly leftovers: readonly Leftover[];
  readonly failure?: {
    readonly id: string;
    readonly code: string;
    readonly message: string;
    readonly next: readonly string[];
    readonly correlationId?: string;
  };
  readonly durationMs: number;
  readonly criticalPathMs: number;
}
