import type { Screen } from '../screen.ts';

/** How a prompt ends: with an answer, or by going back or leaving. Prompts can't throw from a key press. */
export type Reply<T> =
  | { readonly reply: 'answer'; readonly value: T }
  | { readonly reply: 'back' }
  | { readonly reply: 'left' };

/** What every prompt of the family shows around its field. */
export interface Frame {
  /** What is going on, such as `first deployment`. */
  readonly title: string;
  readonly message: string;
  readonly why: string;
  readonly explain: string;
  readonly progress?: string | undefined;
  readonly screen: Pick<Screen, 'columns' | 'colour' | 'unicode'>;
}

/** One row of a list, as shown. */
export interface Row {
  readonly name: string;
  readonly hint?: string | undefined;
  readonly disabled?: string | undefined;
  /** Lower-case text that the filter searches: name, hint, and the value itself where it is an id. */
  readonly searched: string;
}
