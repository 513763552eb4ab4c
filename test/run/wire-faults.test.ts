import { describe, expect, it } from 'vitest';
import { planOf, registered } from '../kit/deployment.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import { copyOf, settledExport } from '../kit/sweep.ts';
import { testCloud } from '../kit/test-cloud.ts';
import { doings } from '../plan/standing.ts';
import { copyWith, designOf, idOf, refusal, run, type Watch } from './running.ts';

/** An account with its network, endpoint and zone: synchronous and long-running writes, soft delete, several lanes. */
const design = designOf('Microsoft.Network/privateEndpoints/privateDnsZoneGroups');
const fresh = testCloud();
await registered(fresh, design);
const undisturbed = copyOf(fresh);
await run(undisturbed, design);
const after = await settledExport(undisturbed);

/** What a service does on the wire now and then, and a run gets over without a word. */
const passing: readonly (readonly [string, (now: () => number) => Watch])[] = [
  [
    'a throttled write whose refusal names no time to wait',
    () => {
      const seen = new Set<string>();
      return async ({ method, path }) => {
        if (method !== 'PUT' || seen.has(path)) return undefined;
        seen.add(path);
        return refusal(429, 'TooManyRequests');
      };
    },
  ],
  [
    'reads that do not find for half a minute what was just written',
    (now) => {
      const written = new Map<string, number>();
      return async ({ method, path }) => {
        if (method === 'PUT') written.set(path, written.get(path) ?? now());
        const since = written.get(path);
        return method === 'GET' && since !== undefined && now() - since < 30_000
          ? refusal(404, 'ResourceNotFound')
          : undefined;
      };
    },
  ],
  ['operations whose URL is not found', () => firstPolls(() => refusal(404, 'NotFound'))],
  ['operations whose URL fails', () => firstPolls(() => refusal(503, 'ServiceUnavailable'))],
  [
    'resources that are still being changed, each refused twice',
    () => {
      const seen = new Map<string, number>();
      return async ({ method, path }) => {
        const count = seen.get(path) ?? 0;
        if (method !== 'PUT' || !/privateEndpoints\/|subnets\//i.test(path) || count >= 2) return undefined;
        seen.set(path, count + 1);
        return refusal(429, 'ReferencedResourceNotProvisioned');
      };
    },
  ],
];

/** The first two looks at each operation meet something. */
function firstPolls(answer: () => Response): Watch {
  const seen = new Map<string, number>();
  return async ({ method, path }) => {
    const count = seen.get(path) ?? 0;
    if (
      method !== 'GET' ||
      !/operation(s|Statuses|Results)\/|operationresults|asyncoperation/i.test(path) ||
      count >= 2
    )
      return undefined;
    seen.set(path, count + 1);
    return answer();
  };
}

describe('a run gets over', () => {
  it.each(passing)('%s', async (name, watch) => {
    let met = 0;
    const observed: Watch = async (arrival, somebody) => {
      const answer = await inner(arrival, somebody);
      if (answer) met += 1;
      return answer;
    };
    const cloud = copyWith(fresh, design, observed);
    const inner = watch(() => cloud.clock.now());
    const { result } = await run(cloud, design);
    expect(met).toBeGreaterThan(0);
    expect(result).toMatchObject({ outcome: 'succeeded' });
    expectSameCloud(await settledExport(cloud), after, name);
    expect(doings(await planOf(cloud, design))).toEqual([]);
  });
});

it('one write that Azure puts off for five minutes holds up what depends on it, and nothing else', async () => {
  const cloud = copyOf(fresh, [{ method: 'PUT', path: '/routeTables/', fault: 429, retryAfter: 300 }]);
  const startedAt = cloud.clock.now();
  const doneMs = new Map<string, number>();
  const { result, plan } = await run(cloud, design, {
    emit: (event) => {
      if (event.event === 'action-done') doneMs.set(event.id, cloud.clock.now() - startedAt);
    },
  });
  expect(result.outcome).toBe('succeeded');
  const routes = idOf(design, 'Microsoft.Network/routeTables');
  const held = new Set<string>([routes]);
  for (const { key, dependsOn } of plan.actions) if (dependsOn.some((each) => held.has(each))) held.add(key);
  expect(held.size).toBeLessThan(plan.actions.length / 2);
  expect(doneMs.get(routes)).toBeGreaterThanOrEqual(300_000);
  for (const { key, id } of plan.actions) if (!held.has(key)) expect(doneMs.get(id)).toBeLessThan(180_000);
});

describe('a vault', () => {
  const withVault = designOf('Microsoft.KeyVault/vaults');
  const vault = idOf(withVault, 'Microsoft.KeyVault/vaults');

  it('of which the service makes something else than was asked is found out, and all is undone', async () => {
    const empty = testCloud();
    await registered(empty, withVault);
    const cloud = copyWith(empty, withVault, async ({ method, path }, somebody) => {
      if (method !== 'GET' || path.toLowerCase() !== vault.toLowerCase()) return undefined;
      const body = await somebody.read('Microsoft.KeyVault/vaults', vault);
      if (!body) return undefined;
      const properties = { ...(body['properties'] as object), publicNetworkAccess: 'Enabled' };
      return Response.json({ ...body, properties });
    });
    const { result } = await run(cloud, withVault);
    expect(result).toMatchObject({ outcome: 'rolled-back', failure: { code: 'NotAsAsked' } });
    expectSameCloud(await settledExport(cloud), await settledExport(empty), 'undone');
  });

  it('that is deleted and that no list shows is no free name: its refusal undoes the run', async () => {
    const held = testCloud();
    await registered(held, withVault);
    await run(held, withVault);
    await (await held.warm(withVault)).delete(vault, '2023-07-01');
    await held.clock.sleep(600_000);
    const standing = await settledExport(copyOf(held));
    const cloud = copyWith(held, withVault, async ({ method, path }) =>
      method === 'GET' && /deletedVaults/i.test(path) ? refusal(404, 'VaultNotFound') : undefined,
    );
    const { result, plan } = await run(cloud, withVault);
    expect(plan.actions.find(({ id }) => id === vault)?.action).toBe('create');
    expect(result).toMatchObject({
      outcome: 'rolled-back',
      failure: { code: expect.stringMatching(/VaultAlreadyExists|ConflictError/) },
    });
    expectSameCloud(await settledExport(cloud), standing, 'undone');
  });
});
