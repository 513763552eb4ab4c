import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sameId } from '../../src/resource/arm-id.ts';
import { type JournalEntry, stateOf } from '../../src/run/journal.ts';
import { journalFiles } from '../../src/run/journal-file.ts';
import { runPlan } from '../../src/run/run.ts';
import { planOf, registered } from '../kit/deployment.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import { copyOf, settledExport } from '../kit/sweep.ts';
import { testCloud } from '../kit/test-cloud.ts';
import {
  bodyIn,
  copyWith,
  designOf,
  idOf,
  portsOn,
  refusal,
  run,
  tagged,
  tagsIn,
  type Watch,
  withBody,
} from './running.ts';

const securityGroups = 'Microsoft.Network/networkSecurityGroups';
const routeTables = 'Microsoft.Network/routeTables';
const groups = 'Microsoft.Resources/resourceGroups';

/** A subnet, its network, its security group and its routes. */
const design = designOf('Microsoft.Network/virtualNetworks/subnets');
const securityGroup = idOf(design, securityGroups);
const routeTable = idOf(design, routeTables);
const group = idOf(design, groups);

const fresh = testCloud();
await registered(fresh, design);
const deployed = copyOf(fresh);
await run(deployed, design);
await deployed.clock.sleep(60_000);

/** The design with a change of ours to the security group. */
const changed = withBody(design, securityGroup, (body) => tagged(body, 'ours'));

/** Runs our change while somebody watches its write. */
async function changeWhile(watch: Watch) {
  const cloud = copyWith(deployed, design, async (arrival, somebody) =>
    arrival.method === 'PUT' && sameId(arrival.path, securityGroup) ? watch(arrival, somebody) : undefined,
  );
  return { cloud, ...(await run(cloud, changed)) };
}

describe('what somebody changes while a run is going on', () => {
  it('between our read and our write is refused by its ETag, and kept', async () => {
    let writes = 0;
    const { cloud, result, state } = await changeWhile(async (_arrival, somebody) => {
      writes += 1;
      await somebody.put(securityGroups, securityGroup, (body) => tagged(body, 'theirs'));
      return undefined;
    });
    expect(result).toMatchObject({
      outcome: 'rolled-back',
      leftovers: [],
      failure: { code: 'ChangedSincePlan' },
    });
    expect(writes).toBe(1);
    expect(Object.keys(await tagsIn(cloud, design, securityGroup))).toContain('theirs');
    expect(Object.keys(await tagsIn(cloud, design, securityGroup))).not.toContain('ours');
    expect(state?.undone).toEqual(new Set([securityGroup]));
  });

  it('is refused also when ARM had only put our first attempt off', async () => {
    let attempts = 0;
    const { cloud, result } = await changeWhile(async (_arrival, somebody) => {
      attempts += 1;
      if (attempts > 1) return undefined;
      await somebody.put(securityGroups, securityGroup, (body) => tagged(body, 'theirs'));
      return refusal(429, 'TooManyRequests');
    });
    expect(result).toMatchObject({ outcome: 'rolled-back', failure: { code: 'ChangedSincePlan' } });
    expect(attempts).toBe(2);
    expect(await tagsIn(cloud, design, securityGroup)).toHaveProperty('theirs');
  });

  it('does not hold up our second attempt when the first one took effect and its answer was lost', async () => {
    let attempts = 0;
    const { result, cloud } = await changeWhile(async (_arrival, somebody) => {
      attempts += 1;
      if (attempts > 1) return undefined;
      await somebody.put(securityGroups, securityGroup, (there) => tagged(there, 'ours'));
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    });
    expect(attempts).toBe(2);
    expect(result).toMatchObject({ outcome: 'succeeded' });
    expect(await tagsIn(cloud, design, securityGroup)).toHaveProperty('ours');
  });

  it.each([
    ['refused where the plan has shown it otherwise', 'tenant', 'rolled-back'],
    ['kept beside ours where it is none of ours', 'theirs', 'succeeded'],
  ] as const)('before our turn is %s', async (_title, tag, outcome) => {
    let isFirst = true;
    const cloud = copyWith(deployed, design, async ({ method, path }, somebody) => {
      if (method !== 'PUT' || !sameId(path, group) || !isFirst) return undefined;
      isFirst = false;
      await somebody.put(securityGroups, securityGroup, (body) => tagged(body, tag, 'theirs'));
      return undefined;
    });
    const both = withBody(changed, group, (body) => tagged(body, 'ours'));
    const { result } = await run(cloud, both, { concurrency: 1 });
    expect(result.outcome).toBe(outcome);
    expect((await tagsIn(cloud, design, securityGroup))[tag]).toBe('theirs');
  });
});

