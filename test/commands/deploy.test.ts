import { expect, test } from 'vitest';
import type { CheckResult } from '../../src/checks/check.ts';
import { deploy } from '../../src/commands/deploy.ts';
import { destroy } from '../../src/commands/destroy.ts';
import { plan } from '../../src/commands/plan.ts';
import { verify } from '../../src/commands/verify.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import type { RunJson } from '../../src/report/json.ts';
import { helvetiaAiDev, helvetiaAiProd } from '../../src/sandbox/seed-directories.ts';
import { type Desk, desk, ended } from '../kit/commands.ts';
import { sampleEstate } from '../kit/sample-estate.ts';

const estate = sampleEstate({
  reservedRanges: [],
  models: [{ model: 'gpt-5.1', version: '2025-11-13', deploymentType: 'DataZoneStandard', capacity: 10 }],
});

const everything = {
  config: 'gotthard.yaml',
  json: true,
  all: true,
  yes: true,
  adopt: false,
  confirm: [],
  concurrency: 16,
  answers: {},
} as const;

function deskWith(change: (text: string) => string = (text) => text): Desk {
  const at = desk();
  at.files.set('gotthard.yaml', change(writeEstate(estate)));
  return at;
}

const outcomes = (at: Desk) =>
  (at.documents.at(-1) as RunJson).runs.map(({ environment, outcome, failure }) => ({
    environment,
    outcome,
    code: failure?.code,
  }));

/** How much was written in a subscription; some reads of ARM are POSTs. */
const written = (at: Desk, { id }: { id: string }): number =>
  at.exchanges.filter(
    ({ method, url }) =>
      url.includes(`/subscriptions/${id}/`) && (/PUT|PATCH|DELETE/.test(method) || /\/register\?/.test(url)),
  ).length;

test('an environment that is refused in preflight stops no other, and is untouched', async () => {
  // Dev asks for more capacity than there is; prod does not.
  const at = deskWith((text) => text.replace('capacity: 10', 'capacity: 4000000'));
  expect(await ended(at, deploy(everything, at.ports))).toBe(4);
  expect(outcomes(at)).toEqual([
    { environment: 'prod', outcome: 'succeeded', code: undefined },
    { environment: 'dev', outcome: 'refused', code: expect.stringMatching(/^GT-CHECK-/) },
  ]);
  expect(at.problems[0]?.what).toContain('main/dev');
  expect(written(at, helvetiaAiDev)).toBe(0);
  expect(written(at, helvetiaAiProd)).toBeGreaterThan(40);
});

test('an environment that can not be read stops no other, when planned, deployed and taken down', async () => {
  const at = deskWith();
  const path = `/subscriptions/${helvetiaAiDev.id}/providers/Microsoft.Network`;
  at.cloud.sandbox.faults.add({ method: 'GET', path, fault: 403, times: 10_000 });
  const planned = plan({ ...everything, detailedExitcode: false, save: false, markdown: false }, at.ports);
  expect(await ended(at, planned)).toBe(4);
  expect(at.documents.at(-1)).toMatchObject({
    problems: [{ code: 'AuthorizationFailed', what: expect.stringContaining('main/dev could not be read') }],
    plan: { stamps: [{ environment: 'prod' }] },
  });
  expect(await ended(at, deploy(everything, at.ports))).toBe(4);
  expect(outcomes(at)).toEqual([
    { environment: 'prod', outcome: 'succeeded', code: undefined },
    { environment: 'dev', outcome: 'refused', code: 'AuthorizationFailed' },
  ]);
  expect(await ended(at, destroy({ ...everything, purge: false }, at.ports))).toBe(4);
  expect(outcomes(at)).toEqual([
    { environment: 'prod', outcome: 'succeeded', code: undefined },
    { environment: 'dev', outcome: 'refused', code: 'AuthorizationFailed' },
  ]);
  expect(written(at, helvetiaAiDev)).toBe(0);
});

test('an environment that can not be read is no proof: verification fails for it and tells of the others', async () => {
  const at = deskWith();
  expect(await ended(at, deploy(everything, at.ports))).toBe(0);
  const verified = () => ended(at, verify({ ...everything, fix: false }, at.ports));
  expect(await verified()).toBe(0);
  const path = `/subscriptions/${helvetiaAiDev.id}/providers/Microsoft.Network`;
  at.cloud.sandbox.faults.add({ method: 'GET', path, fault: 403, times: 10_000 });
  expect(await verified()).toBe(4);
  const { checks } = at.documents.at(-1) as { checks: readonly CheckResult[] };
  expect(checks.filter(({ status }) => status === 'failed')).toMatchObject([
    { id: 'GT-CHECK-UNREAD', stamp: 'main/dev', evidence: expect.stringContaining('AuthorizationFailed') },
  ]);
  expect(checks.filter(({ stamp }) => stamp === 'main/prod').length).toBeGreaterThan(20);
});

test('when nothing can be read, that is the refusal, and no defect of ours', async () => {
  const at = deskWith();
  at.cloud.sandbox.faults.add({
    method: 'GET',
    path: '/providers/Microsoft.Network',
    fault: 403,
    times: 10_000,
  });
  expect(await ended(at, deploy(everything, at.ports))).toBe(4);
  expect(at.problems.map(({ code }) => code)).toEqual(['AuthorizationFailed', 'AuthorizationFailed']);
});
