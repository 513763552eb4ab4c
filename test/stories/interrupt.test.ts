import { beforeAll, describe, expect, it } from 'vitest';
import { type Folder, folder, listOf, runsOf } from '../kit/gotthard.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';

const fresh = folder();
let before: string;
beforeAll(async () => {
  await fresh.gotthard('plan', '--save', '--json');
  before = await fresh.exported();
});

/** A run that is going on in cloud time sixty times faster than real, with something built and much left. */
async function midway(at: Folder, ...flags: string[]) {
  const running = at.start(['deploy', '--env', 'dev', '--yes', '--json', '--sandbox-speed', '60', ...flags]);
  await running.says(/created virtual network/);
  return running;
}

describe.concurrent('a run that is interrupted', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('by one %s settles, is undone, and says so', async (signal) => {
    const at = fresh.copy();
    const running = await midway(at);
    running.signal(signal);
    const ended = await running.ended;
    expect(ended.code, ended.stderr).toBe(5);
    expect(ended.stderr).toMatch(/stopping: nothing new starts, \d+ in flight are waited for/);
    expect(runsOf(ended)).toMatchObject([
      { outcome: 'rolled-back', failure: { code: 'GT-RUN-INTERRUPTED' }, leftovers: [] },
    ]);
    expectSameCloud(await at.exported(), before, signal);
  });

  it('is kept when asked to, and can be finished', async () => {
    const at = fresh.copy();
    const running = await midway(at, '--on-failure', 'keep');
    running.signal('SIGTERM');
    const ended = await running.ended;
    expect(ended.code, ended.stderr).toBe(7);
    const resumed = await at.gotthard('runs', 'resume', '--json');
    expect(resumed.code, resumed.stderr).toBe(0);
  });

  it('twice stops at once, with a journal that can be undone', async () => {
    const at = fresh.copy();
    const running = await midway(at);
    running.signal('SIGINT');
    await running.says(/stopping: nothing new starts/);
    running.signal('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(listOf(await at.gotthard('runs', 'list', '--json'))).toMatchObject([{ outcome: 'open' }]);
    const undone = await at.gotthard('runs', 'rollback', '--json');
    expect(undone.code, undone.stderr).toBe(5);
    expectSameCloud(await at.exported(), before, 'interrupted twice');
  });
});
