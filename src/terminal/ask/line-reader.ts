import { createInterface, type Interface } from 'node:readline';

/** Lines of an input, one at a time. Undefined at its end. */
export interface LineReader {
  next(): Promise<string | undefined>;
  close(): void;
}

/** Lines that came before anybody asked for them: a pipe delivers several at once. */
const early = new WeakMap<NodeJS.ReadableStream, string[]>();

/** Reads trimmed lines. Each reader hands what it did not use to the next one on the same input. */
export function lineReader(input: NodeJS.ReadableStream): LineReader {
  const waiting = early.get(input) ?? [];
  early.set(input, waiting);
  const lines: Interface = createInterface({ input, terminal: false });
  let ended = false;
  let wake: (() => void) | undefined;
  lines.on('line', (line) => {
    waiting.push(line.trim());
    wake?.();
  });
  lines.on('close', () => {
    ended = true;
    wake?.();
  });
  return {
    async next() {
      while (waiting.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return waiting.shift();
    },
    close: () => lines.close(),
  };
}
