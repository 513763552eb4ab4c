import { beforeAll, describe, expect, it } from 'vitest';
import type { PlanJson } from '../../src/report/json.ts';
import {
  documentOf,
  type Ended,
  type Folder,
  folder,
  planOf,
  problemsOf,
  runsOf,
  writesOf,
} from '../kit/gotthard.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';

const dev = '/subscriptions/3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d01';

/** An estate file of one environment, with nothing deployed. */
const fresh = folder();
beforeAll(async () => {
  await fresh.gotthard('plan', '--environments', 'dev', '--save', '--json');
});

/** Deploys, and holds against it that nothing was written anywhere. */
async function refused(at: Folder, ...flags: string[]): Promise<Ended> {
  const before = await at.exported();
  const ended = await at.gotthard('deploy', '--yes', '--json', '--trace', 'trace.jsonl', ...flags);
  if (at.has('trace.jsonl')) expect(writesOf(at.trace())).toEqual([]);
  expectSameCloud(await at.exported(), before, 'a refusal');
  for (const problem of problemsOf(ended)) {
    expect(problem.why).toMatch(/\S/);
    expect(problem.next.length).toBeGreaterThan(0);
    expect(problem.next.every((way) => way.trim() !== '')).toBe(true);
  }
  return ended;
}

const codesOf = (ended: Ended): string[] => problemsOf(ended).map(({ code }) => code);
const saidOf = (ended: Ended): string =>
  problemsOf(ended)
    .map(({ what, why, next }) => [what, why, ...next].join('\n'))
    .join('\n');

