import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Database from 'libsql';
import { type Cloud, openCloud } from '../kit/sandbox.ts';
import { all, buildWhole, versioned, whole } from '../sandbox/whole-estate.ts';

/** What the sandbox takes for a request, by what lies in its store. */
export interface SandboxFigures {
  readonly resources: number;
  /** Milliseconds of processor time for each. */
  readonly readMs: number;
  readonly writeMs: number;
  /** Milliseconds from nothing to the first answer. */
  readonly openMs: number;
  /** Megabytes that it adds to the process. */
  readonly memoryMb: number;
}

const rounds = 60;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use, without what nobody holds any more. */
function inUse(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Figures of a store with one estate in it, and of one with as many copies as make this many resources. */
export async function sandboxFigures(
  resources: number,
): Promise<[one: SandboxFigures, many: SandboxFigures]> {
  const directory = mkdtempSync(join(tmpdir(), 'gotthard-bench-'));
  try {
    const cloud = openCloud({ directory });
    await buildWhole(cloud);
    cloud.sandbox.close();
    // Once beforehand, so that neither pays for what is loaded and compiled on first use.
    await measure(directory, 0);
    const few = await measure(directory, Object.keys(whole).length);
    return [few, await measure(directory, multiply(directory, resources))];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Copies what lies in the group into other groups, straight in the file: ten thousand writes would take minutes. */
function multiply(directory: string, resources: number): number {
  const database = new Database(join(directory, 'sandbox.sqlite'));
  const rows = database
    .prepare(
      "SELECT key, tag, value FROM entry WHERE kind = 'resource' AND key LIKE '%/resourcegroups/rg-test/%'",
    )
    .all() as { key: string; tag: string; value: string }[];
  const put = database.prepare(
    "INSERT OR REPLACE INTO entry (kind, key, tag, value) VALUES ('resource', ?, ?, ?)",
  );
  const copies = Math.ceil(resources / rows.length);
  database.exec('BEGIN');
  for (let copy = 1; copy <= copies; copy += 1) {
    const renamed = (text: string): string => text.replaceAll('rg-test', `rg-${copy}`);
    for (const { key, tag, value } of rows) put.run(renamed(key), tag, renamed(value));
  }
  database.exec('COMMIT');
  database.close();
  return copies * rows.length;
}

async function measure(directory: string, resources: number): Promise<SandboxFigures> {
  const before = inUse();
  const started = performance.now();
  const cloud = openCloud({ directory });
  await cloud.call('GET', versioned(all.group));
  const openMs = performance.now() - started;
  // Everything has been looked at once: rows are parsed when they are first read.
  cloud.sandbox.export();
  const memoryMb = (inUse() - before) / 1_048_576;
  const reads = [all.group, all.vnet, all.vault, all.account, `${all.vnet}x`];
  const readMs = await eachTakes(reads.length, async (index) => {
    cloud.pass(5_000);
    await cloud.call('GET', versioned(reads[index] ?? ''));
  });
  const writeMs = await eachTakes(1, async () => {
    await write(cloud);
  });
  cloud.sandbox.close();
  return { resources, readMs, writeMs, openMs, memoryMb };
}

async function write(cloud: Cloud): Promise<void> {
  cloud.pass(60_000);
  const { status } = await cloud.call('PUT', versioned(all.routeTable), whole.routeTable);
  if (status !== 200) throw new Error(`the write was answered ${status}`);
}

/** Processor time of one call, in ms. */
async function eachTakes(kinds: number, call: (index: number) => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1)
    for (let index = 0; index < kinds; index += 1) await call(index);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / rounds / kinds;
}
