import { createHash } from 'node:crypto';
import { JOURNAL_FORMAT, type JournalEntry } from './journal.ts';

/**
 * How entries become lines. Each line holds the hash of the one before it, so that one that was edited, removed or
 * moved shows, and its own sum, so that an edit of the last one does too. Without a key: this finds accidents and
 * careless hands. Whoever recomputes all sums is not found, nor are whole lines cut off the end of a run that has no
 * end, which look like a power loss; a copy in a container finds those.
 */

/** The first format whose lines are chained. */
const chainedFormat = 2;

const sumOf = /,"sum":"([0-9a-f]{16})"\}$/;

/** What of a journal's text can be believed. */
export interface JournalReading {
  readonly entries: readonly JournalEntry[];
  /** The lines of the entries as they stand there. */
  readonly lines: readonly string[];
  /** A last line that a power loss tore: legal, since what it was to announce had not begun. */
  readonly torn: boolean;
  /** The first place where the chain is broken. Entries after it are read all the same. */
  readonly damage?: JournalDamage;
}

export interface JournalDamage {
  /** Counted from 1. */
  readonly line: number;
  readonly how: string;
}

/** The line of an entry, without its end. Journals of the format before the chain go on without one. */
export function lineOf(entry: JournalEntry, runId: string, before: JournalReading): string {
  const format = formatOf(before.entries[0] ?? entry);
  if (format < chainedFormat) return JSON.stringify(entry);
  const counted = entry.entry === 'end' ? { ...entry, lines: before.lines.length + 1 } : entry;
  const text = JSON.stringify({ previous: hashBefore(before.lines.at(-1), runId), ...counted });
  return `${text.slice(0, -1)},"sum":"${shortSum(text)}"}`;
}

/** The reading with one more line, so that nothing has to be read again while a run goes on. */
export function withLine(before: JournalReading, entry: JournalEntry, line: string): JournalReading {
  return { ...before, torn: false, entries: [...before.entries, entry], lines: [...before.lines, line] };
}

/** Reads a journal's text: what it says, whether its last line is torn, and where its chain is broken. */
export function readingOf(text: string, runId: string): JournalReading {
  const entries: JournalEntry[] = [];
  const lines: string[] = [];
  let damage: JournalDamage | undefined;
  let unreadable: number | undefined;
  const all = text.split('\n');
  for (const [index, line] of all.entries()) {
    if (line === '') continue;
    const parsed = parse(line);
    if (!parsed) {
      unreadable ??= index + 1;
      continue;
    }
    const { previous, sum, lines: count, ...rest } = parsed;
    const entry = rest as unknown as JournalEntry;
    if (formatOf(entries[0] ?? entry) >= chainedFormat) {
      const how = breachOf(line, { previous, sum, count }, lines, runId);
      // A line that can't be read is torn when the chain goes on over it, and was spoilt otherwise.
      damage ??= how === undefined ? undefined : { line: unreadable ?? index + 1, how };
    }
    unreadable = undefined;
    entries.push(entry);
    lines.push(line);
  }
  const isSpoilt = entries.length === 0 && all.filter((line) => line !== '').length > 1;
  if (isSpoilt) damage = { line: 1, how: 'its first line can not be read' };
  const torn = unreadable !== undefined && damage === undefined;
  return { entries, lines, torn, ...(damage ? { damage } : {}) };
}

function breachOf(
  line: string,
  said: { previous: unknown; sum: unknown; count: unknown },
  before: readonly string[],
  runId: string,
): string | undefined {
  const own = sumOf.exec(line);
  if (own?.[1] === undefined || own[1] !== shortSum(`${line.slice(0, own.index)}}`)) return 'it was edited';
  if (said.previous !== hashBefore(before.at(-1), runId))
    return before.length === 0 ? 'it is not the first line of this run' : 'what stood before it is another';
  if (said.count !== undefined && said.count !== before.length + 1)
    return `it ended a journal of ${said.count} lines`;
  return undefined;
}

function hashBefore(line: string | undefined, runId: string): string {
  return sha256(line ?? `gotthard journal of run ${runId}`);
}

function shortSum(text: string): string {
  return sha256(text).slice(0, 16);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function formatOf(entry: JournalEntry): number {
  return entry.entry === 'run' ? entry.format : JOURNAL_FORMAT;
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'entry' in value
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
