/** A key as `node:readline` tells it. */
export interface Key {
  readonly name?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly sequence?: string | undefined;
}

/** What somebody looks at of a list of stamps: one that is chosen, and whether its details are open. */
export interface Looking {
  /** Name of the chosen stamp. */
  readonly chosen: string | undefined;
  readonly open: boolean;
  /** How many lines of the details lie above the screen. */
  readonly above: number;
}

/** What a key means while stamps run. None of them touches a run. */
type Meaning = 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last' | 'open' | 'back';

export const lookingAtAll: Looking = { chosen: undefined, open: false, above: 0 };

const meanings: Readonly<Record<string, Meaning>> = {
  up: 'up',
  k: 'up',
  down: 'down',
  j: 'down',
  pageup: 'page-up',
  pagedown: 'page-down',
  home: 'first',
  end: 'last',
  return: 'open',
  enter: 'open',
  right: 'open',
  d: 'open',
  escape: 'back',
  backspace: 'back',
  left: 'back',
  q: 'back',
};

function meaningOf({ name = '', ctrl }: Key): Meaning | undefined {
  if (ctrl) return name === 'n' ? 'down' : name === 'p' ? 'up' : undefined;
  return meanings[name];
}

/** What there is to look at. */
export interface Shown {
  /** Names of the stamps that the list shows, in its order. */
  readonly listed: readonly string[];
  /** Lines of the details of the chosen stamp. */
  readonly details: number;
  /** Lines that fit on the screen. */
  readonly page: number;
}

/** What is looked at after a key: in the list the keys choose, in the details they scroll. */
export function looked(looking: Looking, key: Key, { listed, details, page }: Shown): Looking {
  const meaning = meaningOf(key);
  if (meaning === undefined) return looking;
  if (looking.open) return inDetails(looking, meaning, Math.max(0, details - page), page);
  const at = looking.chosen === undefined ? -1 : listed.indexOf(looking.chosen);
  const choose = (index: number): Looking => ({
    ...lookingAtAll,
    chosen: listed[Math.max(0, Math.min(index, listed.length - 1))],
  });
  switch (meaning) {
    case 'up':
      return choose(at < 0 ? listed.length - 1 : at - 1);
    case 'down':
      return choose(at + 1);
    case 'page-up':
      return choose(at - page);
    case 'page-down':
      return choose(at + page);
    case 'first':
      return choose(0);
    case 'last':
      return choose(listed.length - 1);
    case 'open': {
      const { chosen } = choose(at);
      return { chosen, open: chosen !== undefined, above: 0 };
    }
    case 'back':
      return lookingAtAll;
  }
}

function inDetails(looking: Looking, meaning: Meaning, most: number, page: number): Looking {
  const scrolled = (lines: number): Looking => ({
    ...looking,
    above: Math.max(0, Math.min(Math.min(looking.above, most) + lines, most)),
  });
  switch (meaning) {
    case 'up':
      return scrolled(-1);
    case 'down':
      return scrolled(1);
    case 'page-up':
      return scrolled(-page);
    case 'page-down':
      return scrolled(page);
    case 'first':
      return { ...looking, above: 0 };
    case 'last':
      return scrolled(most);
    case 'open':
      return looking;
    case 'back':
      return { ...looking, open: false, above: 0 };
  }
}
