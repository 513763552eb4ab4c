import { ArmError } from '../problems/arm-error.ts';
import { problemFrom } from '../problems/from-arm.ts';
import type { BlobContainer } from '../resource/blob-container.ts';
import { Halt } from './halt.ts';
import { readingOf } from './journal-chain.ts';
import type { FileMedium } from './journal-file.ts';
import type { Appender, JournalMedium, JournalText } from './journal-store.ts';

/** Calls again while the service is busy or out of reach. */
export type Patiently = <T>(call: () => Promise<T>) => Promise<T>;

/**
 * Journals as files here and as append blobs in a container, so that a run can be finished or undone from another
 * machine. A line is safe once both have it: here first, so that a line which the container lacks was never acted upon.
 */
export function copiedJournals(
  files: FileMedium,
  container: BlobContainer,
  folder: string,
  patiently: Patiently,
): JournalMedium {
  const nameOf = (runId: string): string => `${folder}/${runId}.jsonl`;
  const asked = <T>(call: () => Promise<T>): Promise<T> => halting(container, () => patiently(call));
  const blobOf = (runId: string): Promise<string | undefined> => asked(() => container.read(nameOf(runId)));
  return {
    list: async () => {
      const copied = await asked(() => container.list(`${folder}/`));
      const names = copied.filter((name) => name.endsWith('.jsonl'));
      const runIds = names.map((name) => name.slice(folder.length + 1, -'.jsonl'.length));
      return [...new Set([...(await files.list()), ...runIds])].sort();
    },
    read: async (runId) => {
      const here = await files.read(runId);
      const there = await blobOf(runId);
      return here === undefined || there === undefined
        ? (here ?? (there === undefined ? undefined : { text: there }))
        : joined(here.text, there);
    },
    create: async (runId) => {
      const file = await files.create(runId);
      try {
        await asked(() => container.create(nameOf(runId)));
      } catch (error) {
        await file.close();
        await files.discard(runId);
        throw error;
      }
      return both(file, blobAppender(container, nameOf(runId), 0, asked));
    },
    open: async (runId) => {
      const here = await files.read(runId);
      const there = await blobOf(runId);
      if (there !== undefined) {
        const { text, differsAt } = joined(here?.text ?? '', there);
        // Copies that differ are evidence: whoever reads them refuses to go on.
        if (text !== here?.text && differsAt === undefined) await files.replace(runId, text);
      }
      const file = await files.open(runId);
      const whole = (await files.read(runId))?.text ?? '';
      if (there === undefined) await asked(() => container.create(nameOf(runId)));
      const known = whole.startsWith(there ?? '') ? (there ?? '') : whole;
      const blob = blobAppender(container, nameOf(runId), Buffer.byteLength(known), asked);
      if (whole.length > known.length) await blob(whole.slice(known.length));
      return both(file, blob);
    },
    discard: async (runId) => {
      await files.discard(runId);
      await asked(() => container.remove(nameOf(runId)));
    },
    repair: (runId) => [
      `Compare ${container.url}/${nameOf(runId)} with the file: ${files.repair(runId)[0]}`,
      ...files.repair(runId).slice(1),
    ],
  };
}

/**
 * What two copies say together. One may lack the end of the other; the last line here may never have reached the
 * container, which is then right about what came after. Anything else is a difference to be told.
 */
function joined(here: string, there: string): JournalText {
  if (there.startsWith(here)) return { text: there };
  if (here.startsWith(there)) return { text: here };
  const withoutLast = here.slice(0, here.trimEnd().lastIndexOf('\n') + 1);
  if (there.startsWith(withoutLast) && isWhole(there.slice(withoutLast.length))) return { text: there };
  const theirs = there.split('\n');
  const differsAt = here.split('\n').findIndex((line, index) => line !== theirs[index]) + 1;
  return { text: there, differsAt };
}

/** Whether a text begins with a line that somebody has written to its end. */
function isWhole(text: string): boolean {
  const [line = ''] = text.split('\n');
  return text.length > line.length && readingOf(line, '').entries.length === 1;
}

/** Both have the line before anything that it announces leaves. */
function both(file: Appender, blob: (text: string) => Promise<void>): Appender {
  return {
    append: async (line, before) => {
      await file.append(line, before);
      await blob(`${line}\n`);
    },
    close: () => file.close(),
  };
}

/** Appends where the last line ended. An append whose answer was lost is known by what stands there. */
function blobAppender(
  container: BlobContainer,
  name: string,
  from: number,
  asked: <T>(call: () => Promise<T>) => Promise<T>,
): (text: string) => Promise<void> {
  let end = from;
  return async (text) => {
    const next = end + Buffer.byteLength(text);
    const appended = await asked(() => container.append(name, text, end));
    if (!appended) {
      const all = Buffer.from((await asked(() => container.read(name))) ?? '');
      if (all.length !== next || all.subarray(end).toString() !== text)
        throw new Halt(writtenElsewhere(container, name));
    }
    end = next;
  };
}

async function halting<T>({ url }: BlobContainer, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    const { code, what, why, next, correlationId } = problemFrom(error, undefined);
    const told = {
      code: 'GT-STATE-UNREACHABLE',
      what: `the container ${url} refused: ${code}, ${what}`,
      why,
      next,
    };
    throw new Halt(correlationId === undefined ? told : { ...told, correlationId });
  }
}

function writtenElsewhere({ url }: BlobContainer, name: string) {
  return {
    code: 'GT-JOURNAL-SHARED',
    what: `another process writes the journal ${url}/${name}`,
    why: 'it took this run over, since this process had not renewed its lease for too long',
    next: ['gotthard runs list'],
  } as const;
}
