import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { changesOf, type Folder, folder, listOf } from '../kit/gotthard.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';

/** A deployment whose process was killed in the middle, and whose journal has been lost with everything beside it. */
async function halfBuilt(): Promise<{ at: Folder; before: string }> {
  const at = folder();
  await at.gotthard('plan', '--environments', 'dev', '--save', '--json');
  const before = await at.exported();
  const faults = at.faults({ method: 'PUT', path: '/privateEndpoints/[^/]+$', fault: 'crash' });
  const killed = await at.gotthard('deploy', '--yes', '--json', '--sandbox-faults', faults);
  expect(killed.signal).toBe('SIGKILL');
  expect(listOf(await at.gotthard('runs', 'list', '--json'))).toMatchObject([{ outcome: 'open' }]);
  for (const lost of ['runs', 'locks']) rmSync(join(at.path, '.gotthard/sandbox', lost), { recursive: true });
  expect(listOf(await at.gotthard('runs', 'list', '--json'))).toEqual([]);
  return { at, before };
}

it('without its journal what a killed run has built is known by its tags, and is finished or taken down', async () => {
  const { at, before } = await halfBuilt();
  const finished = at.copy();
  const deployed = await finished.gotthard('deploy', '--yes', '--json');
  expect(deployed.code, deployed.stderr).toBe(0);
  expect(changesOf(await finished.gotthard('plan', '--json'))).toEqual([]);
  const down = await at.gotthard('destroy', '--yes', '--purge', '--json');
  expect(down.code, down.stderr).toBe(0);
  expectSameCloud(await at.exported(), before, 'taken down without a journal');
}, 60_000);
