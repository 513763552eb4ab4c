import { describe, expect, it } from 'vitest';
import { makeDesign } from '../../src/design/make-design.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { aStamp, deployInProcess, destroyInProcess, everything, registered } from '../kit/deployment.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import {
  copyOf,
  requestsOf,
  sampled,
  seed,
  settledExport,
  type Target,
  targetName,
  titled,
} from '../kit/sweep.ts';
import { testCloud } from '../kit/test-cloud.ts';

const stamp = aStamp(everything);
const base = testCloud();
await registered(base, makeDesign(stamp));
await deployInProcess(base, stamp);
await base.clock.sleep(60_000);

const trial = copyOf(base);
await destroyInProcess(trial, stamp);
const after = await settledExport(trial);

const faults: Readonly<Record<string, (request: Target) => Fault>> = {
  '429 once': (request) => ({ ...request, fault: 429 }),
  'a storm of 429': (request) => ({ ...request, fault: 429, times: 40, retryAfter: 10 }),
  '500 once': (request) => ({ ...request, fault: 500 }),
  '500 for good': (request) => ({ ...request, fault: 500, times: 999 }),
  '503': (request) => ({ ...request, fault: 503 }),
  'a connection lost before': (request) => ({ ...request, fault: 'drop' }),
  'a connection lost after': (request) => ({ ...request, fault: 'drop-after' }),
  'a write that shows up late': (request) => ({ ...request, fault: 'drop-late' }),
  'a failed operation': (request) => ({ ...request, fault: 'lro-failed' }),
  'an operation that fails first': (request) => ({ ...request, fault: 'lro-flip' }),
  '409': (request) => ({ ...request, fault: 409 }),
  '403': (request) => ({ ...request, fault: 403 }),
  'an expired token': (request) => ({ ...request, fault: 'token-expired' }),
};

const cases = requestsOf(trial).flatMap((request) =>
  Object.entries(faults).map(([fault, make]) => ({ fault, rule: make(request), name: targetName(request) })),
);

describe(`a fault at any one request of taking a stamp down (seed ${seed})`, () => {
  it.each(titled(sampled(cases, 10)))(
    'is got over, or what was begun is finished by a resume: %s',
    async (_title, { rule, name }) => {
      const cloud = copyOf(base, [rule]);
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
