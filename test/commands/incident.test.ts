import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/checks/check.ts';
import { deploy } from '../../src/commands/deploy.ts';
import { incident } from '../../src/commands/incident.ts';
import { verify } from '../../src/commands/verify.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import type { IncidentJson, ProblemsJson } from '../../src/report/json.ts';
import { helvetiaAiDev } from '../../src/sandbox/seed-directories.ts';
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

const common = { config: 'gotthard.yaml', json: true, all: true, yes: true, confirm: [], concurrency: 16 };
const acting = { ...common, hard: false, principals: [] };

const at: Desk = desk();
const document = <T>(): T => at.documents.at(-1) as T;
const failing = async (): Promise<string[]> => {
  await verify({ ...common, fix: false }, at.ports);
  return document<{ checks: CheckResult[] }>()
    .checks.filter(({ status }) => status === 'failed')
    .map(({ id }) => id);
};
const does = (...[act, more = {}]: [Parameters<typeof incident>[0], Partial<typeof acting>?]) =>
  ended(at, incident(act, { ...acting, ...more }, at.ports));
let before = '';

beforeAll(async () => {
  at.files.set('gotthard.yaml', writeEstate(estate));
  expect(await ended(at, deploy({ ...common, adopt: false, answers: {} }, at.ports))).toBe(0);
  before = await settledExport(at.cloud);
});

describe('an environment that is cut off', () => {
  it('is', async () => {
    expect(await failing()).toEqual([]);
    expect(await does('isolate')).toBe(0);
    expect(document<IncidentJson>()).toMatchObject({ incident: 'isolate', runs: [{ outcome: 'succeeded' }] });
    console.log(at.told.join('\n'), [...at.files.keys()]);
    console.log(await failing());
    expect(await ended(at, deploy({ ...common, adopt: false, answers: {} }, at.ports))).toBe(4);
    console.log(JSON.stringify(document<ProblemsJson>().problems, null, 1));
    expect(await does('restore')).toBe(0);
    expect(await settledExport(at.cloud)).toBe(before);
    expect(await does('isolate', { hard: true })).toBe(0);
    console.log(await failing());
    expect(await does('restore')).toBe(0);
    expect(await settledExport(at.cloud)).toBe(before);
    expect(await does('revoke')).toBe(0);
    console.log(JSON.stringify(document(), null, 1));
    console.log(await failing());
    expect(await does('restore')).toBe(0);
    expect(await settledExport(at.cloud)).toBe(before);
  });
});
