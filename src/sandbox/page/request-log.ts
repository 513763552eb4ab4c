/** One request that was answered. `status` null: the connection was lost. */
export interface Logged {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  /** Code of a refusal. */
  readonly code: string | undefined;
}

const kept = 200;

/** The latest requests of this process, and whoever wants to hear of the next ones. */
export class RequestLog {
  readonly #recent: Logged[] = [];
  readonly #listeners = new Set<(logged: Logged) => void>();

  add(logged: Logged): void {
    this.#recent.push(logged);
    if (this.#recent.length > kept) this.#recent.shift();
    for (const listener of this.#listeners) listener(logged);
  }

  /** Oldest first. */
  recent(): readonly Logged[] {
    return this.#recent;
  }

  /** Hears every request from now on, until the returned function is called. */
  listen(listener: (logged: Logged) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
