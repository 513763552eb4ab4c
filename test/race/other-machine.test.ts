import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Azurite, startAzurite, withAzurite } from '../kit/azurite.ts';
import { type Folder, folder, listOf, problemsOf } from '../kit/gotthard.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';

withAzurite('a run whose machine is gone', () => {
  let azurite: Azurite;
  let container: ContainerClient;
  let left: Folder;
  let [before, after] = ['', ''];

  beforeAll(async () => {
    azurite = await startAzurite();
    container = await azurite.container();
    left = folder();
    await left.gotthard('plan', '--environments', 'dev', '--save', '--json');
    before = await left.settled();
    const undisturbed = left.copy();
    expect((await undisturbed.gotthard('deploy', '--yes', '--json')).code).toBe(0);
    after = await undisturbed.settled();
    left.edit([/^tenants:/m, `state:\n  container: ${container.url}\ntenants:`]);
    const faults = left.faults({ method: 'PUT', path: '/privateEndpoints/[^/]+$', fault: 'crash' });
    const killed = await at(left, 'deploy', '--yes', '--json', '--sandbox-faults', faults);
    expect(killed.signal, killed.stderr).toBe('SIGKILL');
    for await (const { name } of container.listBlobsFlat()) {
      if (name.endsWith('.lock')) await container.getBlobClient(name).getBlobLeaseClient().breakLease(0);
    }
  });
  afterAll(() => azurite.stop());

  const at = (where: Folder, ...args: string[]) =>
    where.start(args, { AZURE_STORAGE_KEY: azurite.key }).ended;

  /** The same cloud, seen from a machine that has nothing but the estate file. */
  function elsewhere(): Folder {
    const other = left.copy();
    for (const records of ['runs', 'locks'])
      rmSync(join(other.path, '.gotthard/sandbox', records), { recursive: true, force: true });
    return other;
  }

  it('is refused under another estate, and without a sign-in for the container', async () => {
    const foreign = left.copy();
    const id = /^id: (\S+)$/m.exec(foreign.read('gotthard.yaml'))?.[1] ?? '';
    foreign.edit([/^state:\n.*\n/m, ''], [`id: ${id}`, `id: ${[...id].reverse().join('')}`]);
    const refused = await foreign.gotthard('runs', 'resume', '--json');
    expect(refused.code, refused.stderr).toBe(4);
    expect(problemsOf(refused)).toMatchObject([{ code: 'GT-RUN-FOREIGN' }]);
    const unsigned = await left.gotthard('runs', 'list', '--json');
    expect(unsigned.code).toBe(3);
    expect(problemsOf(unsigned)).toMatchObject([{ code: 'GT-STATE-SIGNIN' }]);
  });

  it('is listed, shown and undone from another machine', async () => {
    const other = elsewhere();
    expect(listOf(await at(other, 'runs', 'list', '--json'))).toMatchObject([{ outcome: 'open' }]);
    const undone = await at(other, 'runs', 'rollback', '--json');
    expect(undone.code, undone.stderr).toBe(5);
    expectSameCloud(await other.settled(), before, 'undone elsewhere');
    expect(listOf(await at(left, 'runs', 'list', '--json'))).toMatchObject([{ outcome: 'rolled-back' }]);
  });

  it('leaves no key in any of its files or blobs', async () => {
    for (const file of left.files()) expect(left.read(file)).not.toContain(azurite.key);
    for await (const { name } of container.listBlobsFlat()) {
      const text = await container.getBlobClient(name).downloadToBuffer();
      expect(text.toString()).not.toContain(azurite.key);
    }
  });

  it('is finished from another machine, as if nothing had happened', async () => {
    const again = await azurite.container();
    const other = folder();
    other.write('gotthard.yaml', left.read('gotthard.yaml').replace(container.url, again.url));
    await other.gotthard('sandbox', 'export');
    const faults = other.faults({ method: 'PUT', path: '/vaults/[^/]+$', fault: 'crash' });
    expect((await at(other, 'deploy', '--yes', '--json', '--sandbox-faults', faults)).signal).toBe('SIGKILL');
    for await (const { name } of again.listBlobsFlat()) {
      if (name.endsWith('.lock')) await again.getBlobClient(name).getBlobLeaseClient().breakLease(0);
    }
    rmSync(join(other.path, '.gotthard/sandbox/runs'), { recursive: true });
    const resumed = await at(other, 'runs', 'resume', '--json');
    expect(resumed.code, resumed.stderr).toBe(0);
    expectSameCloud(await other.settled(), after, 'finished elsewhere');
  });
});
