import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { check, lock } from 'proper-lockfile';
import writeFileAtomic from 'write-file-atomic';
import { Refusal } from '../problems/problem.ts';
import { Halt } from './halt.ts';
import {
  heldBy,
  isDead,
  isDeadForSure,
  type Lock,
  type Locks,
  lockLost,
  type Owner,
  ownerOf,
  requestTimeoutMs,
} from './lock.ts';
import { unwritable } from './unwritable.ts';

/** A lock that has not been renewed for so long is not being renewed. */
const unrenewedMs = 4_000;
/** How often something is looked at that other processes change. */
const lookEveryMs = 50;
/** For so long whoever has just taken a lock may not have said yet who it is. */
const introductionMs = 2_000;

/** Locks as files in a folder, renewed while their process lives. */
export function lockFiles(folder: string, { timeoutMs = requestTimeoutMs } = {}): Locks {
  const fileOf = (stamp: string): string => join(folder, stamp.replaceAll('/', '.'));
  /** A process that has ended writes no more; one that only stands still may have a request on its way. */
  const deadAfterMs = (owner: Owner | undefined): number =>
    owner && isDead(owner) ? unrenewedMs : unrenewedMs + timeoutMs;
  const isHeld = (file: string, owner: Owner | undefined): Promise<boolean> =>
    check(file, { realpath: false, stale: deadAfterMs(owner) });

  const take = async (stamp: string, mine: Owner, lost: (error: Error) => void) => {
    const file = fileOf(stamp);
    // One at a time: of two who see a dead lock, the second would throw away what the first has just taken.
    const done = await lock(`${file}.taking`, {
      realpath: false,
      stale: unrenewedMs,
      retries: { retries: 400, factor: 1, minTimeout: lookEveryMs, maxTimeout: lookEveryMs },
    });
    try {
      const owner = readOwner(file);
      if (owner && owner.pid !== process.pid && isDeadForSure(owner)) {
        rmSync(`${file}.lock`, { recursive: true, force: true });
      }
      // Those who seem dead are waited for until their lock is stale; the living are not.
      const waits = owner && isDead(owner) && owner.pid !== process.pid;
      for (let looks = 0; waits && (await isHeld(file, owner)); looks += 1) {
        if (looks * lookEveryMs > unrenewedMs * 2) break;
        await wait(lookEveryMs);
      }
      const release = await lock(file, {
        realpath: false,
        stale: deadAfterMs(owner),
        update: unrenewedMs / 4,
        onCompromised: lost,
      });
      await writeFileAtomic(`${file}.json`, `${JSON.stringify(mine)}\n`, { mode: 0o600 });
      return release;
    } finally {
      await done();
    }
  };

  return {
    held: async (stamp) => {
      const owner = readOwner(fileOf(stamp));
      if (owner === undefined || isDead(owner) || !(await isHeld(fileOf(stamp), owner))) return undefined;
      return heldBy(stamp, owner, takingOver);
    },
    acquire: async (stamp, holder) => {
      const file = fileOf(stamp);
      const mine = ownerOf(holder, randomUUID());
      let isLost = false;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const release = await take(stamp, mine, () => {
          isLost = true;
        });
        return lockOn(stamp, file, mine, { release, isLost: () => isLost });
      } catch (error) {
        if (!(error instanceof Error) || !('code' in error) || error.code !== 'ELOCKED') {
          throw new Refusal([unwritable('GT-LOCK-UNWRITABLE', 'the lock', file, error)], 4);
        }
        throw new Refusal([heldBy(stamp, await introduced(file), takingOver)], 4);
      }
    },
  };
}

const takingOver = [
  'A process that has died holds it for some seconds at most: run the same command again.',
  'To take it over from one that hangs, end that process there and run the same command again: what it had begun is settled by reading.',
];

function lockOn(
  stamp: string,
  file: string,
  mine: Owner,
  held: { release: () => Promise<void>; isLost: () => boolean },
): Lock {
  const isOurs = (): boolean => !held.isLost() && readOwner(file)?.token === mine.token;
  return {
    mayWrite: async () => {
      // After a pause of the whole process the next renewal tells whether it was too long.
      while (isOurs() && ageOf(file) > unrenewedMs) await wait(lookEveryMs);
      if (!isOurs()) throw new Halt(lost(stamp, readOwner(file), mine));
    },
    release: async () => {
      // What somebody else has taken is not ours to throw away; the next renewal sees that too, and lets go of it.
      const patience = Date.now() + unrenewedMs;
      while (!isOurs() && !held.isLost() && Date.now() < patience) await wait(lookEveryMs);
      if (!isOurs()) return;
      rmSync(`${file}.json`, { force: true });
      await held.release();
    },
  };
}

function lost(stamp: string, owner: Owner | undefined, mine: Owner) {
  const other = owner?.token === mine.token ? undefined : owner;
  return lockLost(
    stamp,
    other
      ? 'this process had stood still for so long that it counted as dead'
      : 'its lock file was removed, or could not be renewed',
    other,
  );
}

/** Who holds a lock, also when he has taken it this very moment. */
async function introduced(file: string): Promise<Owner | undefined> {
  const patience = Date.now() + introductionMs;
  for (;;) {
    const owner = readOwner(file);
    if ((owner && !isDead(owner)) || Date.now() > patience) return owner;
    await wait(lookEveryMs);
  }
}

/** Milliseconds since a lock was renewed; one that isn't there is for its owner to miss. */
function ageOf(file: string): number {
  return Date.now() - (statSync(`${file}.lock`, { throwIfNoEntry: false })?.mtimeMs ?? 0);
}

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}
