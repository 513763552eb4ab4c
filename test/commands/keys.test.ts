import { expect, test } from 'vitest';
import type { CheckResult } from '../../src/checks/check.ts';
import { deploy } from '../../src/commands/deploy.ts';
import { keysList, keysRotate } from '../../src/commands/keys.ts';
import { plan } from '../../src/commands/plan.ts';
import { runsResume } from '../../src/commands/runs.ts';
import { verify } from '../../src/commands/verify.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import type { PlanJson, RunJson } from '../../src/report/json.ts';
import type { KeysListJson } from '../../src/report/keys.ts';
import { helvetiaAiDev } from '../../src/sandbox/seed-directories.ts';
import { type Desk, desk, ended } from '../kit/commands.ts';
import { sampleEstate } from '../kit/sample-estate.ts';

const estate = sampleEstate({
  reservedRanges: [],
  authentication: 'keys',
  environments: [{ name: 'dev', subscriptionId: helvetiaAiDev.id }],
  models: [{ model: 'gpt-5.1', version: '2025-11-13', deploymentType: 'DataZoneStandard', capacity: 10 }],
});
const common = { config: 'gotthard.yaml', json: true, all: false } as const;
const building = { ...common, yes: true, adopt: false, confirm: [], concurrency: 16, answers: {} } as const;
const rotating = { ...common, yes: true, confirm: [], again: false } as const;
const day = 86_400_000;

async function deployed(): Promise<Desk> {
  const at = desk();
  at.files.set('gotthard.yaml', writeEstate(estate));
  expect(await ended(at, deploy(building, at.ports))).toBe(0);
  return at;
}

async function listed(at: Desk) {
  expect(await ended(at, keysList(common, at.ports))).toBe(0);
  return (at.documents.at(-1) as KeysListJson).keys[0];
}

async function ageVerdict(at: Desk): Promise<string | undefined> {
  await ended(at, verify({ ...common, fix: false }, at.ports));
  return (at.documents.at(-1) as { checks: readonly CheckResult[] }).checks.find(
    ({ id }) => id === 'GT-CHECK-KEY-AGE',
  )?.status;
}

test('a key is stored, grows old, is told of, and is replaced by the other one', async () => {
  const at = await deployed();
  expect(await listed(at)).toMatchObject({ state: 'current', inUse: 'key1', ageDays: 0, rotationDays: 90 });

  expect(await ended(at, keysRotate(rotating, at.ports))).toBe(4);
  expect(at.problems.at(-1)?.code).toBe('GT-KEYS-FRESH');

  await at.cloud.clock.sleep(91 * day);
  expect(await listed(at)).toMatchObject({ state: 'due', inUse: 'key1', ageDays: 91 });
  expect(await ageVerdict(at)).toBe('failed');

  expect(await ended(at, keysRotate(rotating, at.ports))).toBe(0);
  expect((at.documents.at(-1) as RunJson).runs).toMatchObject([
    { outcome: 'succeeded', created: [], removed: [] },
  ]);
  expect(await listed(at)).toMatchObject({ state: 'current', inUse: 'key2', ageDays: 0 });
  expect(await ageVerdict(at)).toBe('ok');

  // What rotation has written is as designed.
  expect(
    await ended(at, plan({ ...building, detailedExitcode: true, save: false, markdown: false }, at.ports)),
  ).toBe(0);
  expect(
    (at.documents.at(-1) as PlanJson).stamps[0]?.actions.filter(({ action }) => action !== 'unchanged'),
  ).toEqual([]);
});

const posted = (at: Desk, action: string): number =>
  at.exchanges.filter(({ method, url }) => method === 'POST' && url.includes(action)).length;

test('answers that are lost on the way of a rotation cost nobody a key', async () => {
  const at = await deployed();
  at.cloud.sandbox.faults.add({ method: 'POST', path: '/regenerateKey', fault: 'drop-after' });
  at.cloud.sandbox.faults.add({ method: 'PUT', path: '/secrets/', fault: 'drop-after' });
  expect(await ended(at, keysRotate({ ...rotating, again: true }, at.ports))).toBe(0);
  expect(await listed(at)).toMatchObject({ inUse: 'key2' });
  // Beside the one whose answer was lost: one that was stored without an answer, and one that is in use.
  expect(posted(at, '/regenerateKey')).toBe(2);
});

test('a rotation that fails half-way is kept, is ended by resume with the key in use, and can be run again', async () => {
  const at = await deployed();
  at.cloud.sandbox.faults.add({ method: 'PUT', path: '/secrets/', fault: 403, times: 1 });
  expect(await ended(at, keysRotate({ ...rotating, again: true }, at.ports))).toBe(7);
  expect(await listed(at)).toMatchObject({ inUse: 'key1' });
  expect(await ended(at, keysRotate({ ...rotating, again: true }, at.ports))).toBe(4);
  expect(await ended(at, runsResume(undefined, { ...common, concurrency: 16 }, at.ports))).toBe(0);
  expect(await listed(at)).toMatchObject({ inUse: 'key1' });
  expect(await ended(at, keysRotate({ ...rotating, again: true }, at.ports))).toBe(0);
  expect(await listed(at)).toMatchObject({ inUse: 'key2' });
});

test('without keys there is nothing to list and nothing to rotate', async () => {
  const at = desk();
  at.files.set('gotthard.yaml', writeEstate(sampleEstate({ reservedRanges: [] })));
  expect(await ended(at, keysList(common, at.ports))).toBe(0);
  expect(at.documents.at(-1)).toEqual({ cloud: 'sandbox', keys: [] });
  expect(await ended(at, keysRotate({ ...rotating, all: true }, at.ports))).toBe(3);
  expect(at.problems.at(-1)?.code).toBe('GT-KEYS-NONE');
});
