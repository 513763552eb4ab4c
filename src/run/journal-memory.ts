import type { JournalMedium } from './journal-store.ts';

/** Journals that are gone with the process: for rehearsals. */
export function memoryMedium(): JournalMedium {
  const texts = new Map<string, string>();
  const appender = (runId: string) => ({
    append: async (line: string) => void texts.set(runId, `${texts.get(runId) ?? ''}${line}\n`),
    close: async () => undefined,
  });
  return {
    list: async () => [...texts.keys()],
    read: async (runId) => {
      const text = texts.get(runId);
      return text === undefined ? undefined : { text };
    },
    create: async (runId) => {
      texts.set(runId, '');
      return appender(runId);
    },
    open: async (runId) => appender(runId),
    discard: async (runId) => void texts.delete(runId),
    repair: () => ['There is only one copy.'],
  };
}
