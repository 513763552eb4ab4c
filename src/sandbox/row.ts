/** One row of the store: a kind of thing, its key, a value to group by, and JSON. */
export interface Row {
  readonly kind: string;
  readonly key: string;
  readonly tag: string;
  readonly value: string;
}
