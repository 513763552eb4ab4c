import type { StampPlan } from '../plan/plan.ts';
import { type Problem, Refusal } from '../problems/problem.ts';
import { atOnce } from '../run/at-once.ts';
import type { RunResult } from '../run/events.ts';
import { refusedRun } from './run-stamp.ts';

/**
 * How many environments are run at once. ARM counts by subscription, so that many hinder each other no more than few;
 * what limits is this machine, which polls for all of them.
 */
export const runsAtOnce = 20;

/** In which order environments are built, and when no more are begun. */
export interface Rollout {
  /** `tenant/environment` of those that come first: the others begin once all of these are built and verified. */
  readonly canary: readonly string[];
  /** How many environments a wave has: the next one begins when it has ended. Default: one wave. */
  readonly wave?: number;
  /** After how many that failed nothing more is begun. Default: 1 with a canary or with waves, else never. */
  readonly stopAfter?: number;
  /** How many are built at once. */
  readonly parallel: number;
}

/** All in one go, whatever fails. */
export const inOneGo: Rollout = { canary: [], parallel: runsAtOnce };

/** One environment as far as the order is concerned. */
interface Named {
  readonly stamp: { readonly name: string };
}

/** What came of one environment. */
export interface Built {
  readonly result: RunResult;
  /** Whether what was built is as it should be. */
  readonly verified: boolean;
}

/** Throws a Refusal for a canary that is none of the chosen environments. */
export function refuseUnknownCanary({ canary }: Rollout, names: readonly string[]): void {
  const unknown = canary.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new Refusal([
    {
      code: 'GT-CANARY-UNKNOWN',
      what: `--canary ${unknown} is none of the chosen environments`,
      why: 'a canary is one of those that are deployed, and goes first',
      next: [`Take one of: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}`],
    },
  ]);
}

/** The canary, then waves; in each the order of the estate file. */
function ringsOf<T extends Named>(stamps: readonly T[], { canary, wave }: Rollout): T[][] {
  const first = stamps.filter(({ stamp }) => canary.includes(stamp.name));
  const rest = stamps.filter(({ stamp }) => !canary.includes(stamp.name));
  const size = wave ?? Math.max(1, rest.length);
  const waves = Array.from({ length: Math.ceil(rest.length / size) }, (_, index) =>
    rest.slice(index * size, (index + 1) * size),
  );
  return first.length > 0 ? [first, ...waves] : waves;
}

/** What came of all, and those that were not begun, with why. */
export interface RolledOut<B extends Built, T extends Named> {
  readonly built: readonly B[];
  readonly notBegun: readonly T[];
  readonly because: Problem | undefined;
}

/**
 * Builds ring by ring. What has begun always ends; once too many have failed, or somebody interrupts, nothing more
 * begins.
 * @param before what came of those that could not even begin
 */
export async function rollOut<B extends Built, T extends Named>(
  stamps: readonly T[],
  rollout: Rollout,
  before: readonly RunResult[],
  interrupted: AbortSignal,
  build: (stamp: T) => Promise<B>,
): Promise<RolledOut<B, T>> {
  const built: B[] = [];
  const notBegun: T[] = [];
  const stop = new Stop(rollout, interrupted);
  for (const result of before) stop.note({ result, verified: true });
  for (const ring of ringsOf(stamps, rollout)) {
    await atOnce(rollout.parallel, ring, async (stamp) => {
      if (stop.because) {
        notBegun.push(stamp);
        return;
      }
      const one = await build(stamp);
      built.push(one);
      stop.note(one);
    });
  }
  return { built, notBegun, because: stop.because };
}

/** Whether anything more may begin. */
class Stop {
  readonly #rollout: Rollout;
  readonly #interrupted: AbortSignal;
  readonly #limit: number;
  readonly #failed: string[] = [];
  #failedCanary: string | undefined;

  constructor(rollout: Rollout, interrupted: AbortSignal) {
    this.#rollout = rollout;
    this.#interrupted = interrupted;
    const rings = rollout.canary.length > 0 || rollout.wave !== undefined;
    this.#limit = rollout.stopAfter ?? (rings ? 1 : Number.POSITIVE_INFINITY);
  }

  note({ result, verified }: Built): void {
    if (result.outcome === 'succeeded' && verified) return;
    const name = `${result.tenant}/${result.environment}`;
    if (this.#rollout.canary.includes(name)) this.#failedCanary ??= name;
    // What another process is at work on has not failed.
    if (result.outcome !== 'refused' || result.failure?.code !== 'GT-LOCK-HELD') this.#failed.push(name);
  }

  get because(): Problem | undefined {
    if (this.#interrupted.aborted)
      return told('the deployment was interrupted', 'somebody pressed Ctrl-C or ended the process');
    if (this.#failedCanary !== undefined)
      return told(
        `the canary ${this.#failedCanary} was not built and verified`,
        'what a canary does not survive is not done to the others',
      );
    if (this.#failed.length < this.#limit) return undefined;
    return told(
      `${this.#failed.length} failed: ${this.#failed.slice(0, 5).join(', ')}${this.#failed.length > 5 ? ', …' : ''}`,
      `no more are begun after ${this.#limit} that failed`,
    );
  }
}

function told(what: string, why: string): Problem {
  return { code: 'GT-ROLLOUT-STOPPED', what, why, next: ['gotthard deploy --all'] };
}

/** What came of those that were built, or a part of it, in the order in which they were planned. */
export function inOrderOf<B extends Built>(stamps: readonly Named[], built: readonly B[]): B[] {
  const byName = new Map(built.map((one) => [`${one.result.tenant}/${one.result.environment}`, one]));
  return stamps.flatMap(({ stamp }) => byName.get(stamp.name) ?? []);
}

/** What came of one that was not begun. */
export function notBegunRun({ plan }: { readonly plan: StampPlan }, because: Problem | undefined): RunResult {
  const { tenant, environment } = plan;
  const why = because ?? told('nothing more was begun', 'the deployment has ended');
  const next = [`gotthard deploy --tenant ${tenant} --env ${environment}`] as const;
  return refusedRun(plan, { ...why, what: `not begun: ${why.what}`, next });
}
