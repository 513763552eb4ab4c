import { describe, expect, test } from 'vitest';
import { type Built, inOneGo, type Rollout, rollOut } from '../../src/commands/rollout.ts';
import type { RunResult } from '../../src/run/events.ts';

const stamps = Array.from({ length: 10 }, (_, index) => ({ stamp: { name: `t${index}/dev` } }));

const resultOf = (name: string, outcome: RunResult['outcome'], code = 'Broken'): RunResult => ({
  runId: '',
  tenant: name.split('/')[0] ?? '',
  environment: 'dev',
  outcome,
  created: [],
  updated: [],
  removed: [],
  unchanged: 0,
  leftovers: [],
  ...(outcome === 'succeeded' ? {} : { failure: { id: '', code, message: '', next: [] } }),
  durationMs: 0,
  criticalPathMs: 0,
});

/** Rolls out where some fail, and tells which began together, in their order. */
async function rolled(
  rollout: Partial<Rollout>,
  failing: Readonly<Record<string, Partial<Built> & { code?: string }>> = {},
  interrupt?: string,
) {
  const begun: string[][] = [];
  let running = 0;
  let most = 0;
  const interrupts = new AbortController();
  const { built, notBegun, because } = await rollOut(
    stamps,
    { ...inOneGo, ...rollout },
    [],
    interrupts.signal,
    async ({ stamp: { name } }) => {
      if (running === 0) begun.push([]);
      begun.at(-1)?.push(name);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (name === interrupt) interrupts.abort();
      const { verified = true, code, result } = failing[name] ?? {};
      const fails = failing[name] !== undefined && verified && !result;
      return {
        result: resultOf(name, fails ? (code ? 'refused' : 'rolled-back') : 'succeeded', code),
        verified,
      };
    },
  );
  const sizes = begun.map((together) => together.length);
  return { sizes, most, built: built.length, notBegun: notBegun.map(({ stamp }) => stamp.name), because };
}

describe('many environments', () => {
  test('are built in one go, no more at once than is said, and one that fails stops no other', async () => {
    const all = await rolled({ parallel: 3 }, { 't1/dev': {}, 't2/dev': {} });
    expect(all).toMatchObject({ most: 3, built: 10, notBegun: [], because: undefined });
  });

  test('begin with the canary, and go on in waves', async () => {
    const { sizes, built } = await rolled({ canary: ['t7/dev', 't3/dev'], wave: 3 });
    expect(sizes).toEqual([2, 3, 3, 2]);
    expect(built).toBe(10);
  });

  test.each([
    ['fails', {}],
    ['is built but not as it should be', { verified: false }],
    ['is held by another process', { code: 'GT-LOCK-HELD' }],
  ])('are not begun when the canary %s', async (_how, failure) => {
    const { built, notBegun, because } = await rolled({ canary: ['t7/dev'] }, { 't7/dev': failure });
    expect({ built, left: notBegun.length }).toEqual({ built: 1, left: 9 });
    expect(because).toMatchObject({ code: 'GT-ROLLOUT-STOPPED', what: expect.stringContaining('t7/dev') });
  });

  test('are begun until so many have failed; those that another process holds have not', async () => {
    const failing = { 't0/dev': {}, 't1/dev': { code: 'GT-LOCK-HELD' }, 't2/dev': {} };
    const { built, notBegun } = await rolled({ parallel: 1, stopAfter: 2 }, failing);
    expect({ built, notBegun: notBegun.length }).toEqual({ built: 3, notBegun: 7 });
  });

  test('of a wave that fails end, and the next wave does not begin', async () => {
    const { sizes, notBegun } = await rolled({ wave: 4, stopAfter: 2 }, { 't4/dev': {}, 't6/dev': {} });
    expect(sizes).toEqual([4, 4]);
    expect(notBegun).toEqual(['t8/dev', 't9/dev']);
  });

  test('are not begun after an interrupt', async () => {
    const { built, because } = await rolled({ parallel: 1 }, {}, 't1/dev');
    expect(built).toBe(2);
    expect(because?.what).toContain('interrupted');
  });
});
