import { expect, it } from 'vitest';
import type { CheckResult } from '../../src/checks/check.ts';
import { documentOf, type Ended, folder, planOf, problemsOf, runsOf, writesOf } from '../kit/gotthard.ts';

const checksOf = (ended: Ended): readonly CheckResult[] =>
  (documentOf(ended) as { checks: readonly CheckResult[] }).checks;

/** Text without the line breaks of an 80 column screen. */
const unfolded = (text: string): string => text.replaceAll(/\s+/g, ' ');

it('verification tells what somebody has opened, plans what closes it, and finds it closed then', async () => {
  const at = folder();
  await at.gotthard('deploy', '--environments', 'dev', '--yes');
  const clean = await at.gotthard('verify', '--json', '--trace', 'clean.jsonl');
  expect(clean.code, clean.stderr).toBe(0);
  expect(checksOf(clean).filter(({ status }) => status === 'failed')).toEqual([]);
  expect(writesOf(at.trace('clean.jsonl'))).toEqual([]);

  const { evidence = '' } =
    checksOf(clean).find(({ id, message }) => id === 'GT-CHECK-PUBLIC-ACCESS' && /vault/.test(message)) ?? {};
  const vault = evidence.slice(0, evidence.indexOf(':'));
  await at.elsewhere(async (cloud) => {
    const body = { properties: { publicNetworkAccess: 'Enabled' } };
    expect((await cloud.call('PATCH', `${vault}?api-version=2023-07-01`, body)).status).toBe(200);
  });

  const opened = await at.gotthard(
    'verify',
    '--fix',
    '--out',
    'fix.json',
    '--report',
    'verdicts.html',
    '--json',
  );
  expect(opened.code).toBe(8);
  expect(checksOf(opened).filter(({ status }) => status === 'failed')).toMatchObject([
    {
      id: 'GT-CHECK-PUBLIC-ACCESS',
      checklist: expect.arrayContaining(['KEY-1']),
      stamp: 'main/dev',
      evidence: expect.stringContaining('publicNetworkAccess Enabled'),
      risk: expect.any(String),
    },
  ]);
  expect(unfolded(opened.stderr)).toContain('failing anew GT-CHECK-PUBLIC-ACCESS main/dev; mended none');
  expect(at.read('verdicts.html')).toContain('reachable from the internet');
  const fix = planOf({ ...opened, stdout: at.read('fix.json') });
  expect(
    fix.stamps.flatMap(({ actions }) => actions).filter(({ action }) => action !== 'unchanged'),
  ).toMatchObject([{ id: vault, action: 'update', changes: [{ path: '/properties/publicNetworkAccess' }] }]);

  expect(runsOf(await at.gotthard('deploy', 'fix.json', '--yes', '--json'))).toMatchObject([
    { updated: [vault] },
  ]);
  const mended = await at.gotthard('verify');
  expect(mended.code).toBe(0);
  expect(unfolded(mended.stderr)).toContain('failing anew none; mended GT-CHECK-PUBLIC-ACCESS main/dev');
});

it('verification without an estate file, or with a report of no known kind, is refused', async () => {
  const at = folder();
  const [noFile, noFormat] = await Promise.all([
    at.gotthard('verify', '--json'),
    at.gotthard('verify', '--report', 'verdicts.pdf', '--json'),
  ]);
  expect([noFile.code, noFormat.code]).toEqual([3, 3]);
  expect(problemsOf(noFormat)).toMatchObject([{ code: 'GT-REPORT-FORMAT' }]);
});
