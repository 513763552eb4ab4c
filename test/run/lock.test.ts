import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../src/problems/problem.ts';
import { Halt } from '../../src/run/halt.ts';
import type { Lock, Owner } from '../../src/run/lock.ts';
import { lockFiles } from '../../src/run/lock-file.ts';

const root = mkdtempSync(join(tmpdir(), 'gotthard-lock-'));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(root, { recursive: true }));

const holder = { by: 'lena@laptop', at: '2026-11-23T10:00:00Z' };
let count = 0;

function newFolder(): string {
  count += 1;
  return join(root, String(count), 'locks');
}

/** Another process that holds the lock of a stamp; it lets go when it is told to. */
async function heldElsewhere(folder: string, stamp: string) {
  const module = new URL('../../src/run/lock-file.ts', import.meta.url).href;
  const script = `
    import { lockFiles } from ${JSON.stringify(module)};
    const lock = await lockFiles(process.argv[1]).acquire(process.argv[2], ${JSON.stringify(holder)});
    process.stdout.write('held');
    process.stdin.once('data', async () => { await lock.release(); process.exit(); });
  `;
  const child = spawn(process.execPath, [
    '--import',
    'tsx',
    '--input-type=module',
    '-e',
    script,
    folder,
    stamp,
  ]);
  children.push(child);
  await once(child.stdout, 'data');
  const ended = once(child, 'exit');
  return {
    pid: child.pid,
    letGo: async () => {
      child.stdin.write('\n');
      await ended;
    },
    stop: () => void child.kill('SIGSTOP'),
    die: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Nobody has renewed the locks of a folder for a while. */
function letAge(folder: string, byMs = 60_000): void {
  const past = new Date(Date.now() - byMs);
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.lock')))
    utimesSync(join(folder, name), past, past);
}

async function refusalOf(taking: Promise<unknown>): Promise<Refusal> {
  const refusal = await taking.catch((error: unknown) => error);
  if (!(refusal instanceof Refusal)) throw new Error('it was not refused');
  return refusal;
}

/** Why a write may not leave any more. */
async function haltOf(lock: Lock): Promise<Halt> {
  const halt = await lock.mayWrite().catch((error: unknown) => error);
  if (!(halt instanceof Halt)) throw new Error('it may still write');
  return halt;
}

describe('a lock that is held', () => {
  it('lets its holder write, and nobody once it was taken over or removed', async () => {
    const folder = newFolder();
    const locks = lockFiles(folder);
    const mine = await locks.acquire('main/dev', holder);
    await mine.mayWrite();
    letAge(folder);
    const theirs = await locks.acquire('main/dev', { by: 'marco@here', at: '2026-11-23T11:00:00Z' });
    expect((await haltOf(mine)).problem).toMatchObject({
      code: 'GT-LOCK-LOST',
      what: expect.stringContaining('marco@here'),
      why: expect.stringContaining('stood still'),
    });
    await theirs.mayWrite();
    // What was lost is not let go of: it is another's.
    await mine.release();
    await theirs.mayWrite();

    rmSync(folder, { recursive: true });
    expect((await haltOf(theirs)).problem.why).toContain('removed');
    await theirs.release();
  });

  it('is not taken from a process that only stands still before its last request has been given up', async () => {
    const folder = newFolder();
    const other = await heldElsewhere(folder, 'main/dev');
    other.stop();
    const past = new Date(Date.now() - 40_000);
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.lock')))
      utimesSync(join(folder, name), past, past);
    await refusalOf(lockFiles(folder).acquire('main/dev', holder));
    const sooner = await lockFiles(folder, { timeoutMs: 10_000 }).acquire('main/dev', holder);
    await sooner.release();
  });

  it('goes to one alone of many who find a dead one at the same moment', async () => {
    const folder = newFolder();
    const other = await heldElsewhere(folder, 'main/dev');
    await other.die();
    letAge(folder);
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, () => lockFiles(folder).acquire('main/dev', holder)),
    );
    const taken = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(taken).toHaveLength(1);
    await taken[0]?.mayWrite();
    await taken[0]?.release();
  });

  it('is refused where no lock can be written, before anything is touched', async () => {
    const folder = newFolder();
    writeFileSync(join(root, 'in-the-way'), '');
    const refusal = await refusalOf(lockFiles(join(root, 'in-the-way')).acquire('main/dev', holder));
    expect(refusal).toMatchObject({ exit: 4, problems: [{ code: 'GT-LOCK-UNWRITABLE' }] });
    expect(existsSync(folder)).toBe(false);
  });
});

