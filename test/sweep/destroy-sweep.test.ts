import { describe, expect, it } from 'vitest';
import { makeDesign } from '../../src/design/make-design.ts';
import { aStamp, deployInProcess, destroyInProcess, everything, registered } from '../kit/deployment.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import { copyOf, requestsOf, sampled, seed, settledExport, targetName, titled } from '../kit/sweep.ts';
import { testCloud } from '../kit/test-cloud.ts';
import { eachFault } from './each-fault.ts';

const stamp = aStamp(everything);
const base = testCloud();
await registered(base, makeDesign(stamp));
await deployInProcess(base, stamp);
await base.clock.sleep(60_000);

const trial = copyOf(base);
await destroyInProcess(trial, stamp);
const after = await settledExport(trial);

const cases = requestsOf(trial).flatMap((target) =>
  Object.entries(eachFault).map(([fault, aimedAt]) => ({
    fault,
    rules: aimedAt(target),
    name: targetName(target),
  })),
);

describe(`a fault at any one request of taking a stamp down (seed ${seed})`, () => {
  it.each(titled(sampled(cases, 7)))(
    'is got over, or what was begun is finished by a resume: %s',
    async (_title, { rules, name }) => {
      const cloud = copyOf(base, rules);
      const first = await destroyInProcess(cloud, stamp).catch(() => undefined);
      if (first?.result?.outcome === 'succeeded') {
        return expectSameCloud(await settledExport(cloud), after, name);
      }
      // What failed before anything was removed is refused or put back, which there is nothing to do for.
      if (first) expect(first.result?.outcome).toBeOneOf(['kept', 'rolled-back']);
      const later = copyOf(cloud);
      const kept = first?.result?.outcome === 'kept' ? first.journal : [];
      const { result } = await destroyInProcess(later, stamp, {}, kept);
      expect(result).toMatchObject({ outcome: 'succeeded' });
      return expectSameCloud(await settledExport(later), after, name);
    },
  );
});
