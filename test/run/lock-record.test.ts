import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { recordLeases } from '../../src/azure/record-leases.ts';
import { Refusal } from '../../src/problems/problem.ts';
import { Halt } from '../../src/run/halt.ts';
import type { Lock, Locks } from '../../src/run/lock.ts';
import { leasedLocks, recordLease } from '../../src/run/lock-lease.ts';
import { retrying } from '../../src/run/retry.ts';
import { helvetiaSharedNetwork } from '../../src/sandbox/seed-directories.ts';
import { testCloud } from '../kit/test-cloud.ts';

const lena = { by: 'léna@laptop', at: '2026-11-23T10:00:00Z' };
const marco = { by: 'marco@agent', at: '2026-11-23T11:00:00Z' };
const group = `/subscriptions/${helvetiaSharedNetwork.id}/resourceGroups/rg-locks`;
const zone = `${group}/providers/Microsoft.Network/privateDnsZones/locks.internal`;
const record = `${zone}/TXT/dev.main.estate`;

/** Two machines with one zone of the sandbox, in a time that only waiting moves. */
async function shared() {
  const cloud = testCloud();
  const { clock, sandbox } = cloud;
  const session = cloud.session({
    subscriptionId: helvetiaSharedNetwork.id,
    directoryId: helvetiaSharedNetwork.directoryId,
  });
  await session.put(group, '2025-04-01', { location: 'switzerlandnorth' }, {});
  await session.put(zone, '2024-06-01', { location: 'global' }, {});
  await clock.sleep(60_000);
  const patiently = <T>(call: () => Promise<T>): Promise<T> => retrying(call, { clock, forMs: 30_000 });
  let lapsed = false;
  const signedIn = async () => {
    const why = { what: 'it has expired', why: 'it lasts a while', next: ['az login'] } as const;
    if (lapsed) throw new Refusal([{ code: 'GT-SIGNIN-FAILED', ...why }], 4);
    return session;
  };
  const machine = (): Locks =>
    leasedLocks(
      recordLeases(zone, signedIn, clock),
      (stamp) => [...stamp.split('/').reverse(), 'estate'].join('.'),
      { clock, patiently },
      recordLease,
    );
  /** What its record says, changed as somebody else's hand would. */
  const change = async (edit: (text: string) => string): Promise<void> => {
    const found = await session.get(record, '2024-06-01');
    if (!found) throw new Error('nothing is locked');
    await session.put(
      record,
      '2024-06-01',
      JSON.parse(edit(JSON.stringify({ properties: found['properties'] }))),
      {},
    );
  };
  const faults = (path: string): void =>
    sandbox.faults.add({ method: 'PUT', path, fault: 503, times: 1_000 });
  const lapse = (): void => {
    lapsed = true;
  };
  return { clock, sandbox, change, lapse, faults, session, one: machine(), two: machine() };
}

