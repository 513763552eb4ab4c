import type { StampPlan } from '../plan/plan.ts';
import type { RunEvent } from '../run/events.ts';
import type { Show } from './ports.ts';

/**
 * The progress on the screen: taken away while somebody is asked, and put up again afterwards. Questions of several
 * stamps come one after the other.
 */
export class Live {
  readonly #show: Show;
  readonly #plans: readonly StampPlan[];
  #progress: ReturnType<Show['progress']> | undefined;
  #asking: Promise<unknown> = Promise.resolve();

  constructor(show: Show, plans: readonly StampPlan[]) {
    this.#show = show;
    this.#plans = plans;
  }

  on(event: RunEvent): void {
    this.#progress ??= this.#show.progress(this.#plans);
    this.#progress.on(event);
  }

  /** Says something before the progress is there. */
  say(text: string): void {
    if (!this.#progress) this.#show.text(text);
  }

  /** Asks with the progress taken away. */
  asking<T>(question: () => Promise<T>): Promise<T> {
    const answer = this.#asking.then(() => (this.#progress ? this.#progress.away(question) : question()));
    this.#asking = answer.catch(() => undefined);
    return answer;
  }

  async end(): Promise<void> {
    const progress = this.#progress;
    this.#progress = undefined;
    await progress?.end();
  }
}