describe.concurrent('refused before any write, each with its next step:', () => {
  it('a global name that somebody else holds', async () => {
    const at = fresh.copy();
    const plan = planOf(await at.gotthard('plan', '--json'));
    const vault = plan.stamps[0]?.actions.find(({ type }) => type === 'Microsoft.KeyVault/vaults');
    const name = vault?.id.split('/').at(-1) ?? '';
    await at.elsewhere(async (cloud) => {
      const other = dev.replace('d01', 'd03');
      await cloud.call('PUT', `${other}/resourceGroups/rg-theirs`, { location: 'switzerlandnorth' });
      const made = await cloud.call(
        'PUT',
        `${other}/resourceGroups/rg-theirs/providers/Microsoft.KeyVault/vaults/${name}`,
        {
          location: 'switzerlandnorth',
          properties: {
            tenantId: '6f1d2c84-3a57-4e0b-9c21-5b8e7d4a1f10',
            sku: { family: 'A', name: 'standard' },
            enableRbacAuthorization: true,
            accessPolicies: [],
          },
        },
      );
      expect(made.status).toBe(200);
    });
    const ended = await refused(at);
    expect(ended.code).toBe(4);
    expect(saidOf(ended)).toContain(name);
    expect(saidOf(ended)).toMatch(/generation/);
  });

  it('a name that a deleted vault of our own still holds', async () => {
    const at = fresh.copy();
    expect((await at.gotthard('deploy', '--yes', '--json')).code).toBe(0);
    const plan = planOf(await at.gotthard('plan', '--json'));
    const id = plan.stamps[0]?.actions.find(({ type }) => type === 'Microsoft.KeyVault/vaults')?.id ?? '';
    await at.elsewhere(async (cloud) => {
      expect((await cloud.call('DELETE', id)).status).toBe(200);
    });
    const ended = await refused(at);
    expect(ended.code).toBe(4);
    expect(saidOf(ended)).toMatch(/az keyvault (purge|recover) --name/);
  });

  it('a resource of somebody else under our id, until --adopt takes it over with the mark alone', async () => {
    const at = fresh.copy();
    const group = `${dev}/resourceGroups/rg-main-dev-network`;
    await at.elsewhere(async (cloud) => {
      const made = await cloud.call('PUT', group, {
        location: 'switzerlandnorth',
        tags: { owner: 'network-team' },
      });
      expect(made.status).toBe(201);
    });
    const ended = await refused(at);
    expect(ended.code).toBe(4);
    expect(saidOf(ended)).toContain('--adopt');
    const { plan } = documentOf(await at.gotthard('plan', '--json')) as { plan: PlanJson };
    const blocked = plan.stamps[0]?.actions.filter(({ action }) => action === 'blocked');
    expect(blocked?.map(({ id }) => id)).toContain(group);
    const adopted = await at.gotthard('deploy', '--yes', '--adopt', '--json', '--trace', 'adopt.jsonl');
    expect(adopted.code, adopted.stderr).toBe(0);
    const put = at
      .trace('adopt.jsonl')
      .find(({ method, url }) => method === 'PUT' && /rg-main-dev-network\?/i.test(url));
    expect(put?.requestBody).toMatchObject({
      location: 'switzerlandnorth',
      tags: { owner: 'network-team', 'gotthard-stamp': 'main/dev', 'gotthard-adopted': 'true' },
    });
    expect(runsOf(adopted)[0]?.updated).toContain(group);
  });

  it('ranges that overlap a network that exists', async () => {
    const at = fresh.copy();
    await at.elsewhere(async (cloud) => {
      await cloud.call('PUT', `${dev}/resourceGroups/rg-theirs`, { location: 'switzerlandnorth' });
      const made = await cloud.settle(
        'PUT',
        `${dev}/resourceGroups/rg-theirs/providers/Microsoft.Network/virtualNetworks/vnet-theirs`,
        {
          location: 'switzerlandnorth',
          properties: { addressSpace: { addressPrefixes: ['10.40.0.0/23'] } },
        },
      );
      expect(made.status).toBeLessThan(300);
    });
    const ended = await refused(at);
    expect(ended.code).toBe(4);
    expect(saidOf(ended)).toMatch(/10\.40\.0\.0\/23/);
    expect(saidOf(ended)).toContain('vnet-theirs');
  });

  it('a model that is retired', async () => {
    const at = fresh.copy();
    at.edit(['model: gpt-5.1', 'model: gpt-4o'], ['version: 2025-11-13', 'version: "2024-11-20"']);
    const ended = await refused(at);
    expect(ended.code).toBe(4);
    expect(saidOf(ended)).toMatch(/gpt-4o.*2026-10-01|2026-10-01.*gpt-4o|retired/s);
  });

  it('more capacity than the quota leaves', async () => {
    const at = fresh.copy();
    at.edit(['capacity: 10', 'capacity: 100000']);
    const ended = await refused(at);
    expect(ended.code).toBe(4);
    expect(saidOf(ended)).toMatch(/quota/i);
  });

  it('a principal that may not write', async () => {
    const ended = await refused(fresh.copy(), '--sandbox-principal', 'reader');
    expect(ended.code).toBe(4);
    expect(saidOf(ended)).toMatch(/Microsoft\..*write/);
  });

  it('a plan file that is not what would be done now', async () => {
    const at = fresh.copy();
    await at.gotthard('plan', '--out', 'plan.json', '--json');
    at.edit(['capacity: 10', 'capacity: 20']);
    const ended = await refused(at, 'plan.json');
    expect(ended.code).toBe(4);
    expect(codesOf(ended)).toContain('GT-PLAN-STALE');
  });
});

