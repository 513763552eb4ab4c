import { beforeAll, describe, expect, it, test } from 'vitest';
import type { CheckResult } from '../../src/checks/check.ts';
import { deploy } from '../../src/commands/deploy.ts';
import { incident } from '../../src/commands/incident.ts';
import { incidentDrill } from '../../src/commands/incident-drill.ts';
import { incidentPlan } from '../../src/commands/incident-plan.ts';
import type { IncidentOptions } from '../../src/commands/options.ts';
import { runsResume } from '../../src/commands/runs.ts';
import { verify } from '../../src/commands/verify.ts';
import { stampsOf } from '../../src/estate/estate.ts';
import { namesOf } from '../../src/estate/naming.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import { rehearsal } from '../../src/main/rehearsal.ts';
import type { DrillJson, IncidentJson, IncidentPlanJson, ProblemsJson } from '../../src/report/json.ts';
import { helvetiaAiDev, helvetiaCare } from '../../src/sandbox/seed-directories.ts';
import { type Desk, desk, ended } from '../kit/commands.ts';
import { everything } from '../kit/deployment.ts';
import { sampleEstate } from '../kit/sample-estate.ts';
import { settledExport } from '../kit/sweep.ts';

const estate = sampleEstate({
  ...everything,
  reservedRanges: [],
  environments: [{ name: 'dev', subscriptionId: helvetiaAiDev.id }],
  models: [{ model: 'gpt-5.1', version: '2025-11-13', deploymentType: 'DataZoneStandard', capacity: 10 }],
});
const [stamp] = stampsOf(estate);
if (!stamp) throw new Error('the estate has no stamp');
const account = `rg-main-dev-ai/providers/Microsoft.CognitiveServices/accounts/${namesOf(stamp).account}`;

const common = { config: 'gotthard.yaml', json: true, all: true, yes: true, confirm: [], concurrency: 16 };
const acting: IncidentOptions = { ...common, hard: false, principals: [] };
const building = { ...common, adopt: false, answers: {} };

const at: Desk = desk();
const document = <T>(): T => at.documents.at(-1) as T;
type Act = Parameters<typeof incident>[0];
const does = (act: Act, more: Partial<IncidentOptions> = {}): Promise<number> =>
  ended(at, incident(act, { ...acting, ...more }, at.ports));
const said = <T>(): T => document<T>();
const run = () => said<IncidentJson>().runs[0];

/** Which checks fail, each once. */
async function failing(): Promise<string[]> {
  const code = await verify({ ...common, fix: false }, at.ports);
  const failed = said<{ checks: CheckResult[] }>().checks.filter(({ status }) => status === 'failed');
  expect(code).toBe(failed.length > 0 ? 8 : 0);
  return [...new Set(failed.map(({ id }) => id))];
}

/** Whether an application reaches the account, from the subnet that it lies in. */
async function reaches(): Promise<boolean> {
  const subnet = `/subscriptions/${helvetiaAiDev.id}/resourceGroups/rg-main-dev-network/providers/Microsoft.Network/virtualNetworks/vnet-main-dev/subnets/snet-app`;
  const { token } = at.cloud.sandbox.token(helvetiaCare.id, 'https://cognitiveservices.azure.com');
  const headers = { authorization: `Bearer ${token}`, 'x-sandbox-from': subnet };
  const url = `https://${namesOf(stamp as NonNullable<typeof stamp>).account}.openai.azure.com/openai/models?api-version=2024-10-21`;
  try {
    await at.cloud.sandbox.fetch(new Request(url, { headers }));
    return true;
  } catch {
    return false;
  }
}

let before = '';
beforeAll(async () => {
  at.files.set('gotthard.yaml', writeEstate(estate));
  expect(await ended(at, deploy(building, at.ports))).toBe(0);
  before = await settledExport(at.cloud);
  expect(await failing()).toEqual([]);
  expect(await reaches()).toBe(true);
});

/** Nothing of an incident is left, to the last setting. */
async function expectAsBefore(): Promise<void> {
  expect(await settledExport(at.cloud)).toBe(before);
  expect(await failing()).toEqual([]);
  expect(await reaches()).toBe(true);
}

