import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import {
  aStamp,
  type Deployed,
  deployInProcess,
  everything,
  resumeInProcess,
  rollBackInProcess,
} from '../kit/deployment.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import {
  copyOf,
  type Scenario,
  sampled,
  scenario,
  seed,
  settledExport,
  targetName,
  titled,
} from '../kit/sweep.ts';
import type { TestCloud } from '../kit/test-cloud.ts';
import { changedStamp, richStamp } from './stamps.ts';

const scenarios = await Promise.all([
  scenario('a production deployment', aStamp(everything)),
  scenario('a change of everything that can change', changedStamp(), richStamp()),
]);

/** A run that was killed, with the cloud that it left. */
interface Killed {
  readonly cloud: TestCloud;
  readonly journal: Deployed['journal'];
}

async function killedAfter(given: Scenario, lines: number): Promise<Killed> {
  const cloud = given.cloud();
  const { journal } = await deployInProcess(cloud, given.stamp, { killAfterLines: lines });
  return { cloud, journal };
}

async function killedAt(given: Scenario, fault: Fault): Promise<Killed> {
  const cloud = given.cloud([fault]);
  const { journal } = await deployInProcess(cloud, given.stamp);
  expect(cloud.isKilled()).toBe(true);
  return { cloud, journal };
}

/** Both ways out of a killed run, each in a copy of the cloud that it left. */
async function expectBothWaysOut(given: Scenario, { cloud, journal }: Killed, name: string): Promise<void> {
  const undone = copyOf(cloud);
  const { result } = await rollBackInProcess(undone, journal);
  if (result?.outcome !== 'kept') {
    expect(result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
    expectSameCloud(await settledExport(undone), given.before, `rolled back: ${name}`);
  }
  const finished = copyOf(cloud);
  const resumed = await resumeInProcess(finished, given.stamp, journal);
  expect(resumed.result).toMatchObject({ outcome: 'succeeded' });
  expectSameCloud(await settledExport(finished), given.after, `resumed: ${name}`);
}

const lines = scenarios.flatMap((given) =>
  given.undisturbed.journal
    .slice(0, -1)
    .map((_, index) => ({ given, line: index + 1, name: `${given.name}, line ${index + 1}` })),
);
const writes = scenarios.flatMap((given) =>
  given.writes.map((write) => ({ given, write, name: `${given.name}, ${targetName(write)}` })),
);

describe(`a run that is killed (seed ${seed})`, () => {
  it.each(titled(sampled(lines, 3)))(
    'after a line of its journal can be undone or finished: %s',
    async (_title, one) => {
      const killed = await killedAfter(one.given, one.line);
      expect(killed.journal).toHaveLength(one.line);
      await expectBothWaysOut(one.given, killed, one.name);
    },
  );

  it.each(titled(sampled(writes, 3)))(
    'after a write and before its answer can be undone or finished: %s',
    async (_title, one) => {
      const killed = await killedAt(one.given, { ...one.write, fault: 'crash' });
      await expectBothWaysOut(one.given, killed, one.name);
    },
  );

  const twice = lines.filter((_, index) => index % 7 === 3);
  it.each(titled(sampled(twice, 2)))(
    'and killed again while it is undone can be undone all the same: %s',
    async (_title, one) => {
      const { cloud, journal } = await killedAfter(one.given, one.line);
      const second = copyOf(cloud);
      const again = await rollBackInProcess(second, journal, {
        killAfterLines: 1 + Math.floor(one.line / 3),
      });
      const third = copyOf(second);
      const { result } = await rollBackInProcess(third, again.journal);
      if (result?.outcome === 'kept') return;
      expect(result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
      expectSameCloud(await settledExport(third), one.given.before, one.name);
    },
  );

  it.each(titled(sampled(twice, 2)))(
    'and killed again while it is finished can be undone all the same: %s',
    async (_title, one) => {
      const { cloud, journal } = await killedAfter(one.given, one.line);
      const second = copyOf(cloud);
      const again = await resumeInProcess(second, one.given.stamp, journal, { killAfterLines: 9 });
      const third = copyOf(second);
      const { result } = await rollBackInProcess(third, again.journal);
      if (result?.outcome === 'kept') return;
      expect(result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
      expectSameCloud(await settledExport(third), one.given.before, one.name);
    },
  );
});