describe('the lock of a stamp', () => {
  it('is refused to a second process, naming who holds it since when, until the first lets go', async () => {
    const folder = newFolder();
    const locks = lockFiles(folder);
    const other = await heldElsewhere(folder, 'main/dev');
    const who = expect.stringMatching(
      new RegExp(
        `^main/dev is locked by lena@laptop, process ${other.pid} on .*, since 2026-11-23T10:00:00Z$`,
      ),
    );
    const refusal = await refusalOf(
      locks.acquire('main/dev', { by: 'marco@here', at: '2026-11-23T11:00:00Z' }),
    );
    expect(refusal.exit).toBe(4);
    expect(refusal.problems).toMatchObject([{ code: 'GT-LOCK-HELD', what: who }]);
    expect(await locks.held('main/dev')).toMatchObject({ what: who });

    await other.letGo();
    const lock = await locks.acquire('main/dev', { by: 'marco@here', at: '2026-11-23T11:00:00Z' });
    await lock.release();
  });

  it('does not disturb the locks of other stamps', async () => {
    const folder = newFolder();
    const locks = lockFiles(folder);
    await heldElsewhere(folder, 'main/dev');
    const taken = await Promise.all(
      ['main/prod', 'other/dev', 'main/dev-2'].map((stamp) => locks.acquire(stamp, holder)),
    );
    expect(await locks.held('main/test')).toBeUndefined();
    await refusalOf(locks.acquire('main/dev', holder));
    for (const lock of taken) await lock.release();
  });

  // Only Linux tells which processes share a numbering; elsewhere the dead are waited for.
  it.runIf(process.platform === 'linux')(
    'of a process that has died is taken over at once, without a word',
    async () => {
      const folder = newFolder();
      const locks = lockFiles(folder);
      const other = await heldElsewhere(folder, 'main/dev');
      await other.die();
      expect(await locks.held('main/dev')).toBeUndefined();
      const lockFile = join(folder, 'main.dev.lock');
      const renewedAt = statSync(lockFile).mtimeMs;
      const lock = await locks.acquire('main/dev', holder);
      // Had it been waited for, it would have been stale by the time it was taken.
      expect(statSync(lockFile).mtimeMs - renewedAt).toBeLessThan(4_000);
      await lock.release();
    },
  );

  it('of a process that may run in another container of this name is taken once nobody renews it', async () => {
    const folder = newFolder();
    const locks = lockFiles(folder);
    const other = await heldElsewhere(folder, 'main/dev');
    await other.die();
    const owner = join(folder, 'main.dev.json');
    const { numbering, ...unnumbered } = JSON.parse(readFileSync(owner, 'utf8')) as Owner;
    if (process.platform === 'linux') expect(numbering).toMatch(/^[0-9a-f-]{36} pid:/);
    for (const elsewhere of [unnumbered, { ...unnumbered, numbering: 'another boot' }]) {
      writeFileSync(owner, JSON.stringify(elsewhere));
      mkdirSync(join(folder, 'main.dev.lock'), { recursive: true });
      const renewedAt = Date.now();
      letAge(folder, 3_000);
      const lock = await locks.acquire('main/dev', holder);
      expect(Date.now() - renewedAt).toBeGreaterThan(500);
      await lock.release();
    }
  });

  it('of a process on another machine is taken over once nobody renews it any more', async () => {
    const folder = newFolder();
    const locks = lockFiles(folder);
    const other = await heldElsewhere(folder, 'main/dev');
    const file = join(folder, 'main.dev.json');
    writeFileSync(
      file,
      JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), host: 'elsewhere' }),
    );
    const refusal = await refusalOf(locks.acquire('main/dev', holder));
    expect(refusal.problems[0].what).toContain(' on elsewhere, ');
    await other.die();
    letAge(folder);
    const lock = await locks.acquire('main/dev', holder);
    await lock.release();
  });

  it('can be taken again after it was let go, and is readable by its owner alone', async () => {
    const folder = newFolder();
    const locks = lockFiles(folder);
    for (const at of ['2026-11-23T10:00:00Z', '2026-11-23T11:00:00Z']) {
      const lock = await locks.acquire('main/dev', { ...holder, at });
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      expect(statSync(join(folder, 'main.dev.json')).mode & 0o777).toBe(0o600);
      await lock.release();
    }
  });
});
