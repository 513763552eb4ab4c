import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { armBuckets, TokenBucket } from '../../src/run/buckets.ts';
import { virtualClock } from '../../src/run/clocks.ts';

const buckets = fc.record({
  size: fc.integer({ min: 1, max: 20 }),
  perSecond: fc.constantFrom(1, 2.5, 9, 22.5),
});
/** Milliseconds between one request and the next: bursts and pauses. */
const pauses = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(5_000)), { maxLength: 60 });

/** When each of these requests may leave. */
async function grants(bucket: { size: number; perSecond: number }, between: readonly number[]) {
  const clock = virtualClock(0);
  const tokens = new TokenBucket(bucket, clock);
  const asked: number[] = [];
  const granted: number[] = [];
  const taking: Promise<void>[] = [];
  for (const [index, pause] of between.entries()) {
    if (pause > 0) await clock.sleep(pause);
    asked.push(clock.now());
    taking.push(
      tokens.take().then(() => {
        granted[index] = clock.now();
      }),
    );
  }
  await Promise.all(taking);
  return { asked, granted };
}

describe('a token bucket', () => {
  it('never grants more in any stretch of time than it holds and what flows in meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(buckets, pauses, async (bucket, between) => {
        const { granted } = await grants(bucket, between);
        for (const [first, from] of granted.entries()) {
          for (const [last, to] of granted.entries()) {
            if (last < first) continue;
            const most = bucket.size + ((to - from) / 1000) * bucket.perSecond;
            expect(last - first + 1).toBeLessThanOrEqual(most + 1e-6);
          }
        }
      }),
      { seed: 22, numRuns: 60 },
    );
  });

  it('grants each request at the first moment at which a bucket that fills steadily could', async () => {
    await fc.assert(
      fc.asyncProperty(buckets, pauses, async (bucket, between) => {
        const { asked, granted } = await grants(bucket, between);
        let tokens = bucket.size;
        let at = 0;
        for (const [index, moment] of asked.entries()) {
          tokens = Math.min(bucket.size, tokens + ((moment - at) / 1000) * bucket.perSecond) - 1;
          at = moment;
          const due = moment + (Math.max(0, -tokens) / bucket.perSecond) * 1000;
          expect(granted[index]).toBeCloseTo(due, 6);
        }
      }),
      { seed: 22, numRuns: 60 },
    );
  });

  it('lets go of a request that is given up', async () => {
    const clock = virtualClock(0);
    const bucket = new TokenBucket({ size: 1, perSecond: 1 }, clock);
    await bucket.take();
    const giveUp = new AbortController();
    const taking = bucket.take(giveUp.signal);
    giveUp.abort(new Error('given up'));
    await expect(taking).rejects.toThrow('given up');
  });

  it('stays below what ARM grants a principal in a subscription: 250 reads and 25/s, 200 writes and 10/s', () => {
    expect(armBuckets.reads.size).toBeLessThan(250);
    expect(armBuckets.reads.perSecond).toBeLessThan(25);
    expect(armBuckets.writes.size).toBeLessThan(200);
    expect(armBuckets.writes.perSecond).toBeLessThan(10);
  });
});
