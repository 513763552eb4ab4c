import { type Problem, Refusal } from '../problems/problem.ts';
import { Halt } from './halt.ts';
import {
  isOpen,
  JOURNAL_FORMAT,
  type Journal,
  type JournalEntry,
  type JournalStore,
  stateOf,
} from './journal.ts';
import { type JournalReading, lineOf, readingOf, withLine } from './journal-chain.ts';

/** Where the text of journals lies. Refusals of the place itself are thrown as Halt. */
export interface JournalMedium {
  list(): Promise<readonly string[]>;
  /** Undefined when there is none. */
  read(runId: string): Promise<JournalText | undefined>;
  /** Begins a journal; one that is there is never replaced. */
  create(runId: string): Promise<Appender>;
  /** Goes on with one, on a line of its own. */
  open(runId: string): Promise<Appender>;
  discard(runId: string): Promise<void>;
  /** What to do about a journal whose chain is broken. */
  repair(runId: string): readonly [string, ...string[]];
}

/** A journal as it stands on its medium. */
export interface JournalText {
  readonly text: string;
  /** The first line, counted from 1, in which two copies of it differ, where they do. */
  readonly differsAt?: number;
}

/** Appends to one journal. */
export interface Appender {
  /** Resolves when the line is safe. `before` is what stands there by then. */
  append(line: string, before: JournalReading): Promise<void>;
  close(): Promise<void>;
}

/** Journals as chained lines on a medium. */
export function journalStore(medium: JournalMedium): JournalStore {
  const ended = new Set<string>();
  /** The stamp of a run stands in its first line, which never changes. */
  const stamps = new Map<string, string>();
  const remember = (runId: string, [first]: readonly JournalEntry[]): void => {
    if (first?.entry === 'run') stamps.set(runId, `${first.plan.tenant}/${first.plan.environment}`);
  };
  const read = async (runId: string): Promise<JournalReading> => {
    const { text, differsAt } = (await refusing(() => medium.read(runId))) ?? { text: '' };
    const reading = known(readingOf(text, runId), runId);
    if (differsAt === undefined || reading.damage) return reading;
    return { ...reading, damage: { line: differsAt, how: 'its copy in the container says something else' } };
  };
  const damageOf = (runId: string, { damage }: JournalReading): Problem | undefined =>
    damage && broken(runId, damage, medium.repair(runId));
  return {
    create: async (runId) => {
      const appender = await refusing(() => medium.create(runId));
      const journal = journalOn(runId, appender, { entries: [], lines: [], torn: false });
      return {
        runId,
        append: (entry) => {
          remember(runId, [entry]);
          return journal.append(entry);
        },
      };
    },
    open: async (runId) => {
      const appender = await refusing(() => medium.open(runId));
      const reading = await read(runId);
      const damage = damageOf(runId, reading);
      if (!damage) return journalOn(runId, appender, reading);
      await appender.close();
      throw new Refusal([damage], 4);
    },
    read: async (runId) => {
      const reading = await read(runId);
      const damage = damageOf(runId, reading);
      const state = damage ? undefined : stateOf(reading.entries);
      if (state && !isOpen(state)) ended.add(runId);
      if (state) remember(runId, reading.entries);
      return { entries: reading.entries, torn: reading.torn, ...(damage ? { damage } : {}) };
    },
    discard: (runId) => medium.discard(runId),
    list: () => refusing(() => medium.list()),
    unended: async (stamp) =>
      (await refusing(() => medium.list())).filter(
        (runId) => !ended.has(runId) && (stamp === undefined || (stamps.get(runId) ?? stamp) === stamp),
      ),
  };
}

function journalOn(runId: string, appender: Appender, before: JournalReading): Journal {
  let reading = before;
  let last: Promise<unknown> = Promise.resolve();
  const append = async (entry: JournalEntry): Promise<void> => {
    const line = lineOf(entry, runId, reading);
    await appender.append(line, reading);
    reading = withLine(reading, entry, line);
    if (entry.entry === 'end' && entry.outcome !== 'kept') await appender.close();
  };
  return {
    runId,
    append: (entry) => {
      // One after the other: each line holds the hash of the one before it.
      const appended = last.then(() => append(entry));
      last = appended.catch(() => undefined);
      return appended;
    },
  };
}

/** A medium that refuses before anything has begun is a refusal, not a halt. */
async function refusing<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Halt) throw new Refusal([error.problem], 4);
    throw error;
  }
}

function known(reading: JournalReading, runId: string): JournalReading {
  const [first] = reading.entries;
  if (first?.entry !== 'run' || first.format <= JOURNAL_FORMAT) return reading;
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

function broken(
  runId: string,
  { line, how }: NonNullable<JournalReading['damage']>,
  next: Problem['next'],
): Problem {
  return {
    code: 'GT-JOURNAL-BROKEN',
    what: `the journal of run ${runId} is broken at line ${line}: ${how}`,
    why: 'lines were edited, removed or moved, so that it does not prove any more what this run has done',
    next,
  };
}
