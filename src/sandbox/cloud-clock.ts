/**
 * Cloud time in one process. It runs at the process's own pace, and never behind what the store has seen: another
 * process may be ahead, or somebody has advanced the clock.
 */
export class CloudClock {
  readonly #own: () => number;
  #ahead = 0;

  /** @param own the process's own time in ms since the epoch; may be virtual. */
  constructor(own: () => number) {
    this.#own = own;
  }

  /** Cloud time in ms since the epoch. */
  readonly now = (): number => this.#own() + this.#ahead;

  /** Goes on from a moment that the store has seen, if that lies ahead. */
  readonly keepUp = (seen: number): void => {
    this.#ahead = Math.max(this.#ahead, seen - this.#own());
  };
}
