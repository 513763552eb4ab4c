import { beforeAll, expect, test } from 'vitest';
import type { CheckResult } from '../../src/checks/check.ts';
import { deploy } from '../../src/commands/deploy.ts';
import { destroy } from '../../src/commands/destroy.ts';
import { plan } from '../../src/commands/plan.ts';
import { runsResume, runsRollback } from '../../src/commands/runs.ts';
import { verify } from '../../src/commands/verify.ts';
import type { Estate } from '../../src/estate/estate.ts';
import { sharedStampsOf } from '../../src/estate/shared-stamp.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import type { PlanJson, RunJson } from '../../src/report/json.ts';
import { helvetiaAiDev } from '../../src/sandbox/seed-directories.ts';
import { type Desk, desk, ended } from '../kit/commands.ts';
import { sampleEstate } from '../kit/sample-estate.ts';

/** Dev and test share a subscription; both ask for a plan, test for the activity log and another plan too. */
const estate = ((): Estate => {
  const made = sampleEstate({
    reservedRanges: [],
    environments: [
      { name: 'dev', subscriptionId: helvetiaAiDev.id },
      { name: 'test', subscriptionId: helvetiaAiDev.id },
    ],
    models: [],
  });
  const [tenant] = made.tenants;
  if (!tenant) throw new Error('the sample has no tenant');
  const environments = tenant.environments.map((environment) =>
    environment.name === 'dev'
      ? { ...environment, defender: ['keyVault' as const] }
      : { ...environment, activityLog: true, defender: ['keyVault' as const, 'ai' as const] },
  );
  return { ...made, tenants: [{ ...tenant, environments }] };
})();
const shared = sharedStampsOf(estate)[0]?.environment.name ?? '';

const common = {
  config: 'gotthard.yaml',
  json: true,
  yes: true,
  adopt: false,
  confirm: [],
  concurrency: 16,
  answers: {},
} as const;
const of = (env: string) => ({ ...common, tenant: 'main', env, all: false }) as const;

const at: Desk = desk();
at.files.set('gotthard.yaml', writeEstate(estate));

const runs = () => (at.documents.at(-1) as RunJson).runs.map((run) => `${run.environment} ${run.outcome}`);

async function tierOf(name: string): Promise<string> {
  const cloud = await at.ports.cloud('sandbox');
  const azure = await cloud.calls({
    subscriptionId: helvetiaAiDev.id,
    directoryId: estate.tenants[0]?.directoryId ?? '',
  });
  const body = await cloud.kinds
    .get('Microsoft.Security/pricings')
    .read(azure, `/subscriptions/${helvetiaAiDev.id}/providers/Microsoft.Security/pricings/${name}`);
  return body === undefined ? 'off' : 'on';
}

const exported = async (): Promise<string> => {
  await at.cloud.clock.sleep(30 * 60_000);
  return at.cloud.sandbox.export();
};
let empty: string;
beforeAll(async () => {
  empty = await exported();
});

test('a plan has what the subscription shares before its stamps, with what it costs, unknown where nobody tells', async () => {
  await ended(
    at,
    plan({ ...common, all: true, detailedExitcode: false, save: false, markdown: false }, at.ports),
  );
  const { stamps, cost } = at.documents.at(-1) as PlanJson;
  expect(stamps.map(({ environment }) => environment)).toEqual([shared, 'dev', 'test']);
  expect(stamps[0]).toMatchObject({ tenant: 'main', users: ['main/dev', 'main/test'] });
  const lines = cost.lines.filter(({ stamp }) => stamp === `main/${shared}`);
  expect(
    Object.fromEntries(lines.map((line) => [line.meter, [line.quantity, line.monthly === null]])),
  ).toEqual({
    'AI services plan': ['1', true],
    'Key Vault plan': ['2', false],
  });
  expect(cost.complete).toBe(false);
});

test('when the only stamp that needs it fails, all of it is put back', async () => {
  at.cloud.sandbox.faults.add({
    method: 'PUT',
    path: 'Microsoft.KeyVault/vaults',
    fault: 403,
    code: 'RequestDisallowedByPolicy',
  });
  expect(await ended(at, deploy(of('dev'), at.ports))).toBe(5);
  expect(runs()).toEqual([`${shared} rolled-back`, 'dev rolled-back']);
  expect(await exported()).toBe(empty);
});

test('when it fails itself, the stamps of its subscription do not begin, and say why', async () => {
  at.cloud.sandbox.faults.add({
    method: 'PUT',
    path: 'Microsoft.Security/pricings',
    fault: 403,
    code: 'RequestDisallowedByPolicy',
  });
  expect(await ended(at, deploy({ ...common, all: true }, at.ports))).toBe(5);
  expect(runs()).toEqual([`${shared} rolled-back`, 'dev refused', 'test refused']);
  expect((at.documents.at(-1) as RunJson).runs[1]?.failure?.code).toBe('GT-SHARED-FAILED');
  expect(await exported()).toBe(empty);
});

test('what only one asked for that fails goes again, and what another uses stays', async () => {
  expect(await ended(at, deploy(of('dev'), at.ports))).toBe(0);
  const before = await exported();
  at.cloud.sandbox.faults.add({
    method: 'PUT',
    path: 'rg-main-test-security/providers/Microsoft.KeyVault/vaults',
    fault: 403,
    code: 'RequestDisallowedByPolicy',
  });
  expect(await ended(at, deploy(of('test'), at.ports))).toBe(5);
  expect(runs().at(-1)).toBe('test rolled-back');
  expect([await tierOf('KeyVaults'), await tierOf('AI')]).toEqual(['on', 'off']);
  expect(await exported()).toBe(before);
});

