import { Refusal } from '../problems/problem.ts';
import { Halt } from './halt.ts';
import type { Journal, JournalEntry } from './journal.ts';

/** Whether a write may leave now: resolves when it may, throws a Halt when it may not any more. */
export type MayWrite = () => Promise<void>;

/**
 * Stands between a run and everything it changes. The first Halt closes it for good: nothing is sent and nothing is
 * written down any more, while what is in flight settles.
 */
export class Fence {
  readonly #mayWrite: MayWrite;
  readonly #closed = new AbortController();
  #halt: Halt | undefined;

  constructor(mayWrite: MayWrite) {
    this.#mayWrite = mayWrite;
  }

  /** Aborted once it is closed: start nothing new. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Throws the Halt that has closed it. */
  check(): void {
    if (this.#halt) throw this.#halt;
  }

  /** To be passed by every write just before it leaves. */
  async pass(): Promise<void> {
    await this.#guarded(this.#mayWrite);
  }

  /** Closes it when the sign-in is refused: without one nothing can be finished, nor undone. */
  async signedIn<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Refusal) throw this.#close(new Halt(error.problems[0]));
      throw error;
    }
  }

  /** A journal that is silent once this is closed: by then it may be somebody else's to write. */
  journal({ runId, append }: Journal, appended: (entry: JournalEntry) => void): Journal {
    return {
      runId,
      append: async (entry) => {
        await this.#guarded(() => append(entry));
        appended(entry);
      },
    };
  }

  async #guarded(act: () => Promise<void>): Promise<void> {
    this.check();
    try {
      await act();
    } catch (error) {
      throw error instanceof Halt ? this.#close(error) : error;
    }
    this.check();
  }

  #close(halt: Halt): Halt {
    this.#halt ??= halt;
    this.#closed.abort();
    return halt;
  }
}
