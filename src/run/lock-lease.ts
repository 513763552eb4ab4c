import { randomUUID } from 'node:crypto';
import { ArmError } from '../problems/arm-error.ts';
import { problemFrom } from '../problems/from-arm.ts';
import { type Problem, Refusal } from '../problems/problem.ts';
import type { BlobContainer } from '../resource/blob-container.ts';
import type { Clock } from '../resource/clock.ts';
import { Halt } from './halt.ts';
import type { Patiently } from './journal-copies.ts';
import {
  heldBy,
  isDead,
  type Lock,
  type Locks,
  lockLost,
  type Owner,
  ownerOf,
  requestTimeoutMs,
} from './lock.ts';

/** The longest lease that the Blob service gives, in seconds, and the shortest time that has to be left of it. */
const longest = { leaseSeconds: 60, timeoutMs: requestTimeoutMs };
/** How often something is looked at that other processes change. */
const lookEveryMs = 1_000;
/** For so long whoever has just taken a lease may not have said yet who it is. */
const introductionMs = 3_000;

/**
 * Locks as leases of blobs, for processes of several machines. A holder writes only while its lease outlasts the
 * request, so that whoever gets it next finds nothing on its way. `clock` is the machine's own time.
 */
export function leasedLocks(
  container: BlobContainer,
  folder: string,
  ports: { readonly clock: Clock; readonly patiently: Patiently },
  { leaseSeconds, timeoutMs } = longest,
): Locks {
  const { leases } = container;
  const { clock } = ports;
  const nameOf = (stamp: string): string => `${folder}/${stamp.replaceAll('/', '.')}.lock`;
  const refusing = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await ports.patiently(call);
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      throw new Refusal([unreachable(container, error)], 4);
    }
  };
  const ownerIn = async (name: string): Promise<Owner | undefined> =>
    ownerFrom((await refusing(() => container.read(name))) ?? '');
  const takingOver = `A process that has died lets go of it by itself within ${leaseSeconds} s: run the same command again then.`;

  /** Resolves when the lease is ours; refuses when somebody holds it who may be alive. */
  const take = async (stamp: string, leaseId: string, say?: (text: string) => void): Promise<number> => {
    const name = nameOf(stamp);
    const since = clock.now();
    let told = false;
    for (;;) {
      const askedAt = clock.now();
      if (await refusing(() => leases.acquire(name, leaseId, leaseSeconds))) return askedAt;
      const owner = await ownerIn(name);
      const waited = clock.now() - since;
      const dead = owner !== undefined && isDead(owner);
      if (dead ? waited > (leaseSeconds + 5) * 1000 : owner || waited > introductionMs) {
        throw new Refusal([heldBy(stamp, owner, [takingOver])], 4);
      }
      if (dead && !told)
        say?.(`${stamp}: waiting for the lease of a process that has ended, up to ${leaseSeconds} s`);
      told ||= dead;
      await clock.sleep(lookEveryMs);
    }
  };

  return {
    held: async (stamp) => {
      const name = nameOf(stamp);
      if (!(await refusing(() => leases.isHeld(name)))) return undefined;
      const owner = await ownerIn(name);
      return owner && isDead(owner) ? undefined : heldBy(stamp, owner, [takingOver]);
    },
    acquire: async (stamp, holder, say) => {
      const mine = ownerOf(holder, randomUUID());
      const renewedAt = await take(stamp, mine.token, say);
      const lease = new Lease(container, nameOf(stamp), mine.token, {
        clock,
        leaseMs: leaseSeconds * 1000,
        renewedAt,
      });
      try {
        const said = await refusing(() => leases.write(nameOf(stamp), mine.token, JSON.stringify(mine)));
        if (!said) throw new Refusal([lockLost(stamp, 'its lease was broken at once')], 4);
      } catch (error) {
        // Nobody else will stop renewing it.
        await lease.release();
        throw error;
      }
      return lockOn(stamp, lease, timeoutMs, async () =>
        ownerFrom((await container.read(nameOf(stamp))) ?? ''),
      );
    },
  };
}

/** One lease, renewed while its holder lives. */
class Lease {
  readonly #container: BlobContainer;
  readonly #name: string;
  readonly #id: string;
  readonly #clock: Clock;
  readonly #leaseMs: number;
  readonly #ended = new AbortController();
  #renewedAt: number;
  #lost = false;
  #renewing: Promise<void> | undefined;
  #failure: ArmError | undefined;

  constructor(
    container: BlobContainer,
    name: string,
    id: string,
    { clock, leaseMs, renewedAt }: { clock: Clock; leaseMs: number; renewedAt: number },
  ) {
    this.#container = container;
    this.#name = name;
    this.#id = id;
    this.#clock = clock;
    this.#leaseMs = leaseMs;
    this.#renewedAt = renewedAt;
    void this.#keep();
  }

  /** Undefined once it is ours for so long at least; else why it is not any more. */
  async outlasts(durationMs: number): Promise<string | undefined> {
    while (!this.#lost && this.#leftMs() < durationMs) {
      await this.#renewed();
      if (!this.#failure) continue;
      if (this.#leftMs() < 0) return `its lease could not be renewed: ${this.#failure.code}`;
      await this.#clock.sleep(lookEveryMs);
    }
    return this.#lost ? 'its lease ended or was broken, and may be held by somebody else' : undefined;
  }

  /** Milliseconds for which it certainly is ours still; negative when that time is over. */
  #leftMs(): number {
    return this.#renewedAt + this.#leaseMs - this.#clock.now();
  }

  /** Asks for it anew. One that nobody else has taken meanwhile comes back even after its end. */
  #renewed(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  async release(): Promise<void> {
    this.#ended.abort();
    await this.#renewing;
    if (this.#lost) return;
    try {
      await this.#container.leases.write(this.#name, this.#id, '');
      await this.#container.leases.release(this.#name, this.#id);
    } catch (error) {
      // It ends by itself.
      if (!(error instanceof ArmError)) throw error;
    }
  }

  async #renew(): Promise<void> {
    const askedAt = this.#clock.now();
    try {
      if (await this.#container.leases.renew(this.#name, this.#id)) {
        this.#renewedAt = askedAt;
        this.#failure = undefined;
      } else this.#lost = true;
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      this.#failure = error;
    }
  }

  async #keep(): Promise<void> {
    const { signal } = this.#ended;
    while (!this.#lost && !signal.aborted) {
      await this.#clock.sleep(this.#leaseMs / 20, signal).catch(() => undefined);
      if (!signal.aborted) await this.#renewed();
    }
  }
}

function lockOn(
  stamp: string,
  lease: Lease,
  timeoutMs: number,
  owner: () => Promise<Owner | undefined>,
): Lock {
  return {
    mayWrite: async () => {
      const why = await lease.outlasts(timeoutMs);
      if (why !== undefined) throw new Halt(lockLost(stamp, why, await owner().catch(() => undefined)));
    },
    release: () => lease.release(),
  };
}

function ownerFrom(text: string): Owner | undefined {
  try {
    return text === '' ? undefined : (JSON.parse(text) as Owner);
  } catch {
    return undefined;
  }
}

function unreachable({ url }: BlobContainer, error: ArmError): Problem {
  const { code, what, ...rest } = problemFrom(error, undefined);
  return { ...rest, code: 'GT-STATE-UNREACHABLE', what: `the container ${url} refused: ${code}, ${what}` };
}
