import { beforeAll, describe, expect, test } from 'vitest';
import { deploy } from '../../src/commands/deploy.ts';
import { tenantAdd } from '../../src/commands/tenant-add.ts';
import { tenantList } from '../../src/commands/tenant-list.ts';
import { tenantRemove } from '../../src/commands/tenant-remove.ts';
import { parseEstate } from '../../src/estate/estate-file.ts';
import { writeEstate, writeTenant } from '../../src/estate/write-estate.ts';
import type { RunJson } from '../../src/report/json.ts';
import {
  groups,
  helvetiaAiDev,
  helvetiaCare,
  juraAiDev,
  juraBank,
} from '../../src/sandbox/seed-directories.ts';
import { type Desk, desk, ended } from '../kit/commands.ts';
import { sampleEstate } from '../kit/sample-estate.ts';
import { createScriptedAsk } from '../kit/scripted-ask.ts';

/** One tenant in one environment of the seed's first directory. */
const estate = sampleEstate({
  reservedRanges: [{ name: 'on-premises', range: '10.40.16.0/20' }],
  environments: [{ name: 'dev', subscriptionId: helvetiaAiDev.id }],
  models: [{ model: 'gpt-5.1', version: '2025-11-13', deploymentType: 'DataZoneStandard', capacity: 10 }],
});
const file = `# Ask Rita.\n${writeEstate(estate)}# The end.\n`;

const common = {
  config: 'gotthard.yaml',
  json: true,
  yes: true,
  adopt: false,
  confirm: [],
  concurrency: 16,
} as const;
const jura = {
  tenant: 'jura',
  directoryId: juraBank.id,
  environments: [{ name: 'dev', subscriptionId: juraAiDev.id }],
} as const;
const adding = { ...common, allowSharedSubscriptions: false, answers: jura } as const;
const removing = { ...common, name: 'jura', purge: false } as const;
const deploying = { ...common, all: true, answers: {} } as const;

function deskWith(text = file): Desk {
  const at = desk();
  at.files.set('gotthard.yaml', text);
  return at;
}

/** Subscriptions that were written in. Some reads of ARM are POSTs: those change nothing. */
function writtenIn(at: Desk): string[] {
  const writes = at.exchanges.filter(
    ({ method, url }) => /^(PUT|PATCH|DELETE)$/.test(method) || /\/(register|purge)\?/.test(url),
  );
  return [...new Set(writes.map(({ url }) => /\/subscriptions\/([^/?]+)/.exec(url)?.[1] ?? url))];
}

/** What the sandbox holds of a subscription, as it exports it. */
const stateOf = (at: Desk, { id }: { id: string }): string[] =>
  at.cloud.sandbox
    .export()
    .split('\n')
    .filter((line) => line.includes(id));

const outcomes = (at: Desk) =>
  (at.documents.at(-1) as RunJson).runs.map(({ tenant, outcome }) => `${tenant} ${outcome}`);

const tenantsOf = (at: Desk): string[] =>
  parseEstate(at.files.get('gotthard.yaml') ?? '', 'f').tenants.map(({ name }) => name);

/** Lines of one text that another has not. */
function linesOnlyIn(one: string, other: string): string[] {
  const lines = new Set(other.split('\n'));
  return one.split('\n').filter((line) => !lines.has(line));
}

