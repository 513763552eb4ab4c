import type { Json } from './json.ts';
import type { Row } from './row.ts';
import { SortedKeys } from './sorted-keys.ts';

/** A row with its value read; values are frozen, since every transaction of the process shares them. */
export interface ReadRow {
  readonly key: string;
  readonly tag: string;
  readonly value: Json;
}

type Entry = Row & { read?: ReadRow };

/** The committed rows in memory, found by key, by tag and by prefix of the key. */
export class Mirror {
  readonly #kinds = new Map<string, Map<string, Entry>>();
  /** Keys in order, by kind and by kind and tag. */
  readonly #order = new Map<string, SortedKeys>();

  put(row: Row): void {
    const old = this.#kinds.get(row.kind)?.get(row.key);
    within(this.#kinds, row.kind).set(row.key, row);
    if (old?.tag === row.tag) return;
    if (old === undefined) this.#orderOf(row.kind).add(row.key);
    else this.#orderOf(`${row.kind} ${old.tag}`).remove(row.key);
    this.#orderOf(`${row.kind} ${row.tag}`).add(row.key);
  }

  drop(kind: string, key: string): void {
    const old = this.#kinds.get(kind)?.get(key);
    if (old === undefined) return;
    this.#kinds.get(kind)?.delete(key);
    this.#orderOf(kind).remove(key);
    this.#orderOf(`${kind} ${old.tag}`).remove(key);
  }

  #orderOf(name: string): SortedKeys {
    const found = this.#order.get(name) ?? new SortedKeys();
    this.#order.set(name, found);
    return found;
  }

  clear(): void {
    this.#kinds.clear();
    this.#order.clear();
  }

  get(kind: string, key: string): ReadRow | undefined {
    const found = this.#kinds.get(kind)?.get(key);
    return found === undefined ? undefined : read(found);
  }

  /** Rows of a kind whose key starts with a prefix, in key order. */
  starting(kind: string, prefix: string): ReadRow[] {
    return this.#read(kind, this.#order.get(kind)?.starting(prefix) ?? []);
  }

  /** Rows of a kind with a tag whose key starts with a prefix, in key order. */
  tagged(kind: string, tag: string, prefix: string): ReadRow[] {
    return this.#read(kind, this.#order.get(`${kind} ${tag}`)?.starting(prefix) ?? []);
  }

  #read(kind: string, keys: readonly string[]): ReadRow[] {
    const entries = this.#kinds.get(kind);
    const found: ReadRow[] = [];
    for (const key of keys) {
      const entry = entries?.get(key);
      if (entry !== undefined) found.push(read(entry));
    }
    return found;
  }

  rows(): Row[] {
    return [...this.#kinds.values()].flatMap((entries) =>
      [...entries.values()].map(({ kind, key, tag, value }) => ({ kind, key, tag, value })),
    );
  }
}

function within(groups: Map<string, Map<string, Entry>>, name: string): Map<string, Entry> {
  const found = groups.get(name) ?? new Map<string, Entry>();
  groups.set(name, found);
  return found;
}

/** JSON is parsed when it is first looked at. */
function read(entry: Entry): ReadRow {
  entry.read ??= { key: entry.key, tag: entry.tag, value: frozen(JSON.parse(entry.value) as Json) };
  return entry.read;
}

function frozen<T extends Json>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}
