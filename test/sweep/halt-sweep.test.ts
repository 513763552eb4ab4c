import { describe, expect, it } from 'vitest';
import {
  aStamp,
  deployInProcess,
  everything,
  type InProcessOptions,
  resumeInProcess,
  rollBackInProcess,
} from '../kit/deployment.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import { copyOf, sampled, scenario, seed, settledExport, titled } from '../kit/sweep.ts';
import { changedStamp, richStamp } from './stamps.ts';

const scenarios = await Promise.all([
  scenario('a production deployment', aStamp(everything)),
  scenario('a change of everything that can change', changedStamp(), richStamp()),
]);

/** Every moment at which a run can lose what it needs to go on: each line of its journal, and each write. */
const moments = scenarios.flatMap((given) => [
  ...given.undisturbed.journal.slice(1).map((_, index) => ({
    given,
    name: `${given.name}, the disk is full after line ${index + 1}`,
    halt: { fullAfterLines: index + 1 } satisfies InProcessOptions,
    code: 'GT-JOURNAL-UNWRITABLE',
  })),
  ...given.writes.map((_, index) => ({
    given,
    name: `${given.name}, the lock is lost after ${index} writes`,
    halt: { lostAfterWrites: index } satisfies InProcessOptions,
    code: 'GT-LOCK-LOST',
  })),
]);

/** A run that was killed halfway, and after how many lines its undoing can meet a full disk. */
const [first] = scenarios;
const halfway = await killedHalfway();
const whole = await rollBackInProcess(copyOf(halfway.cloud), halfway.killed.journal);
const depths = whole.journal.slice(halfway.killed.journal.length + 1).map((_, index) => index + 1);

async function killedHalfway() {
  const cloud = first.cloud();
  const killAfterLines = Math.floor(first.undisturbed.journal.length / 2);
  return { cloud, killed: await deployInProcess(cloud, first.stamp, { killAfterLines }) };
}

describe(`a run that can not go on (seed ${seed})`, () => {
  it.each(titled(sampled(moments, 6)))(
    'writes nothing more, is kept, and can be finished or undone: %s',
    async (_title, { given, name, halt, code }) => {
      const cloud = given.cloud();
      const stopped = await deployInProcess(cloud, given.stamp, halt);
      expect(stopped.result).toMatchObject({ outcome: 'kept', failure: { code } });
      expect(stopped.journal.map(({ entry }) => entry)).not.toContain('end');

      const undone = copyOf(cloud);
      const back = await rollBackInProcess(undone, stopped.journal);
      if (back.result?.outcome !== 'kept') {
        expect(back.result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
        expectSameCloud(await settledExport(undone), given.before, `rolled back: ${name}`);
      }
      const finished = copyOf(cloud);
      const resumed = await resumeInProcess(finished, given.stamp, stopped.journal);
      expect(resumed.result).toMatchObject({ outcome: 'succeeded' });
      expectSameCloud(await settledExport(finished), given.after, `resumed: ${name}`);
    },
  );

  it.each(sampled(depths, 2))(
    'while it is undone is kept again, and the next undoing ends it: after %i lines',
    async (fullAfterLines) => {
      const { cloud, killed } = halfway;
      const second = copyOf(cloud);
      const halted = await rollBackInProcess(second, killed.journal, { fullAfterLines });
      expect(halted.result).toMatchObject({ outcome: 'kept', failure: { code: 'GT-JOURNAL-UNWRITABLE' } });
      const third = copyOf(second);
      const { result } = await rollBackInProcess(third, halted.journal);
      expect(result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
      expectSameCloud(await settledExport(third), first.before, 'undone in the end');
    },
  );
});
