/** A group of an Entra directory. */
export interface GroupFact {
  readonly objectId: string;
  readonly name: string;
}

/** Looks up groups by name. Optional: everything else works with object ids alone. */
export interface GroupDirectory {
  /** Groups whose name starts with the text; all, within reason, for an empty one. */
  find(beginning: string): Promise<readonly GroupFact[]>;
}
