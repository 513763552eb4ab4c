import { armCode } from '../problems/arm-codes.ts';
import { ArmError } from '../problems/arm-error.ts';
import type { Clock } from '../resource/clock.ts';

export interface RetryPorts {
  readonly clock: Clock;
  /** Told before each wait. */
  readonly retrying?: (code: string, waitMs: number) => void;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which nothing is tried again, whatever the table says. */
  readonly forMs?: number;
}

/** The longest single wait that is not asked for by Azure. */
const longestWaitMs = 30_000;

/**
 * Calls until it works, or until its refusal is final. The bound of each code is in the table of ARM's codes; a
 * `Retry-After` is honoured exactly. Everything that isn't in the table fails at once.
 */
export async function retrying<T>(call: () => Promise<T>, ports: RetryPorts): Promise<T> {
  const firstSeen = new Map<string, number>();
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const waitMs = error instanceof ArmError ? waitBefore(error, attempt, firstSeen, ports) : undefined;
      if (waitMs === undefined) throw error;
      ports.retrying?.((error as ArmError).code, waitMs);
      await ports.clock.sleep(waitMs, ports.signal);
    }
  }
}

/** Milliseconds to wait before the next attempt, or undefined when the refusal is final. */
function waitBefore(
  error: ArmError,
  attempt: number,
  firstSeen: Map<string, number>,
  { clock, forMs = Number.POSITIVE_INFINITY }: RetryPorts,
): number | undefined {
  const now = clock.now();
  const { retry } = armCode(error.code, error.status);
  if (!retry) return undefined;
  const since = firstSeen.get(error.code) ?? now;
  firstSeen.set(error.code, since);
  const waitMs =
    error.retryAfterMs ??
    Math.min(retry.everyMs * 2 ** Math.min(attempt, 4) * spread(attempt), longestWaitMs);
  return now - since + waitMs > Math.min(retry.forMs, forMs) ? undefined : waitMs;
}

/** A fifth more or less, so that parallel attempts don't stay in step; the same for the same attempt. */
function spread(attempt: number): number {
  return 0.8 + ((attempt * 7) % 5) * 0.1;
}
