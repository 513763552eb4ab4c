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
