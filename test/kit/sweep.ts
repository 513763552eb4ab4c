import fc from 'fast-check';
import type { Design } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import type { Stamp } from '../../src/estate/estate.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { cloneSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { type Deployed, deployInProcess, registered } from './deployment.ts';
import { type TestCloud, testCloud } from './test-cloud.ts';

/** A request of an undisturbed run, so that a fault can be aimed at it: virtual time makes every run the same. */
export interface Target {
  readonly method: string;
  /** Regular expression for the path. */
  readonly path: string;
  /** Which of the requests with this method and path it is, from 1. */
  readonly nth: number;
}

/** A run that is about to begin, and what comes of it undisturbed. */
export interface Scenario {
  readonly name: string;
  readonly stamp: Stamp;
  /** What the stamp consists of, and consisted of before. */
  readonly designs: readonly Design[];
  /** The state before, as canonical JSON. */
  readonly before: string;
  /** The state after an undisturbed run. */
  readonly after: string;
  /** All requests of the undisturbed run, reads and polls too, in their order. */
  readonly requests: readonly Target[];
  readonly writes: readonly Target[];
  readonly undisturbed: Deployed;
  /** A cloud of its own in the state before. */
  cloud(faults?: readonly Fault[]): TestCloud;
}

/** Whether every case is tried, or a sample that fits into the usual tests. */
export const isFullSweep = process.env['GOTTHARD_SWEEP'] === 'full';

/** `GOTTHARD_SEED=7` takes another sample. */
export const seed = Number(process.env['GOTTHARD_SEED'] ?? 22);

/** All cases, or a seeded sample of them. */
export function sampled<T>(cases: readonly T[], count: number): readonly T[] {
  if (isFullSweep || cases.length <= count) return cases;
  const subset = fc.shuffledSubarray([...cases], { minLength: count, maxLength: count });
  return fc.sample(subset, { seed, numRuns: 1 })[0] ?? [];
}

/** A copy of a cloud at this moment, with a clock of its own. */
export function copyOf(
  cloud: { readonly sandbox: Sandbox; readonly clock: { now(): number } },
  faults: readonly Fault[] = [],
): TestCloud {
  return testCloud({
    open: (options) => cloneSandbox(cloud.sandbox, options),
    startsAt: cloud.clock.now(),
    faults,
    // Thousands of runs don't fit into memory, and say what the sample has said.
    witness: !isFullSweep,
  });
}

/** The state once everything that is still on its way has arrived. */
export async function settledExport(cloud: TestCloud): Promise<string> {
  await cloud.clock.sleep(30 * 60_000);
  return cloud.sandbox.export();
}

/** Prepares a run of `stamp`: on a fresh subscription, or after `first` has been deployed. */
export async function scenario(name: string, stamp: Stamp, first?: Stamp): Promise<Scenario> {
  const base = testCloud();
  await registered(base, makeDesign(stamp));
  if (first) await deployInProcess(base, first);
  await base.clock.sleep(60_000);
  const cloud: Scenario['cloud'] = (faults) => copyOf(base, faults);
  const trial = cloud();
  const undisturbed = await deployInProcess(trial, stamp);
  if (undisturbed.result?.outcome !== 'succeeded') {
    throw new Error(`${name} fails undisturbed: ${JSON.stringify(undisturbed.result?.failure)}`);
  }
  return {
    name,
    stamp,
    designs: [stamp, ...(first ? [first] : [])].map(makeDesign),
    before: base.sandbox.export(),
    after: await settledExport(trial),
    requests: requestsOf(trial),
    writes: writesOf(trial),
    undisturbed,
    cloud,
  };
}

/** The requests of a cloud so far, each so that a fault can be aimed at it. */
export function requestsOf(cloud: TestCloud): Target[] {
  const counts = new Map<string, number>();
  return cloud.exchanges.map(({ method, url }) => {
    const path = new URL(url).pathname.replace(/^\/+/, '/');
    const key = `${method} ${path.toLowerCase()}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    return { method, path: `^/*${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, nth };
  });
}

/** Those of them that write. */
export function writesOf(cloud: TestCloud): Target[] {
  return requestsOf(cloud).filter(
    ({ method, path }) => method !== 'GET' && !/\/(register|listKeys)\$?$/.test(path),
  );
}

/** What a person calls a request. */
export function targetName({ method, path, nth }: Target): string {
  const name = path.replace(/^\^\/\*\/subscriptions\/[^/]+|\\|\$$/g, '');
  return `${method} ${name}${nth === 1 ? '' : ` (${nth})`}`;
}

/** Cases with their titles in front, as `it.each` shows them unabridged. */
export function titled<T extends { readonly name: string; readonly fault?: string }>(
  cases: readonly T[],
): (readonly [string, T])[] {
  return cases.map(
    (one) => [one.fault === undefined ? one.name : `${one.fault} at ${one.name}`, one] as const,
  );
}
