import type { Act, StampPlan } from '../plan/plan.ts';
import type { Problem } from '../problems/problem.ts';
import { idKey } from '../resource/arm-id.ts';
import type { JsonObject } from '../resource/json.ts';
import type { Leftover, Outcome } from './events.ts';

/** Format of a journal. A newer one is refused with the version of Gotthard it needs. */
export const JOURNAL_FORMAT = 2;

/** One line of a journal: what is about to happen, or what has. Append-only; every prefix is a valid journal. */
export type JournalEntry =
  | {
      readonly entry: 'run';
      readonly format: number;
      readonly runId: string;
      readonly cloud: string;
      readonly plan: StampPlan;
      readonly by: string;
      readonly at: string;
    }
  /** On disk before the request leaves. */
  | {
      readonly entry: 'intent';
      readonly key: string;
      readonly id: string;
      readonly type: string;
      readonly act: Exclude<Act, 'unchanged' | 'blocked'>;
      /** Proven by a read just before. */
      readonly existed: boolean;
      /** What was there, as it can be sent back; never with secrets. */
      readonly prior?: JsonObject;
      /** It was soft-deleted before, and goes back to that. */
      readonly recovered?: true;
      readonly location: string;
      readonly at: string;
    }
  | { readonly entry: 'done'; readonly key: string; readonly at: string }
  | {
      readonly entry: 'failed';
      readonly key: string;
      readonly problem: Problem;
      readonly answered: boolean;
      readonly at: string;
    }
  | { readonly entry: 'rolling-back'; readonly at: string }
  | { readonly entry: 'undone'; readonly key: string; readonly at: string }
  | { readonly entry: 'resumed'; readonly by: string; readonly at: string }
  | {
      readonly entry: 'end';
      readonly outcome: Outcome;
      readonly leftovers: readonly Leftover[];
      readonly at: string;
    };

export type Intent = Extract<JournalEntry, { entry: 'intent' }>;
export type RunHeader = Extract<JournalEntry, { entry: 'run' }>;

/** The journal of one run. `append` resolves when the entry is safe, and throws a Halt when it can't be made so. */
export interface Journal {
  readonly runId: string;
  append(entry: JournalEntry): Promise<void>;
}

/** What a journal says, and whether it can be believed. */
export interface ReadJournal {
  readonly entries: readonly JournalEntry[];
  /** Its last line was torn by a power loss: legal, since what it was to announce had not begun. */
  readonly torn: boolean;
  /** Where its chain is broken, as the problem that this is for whoever wants to go on with it. */
  readonly damage?: Problem;
}

/** Where journals are kept. */
export interface JournalStore {
  create(runId: string): Promise<Journal>;
  /** Opens a run that has not ended, to go on appending. Refuses one that is damaged. */
  open(runId: string): Promise<Journal>;
  read(runId: string): Promise<ReadJournal>;
  /** Takes away the journal of a run that never began. */
  discard(runId: string): Promise<void>;
  /** Ids of all runs, oldest first. */
  list(): Promise<readonly string[]>;
  /**
   * Ids of those that can be an open run, of one stamp (`tenant/environment`) where it is given: neither read to their end before, nor known
   * to be of another stamp. With hundreds of runs few are worth another look.
   */
  unended(stamp?: string): Promise<readonly string[]>;
}

/** What a journal says about a run. */
export interface RunState {
  readonly header: RunHeader;
  /** Intents by key, the last one of each. */
  readonly intents: ReadonlyMap<string, Intent>;
  readonly done: ReadonlySet<string>;
  readonly undone: ReadonlySet<string>;
  readonly failure: { readonly key: string; readonly problem: Problem } | undefined;
  /** Keys of which every write was answered with a refusal: known not to have taken effect. */
  readonly refused: ReadonlySet<string>;
  readonly rollingBack: boolean;
  /** Absent while the run is open. A run kept for resume is open too. */
  readonly end: Extract<JournalEntry, { entry: 'end' }> | undefined;
}

/** Folds a journal. Undefined when not even its first line is whole. */
export function stateOf(entries: readonly JournalEntry[]): RunState | undefined {
  const header = entries[0];
  if (header?.entry !== 'run') return undefined;
  const intents = new Map<string, Intent>();
  const done = new Set<string>();
  const undone = new Set<string>();
  const refused = new Set<string>();
  let failure: RunState['failure'];
  let rollingBack = false;
  let end: RunState['end'];
  for (const entry of entries) {
    if (entry.entry === 'intent') {
      // A repeated intent keeps what was there before the first one: that is what undoing goes back to.
      const first = intents.get(entry.key);
      intents.set(entry.key, first && !undone.has(entry.key) ? first : entry);
      for (const keys of [undone, done, refused]) keys.delete(entry.key);
    } else if (entry.entry === 'done') done.add(entry.key);
    else if (entry.entry === 'undone') undone.add(entry.key);
    else if (entry.entry === 'failed') {
      failure = { key: entry.key, problem: entry.problem };
      if (entry.answered) refused.add(entry.key);
    } // A run that had ended, and is undone all the same, is open until that has ended too.
    else if (entry.entry === 'rolling-back') [rollingBack, end] = [true, undefined];
    else if (entry.entry === 'resumed') [end, failure] = [undefined, undefined];
    else if (entry.entry === 'end') end = entry;
  }
  return { header, intents, done, undone, refused, failure, rollingBack, end };
}

/** Intents of which nobody knows whether their write took effect. */
export function unsettledIn(state: Pick<RunState, 'intents' | 'done' | 'undone'>): Intent[] {
  return [...state.intents.values()].filter(({ key }) => !state.done.has(key) && !state.undone.has(key));
}

/** What planning anew has to know of an open run, by ids. */
export function knownToRun(state: RunState): { journalled: Set<string>; unsettled: Set<string> } {
  const created = [...state.intents.values()].filter((intent) => !intent.existed);
  return {
    journalled: new Set(created.map(({ id }) => idKey(id))),
    unsettled: new Set(unsettledIn(state).map(({ id }) => idKey(id))),
  };
}

/** Whether a run still wants to be finished or undone. */
export function isOpen(state: RunState): boolean {
  return state.end === undefined || state.end.outcome === 'kept';
}
