import type { Show } from '../commands/ports.ts';
import type { Problem } from '../problems/problem.ts';
import type { RunEvent } from '../run/events.ts';

/** What tells that nothing is pending any more: Node's process. */
export interface Idle {
  once(event: 'beforeExit', listener: () => void): unknown;
  off(event: 'beforeExit', listener: () => void): unknown;
}

/**
 * A command that has not ended while nothing is pending any more waits for something that never comes. Instead of
 * ending in silence it says what that is.
 */
export class Watchdog {
  readonly #inFlight = new Map<string, string>();

  /** The same screen, on which the dog keeps an eye. */
  watching(show: Show): Show {
    return {
      ...show,
      progress: (plans) => {
        const progress = show.progress(plans);
        return {
          on: (event) => {
            this.#note(event);
            progress.on(event);
          },
          away: (work) => progress.away(work),
          end: () => progress.end(),
        };
      },
    };
  }

  /** Until the returned function is called, `bark` is told when everything has come to rest. */
  on(idle: Idle, bark: (problem: Problem) => void): () => void {
    const stuck = (): void => bark(this.#problem());
    idle.once('beforeExit', stuck);
    return () => {
      idle.off('beforeExit', stuck);
    };
  }

  #note(event: RunEvent): void {
    if (event.event === 'action-started') this.#inFlight.set(event.id, `${event.action} ${event.id}`);
    if (event.event === 'action-done' || event.event === 'action-failed') this.#inFlight.delete(event.id);
  }

  #problem(): Problem {
    const waiting = [...this.#inFlight.values()];
    return {
      code: 'GT-STUCK',
      what:
        waiting.length === 0
          ? 'the command has not ended, and nothing is going on any more'
          : `nothing is going on any more, and these have not ended: ${waiting.join(', ')}`,
      why: 'this is a defect of Gotthard; its journal is whole',
      next: ['gotthard runs list shows what can be resumed or rolled back.', 'Report it, with --trace.'],
    };
  }
}
