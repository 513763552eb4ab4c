import type { Problem } from '../problems/problem.ts';

/** A place in an estate file, keys and indexes from the outermost. */
export type Path = readonly (string | number)[];

/** Something in an estate file that can't be, and where. */
export interface Mistake {
  readonly path: Path;
  /** The value that stands there; undefined when it is missing. */
  readonly value: unknown;
  readonly code: string;
  readonly why: string;
  /** What is allowed there. */
  readonly next: string;
  /** Other places that it follows from: it says nothing while they are wrong themselves. */
  readonly involves?: readonly Path[];
}

/** The value at a place, or undefined. */
export function valueAt(given: unknown, path: Path): unknown {
  let current = given;
  for (const part of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[part];
  }
  return current;
}

/** Whether a place is another one or lies inside it. */
export function isInside(path: Path, outer: Path): boolean {
  return outer.length <= path.length && outer.every((part, index) => part === path[index]);
}

/** What stands behind a question mark, or before an at sign, may be a signature or a password: it is not repeated. */
const maybeSecret = /(https?:\/\/)(?:[^\s"/?#@]*@)?([^\s"?#]*)(?:[?#][^\s"]*)?/gi;

/** Longest value that is repeated in a message. */
const shownCharacters = 80;

/** `gotthard.yaml:12 tenants[0].region: "Switzerland"` and what is allowed there; `where` is file and line. */
export function problemOf({ path, value, code, why, next }: Mistake, where = ''): Problem {
  const whole = value === undefined ? 'missing' : JSON.stringify(value);
  const text = whole.replaceAll(maybeSecret, (url, scheme: string, rest: string) =>
    url === `${scheme}${rest}` ? url : `${scheme}${rest}?…`,
  );
  const shown = text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
  return { code, what: `${where} ${keyText(path)}: ${shown}`.trimStart(), why, next: [next] };
}

/** `tenants[0].environments[1].region` */
function keyText(path: Path): string {
  if (path.length === 0) return 'the file';
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${part}`))
    .join('');
}