test('it has what its users need and no more, and a second deployment changes nothing', async () => {
  expect(await ended(at, deploy(of('dev'), at.ports))).toBe(0);
  expect(runs()).toEqual([`${shared} succeeded`, 'dev succeeded']);
  expect([await tierOf('KeyVaults'), await tierOf('AI')]).toEqual(['on', 'off']);
  expect(await ended(at, deploy(of('test'), at.ports))).toBe(0);
  expect([await tierOf('KeyVaults'), await tierOf('AI')]).toEqual(['on', 'on']);
  await ended(
    at,
    plan({ ...common, all: true, detailedExitcode: true, save: false, markdown: false }, at.ports),
  );
  const { stamps } = at.documents.at(-1) as PlanJson;
  const acts = stamps.flatMap(({ actions }) => actions.map(({ action }) => action));
  expect(new Set(acts)).toEqual(new Set(['unchanged']));
});

test('verification proves it, and what somebody has turned off is told by one check', async () => {
  const failed = async (): Promise<string[]> => {
    await ended(at, verify({ ...common, all: true, fix: false }, at.ports));
    const { checks } = at.documents.at(-1) as { checks: CheckResult[] };
    return checks.filter(({ status }) => status === 'failed').map(({ id, stamp }) => `${stamp} ${id}`);
  };
  expect(await failed()).toEqual([]);
  const cloud = await at.ports.cloud('sandbox');
  const azure = await cloud.calls({
    subscriptionId: helvetiaAiDev.id,
    directoryId: estate.tenants[0]?.directoryId ?? '',
  });
  const kind = cloud.kinds.get('Microsoft.Security/pricings');
  const id = `/subscriptions/${helvetiaAiDev.id}/providers/Microsoft.Security/pricings/AI`;
  await kind.remove(azure, id, { purge: false });
  expect(await failed()).toEqual([`main/${shared} GT-CHECK-DEFENDER`]);
  await kind.put(azure, id, { properties: { pricingTier: 'Standard' } }, {});
  expect(await failed()).toEqual([]);
});

test('it stays while another stamp uses it, loses what nobody needs, and goes with the last', async () => {
  expect(await ended(at, destroy({ ...of('test'), purge: true }, at.ports))).toBe(0);
  expect(runs()).toEqual(['test succeeded', `${shared} succeeded`]);
  expect([await tierOf('KeyVaults'), await tierOf('AI')]).toEqual(['on', 'off']);
  expect(await ended(at, destroy({ ...of('dev'), purge: true }, at.ports))).toBe(0);
  expect(runs()).toEqual(['dev succeeded', `${shared} succeeded`]);
  expect(await exported()).toBe(empty);
});

const once = {
  method: 'PUT',
  path: 'Microsoft.Security/pricings',
  fault: 403,
  times: 1,
  code: 'RequestDisallowedByPolicy',
} as const;

test('a run of it that is kept is gone on with, or put back, before its stamps can begin', async () => {
  const kept = { ...of('dev'), onFailure: 'keep' } as const;
  at.cloud.sandbox.faults.add(once);
  expect(await ended(at, deploy(kept, at.ports))).toBe(7);
  expect(runs()).toEqual([`${shared} kept`, 'dev refused']);
  expect(await ended(at, deploy(kept, at.ports))).toBe(4);
  expect(await ended(at, runsRollback(undefined, common, at.ports))).toBe(5);
  expect(await exported()).toBe(empty);
  at.cloud.sandbox.faults.add(once);
  expect(await ended(at, deploy(kept, at.ports))).toBe(7);
  expect(await ended(at, runsResume(undefined, common, at.ports))).toBe(0);
  expect(runs()).toEqual([`${shared} succeeded`]);
  expect(await tierOf('KeyVaults')).toBe('on');
  expect(await ended(at, deploy(of('dev'), at.ports))).toBe(0);
  expect(runs()).toEqual([`${shared} succeeded`, 'dev succeeded']);
});

test('taking it down is gone on with where that was kept', async () => {
  at.cloud.sandbox.faults.add(once);
  expect(await ended(at, destroy({ ...of('dev'), purge: true }, at.ports))).toBe(7);
  expect(runs()).toEqual(['dev succeeded', `${shared} kept`]);
  expect(await ended(at, runsResume(undefined, common, at.ports))).toBe(0);
  expect(await exported()).toBe(empty);
});

test('a plan that was on before is left as it is, by deploying and by taking down', async () => {
  const cloud = await at.ports.cloud('sandbox');
  const azure = await cloud.calls({
    subscriptionId: helvetiaAiDev.id,
    directoryId: estate.tenants[0]?.directoryId ?? '',
  });
  const kind = cloud.kinds.get('Microsoft.Security/pricings');
  const id = `/subscriptions/${helvetiaAiDev.id}/providers/Microsoft.Security/pricings/KeyVaults`;
  await kind.put(azure, id, { properties: { pricingTier: 'Standard', subPlan: 'PerTransaction' } }, {});
  const before = await exported();
  expect(await ended(at, deploy(of('dev'), at.ports))).toBe(0);
  expect(await ended(at, destroy({ ...of('dev'), purge: true }, at.ports))).toBe(0);
  expect(await exported()).toBe(before);
});
