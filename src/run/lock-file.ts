import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { check, lock } from 'proper-lockfile';
import writeFileAtomic from 'write-file-atomic';
import { type Problem, Refusal } from '../problems/problem.ts';

/** Held while a run of a stamp is open in this process. */
export interface Lock {
  release(): Promise<void>;
}

export interface Locks {
  /** Locks a stamp or refuses, naming who holds it and since when. */
  acquire(stamp: string, holder: { by: string; at: string }): Promise<Lock>;
  /** Who holds a stamp now, as the problem that it is for others; undefined when nobody does that is alive. */
  held(stamp: string): Promise<Problem | undefined>;
}

interface Owner {
  readonly by: string;
  readonly since: string;
  readonly pid: number;
  readonly host: string;
}

/** A lock whose holder has not renewed it for so long is dead and is taken over. */
const staleMs = 4_000;

/** Locks as files in a folder, renewed while their process lives. */
export function lockFiles(folder: string): Locks {
  const fileOf = (stamp: string): string => join(folder, stamp.replaceAll('/', '.'));
  return {
    held: async (stamp) => {
      const owner = readOwner(fileOf(stamp));
      if (owner === undefined || isDead(owner)) return undefined;
      const locked = await check(fileOf(stamp), { realpath: false, stale: staleMs });
      return locked ? heldBy(stamp, owner) : undefined;
    },
    acquire: async (stamp, holder) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const file = fileOf(stamp);
      const owner = readOwner(file);
      const release = await take(file, stamp, owner);
      const mine: Owner = { by: holder.by, since: holder.at, pid: process.pid, host: hostname() };
      await writeFileAtomic(`${file}.json`, `${JSON.stringify(mine)}\n`, { mode: 0o600 });
      return { release };
    },
  };
}

async function take(file: string, stamp: string, owner: Owner | undefined): Promise<() => Promise<void>> {
  // The dead are waited for until their lock is stale; the living are not.
  const attempts = owner && isDead(owner) ? Math.ceil((staleMs * 2) / 250) : 0;
  try {
    return await lock(file, {
      realpath: false,
      stale: staleMs,
      update: staleMs / 4,
      retries: { retries: attempts, factor: 1, minTimeout: 250, maxTimeout: 250 },
    });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ELOCKED') throw error;
    throw new Refusal([heldBy(stamp, owner)], 4);
  }
}

function heldBy(stamp: string, owner: Owner | undefined): Problem {
  const who = owner
    ? `${owner.by}, process ${owner.pid} on ${owner.host}, since ${owner.since}`
    : 'another process';
  return {
    code: 'GT-LOCK-HELD',
    what: `${stamp} is locked by ${who}`,
    why: 'a run of this stamp is going on there',
    next: [
      'Wait until it has ended, or interrupt it there with Ctrl-C.',
      'A process that has died releases it by itself after some seconds: run the same command again.',
    ],
  };
}

function readOwner(file: string): Owner | undefined {
  try {
    return existsSync(`${file}.json`)
      ? (JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Owner)
      : undefined;
  } catch {
    return undefined;
  }
}

function isDead(owner: Owner): boolean {
  if (owner.host !== hostname()) return false;
  try {
    process.kill(owner.pid, 0);
    return owner.pid === process.pid;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
