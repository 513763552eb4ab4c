import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { isolationPlan, restorationPlan, revocationPlan } from '../../src/plan/make-incident-plan.ts';
import type { StampPlan } from '../../src/plan/plan.ts';
import { stateOf } from '../../src/run/journal.ts';
import { observe } from '../../src/run/observe.ts';
import { withPutBacks } from '../../src/run/put-backs.ts';
import { Requests } from '../../src/run/requests.ts';
import {
  aStamp,
  type Deployed,
  deployInProcess,
  everything,
  goneOnInProcess,
  registered,
  runInProcess,
} from '../kit/deployment.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import { copyOf, requestsOf, sampled, seed, settledExport, targetName, titled } from '../kit/sweep.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';
import { eachFault } from './each-fault.ts';

const stamp = aStamp({ ...everything, authentication: 'entra' });
const design = makeDesign(stamp);

type Answer = 'isolate' | 'revoke' | 'restore';

/** What is done about an incident, or taken back, from what stands now. */
async function planned(cloud: TestCloud, act: Answer): Promise<StampPlan> {
  const ports = { azure: await cloud.warm(design), kinds, requests: new Requests(cloud.clock) };
  const input = { design, observed: await observe(design, ports), kinds };
  if (act === 'isolate') return isolationPlan(input, { hard: true });
  if (act === 'revoke') return revocationPlan(input, { principals: [] });
  return restorationPlan(input, { cut: undefined });
}

const normal = testCloud();
await registered(normal, design);
await deployInProcess(normal, stamp);
await normal.clock.sleep(60_000);
const hit = copyOf(normal);
for (const act of ['isolate', 'revoke'] as const) await runInProcess(hit, await planned(hit, act));
await hit.clock.sleep(60_000);

/** What each of them begins with, what it ends with undisturbed, and every fault at each of its requests. */
const scenarios = await Promise.all(
  (['isolate', 'revoke', 'restore'] as const).map(async (act) => {
    const base = act === 'restore' ? hit : normal;
    const trial = copyOf(base);
    const { result } = await runInProcess(trial, await planned(trial, act));
    if (result?.outcome !== 'succeeded') throw new Error(`${act}: ${JSON.stringify(result?.failure)}`);
    const requests = requestsOf(trial);
    const cases = requests.flatMap((target) =>
      Object.entries(eachFault).map(([fault, aimedAt]) => ({
        fault,
        rules: aimedAt(target),
        name: targetName(target),
      })),
    );
    return {
      act,
      base,
      cases,
      before: await settledExport(copyOf(base)),
      after: await settledExport(trial),
    };
  }),
);

/** Only what was lifted for a run and does not come back keeps it; going on with it puts that back. */
async function expectFinished(cloud: TestCloud, act: Answer, run: Deployed, after: string): Promise<void> {
  const state = stateOf(run.journal);
  const failed = run.plan.actions.find(({ key }) => key === state?.failure?.key);
  expect(failed?.putsBack).toBe(true);
  const later = copyOf(cloud);
  const plan = await planned(later, act);
  const again = await goneOnInProcess(later, state ? withPutBacks(plan, state) : plan, run.journal);
  expect(again.result?.outcome).toBe('succeeded');
  expectSameCloud(await settledExport(later), after, 'gone on with');
}

it('a restoration undoes an isolation and a revocation to the last setting', async () => {
  const restored = scenarios.find(({ act }) => act === 'restore');
  expectSameCloud(restored?.after ?? '', await settledExport(copyOf(normal)), 'restored');
});

describe.each(scenarios)('a fault at any one request of $act', ({ act, base, cases, before, after }) => {
  it.each(titled(sampled(cases, 4)))(
    `is got over, or everything is as before (seed ${seed}): %s`,
    async (_title, { rules, name }) => {
      const cloud = copyOf(base, rules);
      const run = await planned(cloud, act)
        .then((plan) => runInProcess(cloud, plan))
        .catch(() => undefined);
      if (run?.result?.outcome === 'kept') return expectFinished(cloud, act, run, after);
      const outcome = run?.result?.outcome ?? 'refused';
      expect(outcome).toBeOneOf(['succeeded', 'rolled-back', 'refused']);
      expectSameCloud(await settledExport(cloud), outcome === 'succeeded' ? after : before, name);
    },
  );
});

/** The same with keys, which can't come back: from the first of them on the run only goes forward. */
const keyed = aStamp(everything);
const withKeys = testCloud();
await registered(withKeys, makeDesign(keyed));
await deployInProcess(withKeys, keyed);
await withKeys.clock.sleep(60_000);
const revoking = async (cloud: TestCloud): Promise<StampPlan> => {
  const wanted = makeDesign(keyed);
  const ports = { azure: await cloud.warm(wanted), kinds, requests: new Requests(cloud.clock) };
  return revocationPlan(
    { design: wanted, observed: await observe(wanted, ports), kinds },
    { principals: [] },
  );
};
const undisturbed = copyOf(withKeys);
await runInProcess(undisturbed, await revoking(undisturbed));
const keysBefore = await settledExport(copyOf(withKeys));
const keysAfter = await settledExport(undisturbed);
const ofKeys = requestsOf(undisturbed)
  .filter(({ method, path }) => method === 'POST' && path.includes('regenerateKey'))
  .flatMap((target) =>
    Object.entries(eachFault).map(([fault, aimed]) => ({
      fault,
      rules: aimed(target),
      name: targetName(target),
    })),
  );

describe('a fault at a key that is made anew', () => {
  it.each(titled(sampled(ofKeys, 4)))(
    `is got over, kept to be gone on with, or everything is as before (seed ${seed}): %s`,
    async (_title, { rules, name }) => {
      const cloud = copyOf(withKeys, rules);
      const { result, journal } = await runInProcess(cloud, await revoking(cloud));
      if (result?.outcome !== 'kept')
        return expectSameCloud(
          await settledExport(cloud),
          result?.outcome === 'succeeded' ? keysAfter : keysBefore,
          name,
        );
      const later = copyOf(cloud);
      const again = await goneOnInProcess(later, await revoking(later), journal);
      expect(again.result?.outcome).toBe('succeeded');
      return expectSameCloud(await settledExport(later), keysAfter, name);
    },
  );
});
