import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';

/** Format of the store; a store written by a newer sandbox is refused. */
const format = 1;

/** One row: a kind of thing, its key, a value to group by, and JSON. */
export interface Row {
  readonly kind: string;
  readonly key: string;
  readonly tag: string;
  readonly value: string;
}

/**
 * The durable store: rows in one SQLite file (or in memory), shared by any number of processes. It knows nothing
 * of ARM. Every commit is on disk before `commit` returns.
 */
export class Store {
  readonly #database: Database.Database;
  readonly #get: Database.Statement;
  readonly #range: Database.Statement;
  readonly #tagged: Database.Statement;
  readonly #put: Database.Statement;
  readonly #drop: Database.Statement;

  /** @param directory folder of the SQLite file, made when missing; undefined keeps everything in memory. */
  constructor(directory: string | undefined) {
    if (directory !== undefined) mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = directory === undefined ? ':memory:' : join(directory, 'sandbox.sqlite');
    this.#database = new Database(file, { timeout: 10_000 });
    if (directory !== undefined) this.#database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;');
    this.#checkFormat();
    this.#get = this.#database.prepare('SELECT tag, value FROM entry WHERE kind = ? AND key = ?');
    this.#range = this.#database.prepare(
      'SELECT kind, key, tag, value FROM entry WHERE kind = ? AND key >= ? AND key < ? ORDER BY key',
    );
    this.#tagged = this.#database.prepare(
      'SELECT kind, key, tag, value FROM entry WHERE kind = ? AND tag = ? ORDER BY key',
    );
    this.#put = this.#database.prepare('INSERT OR REPLACE INTO entry (kind, key, tag, value) VALUES (?, ?, ?, ?)');
    this.#drop = this.#database.prepare('DELETE FROM entry WHERE kind = ? AND key = ?');
  }

  #checkFormat(): void {
    const { user_version: found } = this.#database.prepare('PRAGMA user_version').get() as { user_version: number };
    if (found > format) {
      this.#database.close();
      throw new Error(`The sandbox store has format ${found}; this version reads up to format ${format}. Use a newer gotthard, or reset the sandbox.`);
    }
    if (found === format) return;
    this.#database.exec(
      `BEGIN IMMEDIATE;
       CREATE TABLE IF NOT EXISTS entry (kind TEXT NOT NULL, key TEXT NOT NULL, tag TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
       CREATE INDEX IF NOT EXISTS entry_tag ON entry (kind, tag);
       PRAGMA user_version = ${format};
       COMMIT;`,
    );
  }

  /** Starts a transaction; a writing one waits for other writers first, so that it decides on the newest state. */
  begin(writes: boolean): void {
    this.#database.exec(writes ? 'BEGIN IMMEDIATE' : 'BEGIN');
  }
  commit(): void {
    this.#database.exec('COMMIT');
  }
  rollback(): void {
    this.#database.exec('ROLLBACK');
  }

  get(kind: string, key: string): { tag: string; value: string } | undefined {
    return this.#get.get(kind, key) as { tag: string; value: string } | undefined;
  }
  /** Rows whose key lies in [from, to), in key order. */
  range(kind: string, from: string, to: string): Row[] {
    return this.#range.all(kind, from, to) as Row[];
  }
  /** Rows with a tag, in key order. */
  tagged(kind: string, tag: string): Row[] {
    return this.#tagged.all(kind, tag) as Row[];
  }
  put(row: Row): void {
    this.#put.run(row.kind, row.key, row.tag, row.value);
  }
  drop(kind: string, key: string): void {
    this.#drop.run(kind, key);
  }
  /** Everything, for a copy. */
  rows(): Row[] {
    return this.#database.prepare('SELECT kind, key, tag, value FROM entry').all() as Row[];
  }
  clear(): void {
    this.#database.exec('DELETE FROM entry');
  }
  close(): void {
    this.#database.close();
  }
}
