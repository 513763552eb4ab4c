import { randomUUID } from 'node:crypto';
import { ArmError } from '../problems/arm-error.ts';
import { problemFrom } from '../problems/from-arm.ts';
import { type Problem, Refusal } from '../problems/problem.ts';
import type { Clock } from '../resource/clock.ts';
import type { LeasePlace } from '../resource/leases.ts';
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

/** How long leases last, how often they are renewed, and the shortest time that has to be left for a write. */
export interface LeaseTimes {
  readonly leaseSeconds: number;
  /** Seconds after which a lock can be taken whose holder has died anywhere. */
  readonly freeAfterSeconds: number;
  readonly renewEveryMs: number;
  readonly timeoutMs: number;
}
/** The longest lease that the Blob service gives. */
const blobLease: LeaseTimes = {
  leaseSeconds: 60,
  freeAfterSeconds: 60,
  renewEveryMs: 3_000,
  timeoutMs: requestTimeoutMs,
};
/** What is renewed through Azure Resource Manager counts against its limits: two writes a minute for each lock. */
export const recordLease: LeaseTimes = {
  leaseSeconds: 180,
  freeAfterSeconds: 480,
  renewEveryMs: 30_000,
  timeoutMs: requestTimeoutMs,
};
/** For so long whoever has just taken a lease may not have said yet who it is. */
const introductionMs = 3_000;

/**
 * Locks as leases of blobs or of records, for processes of several machines. A holder writes only while its lease outlasts the
 * request, so that whoever gets it next finds nothing on its way. `clock` is the machine's own time.
 */
export function leasedLocks(
  place: LeasePlace,
  nameOf: (stamp: string) => string,
  ports: { readonly clock: Clock; readonly patiently: Patiently },
  times: LeaseTimes = blobLease,
): Locks {
  const { leases } = place;
  const { leaseSeconds, freeAfterSeconds, timeoutMs } = times;
  const lookEveryMs = lookingEveryMs(times);
  const { clock } = ports;
  const refusing = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await ports.patiently(call);
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      throw new Refusal([unreachable(place, error)], 4);
    }
  };
  const ownerIn = async (name: string): Promise<Owner | undefined> =>
    ownerFrom((await refusing(() => place.read(name))) ?? '');
  const takingOver = `A process that has died lets go of it by itself within ${freeAfterSeconds} s: run the same command again then.`;

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
      if (dead ? waited > leaseSeconds * 1000 + 5 * lookEveryMs : owner || waited > introductionMs) {
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
      const lease = new Lease(place, nameOf(stamp), mine.token, { clock, ...times, renewedAt });
      try {
        const said = await refusing(() => leases.write(nameOf(stamp), mine.token, JSON.stringify(mine)));
        if (!said) throw new Refusal([lockLost(stamp, 'its lease was broken at once')], 4);
      } catch (error) {
        // Nobody else will stop renewing it.
        await lease.release();
        throw error;
      }
      return lockOn(stamp, lease, timeoutMs, async () => ownerFrom((await place.read(nameOf(stamp))) ?? ''));
    },
  };
}

/** How often something is looked at that other processes change: every second for a lease of a minute. */
function lookingEveryMs({ leaseSeconds }: Pick<LeaseTimes, 'leaseSeconds'>): number {
  return (leaseSeconds * 1000) / 60;
}

/** One lease, renewed while its holder lives. */
class Lease {
  readonly #place: LeasePlace;
  readonly #name: string;
  readonly #id: string;
  readonly #clock: Clock;
  readonly #leaseMs: number;
  readonly #renewEveryMs: number;
  readonly #lookEveryMs: number;
  readonly #ended = new AbortController();
  #renewedAt: number;
  #lost = false;
  #renewing: Promise<void> | undefined;
  /** Code of what kept it from being renewed. */
  #failure: string | undefined;

  constructor(
    place: LeasePlace,
    name: string,
    id: string,
    { clock, leaseSeconds, renewEveryMs, renewedAt }: LeaseTimes & { clock: Clock; renewedAt: number },
  ) {
    this.#place = place;
    this.#name = name;
    this.#id = id;
    this.#clock = clock;
    this.#leaseMs = leaseSeconds * 1000;
    this.#renewEveryMs = renewEveryMs;
    this.#lookEveryMs = lookingEveryMs({ leaseSeconds });
    this.#renewedAt = renewedAt;
    void this.#keep();
  }

  /** Undefined once it is ours for so long at least; else why it is not any more. */
  async outlasts(durationMs: number): Promise<string | undefined> {
    while (!this.#lost && this.#leftMs() < durationMs) {
      await this.#renewed();
      if (!this.#failure) continue;
      if (this.#leftMs() < 0) return `its lease could not be renewed: ${this.#failure}`;
      await this.#clock.sleep(this.#lookEveryMs);
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
      await this.#place.leases.write(this.#name, this.#id, '');
      await this.#place.leases.release(this.#name, this.#id);
    } catch (error) {
      // It ends by itself.
      codeOf(error);
    }
  }

  async #renew(): Promise<void> {
    const askedAt = this.#clock.now();
    try {
      if (await this.#place.leases.renew(this.#name, this.#id)) {
        this.#renewedAt = askedAt;
        this.#failure = undefined;
      } else this.#lost = true;
    } catch (error) {
      this.#failure = codeOf(error);
    }
  }

  async #keep(): Promise<void> {
    const { signal } = this.#ended;
    while (!this.#lost && !signal.aborted) {
      await this.#clock.sleep(this.#renewEveryMs, signal).catch(() => undefined);
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

/** What was refused, or what the sign-in, which may have lapsed, was; anything else is a fault of ours. */
function codeOf(error: unknown): string {
  if (error instanceof Refusal) return error.problems[0].code;
  if (error instanceof ArmError) return error.code;
  throw error;
}

function ownerFrom(text: string): Owner | undefined {
  try {
    return text === '' ? undefined : (JSON.parse(text) as Owner);
  } catch {
    return undefined;
  }
}

function unreachable({ url }: LeasePlace, error: ArmError): Problem {
  const { code, what, ...rest } = problemFrom(error, undefined);
  return {
    ...rest,
    code: 'GT-STATE-UNREACHABLE',
    what: `${url}, where locks live, refused: ${code}, ${what}`,
  };
}