describe('a tenant that is added', () => {
  const at = deskWith();
  let before: string[];
  let code: number;
  beforeAll(async () => {
    expect(await ended(at, deploy(deploying, at.ports))).toBe(0);
    before = stateOf(at, helvetiaAiDev);
    at.exchanges.length = 0;
    code = await ended(at, tenantAdd(adding, at.ports));
  });

  test('is built and verified, with writes in its own subscriptions alone', () => {
    expect(code, JSON.stringify(at.problems)).toBe(0);
    expect(outcomes(at)).toEqual(['jura succeeded']);
    expect(writtenIn(at)).toEqual([juraAiDev.id]);
    expect(
      at.exchanges.filter(({ method, url }) => method === 'PUT' && url.includes(juraAiDev.id)).length,
    ).toBeGreaterThan(40);
    expect(stateOf(at, helvetiaAiDev)).toEqual(before);
    expect(at.told).toContainEqual(expect.stringMatching(/^VERIFICATION \d+/));
    expect(at.told).toContainEqual(expect.stringMatching(/^Report: /));
  });

  test('is planned alone, with what the whole estate cost before and costs then', () => {
    const { tenant, plan } = at.documents.at(-1) as {
      tenant: string;
      plan: {
        stamps: { tenant: string }[];
        cost: { before: { expected: string }; monthly: { expected: string } };
      };
    };
    expect(tenant).toBe('jura');
    expect(plan.stamps.map((stamp) => stamp.tenant)).toEqual(['jura']);
    expect(Number(plan.cost.before.expected)).toBeGreaterThan(0);
    expect(Number(plan.cost.monthly.expected)).toBeGreaterThan(Number(plan.cost.before.expected));
    expect(at.told).toContainEqual(expect.stringMatching(/^The whole estate: CHF .* -> CHF .* more\)$/));
  });

  test('stands in the file, of which nothing else has changed', () => {
    const after = at.files.get('gotthard.yaml') ?? '';
    expect(linesOnlyIn(file, after)).toEqual([]);
    const [main, added] = parseEstate(after, 'f').tenants;
    expect(main).toEqual(estate.tenants[0]);
    expect(added).toMatchObject({
      name: 'jura',
      // Neither that of the first tenant nor that of the premises.
      addressSpace: '10.40.32.0/20',
      environments: [
        { region: 'switzerlandnorth', modelRegion: 'swedencentral', models: [{ capacity: 10 }] },
      ],
    });
  });

  test('was never asked for with a token of another directory', () => {
    const directoryOf = new Map([
      [helvetiaAiDev.id, helvetiaCare.id],
      [juraAiDev.id, juraBank.id],
    ]);
    const judged = at.exchanges.flatMap(({ url, directoryId }) => {
      const right = directoryOf.get(/\/subscriptions\/([^/?]+)/.exec(url)?.[1] ?? '');
      return right === undefined ? [] : [{ url, directoryId, right }];
    });
    expect(judged.length).toBeGreaterThan(100);
    expect(judged.filter(({ directoryId, right }) => directoryId !== right)).toEqual([]);
  });

  test('can be changed without a write elsewhere', async () => {
    const text = at.files.get('gotthard.yaml') ?? '';
    at.files.set(
      'gotthard.yaml',
      text.replace('  - name: jura\n', '  - name: jura\n    tags: { contract: "4711" }\n'),
    );
    at.exchanges.length = 0;
    expect(await ended(at, deploy({ ...deploying, all: false, tenant: 'jura' }, at.ports))).toBe(0);
    expect(writtenIn(at)).toEqual([juraAiDev.id]);
  });

  test('can fail without stopping another, or undoing it', async () => {
    const text = at.files.get('gotthard.yaml') ?? '';
    at.files.set('gotthard.yaml', text.replace('tags: {}', 'tags: { owner: platform }'));
    const jurasBefore = stateOf(at, juraAiDev);
    const path = `${juraAiDev.id}.*/metricAlerts/`;
    at.cloud.sandbox.faults.add({ method: 'PUT', path, fault: 403, times: 3 });
    expect(await ended(at, deploy(deploying, at.ports))).toBe(5);
    expect(outcomes(at)).toEqual(['main succeeded', 'jura rolled-back']);
    expect(stateOf(at, juraAiDev)).toEqual(jurasBefore);
    expect(await ended(at, deploy(deploying, at.ports))).toBe(0);
  });

  test('is removed by its name: first what it has, then from the file; what stays is told with its date', async () => {
    const mains = stateOf(at, helvetiaAiDev);
    at.exchanges.length = 0;
    at.sit(createScriptedAsk());
    expect(await ended(at, tenantRemove({ ...removing, yes: false }, at.ports))).toBe(0);
    expect(at.typed).toEqual(['jura']);
    expect(writtenIn(at)).toEqual([juraAiDev.id]);
    expect(stateOf(at, helvetiaAiDev)).toEqual(mains);
    expect(tenantsOf(at)).toEqual(['main']);
    expect(at.documents.at(-1)).toMatchObject({
      tenant: 'jura',
      removed: true,
      runs: [{ outcome: 'succeeded' }],
    });
    const [run] = (at.documents.at(-1) as RunJson).runs;
    const vault = run?.leftovers.find(({ id }) => id.includes('/vaults/'));
    expect(vault?.reason).toContain('adding the tenant again');
    expect(vault?.freeOn).toMatch(/^\d{4}-/);
    expect(at.told).toContainEqual(expect.stringMatching(/^key vault .* held for 7 days after its removal/));
  });
});

