import type { Json } from './json.ts';
import type { ReadRow } from './mirror.ts';
import type { Store } from './store.ts';

interface Entry {
  readonly tag: string;
  readonly value: Json | undefined;
}

/**
 * The rows of one transaction: what the store holds, with this transaction's changes on top. A read throws its
 * changes away (it may have computed what is due by now), a write flushes them.
 */
export class Rows {
  readonly #store: Store;
  /** Counts changes, those that were taken back too. */
  version = 0;
  #changes = new Map<string, Entry>();

  constructor(store: Store) {
    this.#store = store;
  }

  get(kind: string, key: string): Json | undefined {
    const changed = this.#changes.get(`${kind} ${key}`);
    return changed === undefined ? this.#store.get(kind, key)?.value : changed.value;
  }

  put(kind: string, key: string, tag: string, value: Json): void {
    this.version += 1;
    this.#changes.set(`${kind} ${key}`, { tag, value });
  }

  drop(kind: string, key: string): void {
    this.version += 1;
    this.#changes.set(`${kind} ${key}`, { tag: '', value: undefined });
  }

  /** Values whose key starts with a prefix, in key order. */
  starting(kind: string, prefix: string): Json[] {
    return this.#merged(kind, this.#store.starting(kind, prefix), (key) => key.startsWith(prefix));
  }

  /** Values with a tag (and a prefix of their key), in key order. */
  tagged(kind: string, tag: string, prefix = ''): Json[] {
    return this.#merged(
      kind,
      this.#store.tagged(kind, tag, prefix),
      (key, entry) => entry.tag === tag && key.startsWith(prefix),
    );
  }

  #merged(kind: string, stored: readonly ReadRow[], belongs: (key: string, entry: Entry) => boolean): Json[] {
    if (this.#changes.size === 0) return stored.map(({ value }) => value);
    const found: [key: string, value: Json][] = [];
    for (const { key, value } of stored) if (!this.#changes.has(`${kind} ${key}`)) found.push([key, value]);
    for (const [name, entry] of this.#changes) {
      if (entry.value === undefined || !name.startsWith(`${kind} `)) continue;
      const key = name.slice(kind.length + 1);
      if (belongs(key, entry)) found.push([key, entry.value]);
    }
    // What is stored is in order already; sorting that costs one look at each.
    return found.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)).map(([, value]) => value);
  }

  /** The changes so far, to come back to. Values are never changed in place, so a shallow copy is enough. */
  checkpoint(): ReadonlyMap<string, Entry> {
    return new Map(this.#changes);
  }
  restore(checkpoint: ReadonlyMap<string, Entry>): void {
    this.version += 1;
    this.#changes = new Map(checkpoint);
  }

  /** Writes the changes to the store; the caller commits. */
  flush(): void {
    for (const [name, entry] of this.#changes) {
      const space = name.indexOf(' ');
      const kind = name.slice(0, space);
      const key = name.slice(space + 1);
      if (entry.value === undefined) this.#store.drop(kind, key);
      else this.#store.put({ kind, key, tag: entry.tag, value: JSON.stringify(entry.value) });
    }
    this.#changes.clear();
  }
}