describe.concurrent('wrong input, told all at once and with nothing touched:', () => {
  it('a deployment type that breaks the residency', async () => {
    const at = fresh.copy();
    at.edit(['deploymentType: DataZoneStandard', 'deploymentType: GlobalStandard']);
    const ended = await refused(at);
    expect(ended.code).toBe(3);
    expect(codesOf(ended)).toEqual(['GT-ESTATE-RESIDENCY']);
    expect(saidOf(ended)).toMatch(/residency/);
  });

  it('an estate file with several mistakes: each with file, line, key, value and what is allowed', async () => {
    const at = fresh.copy();
    at.edit(
      ['region: switzerlandnorth', 'region: Switzerland North'],
      ['capacity: 10', 'capacity: -1'],
      ['usage: small', 'usage: tiny'],
      ['applications: 10.40.0.0/25', 'applications: 10.40.0.128/25'],
    );
    const ended = await refused(at);
    expect(ended.code).toBe(3);
    const lines = problemsOf(ended).map(({ what }) => /^gotthard\.yaml:(\d+) /.exec(what)?.[1]);
    expect(lines.length).toBeGreaterThanOrEqual(4);
    expect(lines).not.toContain(undefined);
    for (const said of ['region', 'capacity', 'usage', 'tiny', 'small, medium, large'])
      expect(saidOf(ended)).toContain(said);
  });

  it('faults that are no JSON, or of an unknown kind', async () => {
    const at = fresh.copy();
    at.write('faults.json', '[{"fault":');
    expect((await refused(at, '--sandbox-faults', 'faults.json')).code).toBe(3);
    at.write('faults.json', '[{"fault":"meteor"}]');
    const ended = await refused(at, '--sandbox-faults', 'faults.json');
    expect(ended.code).toBe(3);
    expect(saidOf(ended)).toContain('lro-failed');
  });

  it('faults for a cloud that is no rehearsal', async () => {
    const at = fresh.copy();
    const faults = at.faults({ fault: 503 });
    const ended = await at.gotthard('plan', '--json', '--cloud', 'azure', '--sandbox-faults', faults);
    expect(ended.code).toBe(3);
    expect(codesOf(ended)).toEqual(['GT-FAULTS-CLOUD']);
  });

  it('a sign-in without what it needs', async () => {
    const ended = await fresh
      .copy()
      .gotthard('plan', '--json', '--cloud', 'azure', '--credential', 'environment');
    expect(ended.code).toBe(3);
    expect(saidOf(ended)).toContain('AZURE_CLIENT_ID and AZURE_CLIENT_SECRET');
  });

  it('answers that nobody can give: every one of them, with its flag and its key', async () => {
    const at = folder();
    const ended = await at.gotthard('deploy', '--json', '--cloud', 'azure');
    expect(ended.code).toBe(3);
    for (const flag of ['--directory', '--subscription', '--residency', '--region', '--model'])
      expect(saidOf(ended)).toContain(flag);
    expect(at.files().filter((file) => file !== 'gotthard.yaml')).toEqual([]);
    expect(at.has('gotthard.yaml')).toBe(false);
  });

  it.each([
    ['an unknown command', ['frobnicate'], /unknown command/],
    ['an unknown flag', ['deploy', '--frobnicate'], /unknown option/],
    ['an unknown environment', ['plan', '--env', 'staging'], /staging/],
    ['an unknown run', ['runs', 'show', 'nobody'], /nobody/],
    ['a cloud that is none', ['plan', '--cloud', 'mars'], /mars/],
    ['a model in the wrong form', ['plan', '--model', 'gpt-5.1'], /MODEL:VERSION:TYPE:CAPACITY/],
  ])('%s', async (_, args, said) => {
    const ended = await fresh.copy().gotthard(...args);
    expect(ended.code).toBe(3);
    expect(ended.stderr).toMatch(said);
  });
});

it('a second process on the same environment is refused, and told who is at work since when', async () => {
  const at = fresh.copy();
  const running = at.start(['deploy', '--yes', '--json', '--sandbox-speed', '60']);
  await running.says(/created resource group/);
  const second = await at.gotthard('deploy', '--yes', '--json');
  expect(second.code, second.stderr).toBe(4);
  expect(problemsOf(second)).toMatchObject([
    {
      code: 'GT-LOCK-HELD',
      what: expect.stringMatching(/main\/dev is locked by .+@.+, process \d+ .*since \d{4}-/),
    },
  ]);
  const first = await running.ended;
  expect(first.code, first.stderr).toBe(0);
});
