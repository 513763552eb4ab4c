import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import type { Stamp } from '../../src/estate/estate.ts';
import type { Integration } from '../../src/estate/integration.ts';
import { makeRemovalPlan } from '../../src/plan/make-removal-plan.ts';
import { idKey, parseArmId } from '../../src/resource/arm-id.ts';
import type { JsonObject } from '../../src/resource/json.ts';
import {
  aStamp,
  deployInProcess,
  destroyInProcess,
  everything,
  planOf,
  registered,
  removalPlanOf,
} from '../kit/deployment.ts';
import { integrated } from '../kit/integrated.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import { copyOf, settledExport } from '../kit/sweep.ts';
import { testCloud } from '../kit/test-cloud.ts';
import { nothing } from '../plan/standing.ts';
import { copyWith } from './running.ts';

const location = 'switzerlandnorth';
const groups = 'Microsoft.Resources/resourceGroups';

/** A deployed stamp, and the cloud before it. */
async function built(stamp: Stamp) {
  const cloud = testCloud();
  await registered(cloud, makeDesign(stamp));
  const before = await settledExport(cloud);
  await deployInProcess(cloud, stamp);
  const after = await settledExport(cloud);
  return { cloud, before, after };
}

/** Ids of what is soft-deleted. */
function deletedIn(exported: string): string[] {
  return [...exported.matchAll(/"id": "([^"]*\/deleted[a-z]+\/[^"]+)"/gi)].map(([, id = '']) => id);
}

const dev = await built(aStamp({ budget: '2000' }));
const prod = await built(aStamp(everything));

