import type { Isolation } from './isolation.ts';
import { leakKinds, type Realm } from './leak.ts';

/** What of one stamp reaches which other one. */
export interface Reached {
  /** Undefined: from outside of the estate. */
  readonly from: string | undefined;
  readonly to: string;
  /** `N` network, `A` access, `L` logs; lower case where another wall still stands. In this order. */
  readonly how: string;
}

const letters: Readonly<Record<Realm, string>> = { network: 'N', access: 'A', logs: 'L' };

/** Every pair of which one reaches the other, in the order of the estate file. */
export function reachedPairs({ stamps, leaks }: Isolation): Reached[] {
  const pairs = new Map<string, { from: string | undefined; to: string; realms: Map<Realm, boolean> }>();
  for (const { from, to, kind, reach } of leaks) {
    const sources: readonly (string | undefined)[] = from.length > 0 ? from : [undefined];
    for (const source of sources) {
      const key = JSON.stringify([source ?? null, to]);
      const pair = pairs.get(key) ?? { from: source, to, realms: new Map<Realm, boolean>() };
      const { realm } = leakKinds[kind];
      pair.realms.set(realm, pair.realms.get(realm) === true || reach === 'open');
      pairs.set(key, pair);
    }
  }
  const order = new Map<string | undefined, number>(stamps.map(({ name }, index) => [name, index]));
  const place = (name: string | undefined): number => order.get(name) ?? -1;
  return [...pairs.values()]
    .sort((a, b) => place(a.from) - place(b.from) || place(a.to) - place(b.to))
    .map(({ from, to, realms }) => ({ from, to, how: howOf(realms) }));
}

function howOf(realms: ReadonlyMap<Realm, boolean>): string {
  return (Object.keys(letters) as Realm[])
    .flatMap((realm) => {
      const open = realms.get(realm);
      if (open === undefined) return [];
      return open ? letters[realm] : letters[realm].toLowerCase();
    })
    .join('');
}

/** More stamps than this don't stand side by side on 80 columns: only who reaches whom is listed then. */
export const matrixLimit = 10;

/** The matrix as text: a row reaches a column. Columns are numbers of rows. */
export function matrixTable(
  { stamps }: Pick<Isolation, 'stamps'>,
  pairs: readonly Reached[],
): {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly string[] }[];
} {
  const how = new Map(pairs.map((pair) => [`${pair.from ?? ''} ${pair.to}`, pair.how]));
  const sources = [
    ...stamps.map(({ name }, index) => ({ name, label: `${index + 1} ${name}` })),
    ...(pairs.some(({ from }) => from === undefined) ? [{ name: '', label: '(outside)' }] : []),
  ];
  return {
    columns: stamps.map((_, index) => String(index + 1)),
    rows: sources.map(({ name, label }) => ({
      label,
      cells: stamps.map((to) => (name === to.name ? '·' : (how.get(`${name} ${to.name}`) ?? '-'))),
    })),
  };
}
