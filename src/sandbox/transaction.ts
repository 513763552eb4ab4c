import type { Operation } from './operation.ts';
import type { OthersHand, Stored, World } from './provider.ts';
import type { Rows } from './rows.ts';

/** What is the same for every request on one sandbox. */
export interface Settings {
  readonly now: () => number;
  /** Tells the clock which moment the store has seen. */
  readonly keepUp: (seen: number) => void;
  readonly durations: 'typical' | 'first-poll';
  readonly othersHands: readonly OthersHand[];
  readonly page: number;
  readonly rightsLag: number;
  /** Told of every right that a request asks its caller for. */
  readonly asked?: (action: string) => void;
}

/** How the operations of a request end: as they should, or as a fault wants it. */
export type Mood = 'plain' | 'lro-failed' | 'lro-flip';

/** The world as the core sees it: with the rows beneath, and the operation that this request began. */
export interface Transaction extends World {
  readonly rows: Rows;
  readonly settings: Settings;
  readonly mood: Mood;
  now: number;
  begun: Operation | undefined;
  /** A resource by id, invisible ones included. */
  findAny(id: string): Stored | undefined;
  /** The next number of the store's counter. */
  serial(): number;
  /** Forgets one record (no hooks). */
  drop(id: string): void;
}
