import type { Clock } from '../resource/clock.ts';

/** Reads and writes that ARM grants a subscription and principal: a bucket that refills steadily. */
export interface Bucket {
  readonly size: number;
  readonly perSecond: number;
}

/**
 * ARM's documented buckets per subscription and principal (Azure Resource Manager request limits, 2024 on): 250 reads
 * with 25 a second, 200 writes with 10 a second. A tenth stays free for others who use the same sign-in.
 */
export const armBuckets = {
  reads: { size: 225, perSecond: 22.5 },
  writes: { size: 180, perSecond: 9 },
} as const;

/** Hands out tokens, so that the refusal for asking too often is avoided rather than retried. */
export class TokenBucket {
  readonly #bucket: Bucket;
  readonly #clock: Clock;
  #tokens: number;
  #at: number;

  constructor(bucket: Bucket, clock: Clock) {
    this.#bucket = bucket;
    this.#clock = clock;
    this.#tokens = bucket.size;
    this.#at = clock.now();
  }

  /** Resolves when one more request may leave. */
  async take(signal?: AbortSignal): Promise<void> {
    this.#refill();
    this.#tokens -= 1;
    if (this.#tokens >= 0) return;
    await this.#clock.sleep((-this.#tokens / this.#bucket.perSecond) * 1000, signal);
  }

  #refill(): void {
    const now = this.#clock.now();
    this.#tokens = Math.min(
      this.#bucket.size,
      this.#tokens + ((now - this.#at) / 1000) * this.#bucket.perSecond,
    );
    this.#at = now;
  }
}
