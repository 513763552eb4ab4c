import { beforeEach, describe, expect, it } from 'vitest';
import { makeDesign } from '../../src/design/make-design.ts';
import { changesSomething } from '../../src/plan/irreversible.ts';
import { parentId } from '../../src/resource/arm-id.ts';
import type { JsonObject } from '../../src/resource/json.ts';
import {
  aStamp,
  deployInProcess,
  destroyInProcess,
  everything,
  planOf,
  registered,
} from '../kit/deployment.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import { settledExport } from '../kit/sweep.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';
import { copyWith } from './running.ts';

const stamp = aStamp();
const accounts = 'Microsoft.CognitiveServices/accounts';
const assignments = 'Microsoft.Authorization/roleAssignments';
const hands = ['zone-groups', 'tags', 'diagnostics'] as const;

interface Exported {
  readonly resources: readonly { readonly id: string; readonly tags?: Record<string, string> }[];
}

const resourcesOf = (text: string): Exported['resources'] => (JSON.parse(text) as Exported).resources;

describe("where a platform team's policies add zone groups, tags and diagnostic settings during a run", () => {
  let cloud: TestCloud;
  beforeEach(async () => {
    cloud = testCloud({ othersHands: hands });
    await registered(cloud, makeDesign(stamp));
  });

  it('the run succeeds, and what they have added stays', async () => {
    const { result } = await deployInProcess(cloud, stamp);
    expect(result).toMatchObject({ outcome: 'succeeded' });
    const resources = resourcesOf(await settledExport(cloud));
    const added = resources.filter(({ id }) => /\/setbypolicy$/.test(id));
    expect(added.map(({ id }) => id.split('/').at(-6)).sort()).toEqual(['accounts', 'vaults']);
    const networks = resources.filter(({ id }) => /\/virtualnetworks\/vnet-main-dev$/.test(id));
    expect(networks.map(({ tags }) => tags?.['cost-center'])).toEqual(['CC-4711']);
  });

  it('nothing of theirs shows as a difference of ours', async () => {
    await deployInProcess(cloud, stamp);
    await cloud.clock.sleep(30 * 60_000);
    const plan = await planOf(cloud, stamp);
    expect(plan.actions.filter(changesSomething).map(({ title }) => title)).toEqual([]);
  });

  it('an update of ours leaves theirs as it is', async () => {
    await deployInProcess(cloud, stamp);
    await cloud.clock.sleep(30 * 60_000);
    const { result } = await deployInProcess(cloud, aStamp({ tags: { owner: 'ai-team' } }));
    expect(result).toMatchObject({ outcome: 'succeeded' });
    const resources = resourcesOf(await settledExport(cloud));
    const network = resources.find(({ id }) => /\/virtualnetworks\/vnet-main-dev$/.test(id));
    expect(network?.tags).toMatchObject({ 'cost-center': 'CC-4711', owner: 'ai-team' });
    expect(resources.filter(({ id }) => /\/setbypolicy$/.test(id))).toHaveLength(2);
  });

  it('a failure puts ours back and touches nothing of theirs', async () => {
    const failing = testCloud({
      othersHands: hands,
      faults: [{ method: 'PUT', path: '/deployments/', fault: 403, times: 99 }],
    });
    await registered(failing, makeDesign(stamp));
    const before = failing.sandbox.export();
    const { result } = await deployInProcess(failing, stamp);
    expect(result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
    const after = await settledExport(failing);
    // Diagnostic settings outlive what they stand on: those that the policy made are the platform team's affair.
    const theirs = resourcesOf(after).filter(({ id }) => /\/setbypolicy$/.test(id));
    const without = JSON.parse(after) as { resources: { id: string }[] };
    without.resources = without.resources.filter(({ id }) => !theirs.some((one) => one.id === id));
    expectSameCloud(`${JSON.stringify(without, undefined, 2)}\n`, before, 'what others have made aside');
    const deleted = failing.exchanges.filter(({ method }) => method === 'DELETE').map(({ url }) => url);
    expect(deleted.filter((url) => /setByPolicy|deployedByPolicy/i.test(url))).toEqual([]);
  });
});

it('a role that somebody else has given already is neither given twice nor ever taken away', async () => {
  const readers = everything.groups?.readers ?? '';
  const asked = aStamp({ groups: { readers } });
  const base = testCloud();
  await registered(base, makeDesign(stamp));
  await deployInProcess(base, stamp);
  const cloud = copyWith(base, makeDesign(stamp), async () => undefined);
  const wanted = makeDesign(asked).resources.find(
    ({ type, body }) => type === assignments && JSON.stringify(body).includes(readers),
  );
  const theirs = `${parentId(wanted?.id ?? '')}/providers/${assignments}/11111111-2222-4333-8444-555555555555`;
  const { description: _, ...given } = (wanted?.body['properties'] ?? {}) as JsonObject;
  await cloud.somebody.put(assignments, theirs, () => ({ properties: given }));

  const plan = await planOf(cloud, asked);
  const planned = plan.actions.find(({ id }) => id === wanted?.id);
  expect(planned).toMatchObject({ action: 'unchanged', reason: expect.stringContaining('not ours') });
  const { result } = await deployInProcess(cloud, asked);
  expect(result).toMatchObject({ outcome: 'succeeded' });
  await destroyInProcess(cloud, asked);
  const writes = cloud.exchanges.filter(({ method }) => method !== 'GET').map(({ url }) => url);
  expect(writes.filter((url) => url.includes('11111111-2222'))).toEqual([]);
});

it('what somebody has changed by hand is planned to be put right, with who changed it last and when', async () => {
  const base = testCloud();
  await registered(base, makeDesign(stamp));
  await deployInProcess(base, stamp);
  const cloud = copyWith(base, makeDesign(stamp), async () => undefined);
  const account = makeDesign(stamp).resources.find(({ type }) => type === accounts)?.id ?? '';
  await cloud.somebody.put(accounts, account, (body) => ({
    ...body,
    properties: { ...(body['properties'] as JsonObject), disableLocalAuth: false },
  }));
  const plan = await planOf(cloud, stamp);
  expect(plan.actions.filter(changesSomething)).toMatchObject([
    {
      id: account,
      action: 'update',
      changes: [{ path: '/properties/disableLocalAuth', before: false, after: true }],
      reason: expect.stringMatching(/^last written by .+ at 20\d\d-/),
    },
  ]);
});

it('a vault that somebody has deleted and purged is made anew, and its diagnostic setting that was left is taken up', async () => {
  const cloud = testCloud();
  await deployInProcess(cloud, stamp);
  const design = makeDesign(stamp);
  const id = design.resources.find(({ type }) => type === 'Microsoft.KeyVault/vaults')?.id ?? '';
  const azure = await cloud.warm(design);
  await azure.delete(id, '2026-02-01');
  const name = id.split('/').at(-1);
  const twin = `/subscriptions/${design.subscriptionId}/providers/Microsoft.KeyVault/locations/${design.region}/deletedVaults/${name}`;
  await azure.post(`${twin}/purge`, '2026-02-01');
  await cloud.clock.sleep(60_000);
  const { result } = await deployInProcess(cloud, stamp);
  expect(result).toMatchObject({ outcome: 'succeeded' });
  const settings = resourcesOf(await settledExport(cloud)).filter(
    (resource) =>
      resource.id.toLowerCase() ===
      `${id}/providers/Microsoft.Insights/diagnosticSettings/gotthard`.toLowerCase(),
  );
  expect(settings).toHaveLength(1);
});
