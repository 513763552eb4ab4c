import { describe, expect, it } from 'vitest';
import { makeDesign } from '../../src/design/make-design.ts';
import { aStamp, deployInProcess, destroyInProcess, planOf, registered } from '../kit/deployment.ts';
import { rotated } from '../kit/rotated.ts';
import { copyOf, settledExport } from '../kit/sweep.ts';
import { testCloud } from '../kit/test-cloud.ts';

const plain = aStamp({ authentication: 'keys' });
const stamp = rotated(plain);
const cloud = testCloud();
await registered(cloud, makeDesign(stamp));
const empty = await settledExport(cloud);
const first = await deployInProcess(cloud, stamp);

const doings = ({ actions }: Awaited<ReturnType<typeof planOf>>): string[] =>
  actions.filter(({ action }) => action !== 'unchanged').map(({ action, title }) => `${action} ${title}`);

describe('the function that rotates the key', () => {
  it('is deployed, and is left alone then', async () => {
    expect(first.result).toMatchObject({ outcome: 'succeeded', leftovers: [] });
    expect(doings(await planOf(cloud, stamp))).toEqual([]);
  });

  it('is told of another period, and of nothing else', async () => {
    const other = copyOf(cloud);
    const wanted = rotated(plain, 30);
    expect(doings(await planOf(other, wanted))).toEqual([
      expect.stringMatching(/^update settings of func-main-dev-/),
    ]);
    expect((await deployInProcess(other, wanted)).result?.outcome).toBe('succeeded');
    expect(doings(await planOf(other, wanted))).toEqual([]);
  });

  it('goes when the file does not ask for it any more, with all that was made for it, and nothing else', async () => {
    const other = copyOf(cloud);
    const { result } = await deployInProcess(other, plain);
    expect(result).toMatchObject({ outcome: 'succeeded', leftovers: [] });
    const place = (pattern: RegExp): number => result?.removed.findIndex((id) => pattern.test(id)) ?? -1;
    expect(place(/\/sites\/[^/]+$/)).toBeLessThan(place(/\/serverfarms\//));
    expect(place(/\/serverfarms\//)).toBeGreaterThan(-1);
    expect(place(/\/storageAccounts\/[^/]+$/)).toBeGreaterThan(place(/\/sites\/[^/]+$/));
    expect(doings(await planOf(other, plain))).toEqual([]);
    expect(await settledExport(other)).not.toMatch(
      /"[^"]*(microsoft\.web|stfnmain|func-main|main-dev-rotation)|Gotthard key rotation/i,
    );
  });

  it('goes with the rest of its environment', async () => {
    const other = copyOf(cloud);
    const { result } = await destroyInProcess(other, stamp, { purge: true });
    expect(result).toMatchObject({ outcome: 'succeeded', leftovers: [] });
    expect(await settledExport(other)).toBe(empty);
  });
});
