import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../resource/clock.ts';

/** The machine's own time. */
export function systemClock(): Clock {
  return scaledClock(1);
}

/** Cloud time that runs so many times faster than the machine's. */
export function scaledClock(factor: number, startedAt = Date.now()): Clock {
  const origin = performance.now();
  return {
    now: () => Math.round(startedAt + (performance.now() - origin) * factor),
    sleep: async (durationMs, signal) => {
      await wait(Math.max(0, durationMs) / factor, undefined, signal ? { signal } : {});
    },
  };
}

interface Sleeper {
  readonly dueAt: number;
  readonly order: number;
  readonly wake: () => void;
}

/**
 * Cloud time that stands still while anything works, and leaps to the next sleeper when all wait: an hour takes
 * milliseconds, and the same run takes the same steps.
 */
export function virtualClock(startsAt: number): Clock {
  let now = startsAt;
  let order = 0;
  let leaping = false;
  const sleepers: Sleeper[] = [];

  // Promise chains run to their end before an immediate does, so after one everything that can work has worked.
  const leap = (): void => {
    leaping = false;
    sleepers.sort((a, b) => a.dueAt - b.dueAt || a.order - b.order);
    const next = sleepers.shift();
    if (!next) return;
    now = Math.max(now, next.dueAt);
    next.wake();
    schedule();
  };
  const schedule = (): void => {
    if (leaping || sleepers.length === 0) return;
    leaping = true;
    setImmediate(() => setImmediate(leap));
  };

  return {
    now: () => now,
    sleep: (durationMs, signal) =>
      new Promise<void>((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const stop = (): void => {
          const index = sleepers.indexOf(sleeper);
          if (index !== -1) sleepers.splice(index, 1);
          reject(signal?.reason);
        };
        const wake = (): void => {
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        const sleeper = { dueAt: now + Math.max(0, durationMs), order: order++, wake };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', stop, { once: true });
        schedule();
      }),
  };
}