describe('an environment that is isolated', () => {
  it('is cut off, says so until it is restored, and is as before then', async () => {
    expect(await does('isolate')).toBe(0);
    expect(run()).toMatchObject({ outcome: 'succeeded', created: [], removed: [] });
    expect(run()?.updated).toHaveLength(4);
    expect(await reaches()).toBe(false);
    expect(await failing()).toEqual(['GT-CHECK-INCIDENT', 'GT-CHECK-RULES']);

    expect(await does('restore')).toBe(0);
    expect(run()?.updated).toHaveLength(4);
    await expectAsBefore();
  });

  it('is left cut off by a deployment, which names what lifts it', async () => {
    await does('isolate');
    const cut = await settledExport(at.cloud);
    expect(await ended(at, deploy(building, at.ports))).toBe(4);
    expect(said<ProblemsJson>().problems).toMatchObject([
      { code: 'GT-CHECK-INCIDENT-OPEN', next: [expect.stringContaining('gotthard incident restore')] },
    ]);
    expect(await does('isolate')).toBe(0);
    expect(run()).toMatchObject({ updated: [], runId: '' });
    expect(await settledExport(at.cloud)).toBe(cut);
    await does('restore');
    await expectAsBefore();
  });

  it('has the connections of its private endpoints rejected with --hard, and approved again', async () => {
    expect(await does('isolate', { hard: true })).toBe(0);
    expect(run()?.updated.filter((id) => id.includes('/privateEndpointConnections/'))).toHaveLength(2);
    expect(await failing()).toEqual(['GT-CHECK-ENDPOINTS', 'GT-CHECK-INCIDENT', 'GT-CHECK-RULES']);
    expect(await does('restore')).toBe(0);
    await expectAsBefore();
  });

  it('is cut off to the end by a resume where the first attempt was kept', async () => {
    at.cloud.sandbox.faults.add({
      method: 'PUT',
      path: 'nsg-main-dev-data',
      fault: 403,
      code: 'RequestDisallowedByPolicy',
      times: 1,
    });
    expect(await does('isolate', { onFailure: 'keep' })).toBe(7);
    expect(await failing()).toContain('GT-CHECK-INCIDENT');
    expect(await does('restore')).toBe(4);
    expect(await runsResume(undefined, common, at.ports)).toBe(0);
    expect(await reaches()).toBe(false);
    expect(await does('isolate')).toBe(0);
    expect(run()).toMatchObject({ updated: [], runId: '' });
    await does('restore');
    await expectAsBefore();
  });

  it('keeps what others have set: their rules, even the first one, and connections that are flushed', async () => {
    const group = `/subscriptions/${helvetiaAiDev.id}/resourceGroups/rg-main-dev-network/providers/Microsoft.Network/networkSecurityGroups/nsg-main-dev-data`;
    await written(group, (properties) => ({ ...properties, flushConnection: true }));
    const rule = { access: 'Deny', protocol: '*', direction: 'Outbound', priority: 100 };
    const anywhere = { sourceAddressPrefix: '*', sourcePortRange: '*', destinationPortRange: '*' };
    await call('PUT', `${group}/securityRules/theirs`, {
      properties: { ...rule, ...anywhere, destinationAddressPrefix: '203.0.113.7' },
    });
    const theirs = await settledExport(at.cloud);
    expect(await does('isolate')).toBe(0);
    expect(await settledExport(at.cloud)).toContain('moved=theirs');
    expect(await does('restore')).toBe(0);
    expect(await settledExport(at.cloud)).toBe(theirs);

    await call('DELETE', `${group}/securityRules/theirs`);
    await at.cloud.clock.sleep(60_000);
    await written(group, ({ flushConnection: _, ...properties }) => properties);
    await expectAsBefore();
  });
});

describe('an environment whose access is revoked', () => {
  it('has no role and no old key left, and gets back the roles alone', async () => {
    const keys = await keysOf();
    expect(await does('revoke')).toBe(0);
    expect(run()?.removed.length).toBeGreaterThan(10);
    expect(run()?.removed.every((id) => id.includes('/roleAssignments/'))).toBe(true);
    const now = await keysOf();
    expect([now['key1'], now['key2']].filter((key) => Object.values(keys).includes(key))).toEqual([]);
    expect(await failing()).toContain('GT-CHECK-INCIDENT');
    expect(await ended(at, deploy(building, at.ports))).toBe(4);
    expect(said<ProblemsJson>().problems[0]?.code).toBe('GT-CHECK-INCIDENT-OPEN');

    expect(await does('restore')).toBe(0);
    expect(await keysOf()).toEqual(now);
    await expectAsBefore();
  });

  it('loses those of one principal alone where it is named, and no key', async () => {
    const keys = await keysOf();
    const readers = everything.groups?.readers ?? '';
    expect(await does('revoke', { principals: [readers.toUpperCase()] })).toBe(0);
    expect(run()?.removed).toHaveLength(4);
    expect(await keysOf()).toEqual(keys);
    await does('restore');
    await expectAsBefore();
  });

  it('gets no role back that the estate file does not give any more', async () => {
    await does('revoke');
    const file = at.files.get('gotthard.yaml') ?? '';
    at.files.set('gotthard.yaml', file.replace(/^ *readers: .*\n/m, ''));
    expect(await does('restore')).toBe(0);
    expect(await settledExport(at.cloud)).not.toContain('Reader: Log Analytics Reader');
    expect(await ended(at, deploy(building, at.ports))).toBe(0);
    at.files.set('gotthard.yaml', file);
    expect(await ended(at, deploy(building, at.ports))).toBe(0);
    await expectAsBefore();
  });

  it('gets back all roles of the file where no journal tells which there were', async () => {
    await does('revoke');
    const elsewhere = await rehearsal();
    expect(await incident('restore', acting, { ...at.ports, records: async () => elsewhere })).toBe(0);
    await expectAsBefore();
  });
});

