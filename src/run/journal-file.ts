import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../problems/problem.ts';
import { JOURNAL_FORMAT, type Journal, type JournalEntry, type JournalStore } from './journal.ts';

/** Journals as files: one JSON object a line, `RUNID.jsonl`, readable by their owner only. */
export function journalFiles(folder: string): JournalStore {
  const fileOf = (runId: string): string => join(folder, `${runId}.jsonl`);
  return {
    create: async (runId) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return appender(runId, openSync(fileOf(runId), 'ax', 0o600), folder);
    },
    open: async (runId) => {
      const torn = !readFileSync(fileOf(runId), 'utf8').endsWith('\n');
      const file = openSync(fileOf(runId), 'a', 0o600);
      // A line that a power loss tore stays alone on its line, where reading skips it.
      if (torn) writeSync(file, '\n');
      return appender(runId, file, folder);
    },
    read: async (runId) => entriesOf(readFileSync(fileOf(runId), 'utf8'), runId),
    list: async () => {
      if (!existsSync(folder)) return [];
      const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
      return names.map((name) => name.slice(0, -'.jsonl'.length)).sort();
    },
  };
}

/** Appends and syncs; the folder too on the first line, so that the file itself survives a power loss. */
function appender(runId: string, file: number, folder: string): Journal {
  syncFolder(folder);
  return {
    runId,
    append: async (entry) => {
      writeSync(file, `${JSON.stringify(entry)}\n`);
      fsyncSync(file);
      if (entry.entry === 'end' && entry.outcome !== 'kept') closeSync(file);
    },
  };
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function entriesOf(text: string, runId: string): JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (const line of text.split('\n')) {
    const entry = parseLine(line);
    if (entry) entries.push(entry);
  }
  const [first] = entries;
  if (first?.entry === 'run' && first.format > JOURNAL_FORMAT) {
    throw new Refusal(
      [
        {
          code: 'GT-JOURNAL-NEWER',
          what: `the journal of run ${runId} has format ${first.format}, this Gotthard knows ${JOURNAL_FORMAT}`,
          why: 'it was written by a newer version',
          next: ['Update Gotthard, then run the same command again.'],
        },
      ],
      4,
    );
  }
  return entries;
}

/** A torn line is no entry: what it was to announce had not begun. */
function parseLine(line: string): JournalEntry | undefined {
  try {
    return line === '' ? undefined : (JSON.parse(line) as JournalEntry);
  } catch {
    return undefined;
  }
}
