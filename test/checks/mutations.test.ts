import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/checks/check.ts';
import { checks } from '../../src/checks/index.ts';
import { deploy } from '../../src/commands/deploy.ts';
import { verify } from '../../src/commands/verify.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import { changesSomething } from '../../src/plan/irreversible.ts';
import type { StampPlan } from '../../src/plan/plan.ts';
import { idKey } from '../../src/resource/arm-id.ts';
import { cloneSandbox } from '../../src/sandbox/sandbox.ts';
import { desk, ended } from '../kit/commands.ts';
import { deployInProcess, runInProcess } from '../kit/deployment.ts';
import { copyOf, isFullSweep, sampled, seed } from '../kit/sweep.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';
import {
  designs,
  estate,
  type Misconfiguration,
  misconfigurations,
  notAlone,
  stamps,
} from './misconfigurations.ts';
import { planted, verified } from './planting.ts';

const clean = testCloud();
for (const stamp of [stamps.shared, stamps.keyed, stamps.keyless]) {
  const { result } = await deployInProcess(clean, stamp);
  if (result?.outcome !== 'succeeded') throw new Error(JSON.stringify(result?.failure));
}
await clean.clock.sleep(30 * 60_000);

const idsOf = (results: readonly CheckResult[], status: string): string[] => [
  ...new Set(results.filter((each) => each.status === status).map(({ id }) => id)),
];
const told = (results: readonly CheckResult[]): string =>
  results
    .flatMap((each) => (each.status === 'failed' ? `${each.id}: ${each.message} (${each.evidence})` : []))
    .join('\n');
const changedBy = (plans: readonly StampPlan[]): string[] => [
  ...new Set(plans.flatMap(({ actions }) => actions.filter(changesSomething).map(({ id }) => idKey(id)))),
];

/** By check: in the usual tests some of which one is planted, else all. */
const byCheck = [...new Set(misconfigurations.map(({ fails }) => fails))].map((id) => {
  const all = misconfigurations.filter(({ fails }) => fails === id);
  return [id, isFullSweep ? all : sampled(all, 4)] as const;
});

/** Plants one, and says what verification makes of it; undefined where Azure refuses it. */
async function proven(one: Misconfiguration): Promise<TestCloud | undefined> {
  const cloud = copyOf(clean);
  if (!(await planted(cloud, one))) return undefined;
  const { results, plans } = await verified(cloud, one);
  expect(idsOf(results, 'failed'), `${one.name}\n${told(results)}`).toEqual(one.warns ? [] : [one.fails]);
  const found = results.filter(
    ({ id, status }) => id === one.fails && status === (one.warns ? 'warning' : 'failed'),
  );
  expect(found, one.name).not.toEqual([]);
  expect(
    found.every(({ evidence, next }) => evidence && next),
    one.name,
  ).toBe(true);
  if (one.mended === 'plan') expect(changedBy(plans), one.name).toEqual([idKey(one.id)]);
  else expect(found.map(({ next }) => next).join('\n'), one.name).toMatch(one.mended);
  return cloud;
}

/** Runs the plans of a verification, after which nothing is wrong any more. */
async function mended(cloud: TestCloud, one: Misconfiguration): Promise<void> {
  for (const plan of (await verified(cloud, one)).plans) {
    const { result } = await runInProcess(cloud, plan);
    expect(result, one.name).toMatchObject({ outcome: 'succeeded' });
  }
  expect(idsOf((await verified(cloud, one)).results, 'failed'), one.name).toEqual([]);
}

it('a clean estate passes every check, and warns of nothing but the keys that its file asks for', async () => {
  const { results } = await verified(copyOf(clean), { where: 'keyed', whole: true });
  expect(told(results)).toBe('');
  expect(idsOf(results, 'warning')).toEqual(['GT-CHECK-LOCAL-AUTH', 'GT-CHECK-POLICIES']);
});

it('every check after a run has something that fails it alone, or a reason why not', () => {
  const after = checks.filter(({ stage }) => stage === 'after').map(({ id }) => id as string);
  const failing = new Set([...misconfigurations.map(({ fails }) => fails), ...Object.keys(notAlone)]);
  expect(after.filter((id) => !failing.has(id))).toEqual([]);
  expect([...failing].filter((id) => !after.includes(id))).toEqual([]);
  expect(Object.keys(notAlone).filter((id) => misconfigurations.some(({ fails }) => fails === id))).toEqual(
    [],
  );
});

describe(`what somebody does by hand (seed ${seed})`, () => {
  if (isFullSweep) {
    it.each(misconfigurations.map((one) => [one.fails, one.name, one] as const))(
      'fails %s alone, and is mended by the plan: %s',
      async (_check, _name, one) => {
        const cloud = await proven(one);
        if (cloud && one.mended === 'plan') await mended(cloud, one);
      },
    );
    return;
  }
  it.each(byCheck)('fails %s alone, with the plan or the words that mend it', async (_check, some) => {
    let cloud: TestCloud | undefined;
    for (const one of some) if (!cloud) cloud = await proven(one);
    expect(cloud, `Azure refuses ${some.map(({ name }) => name).join(', ')}`).toBeDefined();
  });
});

it('an identity that is gone is told, with the roles that hung on it', async () => {
  const cloud = copyOf(clean);
  const identity = stamps.keyless.environment.name;
  const { id } = designs.keyless.resources.find(({ type }) => type.endsWith('/userAssignedIdentities')) ?? {};
  if (id === undefined) throw new Error(`${identity} has no identity`);
  const gone: Misconfiguration = {
    ...{
      name: 'an identity that is gone',
      where: 'keyless',
      id,
      fails: 'GT-CHECK-FOUNDATION',
      mended: 'plan',
    },
    planted: (hand) => hand.write('DELETE', id),
  };
  expect(await planted(cloud, gone)).toBe(true);
  expect(idsOf((await verified(cloud, gone)).results, 'failed')).toContain('GT-CHECK-FOUNDATION');
  await mended(cloud, gone);
});

it('all of it at once fails every check that a deployment mends, ends with 8, and is mended by the plan of --fix', async () => {
  const cloud = copyOf(clean);
  const failing = new Set<string>();
  for (const [id, some] of byCheck) {
    // A lock that forbids writes too stands in the way of whatever else is to be mended beneath it.
    const one = some.find(
      ({ mended: by, where, name }) => by === 'plan' && where !== 'keyless' && !name.includes('ReadOnly'),
    );
    if (one && (await planted(cloud, one))) failing.add(id);
  }
  expect(failing.size).toBeGreaterThan(20);
  const at = desk({
    open: (options) => cloneSandbox(cloud.sandbox, options),
    startsAt: cloud.clock.now(),
    keep: false,
  });
  at.files.set('gotthard.yaml', writeEstate(estate));
  const common = { config: 'gotthard.yaml', json: true, tenant: 'main', env: 'prod', all: false } as const;
  const failed = () => idsOf((at.documents.at(-1) as { checks: CheckResult[] }).checks, 'failed');
  expect(await ended(at, verify({ ...common, fix: true, out: 'fix.json' }, at.ports))).toBe(8);
  expect(failed().sort()).toEqual([...failing].sort());
  const building = { yes: true, adopt: false, confirm: [], concurrency: 16, answers: {} } as const;
  const planFile = { ...common, ...building, planFile: 'fix.json' };
  expect(await ended(at, deploy(planFile, at.ports)), JSON.stringify(at.documents.at(-1))).toBe(0);
  expect(await ended(at, verify({ ...common, fix: false }, at.ports))).toBe(0);
  expect(failed()).toEqual([]);
});
