import type { Act } from '../plan/plan.ts';
import type { paint } from './screen.ts';

/** How each act is written: the sign of a list, the word of a count, and its colour. */
export const actSigns: Readonly<
  Record<Act, { readonly sign: string; readonly word: string; readonly colour: Colour }>
> = {
  create: { sign: '+', word: 'create', colour: 'green' },
  update: { sign: '~', word: 'update', colour: 'yellow' },
  remove: { sign: '-', word: 'remove', colour: 'red' },
  replace: { sign: '-/+', word: 'replace', colour: 'red' },
  unchanged: { sign: '=', word: 'unchanged', colour: 'dim' },
  blocked: { sign: '!', word: 'blocked', colour: 'magenta' },
};

type Colour = Extract<keyof ReturnType<typeof paint>, 'green' | 'yellow' | 'red' | 'dim' | 'magenta'>;

/** The order in which acts are counted. */
export const actOrder: readonly Act[] = ['create', 'update', 'remove', 'replace', 'unchanged', 'blocked'];
