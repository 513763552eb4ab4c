import { existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const memory = '/dev/shm';
/** Some machines have only a little of it, containers above all. */
const enough = 2 ** 31;

function hasRoom(path: string): boolean {
  if (!existsSync(path)) return false;
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize >= enough;
}

/** Folders of tests lie in memory where there is room: what is killed here is a process, so that no disk is waited for. */
const place = hasRoom(memory) ? memory : tmpdir();

/** A new empty folder. */
export function scratch(prefix: string): string {
  return mkdtempSync(join(place, prefix));
}
