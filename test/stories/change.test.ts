import { beforeAll, describe, expect, it } from 'vitest';
import { changesOf, type Folder, folder, planOf, problemsOf, runsOf, writesOf } from '../kit/gotthard.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';

const deployed = folder();
beforeAll(async () => {
  const ended = await deployed.gotthard('deploy', '--environments', 'dev', '--yes', '--json');
  expect(ended.code, ended.stderr).toBe(0);
});

/** What a change of the file plans. Running it writes exactly that, and afterwards nothing is left to do. */
async function changed(at: Folder) {
  const planned = await at.gotthard('plan', '--json');
  expect(planned.code, planned.stderr).toBe(0);
  const ran = await at.gotthard('deploy', '--yes', '--json', '--trace', 'trace.jsonl');
  expect(ran.code, ran.stderr).toBe(0);
  const again = await at.gotthard('plan', '--json', '--detailed-exitcode');
  expect(again.code, again.stderr).toBe(0);
  const actions = planOf(planned).stamps.flatMap((stamp) => stamp.actions);
  const writes = changesOf(planned).map((change) =>
    change.replace('remove', 'DELETE').replace(/^[a-z]+/, 'PUT'),
  );
  expect(lowerCase(writesOf(at.trace()))).toEqual(lowerCase(writes));
  return {
    planned: changesOf(planned).map(short),
    changes: actions.flatMap((action) => action.changes),
    run: runsOf(ran)[0],
  };
}

/** The last two segments of what is planned: `update subnets/snet-app`. */
function short(change: string): string {
  const [verb = '', id = ''] = change.split(' ');
  return `${verb} ${id.split('/').slice(-2).join('/')}`;
}

function lowerCase(writes: readonly string[]): string[] {
  return writes.map((write) => write.toLowerCase()).sort();
}

