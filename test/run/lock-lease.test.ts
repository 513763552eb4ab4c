import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ArmError } from '../../src/problems/arm-error.ts';
import { Refusal } from '../../src/problems/problem.ts';
import { virtualClock } from '../../src/run/clocks.ts';
import { Halt } from '../../src/run/halt.ts';
import type { Lock, Locks } from '../../src/run/lock.ts';
import { leasedLocks } from '../../src/run/lock-lease.ts';
import { retrying } from '../../src/run/retry.ts';
import { memoryContainer } from '../kit/memory-container.ts';

const lena = { by: 'lena@laptop', at: '2026-11-23T10:00:00Z' };
const marco = { by: 'marco@agent', at: '2026-11-23T11:00:00Z' };
const nameOf = (stamp: string): string => `estate/sandbox/locks/${stamp.replaceAll('/', '.')}.lock`;
const lockName = 'estate/sandbox/locks/main.dev.lock';

/** Two machines with one container, in a time that only waiting moves. */
function shared() {
  const clock = virtualClock(Date.parse('2026-11-23T10:00:00Z'));
  const container = memoryContainer(() => clock.now());
  const patiently = <T>(call: () => Promise<T>): Promise<T> => retrying(call, { clock, forMs: 30_000 });
  const machine = (): Locks => leasedLocks(container, nameOf, { clock, patiently });
  return { clock, container, one: machine(), two: machine() };
}

/** The holder's process is on another machine, or has ended. */
function hold(container: ReturnType<typeof memoryContainer>, change: Record<string, unknown>): void {
  const blob = container.blobs.get(lockName);
  if (!blob) throw new Error('nothing is locked');
  blob.text = Buffer.from(JSON.stringify({ ...(JSON.parse(blob.text.toString()) as object), ...change }));
}

async function refusalOf(taking: Promise<unknown>): Promise<Refusal> {
  const refusal = await taking.catch((error: unknown) => error);
  if (!(refusal instanceof Refusal)) throw new Error('it was not refused');
  return refusal;
}

async function haltOf(lock: Lock): Promise<Halt> {
  const halt = await lock.mayWrite().catch((error: unknown) => error);
  if (!(halt instanceof Halt)) throw new Error('it may still write');
  return halt;
}

describe('a leased lock', () => {
  it('is refused to a second machine, naming who holds it since when, until the first lets go', async () => {
    const { one, two, container } = shared();
    const lock = await one.acquire('main/dev', lena);
    hold(container, { host: 'elsewhere' });
    const refusal = await refusalOf(two.acquire('main/dev', marco));
    expect(refusal.exit).toBe(4);
    expect(refusal.problems[0]).toMatchObject({
      code: 'GT-LOCK-HELD',
      what: `main/dev is locked by lena@laptop, process ${process.pid} on elsewhere, since 2026-11-23T10:00:00Z`,
      next: [expect.any(String), expect.stringContaining('within 60 s')],
    });
    expect(await two.held('main/dev')).toMatchObject({ code: 'GT-LOCK-HELD' });
    expect(await two.held('main/prod')).toBeUndefined();
    await lock.release();
    expect(await two.held('main/dev')).toBeUndefined();
    await (await two.acquire('main/dev', marco)).release();
  });

  it('is renewed for as long as it is held, and every write finds it outlasting the request', async () => {
    const { one, two, clock, container } = shared();
    const lock = await one.acquire('main/dev', lena);
    hold(container, { host: 'elsewhere' });
    for (let minute = 0; minute < 30; minute += 1) {
      await clock.sleep(60_000);
      await lock.mayWrite();
      expect((container.blobs.get(lockName)?.lease?.until ?? 0) - clock.now()).toBeGreaterThanOrEqual(50_000);
    }
    await refusalOf(two.acquire('main/dev', marco));
    await lock.release();
  });

  it('of a process that has ended is taken once its lease is over, after saying what is waited for', async () => {
    const { one, two, clock, container } = shared();
    const lost = await one.acquire('main/dev', lena);
    hold(container, { pid: 2 ** 22 + 1, host: hostname() });
    container.breakLease(lockName);
    const until = clock.now() + 60_000;
    const blob = container.blobs.get(lockName);
    if (blob) blob.lease = { id: 'of-the-dead', until };
    expect(await two.held('main/dev')).toBeUndefined();
    const said: string[] = [];
    const lock = await two.acquire('main/dev', marco, (text) => said.push(text));
    expect(clock.now()).toBeGreaterThanOrEqual(until);
    expect(clock.now()).toBeLessThan(until + 3_000);
    expect(said).toEqual([expect.stringContaining('waiting for the lease of a process that has ended')]);
    await lock.release();
    await lost.release();
  });

  it('lets nothing be written once it was broken and taken by somebody else, and is not released for him', async () => {
    const { one, two, clock, container } = shared();
    const mine = await one.acquire('main/dev', lena);
    container.breakLease(lockName);
    const theirs = await two.acquire('main/dev', marco);
    await clock.sleep(5_000);
    expect((await haltOf(mine)).problem).toMatchObject({
      code: 'GT-LOCK-LOST',
      what: expect.stringContaining('marco@agent'),
    });
    await theirs.mayWrite();
    await mine.release();
    await theirs.mayWrite();
    await theirs.release();
  });

  it('lets nothing be written when it can not be renewed in time, and goes on when it can', async () => {
    const { one, clock, container } = shared();
    const lock = await one.acquire('main/dev', lena);
    container.silent = true;
    await clock.sleep(20_000);
    const waiting = lock.mayWrite();
    await clock.sleep(5_000);
    container.silent = false;
    await waiting;
    container.silent = true;
    await clock.sleep(20_000);
    expect((await haltOf(lock)).problem).toMatchObject({
      code: 'GT-LOCK-LOST',
      why: expect.stringContaining('could not be renewed: ConnectionLost'),
    });
    await lock.release();
  });

  it('stays with a process that stood still for longer than its lease, if nobody has taken it', async () => {
    const { one, clock, container } = shared();
    const lock = await one.acquire('main/dev', lena);
    const blob = container.blobs.get(lockName);
    if (blob?.lease) blob.lease = { ...blob.lease, until: clock.now() - 1 };
    await clock.sleep(1);
    await lock.mayWrite();
    await lock.release();
  });

  it.each(['answers that it was broken', 'does not answer'])(
    'is let go of when the container %s before it could say whose it is',
    async (what) => {
      const { clock, container } = shared();
      const write = async (): Promise<boolean> => {
        if (what === 'answers that it was broken') return false;
        throw new ArmError({ status: null, code: 'ConnectionLost', message: 'no answer' });
      };
      const broken = { ...container, leases: { ...container.leases, write } };
      const locks = leasedLocks(broken, nameOf, { clock, patiently: (call) => call() });
      await refusalOf(locks.acquire('main/dev', lena));
      await clock.sleep(70_000);
      expect(await container.leases.isHeld(lockName)).toBe(false);
    },
  );

  it('is refused where the container does not answer, naming the container', async () => {
    const { one, container } = shared();
    container.silent = true;
    expect((await refusalOf(one.acquire('main/dev', lena))).problems[0]).toMatchObject({
      code: 'GT-STATE-UNREACHABLE',
      what: expect.stringContaining(container.url),
    });
  });
});
