import { ArmError } from './errors.ts';

type Verb = 'reads' | 'writes' | 'deletes';

/** Token buckets per subscription and principal: size and refill a second, as Microsoft documents them. */
const limits: { readonly [verb in Verb]: { readonly size: number; readonly perSecond: number } } = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
};

/** ARM's request limits. Kept in memory: a bucket is no state of the cloud. */
export class Throttle {
  readonly #buckets = new Map<string, { left: number; at: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes one token; throws 429 with Retry-After when there is none. Answers the header with what is left. */
  take(method: string, subscription: string | undefined, principal: string): { [header: string]: string } {
    const verb: Verb =
      method === 'DELETE' ? 'deletes' : method === 'GET' || method === 'HEAD' ? 'reads' : 'writes';
    const { size, perSecond } = limits[verb];
    const scope = subscription === undefined ? 'tenant' : 'subscription';
    const key = `${subscription ?? ''} ${principal} ${verb}`;
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? { left: size, at: now };
    const left = Math.min(size, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond);
    if (left < 1) {
      this.#buckets.set(key, { left, at: now });
      const wait = String(Math.max(1, Math.ceil((1 - left) / perSecond)));
      const message = `Number of ${verb} for ${scope} '${subscription ?? ''}' exceeded the limit. Please try again after '${wait}' seconds.`;
      throw new ArmError(429, 'TooManyRequests', message, { headers: { 'retry-after': wait } });
    }
    this.#buckets.set(key, { left: left - 1, at: now });
    return { [`x-ms-ratelimit-remaining-${scope}-${verb}`]: String(Math.floor(left - 1)) };
  }
}
