import { Disk } from './disk.ts';
import { Mirror, type ReadRow } from './mirror.ts';
import type { Row } from './row.ts';

type Change =
  | { readonly put: Row }
  | { readonly drop: { readonly kind: string; readonly key: string } }
  | 'clear';

/**
 * The store: committed rows in memory and, when it has a folder, on disk for any number of processes. It knows
 * nothing of ARM. A counter on disk tells when another process has written, and then the rows are read again.
 */
export class Store {
  readonly #disk: Disk | undefined;
  readonly #mirror = new Mirror();
  /** Version of the rows in memory. */
  #held = -1;
  #changes: Change[] = [];
  #writes = false;

  /** @param directory folder of the durable file; undefined keeps everything in memory. */
  constructor(directory: string | undefined) {
    this.#disk = directory === undefined ? undefined : new Disk(directory);
  }

  /** Version of the rows that the running transaction sees. */
  get version(): number {
    return this.#held;
  }

  /**
   * Starts a transaction; a writing one waits for other writers first, so that it decides on the newest state. One
   * that only reads looks at the rows in memory, which nobody changes meanwhile: on disk it need not be one.
   */
  begin(writes: boolean): void {
    this.#changes = [];
    this.#writes = writes;
    if (this.#disk === undefined) return;
    if (writes) this.#disk.begin();
    if (this.#disk.version === this.#held) return;
    const { version, rows } = this.#disk.snapshot();
    this.#mirror.clear();
    for (const row of rows) this.#mirror.put(row);
    this.#held = version;
  }

  /** Ends a transaction. What it changed is durable from here on, and seen by this process too. */
  commit(): void {
    const changed = this.#changes.length > 0;
    if (this.#writes) this.#disk?.commit(changed ? this.#held + 1 : undefined);
    if (changed) this.#held += 1;
    for (const change of this.#changes) {
      if (change === 'clear') this.#mirror.clear();
      else if ('put' in change) this.#mirror.put(change.put);
      else this.#mirror.drop(change.drop.kind, change.drop.key);
    }
    this.#changes = [];
  }

  rollback(): void {
    this.#changes = [];
    if (this.#writes) this.#disk?.rollback();
  }

  /** A committed row; what the running transaction changed is not seen. */
  get(kind: string, key: string): ReadRow | undefined {
    return this.#mirror.get(kind, key);
  }
  /** Committed rows whose key starts with a prefix. */
  starting(kind: string, prefix: string): ReadRow[] {
    return this.#mirror.starting(kind, prefix);
  }
  /** Committed rows with a tag and a prefix of their key. */
  tagged(kind: string, tag: string, prefix: string): ReadRow[] {
    return this.#mirror.tagged(kind, tag, prefix);
  }
  put(row: Row): void {
    this.#disk?.put(row);
    this.#changes.push({ put: row });
  }
  drop(kind: string, key: string): void {
    this.#disk?.drop(kind, key);
    this.#changes.push({ drop: { kind, key } });
  }
  /** Takes everything out. */
  clear(): void {
    this.#disk?.clear();
    this.#changes.push('clear');
  }
  /** Every committed row, for a copy. */
  rows(): Row[] {
    return this.#mirror.rows();
  }
  close(): void {
    this.#disk?.close();
  }
}
