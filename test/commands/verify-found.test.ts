import { expect, it } from 'vitest';
import { verify } from '../../src/commands/verify.ts';
import { Refusal } from '../../src/problems/problem.ts';
import { helvetiaAiDev, juraAiDev } from '../../src/sandbox/seed-directories.ts';
import { desk } from '../kit/commands.ts';

const at = desk();
const options = { config: 'gotthard.yaml', json: true, all: false, fix: false } as const;

async function refusal(work: Promise<number>): Promise<Refusal> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof Refusal)) throw new Error('it was not refused');
  return error;
}

it('judges a subscription of any directory without an estate file, and reads only', async () => {
  for (const { id } of [helvetiaAiDev, juraAiDev]) {
    const report = `${id}.md`;
    expect(await verify({ ...options, subscription: id, report }, at.ports)).toBe(0);
    expect(at.documents.at(-1)).toMatchObject({
      cloud: 'sandbox',
      checks: [{ id: 'GT-CHECK-FOUND', status: 'not-applicable' }],
    });
    expect(at.files.get(report)).toContain('sandbox');
  }
  expect(at.exchanges.filter(({ method }) => method !== 'GET')).toEqual([]);
});

it('says that nobody sees a subscription, before anything else is read', async () => {
  const unseen = verify({ ...options, subscription: '00000000-0000-4000-8000-000000000000' }, at.ports);
  expect(await refusal(unseen)).toMatchObject({ exit: 4, problems: [{ code: 'GT-SUBSCRIPTION-UNSEEN' }] });
});

it('has no plan that mends what no file describes', async () => {
  const asked = verify({ ...options, fix: true, env: 'dev', subscription: helvetiaAiDev.id }, at.ports);
  expect(await refusal(asked)).toMatchObject({
    exit: 3,
    problems: [{ code: 'GT-VERIFY-NO-FILE', what: '--subscription goes without --fix, --env' }],
  });
});
