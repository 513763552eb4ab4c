import { beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import { runChecks } from '../../src/checks/index.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import type { Environment, Stamp } from '../../src/estate/estate.ts';
import { changesSomething } from '../../src/plan/irreversible.ts';
import { revocationPlan } from '../../src/plan/make-incident-plan.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { parentId } from '../../src/resource/arm-id.ts';
import type { JsonObject } from '../../src/resource/json.ts';
import { observe } from '../../src/run/observe.ts';
import { Requests } from '../../src/run/requests.ts';
import { untilDone } from '../../src/run/settle.ts';
import { goodFacts } from '../checks/situation.ts';
import {
  aStamp,
  deployInProcess,
  destroyInProcess,
  everything,
  planOf,
  registered,
  resumeInProcess,
  rollBackInProcess,
  runInProcess,
} from '../kit/deployment.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import { copyOf, settledExport } from '../kit/sweep.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';

const usual = aStamp({ groups: everything.groups ?? {} });

function stampWith(changed: Partial<Environment>): Stamp {
  const environment = { ...usual.environment, locks: true, ...changed };
  const tenant = { ...usual.tenant, environments: [environment] };
  return { ...usual, environment, tenant, estate: { ...usual.estate, tenants: [tenant] } };
}

const stamp = stampWith({});
const design = makeDesign(stamp);
const locks = design.resources.filter(({ type }) => type === 'Microsoft.Authorization/locks');
const more = stampWith({
  models: [
    ...stamp.environment.models,
    ...stamp.environment.models.map((model) => ({ ...model, name: 'second', capacity: 1 })),
  ],
});

const built = testCloud();
beforeAll(async () => {
  await registered(built, design);
  const { result } = await deployInProcess(built, stamp);
  expect(result).toMatchObject({ outcome: 'succeeded' });
  await built.clock.sleep(60_000);
});

/** Deletes as somebody with all rights would. */
async function deleted(cloud: TestCloud, type: string, id: string): Promise<void> {
  const ports = { azure: await cloud.warm(design), requests: new Requests(cloud.clock) };
  await untilDone(await kinds.get(type).remove(ports.azure, id, { purge: false }), ports);
}

async function lockedIn(cloud: TestCloud): Promise<string[]> {
  const azure = await cloud.warm(design);
  const there = await Promise.all(
    locks.map(async ({ id, type }) => ((await kinds.get(type).read(azure, id)) ? [id] : [])),
  );
  return there.flat();
}

const locked = locks.map(({ id }) => id);

describe('what is locked', () => {
  it('is deleted by nobody, and neither is what lies in it', async () => {
    const cloud = copyOf(built);
    const beneath = design.resources.filter(
      ({ id, type }) =>
        type.endsWith('/deployments') ||
        locked.includes(`${id}/providers/Microsoft.Authorization/locks/gotthard`),
    );
    expect(beneath).toHaveLength(4);
    for (const { id, type } of beneath)
      await expect(deleted(cloud, type, id)).rejects.toMatchObject({ code: 'ScopeLocked', status: 409 });
  });

  it('whose lock is gone fails one check, and gets it back', async () => {
    const cloud = copyOf(built);
    const [lock] = locks;
    await deleted(cloud, lock?.type ?? '', lock?.id ?? '');
    const observed = await observe(design, {
      azure: await cloud.warm(design),
      kinds,
      requests: new Requests(cloud.clock),
    });
    const plan = makePlan(design, observed, kinds, { adopt: false });
    const stamps = [{ design, observed, plan, facts: goodFacts({ design }) }];
    const failed = runChecks('after', { estate: stamp.estate, stamps, today: '2026-11-23' }).filter(
      ({ status }) => status === 'failed',
    );
    expect(failed).toMatchObject([{ id: 'GT-CHECK-LOCKS', evidence: lock?.id }]);
    expect(plan.actions.filter(changesSomething)).toMatchObject([{ action: 'create', id: lock?.id }]);
    await runInProcess(cloud, plan);
    expect(await lockedIn(cloud)).toEqual(locked);
  });

  it('takes what is new in it, and is locked again then', async () => {
    const cloud = copyOf(built);
    const { result } = await deployInProcess(cloud, more);
    expect(result).toMatchObject({ outcome: 'succeeded' });
    expect(await lockedIn(cloud)).toEqual(locked);
    expect((await planOf(cloud, more)).actions.filter(changesSomething)).toEqual([]);
  });

  it('changes although somebody has forbidden all writes on it, and is as designed then', async () => {
    const cloud = copyOf(built);
    const azure = await cloud.warm(design);
    for (const { id, type, body } of locks) {
      const readOnly = { ...body, properties: { ...(body['properties'] as JsonObject), level: 'ReadOnly' } };
      await untilDone(await kinds.get(type).put(azure, id, readOnly, {}), {
        azure,
        requests: new Requests(cloud.clock),
      });
    }
    const { result } = await deployInProcess(cloud, more);
    expect(result).toMatchObject({ outcome: 'succeeded' });
    expect((await planOf(cloud, more)).actions.filter(changesSomething)).toEqual([]);
  });

  it('is kept when a lock does not come back, and locked again once the run goes on or is undone', async () => {
    const before = await settledExport(copyOf(built));
    const undisturbed = copyOf(built);
    await deployInProcess(undisturbed, more);
    const path = `${parentId(locked[1] ?? '')?.slice('/subscriptions/'.length)}/providers/Microsoft.Authorization/locks`;
    // The model is there by then, and its account can not be locked again.
    const cloud = copyOf(built, [{ method: 'PUT', path, fault: 403 }]);
    const { result, journal } = await deployInProcess(cloud, more);
    expect(result).toMatchObject({ outcome: 'kept', leftovers: [] });
    const [back, later] = [copyOf(cloud), copyOf(cloud)];
    const undone = await rollBackInProcess(back, journal);
    expect(undone.result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
    expectSameCloud(await settledExport(back), before, 'undone');
    const resumed = await resumeInProcess(later, more, journal);
    expect(resumed.result).toMatchObject({ outcome: 'succeeded' });
    expectSameCloud(await settledExport(later), await settledExport(undisturbed), 'gone on with');
  });

  it('loses its roles in an incident all the same, and is locked after it', async () => {
    const cloud = copyOf(built);
    const observed = await observe(design, {
      azure: await cloud.warm(design),
      kinds,
      requests: new Requests(cloud.clock),
    });
    const plan = revocationPlan({ design, observed, kinds }, { principals: [] });
    const { result } = await runInProcess(cloud, plan);
    expect(result).toMatchObject({ outcome: 'succeeded' });
    expect(result?.removed.length).toBeGreaterThan(5);
    expect(await lockedIn(cloud)).toEqual(locked);
  });

  it('goes with its environment, and nothing is left', async () => {
    const cloud = copyOf(built);
    const { result } = await destroyInProcess(cloud, stamp);
    expect(result).toMatchObject({ outcome: 'succeeded', leftovers: [] });
    expect(await lockedIn(cloud)).toEqual([]);
  });
});
