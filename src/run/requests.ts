import type { Clock } from '../resource/clock.ts';
import type { Bucket } from './buckets.ts';
import { armBuckets, TokenBucket } from './buckets.ts';
import { retrying } from './retry.ts';

/** Every request of a run goes through here: within ARM's buckets, tried again as the table of its codes says. */
export class Requests {
  readonly #clock: Clock;
  readonly #signal: AbortSignal | undefined;
  #reads: TokenBucket;
  #writes: TokenBucket;
  #mayWrite: () => Promise<void> = async () => undefined;

  constructor(clock: Clock, signal?: AbortSignal, buckets: { reads: Bucket; writes: Bucket } = armBuckets) {
    this.#clock = clock;
    this.#signal = signal;
    this.#reads = new TokenBucket(buckets.reads, clock);
    this.#writes = new TokenBucket(buckets.writes, clock);
  }

  /** The same within the same buckets, with something that every write has to pass just before it leaves. */
  behind(mayWrite: () => Promise<void>): Requests {
    const behind = new Requests(this.#clock, this.#signal);
    behind.#reads = this.#reads;
    behind.#writes = this.#writes;
    behind.#mayWrite = mayWrite;
    return behind;
  }

  /** A read, tried again where that can help. */
  read<T>(call: () => Promise<T>): Promise<T> {
    return this.again(() => this.readOnce(call));
  }

  /** A read whose failure its caller wants to judge. */
  async readOnce<T>(call: () => Promise<T>): Promise<T> {
    await this.#reads.take(this.#signal);
    return call();
  }

  /** One attempt at a write; whoever calls decides whether to try again. */
  async writeOnce<T>(call: () => Promise<T>): Promise<T> {
    await this.#writes.take(this.#signal);
    await this.#mayWrite();
    return call();
  }

  /** Tries a whole sequence again as the table says. */
  again<T>(sequence: () => Promise<T>, told?: (code: string, waitMs: number) => void): Promise<T> {
    return retrying(sequence, {
      clock: this.#clock,
      signal: this.#signal,
      ...(told ? { retrying: told } : {}),
    });
  }

  sleep(durationMs: number): Promise<void> {
    return this.#clock.sleep(durationMs, this.#signal);
  }

  now(): number {
    return this.#clock.now();
  }
}