const elsewhere = (text: string): string => text.replaceAll(hostname(), 'elsewhere');
const ofTheDead = (text: string): string =>
  text
    .replaceAll(`\\"pid\\":${process.pid}`, `\\"pid\\":${2 ** 22 + 1}`)
    .replace(/lease=[^"]*/, 'lease=of-the-dead');

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

describe('a lock in a private DNS zone', () => {
  it('is refused to a second machine, naming who holds it since when, until the first lets go', async () => {
    const { one, two, change } = await shared();
    const lock = await one.acquire('main/dev', lena);
    await change(elsewhere);
    const refusal = await refusalOf(two.acquire('main/dev', marco));
    expect(refusal.exit).toBe(4);
    expect(refusal.problems[0]).toMatchObject({
      code: 'GT-LOCK-HELD',
      what: `main/dev is locked by léna@laptop, process ${process.pid} on elsewhere, since 2026-11-23T10:00:00Z`,
      next: [expect.any(String), expect.stringContaining('within 480 s')],
    });
    expect(await two.held('main/dev')).toMatchObject({ code: 'GT-LOCK-HELD' });
    expect(await two.held('main/prod')).toBeUndefined();
    await lock.release();
    expect(await two.held('main/dev')).toBeUndefined();
    await (await two.acquire('main/dev', marco)).release();
  });

  it('is taken by one of two who see it free at the same moment', async () => {
    const { one, two } = await shared();
    const taken = await Promise.allSettled([one.acquire('main/dev', lena), two.acquire('main/dev', marco)]);
    expect(taken.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is renewed for as long as it is held, with two writes a minute', async () => {
    const { one, two, clock, session, change } = await shared();
    const lock = await one.acquire('main/dev', lena);
    await change(elsewhere);
    for (let minute = 0; minute < 30; minute += 1) {
      await clock.sleep(60_000);
      await lock.mayWrite();
      const said = JSON.stringify(await session.get(record, '2024-06-01'));
      const until = Date.parse(/until=([^"]*)/.exec(said)?.[1] ?? '');
      expect(until - clock.now()).toBeGreaterThanOrEqual(120_000);
    }
    await refusalOf(two.acquire('main/dev', marco));
    await lock.release();
  });

  it('of a process that has ended here is taken once nobody has renewed it for as long as it lasts', async () => {
    const { one, two, clock, change } = await shared();
    await one.acquire('main/dev', lena);
    await change(ofTheDead);
    const since = clock.now();
    expect(await two.held('main/dev')).toBeUndefined();
    const said: string[] = [];
    const lock = await two.acquire('main/dev', marco, (text) => said.push(text));
    expect(clock.now() - since).toBeGreaterThanOrEqual(180_000);
    expect(clock.now() - since).toBeLessThan(195_000);
    expect(said).toEqual([expect.stringContaining('waiting for the lease of a process that has ended')]);
    await lock.release();
  });

  it('of another machine is taken 5 minutes after its end and no earlier, for clocks differ', async () => {
    const { one, two, clock, change } = await shared();
    await one.acquire('main/dev', lena);
    await change((text) => elsewhere(ofTheDead(text)));
    await clock.sleep(440_000);
    await refusalOf(two.acquire('main/dev', marco));
    await clock.sleep(60_000);
    await (await two.acquire('main/dev', marco)).release();
  });

  it('lets nothing be written once somebody else has it, and is not released for him', async () => {
    const { one, two, clock, session } = await shared();
    const mine = await one.acquire('main/dev', lena);
    await session.delete(record, '2024-06-01');
    const theirs = await two.acquire('main/dev', marco);
    await clock.sleep(31_000);
    expect((await haltOf(mine)).problem).toMatchObject({
      code: 'GT-LOCK-LOST',
      what: expect.stringContaining('marco@agent'),
    });
    await theirs.mayWrite();
    await mine.release();
    await theirs.mayWrite();
    await theirs.release();
  });

  it('lets nothing be written when it can not be renewed in time', async () => {
    const { one, clock, faults } = await shared();
    const lock = await one.acquire('main/dev', lena);
    faults('/TXT/');
    await clock.sleep(125_000);
    await lock.mayWrite();
    await clock.sleep(10_000);
    expect((await haltOf(lock)).problem).toMatchObject({
      code: 'GT-LOCK-LOST',
      why: expect.stringContaining('could not be renewed: ServiceUnavailable'),
    });
    await lock.release();
  });

  it('lets nothing be written once the sign-in has lapsed for too long, and says so', async () => {
    const { one, clock, lapse } = await shared();
    const lock = await one.acquire('main/dev', lena);
    lapse();
    await clock.sleep(190_000);
    expect((await haltOf(lock)).problem.why).toContain('could not be renewed: GT-SIGNIN-FAILED');
    await lock.release();
  });

  it.each(['drop-after', 'drop', 'drop-late'] as const)(
    'is held once although the answer to its first write is lost (%s)',
    async (fault) => {
      const { one, two, sandbox, change } = await shared();
      sandbox.faults.add({ method: 'PUT', path: '/TXT/', fault });
      const lock = await one.acquire('main/dev', lena);
      await change(elsewhere);
      await refusalOf(two.acquire('main/dev', marco));
      await lock.mayWrite();
      await lock.release();
    },
  );

  it('is refused where there is no such zone, naming it', async () => {
    const { one, session, clock } = await shared();
    await session.delete(zone, '2024-06-01');
    await clock.sleep(60_000);
    expect((await refusalOf(one.acquire('main/dev', lena))).problems[0]).toMatchObject({
      code: 'GT-STATE-UNREACHABLE',
      what: expect.stringContaining(zone),
    });
  });
});