test('evidence is kept before anything is done: what stood, who had access, and the sums of the files', async () => {
  await does('isolate');
  const [folder] = said<IncidentJson>().evidence;
  const read = (name: string): unknown => JSON.parse(at.files.get(`${folder}/${name}`) ?? 'null');
  expect(read('index.json')).toMatchObject({ act: 'isolate', stamp: 'main/dev', by: 'tester@here' });
  expect(JSON.stringify(read('network.json'))).not.toContain('deny-incident');
  expect(JSON.stringify(read('role-assignments.json'))).toContain('Key Vault Secrets User');
  expect(JSON.stringify(read('diagnostics.json'))).toContain('/workspaces/');
  const all = [...at.files].filter(([path]) => path.startsWith(`${folder}/`)).map(([, text]) => text);
  for (const key of Object.values(await keysOf())) expect(all.join('\n')).not.toContain(key);
  await does('restore');
  await expectAsBefore();
});

test('the incident plan names the environments, the people and the commands, and who is missing', async () => {
  const contacts = [{ role: 'lead', name: 'Ada Muster', reach: '+41 44 000 00 00' }] as const;
  at.files.set('gotthard.yaml', writeEstate({ ...estate, incident: { contacts: [...contacts] } }));
  expect(await incidentPlan({ ...common, out: 'plan.md' }, at.ports)).toBe(0);
  expect(said<IncidentPlanJson>()).toEqual({
    path: 'plan.md',
    stamps: ['main/dev'],
    unnamed: ['operator', 'communications', 'data-protection'],
  });
  const text = at.files.get('plan.md') ?? '';
  expect(text).not.toMatch(/\{\{|undefined/);
  for (const part of [
    'Ada Muster',
    '+41 44 000 00 00',
    'platform@helvetia-care.example',
    'gotthard incident isolate --config gotthard.yaml --tenant main --env dev',
    'gotthard incident restore --config gotthard.yaml --tenant main --env dev',
    helvetiaAiDev.id,
    everything.groups?.readers ?? '',
  ])
    expect(text).toContain(part);
  at.files.set('gotthard.yaml', writeEstate(estate));
});

test('a drill does it all on a copy, takes the times, and touches nothing of the estate', async () => {
  expect(await incidentDrill(common, at.ports, rehearsal)).toBe(0);
  const [drill] = said<DrillJson>().drills;
  expect(drill).toMatchObject({ stamp: 'main/dev', restored: true });
  expect(drill?.steps.map(({ step, done }) => ({ step, done }))).toEqual(
    ['build a copy', 'isolate', 'revoke', 'prove that it is cut off', 'restore'].map((step) => ({
      step,
      done: true,
    })),
  );
  expect(drill?.steps.find(({ step }) => step === 'isolate')?.durationMs).toBeGreaterThan(1_000);
  await expectAsBefore();
});

describe('an environment that is locked', () => {
  it('is locked again by a resume where a lock did not come back after its roles were revoked', async () => {
    const file = at.files.get('gotthard.yaml') ?? '';
    at.files.set('gotthard.yaml', file.replace(/^( *)(production: false)$/m, '$1$2\n$1locks: true'));
    expect(await ended(at, deploy(building, at.ports))).toBe(0);
    const locked = await settledExport(at.cloud);
    at.cloud.sandbox.faults.add({
      method: 'PUT',
      path: `${account}/providers/Microsoft.Authorization/locks`,
      fault: 403,
      code: 'RequestDisallowedByPolicy',
      times: 1,
    });
    const principals = [everything.groups?.contributors ?? ''];
    expect(await does('revoke', { principals })).toBe(7);
    expect(await failing()).toContain('GT-CHECK-LOCKS');
    expect(await runsResume(undefined, common, at.ports)).toBe(0);
    expect(await failing()).not.toContain('GT-CHECK-LOCKS');
    expect(await does('restore', { principals })).toBe(0);
    expect(await settledExport(at.cloud)).toBe(locked);
    at.files.set('gotthard.yaml', file);
    expect(await ended(at, deploy(building, at.ports))).toBe(0);
    await expectAsBefore();
  });
});

/** A call of somebody else. */
async function call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const { token } = at.cloud.sandbox.token(helvetiaCare.id);
  const version = path.includes('CognitiveServices') ? '2025-09-01' : '2025-05-01';
  const response = await at.cloud.sandbox.fetch(
    new Request(`https://management.azure.com${path}?api-version=${version}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  expect(response.ok, text).toBe(true);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

async function written(
  id: string,
  change: (properties: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  const body = await call('GET', id);
  const { id: _, etag, name, type, ...rest } = body;
  await call('PUT', id, { ...rest, properties: change(body['properties'] as Record<string, unknown>) });
  await at.cloud.clock.sleep(60_000);
}

function keysOf(): Promise<Record<string, unknown>> {
  return call('POST', `/subscriptions/${helvetiaAiDev.id}/resourceGroups/${account}/listKeys`);
}
