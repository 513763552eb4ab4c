import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stampsOf } from '../../src/estate/estate.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import { openSandbox } from '../../src/sandbox/sandbox.ts';
import { type Azurite, startAzurite, withAzurite } from '../kit/azurite.ts';
import { fleetIn } from '../kit/fleet.ts';
import { type Folder, folder, listOf, runsOf } from '../kit/gotthard.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';

/** How many processes share the estate; one of them is killed. */
const processes = 8;

withAzurite('a fleet that several processes share', () => {
  let azurite: Azurite;
  beforeAll(async () => {
    azurite = await startAzurite();
  });
  afterAll(() => azurite.stop());

  it('is built once, each environment by whoever takes it; what a killed process has begun is finished by another', async () => {
    const fresh = folder();
    const store = join(fresh.path, '.gotthard/sandbox/store');
    const sandbox = openSandbox({ directory: store, now: () => Date.now() });
    const estate = fleetIn(sandbox, 2);
    sandbox.close();
    fresh.write('gotthard.yaml', writeEstate(estate));
    const undisturbed = fresh.copy();
    expect((await undisturbed.gotthard('deploy', '--all', '--yes', '--json')).code).toBe(0);

    const container = await azurite.container();
    fresh.edit([/^tenants:/m, `state:\n  container: ${container.url}\ntenants:`]);
    const environment = { AZURE_STORAGE_KEY: azurite.key };
    const deploy = ['deploy', '--all', '--yes', '--json', '--parallel', '1', '--sandbox-speed', '30'];
    const faults = fresh.faults({ method: 'PUT', path: '/privateEndpoints/[^/]+$', fault: 'crash' });
    const killed = fresh.start([...deploy, '--sandbox-faults', faults], environment);
    await killed.says(/run \S+ started/);
    const others = await Promise.all(
      Array.from({ length: processes - 1 }, () => fresh.start(deploy, environment).ended),
    );
    expect((await killed.ended).signal).toBe('SIGKILL');
    // An environment that another process is at work on is refused to this one.
    for (const { code, stderr } of others) expect([0, 4], stderr).toContain(code);
    const built = others.flatMap((ended) => (ended.stdout.includes('"runs"') ? runsOf(ended) : []));
    const begun = built.filter(({ runId }) => runId !== '');
    expect(begun.every(({ outcome }) => outcome === 'succeeded')).toBe(true);

    for await (const { name, properties } of container.listBlobsFlat())
      if (properties.leaseState === 'leased')
        await container.getBlobClient(name).getBlobLeaseClient().breakLease(0);
    const elsewhere = machine(fresh);
    const resumed = await elsewhere.start(['runs', 'resume', '--json'], environment).ended;
    expect(resumed.code, resumed.stderr).toBe(0);
    const rest = await elsewhere.start(['deploy', '--all', '--yes', '--json'], environment).ended;
    expect(rest.code, rest.stderr).toBe(0);

    const list = listOf(await elsewhere.start(['runs', 'list', '--json'], environment).ended);
    const names = list.map((run) => `${run.tenant}/${run.environment} ${run.outcome}`).sort();
    expect(names).toEqual(
      stampsOf(estate)
        .map(({ name }) => `${name} succeeded`)
        .sort(),
    );
    expect(list.filter(({ damage }) => damage !== undefined)).toEqual([]);
    expectSameCloud(await elsewhere.settled(), await undisturbed.settled(), 'built by many');
  }, 600_000);

  /** The same cloud, seen from a machine that has nothing but the estate file. */
  function machine(at: Folder): Folder {
    const other = at.copy();
    for (const records of ['runs', 'locks'])
      rmSync(join(other.path, '.gotthard/sandbox', records), { recursive: true, force: true });
    return other;
  }
});
