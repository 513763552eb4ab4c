import type { Json } from './json.ts';
import type { Row } from './row.ts';

/** A row with its value read; values are frozen, since every transaction of the process shares them. */
export interface ReadRow {
  readonly key: string;
  readonly tag: string;
  readonly value: Json;
}

type Entry = Row & { read?: ReadRow };

/** The committed rows in memory, found by key, by tag and by prefix. */
export class Mirror {
  readonly #kinds = new Map<string, Map<string, Entry>>();
  readonly #tags = new Map<string, Map<string, Entry>>();

  put(row: Row): void {
    this.drop(row.kind, row.key);
    within(this.#kinds, row.kind).set(row.key, row);
    within(this.#tags, `${row.kind} ${row.tag}`).set(row.key, row);
  }

  drop(kind: string, key: string): void {
    const old = this.#kinds.get(kind)?.get(key);
    if (old === undefined) return;
    this.#kinds.get(kind)?.delete(key);
    this.#tags.get(`${kind} ${old.tag}`)?.delete(key);
  }

  clear(): void {
    this.#kinds.clear();
    this.#tags.clear();
  }

  get(kind: string, key: string): ReadRow | undefined {
    const found = this.#kinds.get(kind)?.get(key);
    return found === undefined ? undefined : read(found);
  }

  /** Rows of a kind whose key starts with a prefix, in any order. */
  starting(kind: string, prefix: string): ReadRow[] {
    const found: ReadRow[] = [];
    for (const [key, entry] of this.#kinds.get(kind) ?? [])
      if (key.startsWith(prefix)) found.push(read(entry));
    return found;
  }

  /** Rows of a kind with a tag, in any order. */
  tagged(kind: string, tag: string): ReadRow[] {
    return [...(this.#tags.get(`${kind} ${tag}`)?.values() ?? [])].map(read);
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