describe('what somebody creates under our id between plan and run', () => {
  it('is refused, and neither changed nor deleted when all else is undone; its group stays, with a command', async () => {
    const routes = { location: 'switzerlandnorth', properties: { routes: [] }, tags: { owner: 'somebody' } };
    let isThere = false;
    const cloud = copyWith(fresh, design, async ({ method, path }, somebody) => {
      if (method !== 'GET' || !sameId(path, routeTable) || isThere) return undefined;
      isThere = true;
      await somebody.put(routeTables, routeTable, () => routes);
      return undefined;
    });
    const { result, state } = await run(cloud, design);
    expect(result).toMatchObject({
      outcome: 'leftovers',
      created: [group],
      failure: { code: 'ChangedSincePlan', id: routeTable },
      leftovers: [
        {
          id: group,
          reason: `it holds 1 resources of others, such as ${routeTable}`,
          command: expect.stringContaining('az group delete --name'),
        },
      ],
    });
    expect([...(state?.intents.keys() ?? [])]).not.toContain(routeTable);
    expect(await tagsIn(cloud, design, routeTable)).toEqual({ owner: 'somebody' });
    expect(await bodyIn(cloud, design, securityGroup)).toBeUndefined();
  });
});

describe('what somebody keeps in a group that is not designed any more', () => {
  it('is not deleted with it: the run is refused at that point, and undone', async () => {
    const cloud = copyWith(deployed, design, async () => undefined);
    await cloud.somebody.put(routeTables, `${routeTable}-theirs`, () => ({ location: 'switzerlandnorth' }));
    const before = await settledExport(cloud);
    const { result } = await run(cloud, { ...design, resources: [] });
    expect(result).toMatchObject({
      outcome: 'rolled-back',
      leftovers: [],
      failure: { code: 'GroupNotEmpty', message: expect.stringContaining(`${routeTable}-theirs`) },
    });
    expectSameCloud(await settledExport(cloud), before, 'a group with something of somebody');
  });
});

describe('trying a failed action once more', () => {
  it('finishes what was refused the first time, and what failed half done', async () => {
    for (const fault of [403, 'lro-failed'] as const) {
      const cloud = copyOf(fresh, [{ method: 'PUT', path: 'routeTables', fault }]);
      const { result } = await run(cloud, design, { decide: async () => 'retry' });
      expect(result).toMatchObject({ outcome: 'succeeded' });
      expect(result.created).toHaveLength(design.resources.length);
    }
  });

  it('happens once: then it is asked again, without that choice', async () => {
    const cloud = copyOf(fresh, [{ method: 'PUT', path: 'routeTables', fault: 403, times: 9 }]);
    const before = await settledExport(copyOf(fresh));
    const choices: string[] = [];
    const { result } = await run(cloud, design, {
      decide: async (_because, offered) => {
        choices.push(offered.join(' '));
        return offered[0] ?? 'keep';
      },
    });
    expect(choices).toEqual(['retry rollback keep', 'rollback keep']);
    expect(result).toMatchObject({ outcome: 'rolled-back' });
    expectSameCloud(await settledExport(cloud), before, 'tried twice');
  });
});

describe('the journal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gotthard-apply-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const nothing = { ...design, resources: [] };
  it.each([
    [
      'what is created, and removed again after a failure',
      fresh,
      design,
      ['PUT announced', 'DELETE to be undone'],
    ],
    ['what is changed', deployed, changed, ['PUT announced']],
    ['what is not designed any more', deployed, nothing, ['DELETE announced']],
  ] as const)(
    'has it on disk before a request leaves, and its end after: %s',
    async (name, base, wanted, expected) => {
      const store = journalFiles(folder);
      const journal = await store.create(name.replaceAll(/\W/g, '-'));
      const seen = new Set<string>();
      const subnet = idOf(design, 'Microsoft.Network/virtualNetworks/subnets');
      const cloud = copyWith(base, design, async ({ method, path }) => {
        if (method === 'GET') return undefined;
        seen.add(`${method} ${standingOf((await store.read(journal.runId)).entries, path)}`);
        return method === 'PUT' && sameId(path, subnet) ? refusal(403, 'AuthorizationFailed') : undefined;
      });
      const plan = await planOf(cloud, wanted);
      await runPlan(plan, portsOn(cloud, plan, journal));
      expect([...seen]).toEqual(expected);
      const ends = (await store.read(journal.runId)).entries.filter(
        ({ entry }) => entry === 'done' || entry === 'undone',
      );
      expect(ends.length).toBeGreaterThan(0);
    },
  );
});

/** What a journal on disk says of a resource at this moment. */
function standingOf(entries: readonly JournalEntry[], path: string): string {
  const state = stateOf(entries);
  const intent = [...(state?.intents.values() ?? [])].find(({ id }) => sameId(id, path));
  if (!state || !intent) return 'unannounced';
  if (state.undone.has(intent.key)) return 'undone';
  if (state.rollingBack) return 'to be undone';
  return state.done.has(intent.key) ? 'done' : 'announced';
}
