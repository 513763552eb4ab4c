import { closeSync, openSync, writeSync } from 'node:fs';
import type { Trace } from '../azure/trace.ts';

/** Every attempt on ARM as a JSON line in a file that only its owner can read. */
export function traceFile(path: string): { trace: Trace; close: () => void } {
  const file = openSync(path, 'w', 0o600);
  return {
    trace: (exchange) => {
      writeSync(file, `${JSON.stringify(exchange)}\n`);
    },
    close: () => closeSync(file),
  };
}
