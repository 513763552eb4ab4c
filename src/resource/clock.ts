/**
 * All waiting and all times go through this port. Times are cloud time: equal to the machine's on Azure,
 * scaled or virtual in the sandbox.
 */
export interface Clock {
  /** Cloud time in milliseconds since the epoch. */
  now(): number;
  /** Resolves after so many milliseconds of cloud time; rejects with the signal's reason when it aborts. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}