describe('the estate file', () => {
  const fault = { method: 'PUT', path: '/deployments/', fault: 403, times: 9 } as const;

  test('is byte for byte as before when the tenant could not be built and was put back', async () => {
    const at = deskWith();
    at.cloud.sandbox.faults.add(fault);
    expect(await ended(at, tenantAdd(adding, at.ports))).toBe(5);
    expect(outcomes(at)).toEqual(['jura rolled-back']);
    expect(at.files.get('gotthard.yaml')).toBe(file);
    expect(writtenIn(at)).toEqual([juraAiDev.id]);
  });

  test('keeps the tenant when its run is kept, so that it can be gone on with', async () => {
    const at = deskWith();
    at.cloud.sandbox.faults.add(fault);
    expect(await ended(at, tenantAdd({ ...adding, onFailure: 'keep' }, at.ports))).toBe(7);
    expect(tenantsOf(at)).toEqual(['main', 'jura']);
    expect(await ended(at, tenantRemove(removing, at.ports))).toBe(4);
    expect(tenantsOf(at)).toEqual(['main', 'jura']);
  });

  test('keeps what somebody else wrote into it while the tenant was built', async () => {
    const at = deskWith();
    at.cloud.sandbox.faults.add(fault);
    const { write } = at.ports.files;
    at.ports.files.write = async (path, text) =>
      write(path, path === 'gotthard.yaml' ? text.replace('# Ask Rita.', '# Ask Urs.') : text);
    expect(await ended(at, tenantAdd(adding, at.ports))).toBe(5);
    expect(tenantsOf(at)).toEqual(['main']);
    expect(at.files.get('gotthard.yaml')).toMatch(/^# Ask Urs\./);
  });

  test('is not touched when the plan is declined or refused, and nothing is written in Azure', async () => {
    const declined = deskWith();
    declined.sit(createScriptedAsk({ tenant: 'jura' }), true);
    expect(await ended(declined, tenantAdd({ ...adding, yes: false, answers: {} }, declined.ports))).toBe(0);
    expect(declined.files.has('.gotthard/tenant-draft.json')).toBe(true);
    const refused = deskWith();
    const answers = {
      ...jura,
      models: [{ ...estate.tenants[0]?.environments[0]?.models[0], capacity: 4_000_000 }],
    };
    expect(await ended(refused, tenantAdd({ ...adding, answers: answers as never }, refused.ports))).toBe(4);
    for (const at of [declined, refused]) {
      expect(at.files.get('gotthard.yaml')).toBe(file);
      expect(writtenIn(at)).toEqual([]);
    }
  });

  test('may be split: a new tenant is a file of its own, removed with it', async () => {
    const { tenants, ...root } = estate;
    const at = deskWith(writeEstate(root as never));
    const [main] = tenants;
    if (!main) throw new Error('no tenant');
    const rest = [...at.files];
    at.files.set('tenants/main.yaml', writeTenant(main));
    expect(await ended(at, tenantAdd(adding, at.ports))).toBe(0);
    expect(at.files.get('tenants/jura.yaml')).toContain('name: jura');
    for (const [path, text] of rest) expect(at.files.get(path)).toBe(text);
    expect(await ended(at, tenantRemove(removing, at.ports))).toBe(0);
    expect(at.files.has('tenants/jura.yaml')).toBe(false);
    expect(await ended(at, tenantList(common, at.ports))).toBe(0);
    expect(at.documents.at(-1)).toEqual({
      tenants: [
        {
          name: 'main',
          directoryId: helvetiaCare.id,
          environments: [
            {
              name: 'dev',
              subscriptionId: helvetiaAiDev.id,
              region: 'switzerlandnorth',
              addressSpace: '10.40.0.0/22',
            },
          ],
        },
      ],
    });
  });
});

describe('what can not be', () => {
  test('without a terminal every answer that is missing is told at once, with its flag', async () => {
    const at = deskWith();
    expect(await ended(at, tenantAdd({ ...adding, answers: {} }, at.ports))).toBe(3);
    expect(at.problems.flatMap(({ next }) => next)).toEqual([
      expect.stringContaining('--name'),
      expect.stringContaining('--directory'),
      expect.stringContaining('--subscription'),
    ]);
  });

  test('a name that is taken and a subscription that another tenant has are refused together', async () => {
    const at = deskWith();
    const answers = { ...jura, tenant: 'main', environments: estate.tenants[0]?.environments ?? [] };
    expect(await ended(at, tenantAdd({ ...adding, answers: answers as never }, at.ports))).toBe(3);
    expect(at.problems.map(({ code }) => code)).toContain('GT-ESTATE-DUPLICATE');
    const shared = { ...jura, environments: [{ name: 'test', subscriptionId: helvetiaAiDev.id }] };
    const alone = deskWith();
    expect(await ended(alone, tenantAdd({ ...adding, answers: shared }, alone.ports))).toBe(3);
    expect(alone.problems.map(({ code }) => code)).toEqual(['GT-ESTATE-SHARED']);
    expect(alone.exchanges.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('a subscription is shared where it is said, which every plan repeats', async () => {
    const at = deskWith();
    const answers = {
      ...jura,
      directoryId: helvetiaCare.id,
      environments: [{ name: 'test', subscriptionId: helvetiaAiDev.id }],
    };
    const options = { ...adding, allowSharedSubscriptions: true, answers };
    expect(await ended(at, tenantAdd(options, at.ports))).toBe(0);
    expect(parseEstate(at.files.get('gotthard.yaml') ?? '', 'f').allowSharedSubscriptions).toBe(true);
  });

  test('a tenant is removed neither unconfirmed, nor unknown, nor as the last', async () => {
    const at = deskWith();
    expect(await ended(at, tenantRemove({ ...removing, name: 'nobody' }, at.ports))).toBe(3);
    expect(await ended(at, tenantRemove({ ...removing, name: 'main' }, at.ports))).toBe(3);
    expect(await ended(at, tenantAdd(adding, at.ports))).toBe(0);
    at.exchanges.length = 0;
    expect(await ended(at, tenantRemove({ ...removing, yes: false }, at.ports))).toBe(3);
    expect(at.problems.map(({ code }) => code)).toEqual([
      'GT-TENANT-UNKNOWN',
      'GT-TENANT-LAST',
      'GT-CONFIRM-MISSING',
    ]);
    expect(writtenIn(at)).toEqual([]);
    expect(tenantsOf(at)).toEqual(['main', 'jura']);
  });
});

describe('the wizard for a tenant', () => {
  test('asks at most six questions, proposes what no other tenant has, and goes back from each of them', async () => {
    const at = deskWith(writeEstate({ ...estate, reservedRanges: [] }));
    const back = new Set<string>();
    const ask = createScriptedAsk({ tenant: 'jura', size: 'medium' }, ({ id }) => {
      if (id === 'tenant' || back.has(id)) return undefined;
      back.add(id);
      return 'back';
    });
    at.sit(ask);
    expect(await ended(at, tenantAdd({ ...adding, yes: false, answers: {} }, at.ports))).toBe(0);
    const asked = [...new Set(ask.asked.map(({ id }) => id))];
    expect(asked).toEqual(['tenant', 'directory', 'subscription', 'region', 'size', 'groups', 'review']);
    const added = parseEstate(at.files.get('gotthard.yaml') ?? '', 'f').tenants[1];
    expect(added).toMatchObject({
      directoryId: juraBank.id,
      groups: { administrators: groups[3]?.objectId },
      environments: [
        { name: 'dev', subscriptionId: juraAiDev.id, models: [{ capacity: 30 }], usage: 'medium' },
        { name: 'prod', production: true },
      ],
    });
    expect(at.typed).toEqual(['jura/prod']);
    expect(at.files.has('.gotthard/tenant-draft.json')).toBe(false);
  });
});
