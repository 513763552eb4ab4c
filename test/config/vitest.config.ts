import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Many processes at once, which take the machine for themselves: by `npm run race`. */
const race = 'test/race/**/*.test.ts';
/** Tests that start the real program; what a file has started ends with it. */
const processes = [
  'test/stories/**/*.test.ts',
  'test/serve/**/*.test.ts',
  ...(process.env['GOTTHARD_PROCESSES'] ? [race] : []),
];

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    pool: 'forks',
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ['test/config/held-to-contract.ts'],
    projects: [
      { extends: true, test: { name: 'processes', include: processes } },
      {
        extends: true,
        // No module here keeps a state of its own, so a worker loads the SDKs once for all of its files.
        test: {
          name: 'in process',
          include: ['test/**/*.test.ts'],
          exclude: [...processes, race],
          isolate: false,
        },
      },
    ],
  },
});
