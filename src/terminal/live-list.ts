import { DefaultRenderer, Listr, ListrLogger, ProcessOutput, Spinner } from 'listr2';
import type { Block } from './progress-lines.ts';
import { finish, type Screen } from './screen.ts';

/** A list that is being redrawn until it is closed. */
export interface LiveList {
  /** Ends with one last drawing, which stays. */
  close(): Promise<void>;
}

/** Draws whatever the stream, since the caller has decided that it may be redrawn. */
class LiveRenderer extends DefaultRenderer {
  static override nonTTY = true;
}

/** Listr's spinner as the pulse of the list: every beat asks for the blocks again. */
class Pulse extends Spinner {
  readonly #beat: () => void;

  constructor(beat: () => void) {
    super();
    this.#beat = beat;
  }

  // Signs are part of our own headings.
  override fetch(): string {
    return '';
  }

  override start(draw?: () => void, interval?: number): void {
    super.start(() => {
      this.#beat();
      draw?.();
    }, interval);
  }
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const plainFrames = ['-', '\\', '|', '/'];

/**
 * Opens a Listr2 list whose only task is whatever `blocks` gives at each beat. Listr draws; what is shown, and
 * how much of it, is decided here, because Listr lets a list grow beyond the terminal. It installs no signal
 * handlers: an interrupt belongs to the run.
 */
export function openLiveList(screen: Screen, blocks: (spinner: string) => readonly Block[]): LiveList {
  let position = 0;
  let close: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const turning = screen.unicode ? frames : plainFrames;
  const text = (): string => {
    position = (position + 1) % turning.length;
    const lines = blocks(turning[position] ?? '').flatMap((block) => [
      block.heading,
      ...block.lines,
      ...block.waiting,
    ]);
    return finish(lines, screen).trimEnd();
  };
  let draw: () => void = () => undefined;
  const list = new Listr(
    [
      {
        title: text(),
        task: (_context, task) => {
          draw = () => {
            task.title = text();
          };
          return closed;
        },
      },
    ],
    {
      renderer: LiveRenderer,
      registerSignalListeners: false,
      exitOnError: false,
      rendererOptions: {
        indentation: 0,
        icon: { PENDING: '', COMPLETED: '' },
        spinner: new Pulse(() => draw()),
        logger: new ListrLogger({ useIcons: true, processOutput: new ProcessOutput(screen.stream) }),
      },
    },
  );
  const running = list.run();
  return {
    async close() {
      draw();
      close();
      await running;
    },
  };
}
