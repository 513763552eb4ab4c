import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import { aStamp, deployInProcess, everything, resumeInProcess } from '../kit/deployment.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import {
  copyOf,
  sampled,
  scenario,
  seed,
  settledExport,
  titled,
  type Write,
  writeName,
} from '../kit/sweep.ts';
import { changedStamp, richStamp } from './stamps.ts';

const scenarios = await Promise.all([
  scenario('a first deployment', aStamp()),
  scenario('a production deployment with groups, keys and a budget', aStamp(everything)),
  scenario('a change of everything that can change', changedStamp(), richStamp()),
]);

type Faults = (write: Write) => readonly Fault[];
const once =
  (fault: Fault['fault']): Faults =>
  (write) => [{ ...write, fault }];
const forGood =
  (fault: Fault['fault'], code?: string): Faults =>
  (write) => [{ ...write, fault, times: 99, ...(code === undefined ? {} : { code }) }];

/** What passes by itself: the run has to get over it. */
const passing: Readonly<Record<string, Faults>> = {
  '500': once(500),
  '503': once(503),
  '429': once(429),
  'a connection lost before': once('drop'),
  'a connection lost after': once('drop-after'),
  'a write that shows up late': once('drop-late'),
  'an expired token': once('token-expired'),
  'an operation that fails first and succeeds then': once('lro-flip'),
};

/** What stays: the run has to undo itself. */
const staying: Readonly<Record<string, Faults>> = {
  '403': forGood(403),
  'an unknown conflict': forGood(409, 'SomethingUnheardOf'),
  'a failed operation': once('lro-failed'),
  'an answer lost, and a refusal then': (write) => [
    { ...write, fault: 'drop-after' },
    { ...write, nth: write.nth + 1, fault: 403 },
  ],
};

const troubledUndo: readonly Fault[] = [
  { method: 'DELETE', nth: 2, times: 3, fault: 503 },
  { method: 'DELETE', nth: 6, fault: 'drop' },
  { method: 'DELETE', nth: 8, fault: 'drop-after' },
  { method: 'DELETE', nth: 11, fault: 'lro-flip' },
  { method: 'DELETE', nth: 13, fault: 'token-expired' },
  { method: 'DELETE', nth: 15, fault: 429 },
];

const cases = scenarios.flatMap((given) =>
  given.writes.map((write, index) => ({ given, write, index, name: `${given.name}: ${writeName(write)}` })),
);
const pointOfNoReturn = ({ given, index }: (typeof cases)[number]): boolean =>
  given.undisturbed.plan.pointOfNoReturn.length > 0 && index === given.writes.length - 1;

const allOf = (faults: Readonly<Record<string, Faults>>) =>
  cases.flatMap((one) => Object.entries(faults).map(([fault, make]) => ({ ...one, fault, make })));

describe(`a fault at any one write (seed ${seed})`, () => {
  it.each(titled(sampled(allOf(passing), 6)))(
    'is got over: %s',
    async (_title, { given, write, make, name }) => {
      const cloud = given.cloud(make(write));
      const { result } = await deployInProcess(cloud, given.stamp);
      expect(result).toMatchObject({ outcome: 'succeeded' });
      expectSameCloud(await settledExport(cloud), given.after, name);
    },
  );

  const undoable = allOf(staying).filter((one) => !pointOfNoReturn(one));
  it.each(titled(sampled(undoable, 6)))('leaves everything as it was: %s', async (_title, one) => {
    const { given, write, make, name, fault } = one;
    const cloud = given.cloud(make(write));
    const { result } = await deployInProcess(cloud, given.stamp);
    // A synchronous call has no operation that could fail: it answers 500, and is tried again.
    if (fault !== 'a failed operation') expect(result).toMatchObject({ outcome: 'rolled-back' });
    const expected = result?.outcome === 'succeeded' ? given.after : given.before;
    expectSameCloud(await settledExport(cloud), expected, name);
  });

  const late = cases.filter((one) => !pointOfNoReturn(one) && one.index > 12);
  it.each(titled(sampled(late, 3)))(
    'leaves everything as it was when undoing meets faults too: %s',
    async (_title, one) => {
      const { given, write, name } = one;
      const cloud = given.cloud([...forGood(403)(write), ...troubledUndo]);
      const { result } = await deployInProcess(cloud, given.stamp);
      expect(result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
      expectSameCloud(await settledExport(cloud), given.before, name);
    },
  );

  it.each(titled(cases.filter(pointOfNoReturn)))(
    'past the point of no return is kept and finished: %s',
    async (_title, one) => {
      const { given, write, name } = one;
      const cloud = given.cloud(forGood(403)(write));
      const { result, journal } = await deployInProcess(cloud, given.stamp);
      expect(result).toMatchObject({ outcome: 'kept' });
      const later = copyOf(cloud);
      const resumed = await resumeInProcess(later, given.stamp, journal);
      expect(resumed.result).toMatchObject({ outcome: 'succeeded' });
      expectSameCloud(await settledExport(later), given.after, name);
    },
  );
});
