import { beforeAll, describe, expect, it } from 'vitest';
import type { PlanJson } from '../../src/report/json.ts';
import {
  helvetiaAiDev,
  helvetiaCare,
  helvetiaSharedNetwork,
  juraAiDev,
  juraBank,
} from '../../src/sandbox/seed-directories.ts';
import { vaultBody } from '../kit/estate.ts';
import {
  documentOf,
  type Ended,
  type Folder,
  folder,
  listOf,
  planOf,
  problemsOf,
  runsOf,
  writesOf,
} from '../kit/gotthard.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import type { Cloud } from '../kit/sandbox.ts';

const dev = `/subscriptions/${helvetiaAiDev.id}`;
const location = 'switzerlandnorth';

/** An estate file of one environment, with nothing deployed. */
const fresh = folder();
beforeAll(async () => {
  await fresh.gotthard('plan', '--environments', 'dev', '--save', '--json');
});

/**
 * Deploys, and holds against it that nothing was written anywhere, that problems with exactly these codes were told, and that
 * each says why and what to do next.
 */
async function refused(
  at: Folder,
  expected: { readonly exit: 3 | 4; readonly codes: readonly string[] },
  ...flags: string[]
): Promise<Ended> {
  const before = await at.exported();
  const ended = await at.gotthard('deploy', '--yes', '--json', '--trace', 'trace.jsonl', ...flags);
  const codes = [...new Set(problemsOf(ended).map(({ code }) => code))];
  expect({ exit: ended.code, codes }).toEqual(expected);
  for (const { why, next } of problemsOf(ended)) {
    expect([why, ...next].filter((text) => !/\S/.test(text))).toEqual([]);
    expect(next).not.toEqual([]);
  }
  if (at.has('trace.jsonl')) expect(writesOf(at.trace())).toEqual([]);
  expectSameCloud(await at.exported(), before, 'a refusal');
  return ended;
}

/** All that the problems say. */
const saidOf = (ended: Ended): string =>
  problemsOf(ended)
    .map(({ what, why, next }) => [what, why, ...next].join('\n'))
    .join('\n');

/** Makes something that Gotthard has nothing to do with. */
async function make(cloud: Cloud, id: string, body: object): Promise<void> {
  const answer = await cloud.settle('PUT', id, body);
  expect([id, answer.status]).toEqual([id, expect.toBeOneOf([200, 201])]);
}

