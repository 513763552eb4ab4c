import { isDeepStrictEqual } from 'node:util';
import { makeDesign } from '../../src/design/make-design.ts';
import type { StampPlan } from '../../src/plan/plan.ts';
import { ArmError } from '../../src/problems/arm-error.ts';
import type { Outcome } from '../../src/run/events.ts';
import type { JournalEntry } from '../../src/run/journal.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { type Deployed, planOf, registered, resumeInProcess, runInProcess } from '../kit/deployment.ts';
import { foreignWrites } from '../kit/foreign-writes.ts';
import { differenceOf } from '../kit/same-cloud.ts';
import { copyOf, requestsOf, type Scenario, settledExport, type Target } from '../kit/sweep.ts';
import type { TestCloud } from '../kit/test-cloud.ts';

/** What is left of a run that met a fault. */
export interface Verdict {
  readonly outcome: Outcome;
  /** How the cloud differs from what it should be; undefined when it does not. */
  readonly leak: string | undefined;
  readonly foreign: readonly string[];
  /** Whether the outcome is one that a run with a single fault may have. */
  readonly allowed: boolean;
  readonly failure: string;
  /** Whether the fault was met at all. */
  readonly struck: boolean;
}

/** What all judged runs come to. */
export class Tally {
  #runs = 0;
  #leaks = 0;
  #foreign = 0;
  readonly #outcomes = new Map<Outcome, number>();

  add({ outcome, leak, foreign }: Pick<Verdict, 'outcome' | 'leak' | 'foreign'>): void {
    this.#runs += 1;
    if (leak !== undefined) this.#leaks += 1;
    this.#foreign += foreign.length;
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
  }

  toString(): string {
    const outcomes = [...this.#outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', ');
    return `runs ${this.#runs}, leaks ${this.#leaks}, foreign writes ${this.#foreign} (${outcomes})`;
  }
}

/** Runs a scenario with faults, and holds what comes of it against the cloud itself. */
export async function judged(given: Scenario, faults: readonly Fault[], target: Target): Promise<Verdict> {
  const cloud = given.cloud(faults);
  const deployed = await deployedOrRefused(cloud, given);
  const verdict = deployed ? await judgedEnd(given, cloud, deployed) : await judgedRefusal(given, cloud);
  return { ...verdict, struck: requestsOf(cloud).some((sent) => isDeepStrictEqual(sent, target)) };
}

/** Undefined when the run was refused before it had begun. */
async function deployedOrRefused(cloud: TestCloud, { stamp }: Scenario): Promise<Deployed | undefined> {
  try {
    await registered(cloud, makeDesign(stamp));
    const plan = await planOf(cloud, stamp);
    return await runInProcess(cloud, plan);
  } catch (error) {
    if (error instanceof ArmError) return undefined;
    throw error;
  }
}

async function judgedRefusal(given: Scenario, cloud: TestCloud) {
  const leak = differenceOf(await settledExport(cloud), given.before);
  const foreign = foreignWrites(cloud.exchanges, given.designs);
  return { outcome: 'refused' as const, leak, foreign, allowed: true, failure: '' };
}

async function judgedEnd(given: Scenario, cloud: TestCloud, { result, journal, plan }: Deployed) {
  const outcome = result?.outcome ?? 'refused';
  const failure = result?.failure ? `${result.failure.code}: ${result.failure.message}` : '';
  const foreign = foreignWrites(cloud.exchanges, given.designs);
  if (outcome !== 'kept') {
    const leak = differenceOf(
      await settledExport(cloud),
      outcome === 'succeeded' ? given.after : given.before,
    );
    return { outcome, leak, foreign, failure, allowed: outcome === 'succeeded' || outcome === 'rolled-back' };
  }
  const later = copyOf(cloud);
  const resumed = await resumeInProcess(later, given.stamp, journal);
  return {
    outcome,
    leak: differenceOf(await settledExport(later), given.after),
    foreign: [...foreign, ...foreignWrites(later.exchanges, given.designs)],
    failure,
    allowed: isAnnounced(plan, journal) && resumed.result?.outcome === 'succeeded',
  };
}

/** Whether a plan says of what has failed that the run only goes forward from there. */
function isAnnounced({ actions, pointOfNoReturn }: StampPlan, journal: readonly JournalEntry[]): boolean {
  const failed = journal.flatMap((entry) => (entry.entry === 'failed' ? [entry.key] : []));
  const lifted = actions.filter(({ reason }) => reason?.endsWith('the run is kept, to be resumed'));
  const puttingBack = actions.filter(({ key, putsBack }) => putsBack && failed.includes(key));
  if (puttingBack.length > 0) return puttingBack.every(({ id }) => lifted.some((one) => one.id === id));
  return pointOfNoReturn.length > 0;
}
