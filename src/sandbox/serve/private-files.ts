import { existsSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import writeFileAtomic from 'write-file-atomic';

/** Writes a file whole or not at all, readable for its owner only. */
export function writeWhole(file: string, text: string): void {
  writeFileAtomic.sync(file, text, { mode: 0o600 });
}

/** The same, unless it is there by now: of several processes that want to make it, all find what the first has made. */
export function writeOnce(file: string, make: () => string): void {
  if (existsSync(file)) return;
  const made = `${file}.${process.pid}`;
  writeFileSync(made, make(), { mode: 0o600 });
  try {
    linkSync(made, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(made);
  }
}
