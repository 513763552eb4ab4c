import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';

/** Many processes, at once or killed one after another, which take the machine for themselves: by `npm run race`. */
const race = 'test/race/**/*.test.ts';
/** Clients of others, which start a process for each request: by `npm run clients`. */
const clients = 'test/clients/**/*.test.ts';
/** Each of them by its own command alone. */
const apart = [
  ...(process.env['GOTTHARD_PROCESSES'] ? [] : [race]),
  ...(process.env['GOTTHARD_CLIENTS'] ? [] : [clients]),
];

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    pool: 'forks',
    // One more than there are processors: tests of processes wait for those.
    maxWorkers: availableParallelism() + 1,
    // Clouds come and go by the hundred: most of them never get old.
    execArgv: ['--max-semi-space-size=64'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // No module here keeps a state that matters to the next file, so a worker loads the SDKs once for all of its files.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // What ends last is registered first.
    setupFiles: ['test/config/held-to-contract.ts', 'test/config/ends-what-it-started.ts'],
    include: ['test/**/*.test.ts'],
    exclude: apart,
  },
});