describe('data that nothing brings back', () => {
  const plain = aStamp({ budget: '2000' });
  const stamp = integrated(plain, { storage: 'data-lake' });
  const administratorsId = '0b7a4c52-6d0e-4f5b-9a53-3f1f6d0c2e11';
  const sql = { administrators: 'sg-database-administrators', administratorsId };
  const all: Integration = { storage: 'data-lake', cosmos: true, sql, dataFactory: true };

  it('goes last and as a point of no return, when the file does not ask for it any more', async () => {
    const { cloud } = await built(stamp);
    const plan = await planOf(cloud, plain);
    expect(plan.pointOfNoReturn).toEqual([expect.stringMatching(/\/storageAccounts\/stmaindev/)]);
    const { result } = await deployInProcess(cloud, plain);
    expect(result).toMatchObject({ outcome: 'succeeded', leftovers: [] });
    expect(result?.removed.slice(-2)).toEqual([
      expect.stringMatching(/\/storageAccounts\//),
      expect.stringMatching(/\/rg-main-dev-data$/),
    ]);
    const { actions } = await planOf(cloud, plain);
    expect(actions.filter(({ action }) => action !== 'unchanged')).toEqual([]);
  });

  it('goes for all services at once', async () => {
    const { cloud } = await built(integrated(plain, all));
    const plan = await planOf(cloud, plain);
    expect(plan.pointOfNoReturn.map((id) => parseArmId(id).type).sort()).toEqual([
      'Microsoft.DataFactory/factories',
      'Microsoft.DocumentDB/databaseAccounts',
      'Microsoft.Sql/servers',
      'Microsoft.Sql/servers/databases',
      'Microsoft.Storage/storageAccounts',
    ]);
    const { result } = await deployInProcess(cloud, plain);
    expect(result).toMatchObject({ outcome: 'succeeded', leftovers: [] });
    expect(await settledExport(cloud)).not.toMatch(/rg-main-dev-data/i);
  });

  it('is gone with the rest of a stamp that is taken down', async () => {
    const { cloud } = await built(integrated(plain, all));
    const { result, plan } = await destroyInProcess(cloud, integrated(plain, all), { purge: true });
    expect(result).toMatchObject({ outcome: 'succeeded' });
    expect(result?.removed).toHaveLength(plan.actions.length);
    expect(await settledExport(cloud)).not.toMatch(/rg-main-dev-data/i);
  });

  it('keeps the kind of storage that it lies in from being changed', async () => {
    const { cloud } = await built(stamp);
    const plan = await planOf(cloud, integrated(plain, { storage: 'blob' }));
    expect(plan.actions.filter(({ action }) => action === 'blocked').map(({ type }) => type)).toContain(
      'Microsoft.Storage/storageAccounts',
    );
  });
});

describe('a stamp that is taken down', () => {
  it('is gone to the last detail with --purge, where nothing protects it', async () => {
    const cloud = copyOf(dev.cloud);
    const { result, plan } = await destroyInProcess(cloud, aStamp({ budget: '2000' }), { purge: true });
    expect(result).toMatchObject({ outcome: 'succeeded', created: [], updated: [] });
    expect(result?.removed).toHaveLength(plan.actions.length);
    expectSameCloud(await settledExport(cloud), dev.before, 'taken down');
  });

  it('leaves soft-deleted what is, and a later --purge frees these names alone', async () => {
    const cloud = copyOf(dev.cloud);
    await destroyInProcess(cloud, aStamp({ budget: '2000' }));
    const { result } = await destroyInProcess(cloud, aStamp({ budget: '2000' }), { purge: true });
    expect(result?.removed.map((id) => id.split('/').at(-2)).sort()).toEqual(['accounts', 'vaults']);
    // Logs are kept for 14 days unless they are purged along with their workspace.
    expect(deletedIn(await settledExport(cloud))).toEqual([
      ...deletedIn(dev.before),
      expect.stringMatching(/\/deletedworkspaces\/log-main-dev-/),
    ]);
  });

  it.each([
    ['of development', dev, aStamp({ budget: '2000' })],
    // Keys would come back with an account, so this one is taken anew only once its name is free.
    [
      'of production, whose vault is protected against purging',
      prod,
      aStamp({ ...everything, authentication: 'entra' }),
    ],
  ])('%s is as before once it is deployed again, from what was soft-deleted', async (_, given, stamp) => {
    const cloud = copyOf(given.cloud);
    await deployInProcess(cloud, stamp);
    const whole = await settledExport(cloud);
    await destroyInProcess(cloud, stamp);
    const plan = await planOf(cloud, stamp);
    expect(plan.actions.filter(({ recovers }) => recovers).map(({ type }) => type)).toEqual([
      'Microsoft.OperationalInsights/workspaces',
      'Microsoft.KeyVault/vaults',
      'Microsoft.CognitiveServices/accounts',
    ]);
    const { result } = await deployInProcess(cloud, stamp);
    expect(result).toMatchObject({ outcome: 'succeeded' });
    expectSameCloud(await settledExport(cloud), whole, 'deployed again');
  });

  it('is as it was, soft-deleted, when bringing it back fails', async () => {
    const stamp = aStamp({ budget: '2000' });
    const down = copyOf(dev.cloud);
    await destroyInProcess(down, stamp);
    const before = await settledExport(down);
    const cloud = copyOf(down, [{ method: 'PUT', path: '/metricAlerts/', fault: 403, times: 99 }]);
    const { result } = await deployInProcess(cloud, stamp);
    expect(result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
    expectSameCloud(await settledExport(cloud), before, 'put back to deletion');
  });

  it('keeps a group in which somebody has something, and says so', async () => {
    const stamp = aStamp({ budget: '2000' });
    const cloud = copyWith(dev.cloud, makeDesign(stamp), async () => undefined);
    const group =
      makeDesign(stamp).resources.find(({ type, id }) => type === groups && id.endsWith('-ai'))?.id ?? '';
    const theirs = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-theirs`;
    await cloud.somebody.put('Microsoft.ManagedIdentity/userAssignedIdentities', theirs, () => ({
      location,
    }));
    const plan = await removalPlanOf(cloud, stamp);
    expect(plan.stays).toEqual([expect.stringContaining(theirs)]);
    const { result } = await destroyInProcess(cloud, stamp);
    expect(result).toMatchObject({ outcome: 'succeeded' });
    const left = await settledExport(cloud);
    expect(left).toContain('id-theirs');
    expect((await removalPlanOf(cloud, stamp)).actions).toEqual([]);
  });

  it('purges nothing that is deleted and does not carry our mark, or was adopted', async () => {
    const stamp = aStamp({ budget: '2000' });
    const design = makeDesign(stamp);
    const vault = design.resources.find(({ type }) => type === 'Microsoft.KeyVault/vaults');
    const tags = vault?.body['tags'] as JsonObject;
    const purgedWith = (marks: JsonObject): number => {
      const twin = { id: '/deleted', freeOn: undefined, purgeProtected: false, tags: marks, closed: true };
      const observed = { ...nothing, deleted: { [idKey(vault?.id ?? '')]: twin } };
      return makeRemovalPlan(design, observed, kinds, { purge: true, occupied: {} }).actions.length;
    };
    expect(purgedWith(tags)).toBe(1);
    expect(purgedWith({})).toBe(0);
    expect(purgedWith({ ...tags, 'gotthard-adopted': 'true' })).toBe(0);
  });

  it('only goes forward: what fails is kept, and resumed until nothing is left', async () => {
    const stamp = aStamp({ budget: '2000' });
    const cloud = copyOf(dev.cloud, [{ method: 'DELETE', path: '/virtualNetworks/', fault: 403 }]);
    const first = await destroyInProcess(cloud, stamp, { purge: true, onFailure: 'rollback' });
    expect(first.result).toMatchObject({ outcome: 'kept' });
    const second = await destroyInProcess(cloud, stamp, { purge: true }, first.journal);
    expect(second.result).toMatchObject({ outcome: 'succeeded' });
    expectSameCloud(await settledExport(cloud), dev.before, 'resumed');
  });
});
