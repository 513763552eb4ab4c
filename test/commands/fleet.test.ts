import { expect, test } from 'vitest';
import { deploy, deployStamps } from '../../src/commands/deploy.ts';
import { inOneGo } from '../../src/commands/rollout.ts';
import { stampsOf } from '../../src/estate/estate.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import type { RunJson } from '../../src/report/json.ts';
import { type Desk, desk, ended } from '../kit/commands.ts';
import { fleetIn } from '../kit/fleet.ts';

const everything = {
  config: 'gotthard.yaml',
  json: true,
  all: true,
  yes: true,
  adopt: false,
  confirm: [],
  concurrency: 16,
  answers: {},
} as const;

/** Writes in a subscription; some reads of ARM are POSTs. */
const writesIn = (at: Desk, subscriptionId: string): number =>
  at.exchanges.filter(
    ({ method, url }) =>
      url.includes(`/subscriptions/${subscriptionId}/`) &&
      (/^(PUT|PATCH|DELETE)$/.test(method) || /\/(register|purge)\?/.test(url)),
  ).length;

/** What the sandbox holds of a subscription, as it exports it. */
const stateOf = (at: Desk, subscriptionId: string): string[] =>
  at.cloud.sandbox
    .export()
    .split('\n')
    .filter((line) => line.includes(subscriptionId));

test('of a fleet one that fails is put back, its wave ends, what comes later is not begun, and nobody writes elsewhere', async () => {
  const at = desk();
  const estate = fleetIn(at.cloud.sandbox, 2);
  at.files.set('gotthard.yaml', writeEstate(estate));
  const subscription = Object.fromEntries(
    stampsOf(estate).map(({ name, environment }) => [name, environment.subscriptionId]),
  );
  const broken = subscription['t001/test'] ?? '';
  const before = stateOf(at, broken);
  const path = `/subscriptions/${broken}/.*/Microsoft.KeyVault/vaults/[^/]+$`;
  at.cloud.sandbox.faults.add({ method: 'PUT', path, fault: 403, times: 10_000 });
  const rollout = { ...inOneGo, canary: ['t002/dev'], wave: 2 };
  expect(await ended(at, deploy({ ...everything, rollout }, at.ports))).toBe(5);
  const { runs, isolation } = at.documents.at(-1) as RunJson;
  expect(isolation?.stamps.map(({ name, seen }) => `${name} ${seen}`)).toEqual([
    't001/dev observed',
    't001/test designed',
    't001/prod designed',
    't002/dev observed',
    't002/test designed',
    't002/prod designed',
  ]);
  // Their administrators are one group, as the file says.
  expect(new Set(isolation?.leaks.map(({ kind, asked }) => [kind, asked].join()))).toEqual(
    new Set(['shared group,true']),
  );
  const told = runs.map(({ tenant, environment, outcome, failure }) => [
    `${tenant}/${environment}`,
    outcome,
    failure?.code,
  ]);
  expect(told).toEqual([
    ['t001/dev', 'succeeded', undefined],
    ['t001/test', 'rolled-back', 'AuthorizationFailed'],
    ['t002/dev', 'succeeded', undefined],
    ['t001/prod', 'refused', 'GT-ROLLOUT-STOPPED'],
    ['t002/test', 'refused', 'GT-ROLLOUT-STOPPED'],
    ['t002/prod', 'refused', 'GT-ROLLOUT-STOPPED'],
  ]);
  expect(runs.at(-1)?.failure?.next).toEqual(['gotthard deploy --tenant t002 --env prod']);
  expect(stateOf(at, broken)).toEqual(before);
  for (const [name, outcome] of told)
    expect(writesIn(at, subscription[name ?? ''] ?? '') > 0, name).toBe(outcome !== 'refused');
  const own = new Set(Object.values(subscription));
  const elsewhere = at.exchanges.filter(
    ({ method, url }) => method !== 'GET' && !own.has(/\/subscriptions\/([^/?]+)/.exec(url)?.[1] ?? ''),
  );
  expect(elsewhere).toEqual([]);
});

test('what another process has built since the plan was confirmed is verified, and not built again', async () => {
  const at = desk();
  const estate = fleetIn(at.cloud.sandbox, 1);
  at.files.set('gotthard.yaml', writeEstate(estate));
  const one = { ...everything, all: false, env: 'dev' };
  let written = 0;
  const cloud = await at.ports.cloud('sandbox');
  const stamps = stampsOf(estate).filter(({ environment }) => environment.name === 'dev');
  const confirmed = async (): Promise<void> => {
    expect(await ended(at, deploy(one, at.ports))).toBe(0);
    written = at.exchanges.filter(({ method }) => method === 'PUT').length;
  };
  const { code, results } = await deployStamps(
    { estate, stamps, cloud, isNew: false, confirmed },
    one,
    at.ports,
  );
  expect(code).toBe(0);
  expect(results).toMatchObject([{ runId: '', outcome: 'succeeded', created: [] }]);
  expect(at.exchanges.filter(({ method }) => method === 'PUT').length).toBe(written);
  const { journals } = await at.ports.records('sandbox', estate);
  expect(await journals.list()).toHaveLength(1);
});

test('a canary that is none of the chosen environments is refused before anything is read', async () => {
  const at = desk();
  at.files.set('gotthard.yaml', writeEstate(fleetIn(at.cloud.sandbox, 1)));
  const rollout = { ...inOneGo, canary: ['t001/staging'] };
  expect(await ended(at, deploy({ ...everything, rollout }, at.ports))).toBe(3);
  expect(at.problems).toMatchObject([{ code: 'GT-CANARY-UNKNOWN' }]);
  expect(at.exchanges).toEqual([]);
});
