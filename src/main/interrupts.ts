import { setMaxListeners } from 'node:events';
import { exit } from '../commands/exit-code.ts';
import type { Interrupts } from '../commands/ports.ts';

/** Listens for Ctrl-C and SIGTERM until it is stopped. */
export function listenForInterrupts(): Interrupts & { stop(): void } {
  const controller = new AbortController();
  // Every run of a fleet listens.
  setMaxListeners(0, controller.signal);
  let held = 0;
  const onInterrupt = (): void => {
    // The journal is on disk at any moment, and the wizard has kept every answer.
    if (held === 0 || controller.signal.aborted) process.exit(exit.interrupted);
    controller.abort();
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  return {
    signal: controller.signal,
    hold: () => {
      held += 1;
      return () => {
        held -= 1;
      };
    },
    stop: () => {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onInterrupt);
    },
  };
}
