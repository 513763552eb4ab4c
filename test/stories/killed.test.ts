import { beforeAll, describe, expect, it } from 'vitest';
import { differing } from '../kit/differing-resources.ts';
import { type Folder, folder, listOf, problemsOf, runsOf } from '../kit/gotthard.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';

/** Every file is there before a run: what a run adds to the folder is its own. */
const fresh = folder();
let before: string;
beforeAll(async () => {
  await fresh.gotthard('plan', '--save', '--json');
  before = await fresh.exported();
});

const dev = ['--tenant', 'main', '--env', 'dev', '--json', '--yes'] as const;

async function expectAsBefore(at: Folder, what: string): Promise<void> {
  expectSameCloud(await at.exported(), before, what);
}

describe('a process that is killed', () => {
  /** A folder whose run was killed after a write; made once for each. */
  const killed = new Map<string, Promise<Folder>>();
  const killedAfter = (path: string): Promise<Folder> => {
    const kill = async (): Promise<Folder> => {
      const at = fresh.copy();
      const faults = at.faults({ method: 'PUT', path, fault: 'crash' });
      const ended = await at.gotthard('deploy', ...dev, '--sandbox-faults', faults);
      expect([ended.code, ended.signal]).toEqual([null, 'SIGKILL']);
      return at;
    };
    const made = killed.get(path) ?? kill();
    killed.set(path, made);
    return made;
  };
  let finished: Promise<string>;
  beforeAll(() => {
    const undisturbed = fresh.copy();
    finished = undisturbed.gotthard('deploy', ...dev).then(() => undisturbed.exported());
  });

  it('leaves an open run, for which the next deployment is refused', async () => {
    const at = (await killedAfter(differing[0][1])).copy();
    const [run] = listOf(await at.gotthard('runs', 'list', '--json'));
    expect(run).toMatchObject({ environment: 'dev', outcome: 'open' });
    const refused = await at.gotthard('deploy', ...dev);
    expect(refused.code).toBe(4);
    expect(problemsOf(refused)).toMatchObject([
      {
        code: 'GT-RUN-OPEN',
        next: [`gotthard runs resume ${run?.runId}`, `gotthard runs rollback ${run?.runId}`],
      },
    ]);
  });

  it.each(differing)('after the write of %s leaves a run that can be undone', async (what, path) => {
    const at = (await killedAfter(path)).copy();
    const undone = await at.gotthard('runs', 'rollback', '--json');
    expect(undone.code, undone.stderr).toBe(5);
    expect(runsOf(undone)).toMatchObject([{ environment: 'dev', outcome: 'rolled-back', leftovers: [] }]);
    await expectAsBefore(at, what);
  });

  it.each(differing.slice(2, 4))(
    'after the write of %s leaves a run that can be finished, as if nothing had happened',
    async (what, path) => {
      const at = (await killedAfter(path)).copy();
      const [run] = listOf(await at.gotthard('runs', 'list', '--json'));
      const resumed = await at.gotthard('runs', 'resume', '--json');
      expect(resumed.code, resumed.stderr).toBe(0);
      expect(runsOf(resumed)).toMatchObject([{ runId: run?.runId, outcome: 'succeeded' }]);
      expectSameCloud(await at.exported(), await finished, what);
    },
  );

  it('while it undoes a run leaves one that can still be undone', async () => {
    const at = fresh.copy();
    const faults = at.faults(
      { method: 'PUT', path: '/deployments/', fault: 403, times: 99 },
      { method: 'DELETE', nth: 12, fault: 'crash' },
    );
    const killed = await at.gotthard('deploy', ...dev, '--sandbox-faults', faults);
    expect(killed.signal).toBe('SIGKILL');
    const half = await at.gotthard('runs', 'resume', '--json');
    expect(half.code).toBe(4);
    expect(problemsOf(half)).toMatchObject([{ code: 'GT-RUN-ROLLING-BACK' }]);
    const undone = await at.gotthard('runs', 'rollback', '--json');
    expect(undone.code, undone.stderr).toBe(5);
    await expectAsBefore(at, 'undone twice');
  });
});
