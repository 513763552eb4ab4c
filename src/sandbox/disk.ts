import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import type { Row } from './row.ts';

/** Format of the store; a store written by a newer sandbox is refused. */
const format = 1;

const schema = `BEGIN IMMEDIATE;
  CREATE TABLE IF NOT EXISTS entry (kind TEXT NOT NULL, key TEXT NOT NULL, tag TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (kind, key)) WITHOUT ROWID;
  PRAGMA user_version = ${format};
  COMMIT;`;

/** The rows in one SQLite file that any number of processes share. A commit is on disk when it returns. */
export class Disk {
  readonly #database: Database.Database;
  readonly #version: Database.Statement;
  readonly #put: Database.Statement;
  readonly #drop: Database.Statement;

  /** @param directory folder of the file, made when missing. */
  constructor(directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = join(directory, 'sandbox.sqlite');
    makePrivate(file);
    this.#database = new Database(file, { timeout: 10_000 });
    this.#database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;');
    this.#checkFormat();
    this.#version = this.#database.prepare(
      "SELECT value FROM entry WHERE kind = 'store' AND key = 'version'",
    );
    this.#put = this.#database.prepare(
      'INSERT OR REPLACE INTO entry (kind, key, tag, value) VALUES (?, ?, ?, ?)',
    );
    this.#drop = this.#database.prepare('DELETE FROM entry WHERE kind = ? AND key = ?');
  }

  #checkFormat(): void {
    const { user_version: found } = this.#database.prepare('PRAGMA user_version').get() as {
      user_version: number;
    };
    if (found > format) {
      this.#database.close();
      throw new Error(
        `The sandbox store has format ${found}; this version reads up to format ${format}. Use a newer gotthard, or reset the sandbox.`,
      );
    }
    if (found < format) this.#database.exec(schema);
  }

  /** How often the file was written so far. */
  get version(): number {
    const found = this.#version.get() as { value: string } | undefined;
    return Number(found?.value ?? 0);
  }
  /** Starts a writing transaction, after those of others. */
  begin(): void {
    this.#database.exec('BEGIN IMMEDIATE');
  }
  /** @param version how often the file is written with this commit; undefined when nothing changed. */
  commit(version: number | undefined): void {
    if (version !== undefined) this.#put.run('store', 'version', '', String(version));
    this.#database.exec('COMMIT');
  }
  rollback(): void {
    this.#database.exec('ROLLBACK');
  }
  /** What the file holds at one moment, and how often it was written until then. */
  snapshot(): { readonly version: number; readonly rows: Row[] } {
    const inside = this.#database.inTransaction;
    if (!inside) this.#database.exec('BEGIN');
    const snapshot = { version: this.version, rows: this.#rows() };
    if (!inside) this.#database.exec('COMMIT');
    return snapshot;
  }
  #rows(): Row[] {
    return this.#database
      .prepare("SELECT kind, key, tag, value FROM entry WHERE kind <> 'store'")
      .all() as Row[];
  }
  put(row: Row): void {
    this.#put.run(row.kind, row.key, row.tag, row.value);
  }
  drop(kind: string, key: string): void {
    this.#drop.run(kind, key);
  }
  clear(): void {
    this.#database.exec("DELETE FROM entry WHERE kind <> 'store'");
  }
  close(): void {
    this.#database.close();
  }
}

/**
 * Makes the file, unless it is there. SQLite would make it readable for everybody; its other files take the mode of
 * this one. One that is there is not even opened: closing it again would drop the locks that this process has on it.
 */
function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
