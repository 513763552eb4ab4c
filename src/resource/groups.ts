/** A group of an Entra directory. */
export interface GroupFact {
  readonly objectId: string;
  readonly name: string;
}

/** Anybody or anything that a directory knows by an object id. */
export interface DirectoryObject {
  /** In lower case. */
  readonly objectId: string;
  /** Empty where the directory does not tell it. */
  readonly name: string;
}

/** Looks up groups by name, and names by object id. Optional: everything else works with object ids alone. */
export interface GroupDirectory {
  /** Groups whose name starts with the text; all, within reason, for an empty one. */
  find(beginning: string): Promise<readonly GroupFact[]>;
  /** Those of some object ids that the directory knows; whatever was deleted is not among them. */
  objects(ids: readonly string[]): Promise<readonly DirectoryObject[]>;
}
