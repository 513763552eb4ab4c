import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { Halt } from './halt.ts';
import type { JournalStore } from './journal.ts';
import { type Appender, type JournalMedium, journalStore } from './journal-store.ts';
import { unwritable } from './unwritable.ts';

/** Files in a folder, which can also be replaced as a whole. */
export interface FileMedium extends JournalMedium {
  replace(runId: string, text: string): Promise<void>;
}

/** Journals as files in a folder: one JSON object a line, `RUNID.jsonl`, readable by their owner only. */
export function journalFiles(folder: string): JournalStore {
  return journalStore(fileMedium(folder));
}

export function fileMedium(folder: string): FileMedium {
  const fileOf = (runId: string): string => join(folder, `${runId}.jsonl`);
  const makeFolder = (): void => void mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    create: async (runId) =>
      halting(fileOf(runId), () => {
        makeFolder();
        const file = openSync(fileOf(runId), 'ax', 0o600);
        syncFolder(folder);
        return appender(file, fileOf(runId));
      }),
    open: async (runId) =>
      halting(fileOf(runId), () => {
        const torn = !readFileSync(fileOf(runId), 'utf8').endsWith('\n');
        const file = openSync(fileOf(runId), 'a', 0o600);
        // A line that a power loss tore stays alone on its line, where reading skips it.
        if (torn) writeAll(file, '\n');
        return appender(file, fileOf(runId));
      }),
    read: async (runId) =>
      existsSync(fileOf(runId)) ? { text: readFileSync(fileOf(runId), 'utf8') } : undefined,
    replace: async (runId, text) => {
      try {
        makeFolder();
        await writeFileAtomic(fileOf(runId), text, { mode: 0o600 });
      } catch (error) {
        throw haltOf(fileOf(runId), error);
      }
    },
    discard: async (runId) => rmSync(fileOf(runId), { force: true }),
    list: async () => {
      if (!existsSync(folder)) return [];
      const names = halting(folder, () => readdirSync(folder)).filter((name) => name.endsWith('.jsonl'));
      return names.map((name) => name.slice(0, -'.jsonl'.length)).sort();
    },
    repair: (runId) => [
      `Put ${fileOf(runId)} back from a backup, then run the same command again.`,
      `Or move it away: gotthard plan shows what exists, which is read from Azure and known by its tags.`,
    ],
  };
}

/** Appends and syncs, as long as nobody else does: a second writer means that this one's lock is gone. */
function appender(file: number, path: string): Appender {
  let size = fstatSync(file).size;
  return {
    append: async (line) =>
      halting(path, () => {
        if (fstatSync(file).size !== size) throw new Halt(writtenElsewhere(path));
        size += writeAll(file, `${line}\n`);
        fsyncSync(file);
      }),
    close: async () => closeSync(file),
  };
}

/** A full disk may take a part of a line. */
function writeAll(file: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  return bytes.length;
}

/** So that the file itself survives a power loss. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function halting<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw haltOf(path, error);
  }
}

function haltOf(path: string, error: unknown): Halt {
  return error instanceof Halt
    ? error
    : new Halt(unwritable('GT-JOURNAL-UNWRITABLE', 'the journal', path, error));
}

function writtenElsewhere(path: string) {
  return {
    code: 'GT-JOURNAL-SHARED',
    what: `another process writes the journal ${path}`,
    why: 'it took this run over, since this process had not renewed its lock for too long',
    next: ['gotthard runs list'],
  } as const;
}