describe('refused before any write, each with its next step:', () => {
  it('a vault name that somebody else holds', async () => {
    const at = fresh.copy();
    at.edit(['overrides: {}', 'overrides: { main/dev/vault: kv-taken-elsewhere }']);
    const theirs = `/subscriptions/${juraAiDev.id}/resourceGroups/rg-theirs`;
    await at.elsewhere(async (cloud) => {
      await make(cloud, theirs, { location });
      await make(
        cloud,
        `${theirs}/providers/Microsoft.KeyVault/vaults/kv-taken-elsewhere`,
        vaultBody(juraBank.id),
      );
    });
    const ended = await refused(at, { exit: 4, codes: ['GT-CHECK-NAMES'] });
    expect(saidOf(ended)).toContain('kv-taken-elsewhere is taken');
    expect(saidOf(ended)).toContain('naming.generation');
  });

  it('an account name that somebody else holds', async () => {
    const at = fresh.copy();
    at.edit(['overrides: {}', 'overrides: { main/dev/subdomain: oai-taken-elsewhere }']);
    const theirs = `/subscriptions/${juraAiDev.id}/resourceGroups/rg-theirs`;
    await at.elsewhere(async (cloud) => {
      await make(cloud, theirs, { location });
      await make(cloud, `${theirs}/providers/Microsoft.CognitiveServices/accounts/oai-theirs`, {
        location,
        kind: 'OpenAI',
        sku: { name: 'S0' },
        properties: { customSubDomainName: 'oai-taken-elsewhere' },
      });
    });
    const ended = await refused(at, { exit: 4, codes: ['GT-CHECK-NAMES'] });
    expect(saidOf(ended)).toContain('oai-taken-elsewhere is taken');
  });

  it('a name that a deleted vault still holds, with the command that frees it', async () => {
    const at = fresh.copy();
    at.edit(['overrides: {}', 'overrides: { main/dev/vault: kv-deleted-by-us }']);
    const ours = `${dev}/resourceGroups/rg-former`;
    const vault = `${ours}/providers/Microsoft.KeyVault/vaults/kv-deleted-by-us`;
    await at.elsewhere(async (cloud) => {
      await make(cloud, ours, { location });
      await make(cloud, vault, vaultBody(helvetiaCare.id));
      expect((await cloud.call('DELETE', vault)).status).toBe(200);
    });
    // What would lie beneath the vault is blocked with it, and told with it.
    const ended = await refused(at, { exit: 4, codes: ['GT-CHECK-NAMES'] });
    expect(saidOf(ended)).toContain('az keyvault purge --name kv-deleted-by-us');
  });

  it('resources of somebody else under our ids, until --adopt takes them over with the mark alone', async () => {
    const at = fresh.copy();
    const group = `${dev}/resourceGroups/rg-main-dev-network`;
    const network = `${group}/providers/Microsoft.Network/virtualNetworks/vnet-main-dev`;
    const tags = { owner: 'network-team' };
    await at.elsewhere(async (cloud) => {
      await make(cloud, group, { location, tags });
      const properties = { addressSpace: { addressPrefixes: ['10.40.0.0/22'] } };
      await make(cloud, network, { location, tags, properties });
    });
    const ended = await refused(at, { exit: 4, codes: ['GT-CHECK-BLOCKED'] });
    const { plan } = documentOf(ended) as { plan: PlanJson };
    const blocked = plan.stamps
      .flatMap(({ actions }) => actions)
      .filter(({ action }) => action === 'blocked');
    expect(blocked.filter(({ id }) => !`${id}/`.startsWith(`${group}/`))).toEqual([]);
    expect(blocked.map(({ id }) => id)).toEqual(expect.arrayContaining([group, network]));
    expect(problemsOf(ended)).toMatchObject([
      { what: expect.stringContaining(`all that lies beneath it (${blocked.length - 1})`) },
    ]);
    expect(saidOf(ended)).toContain('gotthard plan --adopt takes it over');

    const adopting = planOf(await at.gotthard('plan', '--adopt', '--json'));
    const updates = adopting.stamps
      .flatMap(({ actions }) => actions)
      .filter(({ action }) => action !== 'create');
    expect(updates.map(({ action, id }) => `${action} ${id}`)).toEqual([
      `update ${group}`,
      `update ${network}`,
    ]);
    for (const { changes } of updates) {
      expect(changes.filter(({ path }) => !path.startsWith('/tags/'))).toEqual([]);
      expect(changes).toContainEqual({ path: '/tags/gotthard-adopted', before: null, after: 'true' });
      expect(changes.map(({ path }) => path)).not.toContain('/tags/owner');
    }
    const adopted = await at.gotthard('deploy', '--yes', '--adopt', '--json');
    expect(adopted.code, adopted.stderr).toBe(0);
    expect(runsOf(adopted)[0]?.updated.toSorted()).toEqual([group, network]);
    await at.elsewhere(async (cloud) => {
      for (const id of [group, network]) {
        const { body } = await cloud.call('GET', id);
        expect(body['tags']).toMatchObject({
          ...tags,
          'gotthard-adopted': 'true',
          'gotthard-stamp': 'main/dev',
        });
      }
    });
  });

  it('a range that overlaps the hub network of the subscription', async () => {
    const at = fresh.copy();
    at.edit([/10\.40\./g, '10.0.'], [helvetiaAiDev.id, helvetiaSharedNetwork.id]);
    const ended = await refused(at, { exit: 4, codes: ['GT-CHECK-ADDRESSES'] });
    expect(saidOf(ended)).toContain('10.0.0.0/22 overlaps 10.0.0.0/16 of virtual network vnet-hub');
  });

  it('a model that is retired', async () => {
    const at = fresh.copy();
    at.edit(['model: gpt-5.1', 'model: gpt-4o'], ['version: 2025-11-13', 'version: 2024-11-20']);
    const ended = await refused(at, { exit: 4, codes: ['GT-CHECK-MODEL'] });
    expect(saidOf(ended)).toContain('gpt-4o 2024-11-20 by DataZoneStandard in swedencentral is retired');
    expect(saidOf(ended)).toContain('2026-10-01');
  });

  it('more capacity than the quota leaves', async () => {
    const at = fresh.copy();
    at.edit(['capacity: 10', 'capacity: 301']);
    const ended = await refused(at, { exit: 4, codes: ['GT-CHECK-QUOTA'] });
    expect(saidOf(ended)).toContain('has 300 left, the plan needs 301 more');
  });

  it('a principal that may not write', async () => {
    const codes = [
      'GT-CHECK-PERMISSION-WRITE',
      'GT-CHECK-PERMISSION-ASSIGN',
      'GT-CHECK-PERMISSION-GOVERN',
      'GT-CHECK-PROVIDERS',
    ];
    const ended = await refused(fresh.copy(), { exit: 4, codes }, '--sandbox-principal', 'reader');
    expect(saidOf(ended)).toMatch(/Microsoft\.\w+\/.+\/write/);
  });
});

