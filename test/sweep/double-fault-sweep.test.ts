import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { idKey } from '../../src/resource/arm-id.ts';
import type { Leftover, Outcome } from '../../src/run/events.ts';
import { stateOf } from '../../src/run/journal.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { aStamp, planOf, resumeInProcess, rollBackInProcess, runInProcess } from '../kit/deployment.ts';
import { differingIds, isOf } from '../kit/differing-ids.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import {
  copyOf,
  isFullSweep,
  requestsOf,
  type Scenario,
  scenario,
  seed,
  settledExport,
  type Target,
  targetName,
} from '../kit/sweep.ts';
import { type Aimed, eachFault, refusedForGood } from './each-fault.ts';
import { changedStamp, richStamp } from './stamps.ts';

const scenarios = await Promise.all([
  scenario('a first deployment', aStamp()),
  scenario('a change of everything that can change', changedStamp(), richStamp()),
]);

/** What the undoing can meet: whatever a run can, and a refusal that does not pass. */
const seconds: Readonly<Record<string, Aimed>> = { ...eachFault, '403 for good': refusedForGood };

interface Case {
  readonly given: Scenario;
  readonly first: Target;
  /** Where in the undoing the second fault strikes, from 0 to 1. */
  readonly where: number;
  readonly second: string;
}

/** Runs in which nothing was written yet have nothing to undo, and a poll that is refused stops none. */
const firsts = scenarios.flatMap((given) => {
  const begun = given.requests.findIndex((target) => isDeepStrictEqual(target, given.writes[0]));
  const stopping = given.requests.slice(begun).filter(({ path }) => !/\/operation(s|results)\//i.test(path));
  return stopping.map((first) => ({ given, first }));
});
const cases = fc.sample(
  fc.noBias(
    fc.record({
      of: fc.constantFrom(...firsts),
      where: fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100),
      second: fc.constantFrom(...Object.keys(seconds)),
    }),
  ),
  { seed, numRuns: isFullSweep ? 500 : 4 },
);

const outcomes = new Map<Outcome | undefined, number>();
afterAll(() => {
  const told = [...outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', ');
  process.stdout.write(`double-fault sweep: ${told}\n`);
});

/** Runs with the first fault, and answers the requests of the undoing. */
async function undoingOf({ given, first }: Pick<Case, 'given' | 'first'>): Promise<Target[]> {
  const cloud = given.cloud([{ ...first, fault: 403 }]);
  let begun: number | undefined;
  const plan = await planOf(cloud, given.stamp);
  await runInProcess(cloud, plan, {
    emitted: ({ event }) => {
      if (event === 'rolling-back') begun = cloud.exchanges.length;
    },
  });
  return begun === undefined ? [] : requestsOf(cloud).slice(begun);
}

/** Leftovers name the resources of the run that differ, all of them and no other. */
function expectExact(leftovers: readonly Leftover[], differing: readonly string[], given: Scenario): void {
  const designed = given.designs.flatMap(({ resources }) => resources.map(({ id }) => idKey(id)));
  const named = leftovers.map(({ id }) => idKey(id));
  expect(differing.filter((id) => !named.some((other) => isOf(id, other)))).toEqual([]);
  expect(differing.filter((id) => designed.includes(id) && !named.includes(id))).toEqual([]);
  expect(named.filter((id) => !differing.some((other) => isOf(other, id)))).toEqual([]);
  for (const { command, reason } of leftovers) {
    expect(command).toMatch(/^(az |gotthard runs rollback )/);
    expect(reason).not.toBe('');
  }
}

describe(`a second fault while a run is undone (seed ${seed})`, () => {
  it.each(
    cases.map(({ of, where, second }) => {
      const name = `${second} at ${Math.round(where * 100)} % of undoing ${of.given.name} after ${targetName(of.first)}`;
      return [name, { ...of, where, second, name }] as const;
    }),
  )('is got over, or leaves what is named and can be undone later: %s', async (_title, one) => {
    const { given, first, where, second, name } = one;
    const undoing = await undoingOf(one);
    const target = undoing[Math.floor(where * undoing.length)];
    const faults: Fault[] = [{ ...first, fault: 403 }, ...(target ? (seconds[second]?.(target) ?? []) : [])];
    const cloud = given.cloud(faults);
    const plan = await planOf(cloud, given.stamp);
    const { result, journal } = await runInProcess(cloud, plan);
    outcomes.set(result?.outcome, (outcomes.get(result?.outcome) ?? 0) + 1);
    const after = await settledExport(cloud);
    if (result?.outcome === 'rolled-back') return expectSameCloud(after, given.before, name);
    // Some clients poll the resource itself, and a poll that is refused stops nothing.
    if (result?.outcome === 'succeeded') return expectSameCloud(after, given.after, name);
    const failed = stateOf(journal)?.failure?.key;
    // What was lifted and does not come back keeps the run, whatever else has failed.
    if (plan.actions.some(({ key, putsBack }) => putsBack && key === failed)) {
      expect(result?.outcome).toBe('kept');
      const later = copyOf(cloud);
      expect((await resumeInProcess(later, given.stamp, journal)).result?.outcome).toBe('succeeded');
      return expectSameCloud(await settledExport(later), given.after, name);
    }
    expect(result?.outcome).toBe('leftovers');
    expectExact(result?.leftovers ?? [], differingIds(after, given.before), given);
    const later = copyOf(cloud);
    const again = await rollBackInProcess(later, journal);
    expect(again.result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
    return expectSameCloud(await settledExport(later), given.before, name);
  });
});