describe('after a change of the estate file, only what it concerns is planned and written:', () => {
  it('the capacity of a model', async () => {
    const at = deployed.copy();
    at.edit(['capacity: 10', 'capacity: 20']);
    const { planned, changes, run } = await changed(at);
    expect(planned).toEqual([
      'update deployments/gpt-5.1',
      'update metricAlerts/alert-main-dev-capacity-gpt-5.1',
    ]);
    expect(changes).toEqual([
      { path: '/sku/capacity', before: 10, after: 20 },
      { path: '/properties/criteria/allOf/0/threshold', before: 40_000, after: 80_000 },
    ]);
    expect(run).toMatchObject({ outcome: 'succeeded', created: [], removed: [] });
  });

  it('the range of a subnet, and the security groups that name it', async () => {
    const at = deployed.copy();
    at.edit(['functions: 10.40.1.0/27', 'functions: 10.40.1.32/27']);
    const { planned, changes } = await changed(at);
    expect(planned).toEqual([
      'update networkSecurityGroups/nsg-main-dev-data',
      'update networkSecurityGroups/nsg-main-dev-func',
      'update networkSecurityGroups/nsg-main-dev-pe',
      'update subnets/snet-func',
    ]);
    const [before, after] = ['10.40.1.0/27', '10.40.1.32/27'];
    expect(changes).toContainEqual({ path: '/properties/addressPrefix', before, after });
    for (const change of changes) expect(change).toMatchObject({ before, after });
  });

  it('who is told of alerts', async () => {
    const at = deployed.copy();
    at.edit(['emails: []', 'emails: [ops@helvetia-care.example]']);
    const { planned, changes } = await changed(at);
    expect(planned).toEqual(['update actionGroups/ag-main-dev']);
    expect(changes).toMatchObject([
      {
        path: '/properties/emailReceivers/0',
        before: null,
        after: { emailAddress: 'ops@helvetia-care.example' },
      },
    ]);
  });

  it('a tag, on everything that carries tags and on nothing else', async () => {
    const at = deployed.copy();
    at.edit(['tags: {}', 'tags: { cost-centre: "4711" }']);
    const all = planOf(await at.gotthard('plan', '--json')).stamps.flatMap((stamp) => stamp.actions);
    const untagged = /subnets|diagnosticSettings|ZoneGroups|Microsoft\.Authorization/;
    const tagged = all.filter(({ type }) => !untagged.test(type)).map(({ id }) => short(`update ${id}`));
    const { planned, changes } = await changed(at);
    expect(planned.sort()).toEqual(tagged.sort());
    for (const change of changes)
      expect(change).toEqual({ path: '/tags/cost-centre', before: null, after: '4711' });
  });

  it('a model that is taken out is planned as removed, and gone afterwards', async () => {
    const at = deployed.copy();
    const small =
      '{ name: small, model: gpt-5-mini, version: 2025-08-07, deploymentType: DataZoneStandard, capacity: 10 }';
    at.edit([/ +upgrade: OnceCurrentVersionExpired\n/, `$&          - ${small}\n`]);
    const added = await changed(at);
    expect(added.planned).toEqual([
      'create deployments/small',
      'create metricAlerts/alert-main-dev-capacity-small',
    ]);
    at.edit([/ +- \{ name: small.*\n/, '']);
    const removed = await changed(at);
    expect(removed.planned).toEqual([
      'remove deployments/small',
      'remove metricAlerts/alert-main-dev-capacity-small',
    ]);
    expect(removed.run?.removed.map((id) => id.split('/').slice(-2).join('/')).sort()).toEqual([
      'deployments/small',
      'metricAlerts/alert-main-dev-capacity-small',
    ]);
    expect(await at.exported()).not.toContain('"small"');
  });

  it('nothing, when a comment changes', async () => {
    const at = deployed.copy();
    at.edit(['# Format of this file.', '# What this file is written in.']);
    const planned = await at.gotthard('plan', '--json', '--detailed-exitcode');
    expect(planned.code).toBe(0);
    expect(changesOf(planned)).toEqual([]);
  });
});

it('what somebody else has put beside ours survives an update of ours', async () => {
  const at = deployed.copy();
  const actions = planOf(await at.gotthard('plan', '--json')).stamps.flatMap((stamp) => stamp.actions);
  const network = actions.find(({ type }) => type === 'Microsoft.Network/virtualNetworks')?.id ?? '';
  await at.elsewhere(async (cloud) => {
    const { body } = await cloud.call('GET', network);
    const tags = { ...(body['tags'] as object), owner: 'network-team' };
    const answer = await cloud.settle('PUT', network, { ...body, tags });
    expect(answer.status).toBeLessThan(300);
  });
  at.edit(['tags: {}', 'tags: { cost-centre: "4711" }']);
  const ran = await at.gotthard('deploy', '--yes', '--json');
  expect(ran.code, ran.stderr).toBe(0);
  await at.elsewhere(async (cloud) => {
    const { body } = await cloud.call('GET', network);
    expect(body['tags']).toMatchObject({ owner: 'network-team', 'cost-centre': '4711' });
  });
});

it('an environment that is taken down is confirmed, gone but for what is soft-deleted, and can be built again', async () => {
  const at = deployed.copy();
  const refused = await at.gotthard('destroy', '--env', 'dev', '--json');
  expect(refused.code).toBe(3);
  expect(problemsOf(refused)).toMatchObject([{ code: 'GT-CONFIRM-MISSING', next: ['Add --yes'] }]);
  const before = await at.exported();
  const down = await at.gotthard('destroy', '--env', 'dev', '--yes', '--json');
  expect(down.code, down.stderr).toBe(0);
  expect(down.stderr).toContain('From its first removal this only goes forward');
  const [run] = runsOf(down);
  expect(run?.leftovers).toEqual(
    ['workspaces', 'vaults', 'accounts'].map((type) => ({
      id: expect.stringContaining(`/${type}/`),
      reason: expect.stringContaining('the next deployment brings it back'),
      command: expect.stringMatching(/^az |^gotthard deploy$/),
      ...(type === 'workspaces' ? {} : { freeOn: expect.stringMatching(/^20\d\d-/) }),
    })),
  );
  const again = await at.gotthard('destroy', '--env', 'dev', '--yes', '--json');
  expect(again.code, again.stderr).toBe(0);
  expect(runsOf(again)).toMatchObject([{ outcome: 'succeeded', removed: [], unchanged: 0, leftovers: [] }]);
  const up = await at.gotthard('deploy', '--env', 'dev', '--yes', '--json');
  expect(up.code, up.stderr).toBe(0);
  expectSameCloud(await at.exported(), before, 'built again');
}, 60_000);
