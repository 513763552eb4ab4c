import { emitKeypressEvents } from 'node:readline';
import type { Key } from './fleet-keys.ts';

/** The process as its terminal and its shell see it. */
export interface Job {
  /** What the terminal itself sends to everything that runs in its foreground, when it isn't told to hand keys on. */
  signal(name: 'SIGINT' | 'SIGQUIT' | 'SIGTSTP'): void;
  /** Whether it may read from its terminal and set it: in the background either stops it. */
  inForeground(): boolean;
  /** Calls back whenever it goes on after having been stopped, until the returned function is called. */
  onContinued(callback: () => void): () => void;
  /** Calls back when the process ends, however it does, until the returned function is called. */
  onExit(callback: () => void): () => void;
}

/** What is read, and by whom. */
export interface KeyboardSettings {
  readonly input: NodeJS.ReadStream;
  readonly job: Job;
  readonly onKey: (key: Key) => void;
  /** Ctrl-Z: called with the terminal as it was before; the process stops as soon as it says so. */
  readonly onSuspend: () => void;
}

/** Keys that are being read. */
export interface Keyboard {
  /** Whether anybody listens to them now. */
  readonly listens: boolean;
  close(): void;
}

/**
 * Reads keys one by one. The terminal then makes no signals of keys any more, so that Ctrl-C, Ctrl-\ and Ctrl-Z are
 * passed on as what they are. It is set back whenever nobody listens, and whatever ends the process. Reading never
 * keeps the process alive.
 */
export function openKeyboard({ input, job, onKey, onSuspend }: KeyboardSettings): Keyboard {
  let listens = false;
  const quiet = (): void => {
    if (!listens) return;
    listens = false;
    input.off('keypress', pressed);
    input.setRawMode(false);
    input.pause();
    input.ref();
  };
  const listen = (): void => {
    quiet();
    if (!job.inForeground()) return;
    listens = true;
    input.on('keypress', pressed);
    input.setRawMode(true);
    input.resume();
    input.unref();
  };
  function pressed(_text: string | undefined, key: Key): void {
    if (key.sequence === '\u0003') job.signal('SIGINT');
    else if (key.sequence === '\u001C') {
      quiet();
      job.signal('SIGQUIT');
    } else if (key.sequence === '\u001A') {
      quiet();
      onSuspend();
    } else onKey(key);
  }
  emitKeypressEvents(input);
  listen();
  // Shells give a terminal back as they like to have it.
  const left = [job.onContinued(listen), job.onExit(quiet)];
  return {
    get listens() {
      return listens;
    },
    close: () => {
      for (const leave of left) leave();
      quiet();
    },
  };
}
