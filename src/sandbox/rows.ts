import type { Json } from './json.ts';
import type { ReadRow } from './mirror.ts';
import type { Store } from './store.ts';

interface Entry {
  readonly tag: string;
  /** Undefined when the row is gone. */
  readonly value: Json | undefined;
}

type Changes = Map<string, Map<string, Entry>>;

/** One change as it can be taken back. */
interface Step {
  readonly kind: string;
  readonly key: string;
  readonly before: Entry | undefined;
}

/**
 * The rows of one transaction: what the store holds, with this transaction's changes on top. A read throws its
 * changes away (it may have computed what is due by now), a write flushes them.
 */
export class Rows {
  readonly #store: Store;
  /** Counts changes, those that were taken back too. */
  version = 0;
  /** By kind and key. */
  #changes: Changes = new Map();
  #steps: Step[] = [];

  /** @param settled changes to begin with, of another transaction on the same state of the store */
  constructor(store: Store, settled?: Rows) {
    this.#store = store;
    if (settled) for (const [kind, entries] of settled.#changes) this.#changes.set(kind, new Map(entries));
  }

  get(kind: string, key: string): Json | undefined {
    const changed = this.#changes.get(kind)?.get(key);
    return changed === undefined ? this.#store.get(kind, key)?.value : changed.value;
  }

  put(kind: string, key: string, tag: string, value: Json): void {
    this.#change(kind, key, { tag, value });
  }

  drop(kind: string, key: string): void {
    this.#change(kind, key, { tag: '', value: undefined });
  }

  #change(kind: string, key: string, entry: Entry): void {
    this.version += 1;
    const entries = this.#changes.get(kind) ?? new Map<string, Entry>();
    this.#changes.set(kind, entries);
    this.#steps.push({ kind, key, before: entries.get(key) });
    entries.set(key, entry);
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
    const changes = this.#changes.get(kind);
    if (changes === undefined || changes.size === 0) return stored.map(({ value }) => value);
    const kept = stored.filter(({ key }) => !changes.has(key));
    const fresh: { key: string; value: Json }[] = [];
    for (const [key, entry] of changes)
      if (entry.value !== undefined && belongs(key, entry)) fresh.push({ key, value: entry.value });
    if (fresh.length === 0) return kept.map(({ value }) => value);
    // What is stored is in order already; sorting that costs one look at each.
    return [...kept, ...fresh]
      .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
      .map(({ value }) => value);
  }

  /** How far the changes are, to come back to. */
  checkpoint(): number {
    return this.#steps.length;
  }
  /** Rows that were changed since then, each once. */
  changedSince(checkpoint: number): { readonly kind: string; readonly key: string }[] {
    const changed = this.#steps.slice(checkpoint).map((step) => [`${step.kind} ${step.key}`, step] as const);
    return [...new Map(changed).values()];
  }
  restore(checkpoint: number): void {
    this.version += 1;
    for (const { kind, key, before } of this.#steps.splice(checkpoint).reverse()) {
      if (before === undefined) this.#changes.get(kind)?.delete(key);
      else this.#changes.get(kind)?.set(key, before);
    }
  }

  /** Writes the changes to the store; the caller commits. */
  flush(): void {
    for (const [kind, entries] of this.#changes) {
      for (const [key, { tag, value }] of entries) {
        if (value === undefined) this.#store.drop(kind, key);
        else this.#store.put({ kind, key, tag, value: JSON.stringify(value) });
      }
    }
    this.#changes.clear();
    this.#steps = [];
  }
}
