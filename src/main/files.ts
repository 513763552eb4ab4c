import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Files } from '../commands/ports.ts';
import { Refusal } from '../problems/problem.ts';
import { unwritable } from '../run/unwritable.ts';

/** Files of this folder: written whole or not at all, readable by their owner only. */
export function files(): Files {
  return {
    read: async (path) => {
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    write: async (path, text) => {
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await writeFileAtomic(path, text, { mode: 0o600 });
      } catch (error) {
        throw new Refusal([unwritable('GT-FILE-UNWRITABLE', 'the file', path, error)], 4);
      }
    },
    remove: (path) => rm(path, { force: true }),
    list: async (folder) => {
      try {
        const entries = await readdir(folder, { withFileTypes: true });
        return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
      } catch (error) {
        if (
          error instanceof Error &&
          'code' in error &&
          (error.code === 'ENOENT' || error.code === 'ENOTDIR')
        )
          return [];
        throw error;
      }
    },
  };
}
