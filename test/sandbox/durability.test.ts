import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cloneSandbox, openSandbox } from '../../src/sandbox/sandbox.ts';
import { bodies, group, ids } from '../kit/estate.ts';
import { cloudOf, openCloud, subscriptionPath } from '../kit/sandbox.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sandbox-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const script = fileURLToPath(new URL('../kit/sandbox-process.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the writing process to its end; answers what it was told and how it ended. */
function run(...args: readonly string[]): Promise<{ lines: string[]; signal: string | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, directory, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (_, signal) =>
      resolve({ lines: out.split('\n').filter((line) => line !== ''), signal }),
    );
  });
}

async function groupNames(): Promise<string[]> {
  const cloud = openCloud({ directory });
  const { body } = await cloud.call('GET', `${subscriptionPath}/resourceGroups`);
  cloud.sandbox.close();
  return (body['value'] as { name: string }[]).map(({ name }) => name);
}

describe('the store', () => {
  it('is shared by processes that write at the same time, and seeded once', async () => {
    const results = await Promise.all([run('a', '20'), run('b', '20'), run('c', '20')]);
    expect(results.flatMap(({ lines }) => lines).every((line) => line.startsWith('201 '))).toBe(true);
    expect(await groupNames()).toHaveLength(60);
  });

  it('holds all that was answered, and what was being answered, when a process is killed', async () => {
    const { lines, signal } = await run('k', '20', '7');
    expect([lines.length, signal]).toEqual([6, 'SIGKILL']);
    expect(await groupNames()).toEqual(['k-0', 'k-1', 'k-2', 'k-3', 'k-4', 'k-5', 'k-6']);
  });

  it('lets an operation go on after the handler that began it is gone', async () => {
    const first = openCloud({ directory });
    await first.call('PUT', group, bodies.group);
    const operation =
      (await first.call('PUT', ids.vnet, bodies.vnet)).headers.get('azure-asyncoperation') ?? '';
    first.sandbox.close();
    const second = openCloud({ directory });
    expect((await second.call('GET', operation)).body['status']).toBe('InProgress');
    second.pass(60_000);
    expect((await second.call('GET', operation)).body['status']).toBe('Succeeded');
    second.sandbox.close();
  });

  it('does not change when it is read, also when something is due', async () => {
    const cloud = openCloud({ directory });
    await cloud.call('PUT', group, bodies.group);
    await cloud.call('PUT', ids.vnet, bodies.vnet);
    cloud.pass(60_000);
    const database = new Database(join(directory, 'sandbox.sqlite'));
    const rows = (): string =>
      JSON.stringify(database.prepare('SELECT kind, key, value FROM entry ORDER BY kind, key').all());
    const before = rows();
    expect((await cloud.call('GET', ids.vnet)).body['properties']).toMatchObject({
      provisioningState: 'Succeeded',
    });
    cloud.sandbox.export();
    expect(rows()).toBe(before);
    database.close();
    cloud.sandbox.close();
  });

  it('refuses a store of a newer format and leaves it alone', () => {
    openSandbox({ directory, now: () => 0 }).close();
    const database = new Database(join(directory, 'sandbox.sqlite'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => openSandbox({ directory, now: () => 0 })).toThrow('format 99');
  });

  it('is back at the seed after a reset', async () => {
    const cloud = openCloud({ directory });
    const seed = cloud.sandbox.export();
    await cloud.call('PUT', group, bodies.group);
    expect(cloud.sandbox.export()).not.toBe(seed);
    cloud.sandbox.reset();
    expect(cloud.sandbox.export()).toBe(seed);
    cloud.sandbox.close();
  });

  it('can be cloned into memory, operations under way included', async () => {
    const cloud = openCloud();
    await cloud.call('PUT', group, bodies.group);
    await cloud.call('PUT', ids.vnet, bodies.vnet);
    const copy = cloneSandbox(cloud.sandbox, { now: cloud.now });
    expect(copy.export()).toBe(cloud.sandbox.export());
    await cloudOf(copy, cloud.now, cloud.pass).call('PUT', `${group}-2`, bodies.group);
    expect(copy.export()).not.toBe(cloud.sandbox.export());
    cloud.pass(60_000);
    expect(copy.export()).toContain('vnet-test');
  });
});
