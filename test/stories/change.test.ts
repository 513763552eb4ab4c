import { beforeAll, describe, expect, it } from 'vitest';
import { changesOf, type Folder, folder, planOf, runsOf, writesOf } from '../kit/gotthard.ts';

const deployed = folder();
beforeAll(async () => {
  const ended = await deployed.gotthard('deploy', '--environments', 'dev', '--yes', '--json');
  expect(ended.code, ended.stderr).toBe(0);
});

/** What a change of the file plans, and what running it writes; afterwards nothing is left to do. */
async function changed(at: Folder) {
  const planned = await at.gotthard('plan', '--json');
  expect(planned.code, planned.stderr).toBe(0);
  const ran = await at.gotthard('deploy', '--yes', '--json', '--trace', 'trace.jsonl');
  expect(ran.code, ran.stderr).toBe(0);
  const again = await at.gotthard('plan', '--json', '--detailed-exitcode');
  expect(again.code, again.stderr).toBe(0);
  const actions = planOf(planned).stamps.flatMap((stamp) => stamp.actions);
  return {
    planned: changesOf(planned).map(short),
    paths: actions.flatMap((action) => action.changes.map(({ path }) => path)),
    written: writesOf(at.trace()).map((write) => `${write.split(' ')[0]} ${short(write)}`),
    run: runsOf(ran)[0],
  };
}

/** The last two segments of what is planned or written: `update subnets/snet-app`. */
function short(text: string): string {
  const [verb = '', path = ''] = text.split(' ');
  const end = path.split('/').slice(-2).join('/');
  return /^[A-Z]+$/.test(verb) ? end : `${verb} ${end}`;
}

describe.concurrent('after a change of the estate file, only what it concerns is planned and written:', () => {
  it('the capacity of a model', async () => {
    const at = deployed.copy();
    at.edit(['capacity: 10', 'capacity: 20']);
    const { planned, paths, written, run } = await changed(at);
    expect(planned).toEqual([
      'update deployments/gpt-5.1',
      'update metricAlerts/alert-main-dev-capacity-gpt-5.1',
    ]);
    expect(paths).toContain('/sku/capacity');
    expect(written.sort()).toEqual([
      'PUT deployments/gpt-5.1',
      'PUT metricAlerts/alert-main-dev-capacity-gpt-5.1',
    ]);
    expect(run).toMatchObject({ outcome: 'succeeded', created: [], removed: [] });
  });

  it('the range of a subnet, and the security groups that name it', async () => {
    const at = deployed.copy();
    at.edit(['functions: 10.40.1.0/27', 'functions: 10.40.1.32/27']);
    const { planned, written } = await changed(at);
    expect(planned).toEqual([
      'update networkSecurityGroups/nsg-main-dev-data',
      'update networkSecurityGroups/nsg-main-dev-func',
      'update networkSecurityGroups/nsg-main-dev-pe',
      'update subnets/snet-func',
    ]);
    expect(written).toHaveLength(planned.length);
  });

  it('who is told of alerts', async () => {
    const at = deployed.copy();
    at.edit(['emails: []', 'emails: [ops@helvetia-care.example]']);
    const { planned, paths } = await changed(at);
    expect(planned).toEqual(['update actionGroups/ag-main-dev']);
    expect(paths).toEqual(['/properties/emailReceivers/0']);
  });

  it('a tag, on everything that carries tags and on nothing else', async () => {
    const at = deployed.copy();
    at.edit(['tags: {}', 'tags: { cost-centre: "4711" }']);
    const { planned, paths, written } = await changed(at);
    expect(new Set(paths)).toEqual(new Set(['/tags/cost-centre']));
    expect(planned.length).toBeGreaterThan(25);
    expect(
      planned.filter((action) => /subnets|diagnosticSettings|roleAssignments|ZoneGroups/.test(action)),
    ).toEqual([]);
    expect(written).toHaveLength(planned.length);
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