describe('wrong input, told all at once and with nothing touched:', () => {
  it('a deployment type that breaks the residency', async () => {
    const at = fresh.copy();
    at.edit(['deploymentType: DataZoneStandard', 'deploymentType: GlobalStandard']);
    const ended = await refused(at, { exit: 3, codes: ['GT-ESTATE-RESIDENCY'] });
    expect(saidOf(ended)).toContain('GlobalStandard does not process prompts in the EU data zone only');
  });

  it('an estate file with several mistakes: each with file, line, key, value and what is allowed', async () => {
    const at = fresh.copy();
    at.edit(
      ['region: switzerlandnorth', 'region: Switzerland North'],
      ['applications: 10.40.0.0/25', 'applications: 10.40.1.0/25'],
      ['capacity: 10', 'capacity: -1'],
      ['usage: small', 'usage: tiny\n        colour: red'],
    );
    const ended = await refused(at, {
      exit: 3,
      codes: ['GT-ESTATE-VALUE', 'GT-ESTATE-ADDRESSES', 'GT-ESTATE-KEY'],
    });
    const lines = at.read('gotthard.yaml').split('\n');
    const lineOf = (text: string): number => lines.findIndex((line) => line.includes(text)) + 1;
    const where = 'tenants[0].environments[0]';
    expect(problemsOf(ended).map(({ what }) => what)).toEqual([
      `gotthard.yaml:${lineOf('region: Sw')} ${where}.region: "Switzerland North"`,
      `gotthard.yaml:${lineOf('functions: ')} ${where}.network.subnets.functions: "10.40.1.0/27"`,
      `gotthard.yaml:${lineOf('capacity: ')} ${where}.models[0].capacity: -1`,
      `gotthard.yaml:${lineOf('usage: ')} ${where}.usage: "tiny"`,
      `gotthard.yaml:${lineOf('colour: ')} ${where}.colour: "red"`,
    ]);
    expect(problemsOf(ended).map(({ next }) => next)).toEqual([
      [expect.stringMatching(/^Allowed: a region in its short form/)],
      ['Choose a range that is free.'],
      [expect.stringMatching(/^Allowed: ./)],
      ['Allowed: small, medium, large.'],
      [expect.stringMatching(/^Allowed: name, subscriptionId, region, /)],
    ]);
  });

  it.each([
    ['that are no JSON', '[{"fault":'],
    ['of an unknown kind', '[{"fault":"meteor"}]'],
    ['with an unknown key', '[{"fault":503,"often":true}]'],
  ])('faults %s', async (_, faults) => {
    const at = fresh.copy();
    at.write('faults.json', faults);
    const flags = ['deploy', '--yes', '--json', '--sandbox-faults', 'faults.json'];
    const ended = await at.gotthard(...flags);
    expect(ended.code).toBe(3);
    expect(problemsOf(ended)).toMatchObject([
      { code: 'GT-FAULTS-WRONG', what: expect.stringMatching(/^faults\.json: ./) },
    ]);
  });

  it('a change of a file that exists, which nobody has confirmed', async () => {
    const at = fresh.copy();
    const ended = await at.gotthard('deploy', '--env', 'dev', '--json');
    expect(ended.code).toBe(3);
    expect(problemsOf(ended)).toMatchObject([{ code: 'GT-CONFIRM-MISSING', next: ['Add --yes'] }]);
    expect(listOf(await at.gotthard('runs', 'list', '--json'))).toEqual([]);
  });

  it('faults for a cloud that is no rehearsal', async () => {
    const at = fresh.copy();
    const faults = at.faults({ fault: 503 });
    const ended = await at.gotthard('deploy', '--json', '--cloud', 'azure', '--sandbox-faults', faults);
    expect(ended.code).toBe(3);
    expect(documentOf(ended)).toMatchObject({ cloud: 'azure', problems: [{ code: 'GT-FAULTS-CLOUD' }] });
    expect(ended.stderr).toContain('GT-FAULTS-CLOUD  [azure]');
  });

  it('a sign-in without what it needs', async () => {
    const flags = ['deploy', '--yes', '--json', '--cloud', 'azure', '--credential', 'environment'];
    const ended = await fresh.copy().gotthard(...flags);
    expect(ended.code).toBe(3);
    expect(problemsOf(ended)).toMatchObject([
      {
        code: 'GT-SIGNIN-INCOMPLETE',
        what: '--credential environment needs AZURE_CLIENT_ID and AZURE_CLIENT_SECRET',
      },
    ]);
  });

  it('answers that nobody can give: every one of them, with its flag and its key', async () => {
    const at = folder();
    const ended = await at.gotthard('deploy', '--json', '--cloud', 'azure', '--credential', 'environment');
    expect(ended.code).toBe(3);
    const flags = ['--name', '--directory', '--residency', '--region', '--subscription', '--model'];
    expect(problemsOf(ended).map(({ code, next }) => [code, ...next])).toEqual(
      flags.map((flag) => [
        'GT-ANSWER-MISSING',
        expect.stringMatching(new RegExp(`^Add ${flag} .+, or write .+ into gotthard\\.yaml\\.$`)),
      ]),
    );
    expect(at.files()).toEqual([]);
  });

  it.each([
    ['an unknown command', ['frobnicate'], 'GT-COMMAND-WRONG', /unknown command 'frobnicate'/],
    ['an unknown flag', ['deploy', '--frobnicate'], 'GT-COMMAND-WRONG', /unknown option '--frobnicate'/],
    [
      'a value that a flag has not',
      ['deploy', '--on-failure', 'cry'],
      'GT-COMMAND-WRONG',
      /ask, retry, rollback, keep/,
    ],
    ['a command that is not complete', ['runs'], 'GT-COMMAND-WRONG', /runs is only a part of a command/],
    ['an unknown environment', ['plan', '--env', 'staging'], 'GT-STAMP-UNKNOWN', /staging/],
    ['an unknown run', ['runs', 'show', 'nobody'], 'GT-RUN-NONE', /nobody/],
    ['a cloud that is none', ['plan', '--cloud', 'mars'], 'GT-CLOUD-UNKNOWN', /mars/],
    [
      'a model in the wrong form',
      ['plan', '--model', 'gpt-5.1'],
      'GT-FLAG-WRONG',
      /MODEL:VERSION:TYPE:CAPACITY/,
    ],
  ])('%s', async (_, args, code, said) => {
    const ended = await fresh.copy().gotthard(...args, '--json');
    expect(ended.code).toBe(3);
    expect(problemsOf(ended)).toMatchObject([{ code, next: [expect.stringMatching(/\S/)] }]);
    expect(saidOf(ended)).toMatch(said);
  });
});

it('a second process on the same environment is refused, and told who is at work since when', async () => {
  const at = fresh.copy();
  const running = at.start(['deploy', '--yes', '--json', '--sandbox-speed', '60']);
  await running.says(/created resource group/);
  const [deploy, rollback] = await Promise.all([
    at.gotthard('deploy', '--yes', '--json'),
    at.gotthard('runs', 'rollback', '--json'),
  ]);
  expect([deploy.code, rollback.code]).toEqual([4, 4]);
  expect(problemsOf(deploy)).toMatchObject([
    {
      code: 'GT-LOCK-HELD',
      what: expect.stringMatching(/^main\/dev is locked by .+@.+, process \d+ on .+, since \d{4}-/),
    },
  ]);
  expect(runsOf(rollback)).toMatchObject([{ outcome: 'refused', failure: { code: 'GT-LOCK-HELD' } }]);
  const first = await running.ended;
  expect(first.code, first.stderr).toBe(0);
  expect(runsOf(first)).toMatchObject([{ environment: 'dev', outcome: 'succeeded' }]);
});
