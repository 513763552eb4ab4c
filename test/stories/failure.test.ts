import { beforeAll, describe, expect, it } from 'vitest';
import { differing } from '../kit/differing-resources.ts';
import { type Folder, folder, problemsOf, runsOf } from '../kit/gotthard.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';

/** Every file is there before a run: what a run adds to the folder is its own. */
const fresh = folder();
let before: string;
beforeAll(async () => {
  await fresh.gotthard('plan', '--save', '--json');
  before = await fresh.exported();
});

const dev = ['--tenant', 'main', '--env', 'dev', '--json', '--yes'] as const;
const prod = ['--tenant', 'main', '--env', 'prod', '--json', '--yes'] as const;

async function expectAsBefore(at: Folder, what: string): Promise<void> {
  expectSameCloud(await at.exported(), before, what);
}

describe('a write that Azure refuses', () => {
  it.each(differing)('of %s is undone with everything before it', async (what, path) => {
    const at = fresh.copy();
    const faults = at.faults({ method: 'PUT', path, fault: 403, times: 99 });
    const ended = await at.gotthard('deploy', ...dev, '--sandbox-faults', faults);
    expect(ended.code, ended.stderr).toBe(5);
    expect(runsOf(ended)).toMatchObject([
      {
        outcome: 'rolled-back',
        created: [],
        updated: [],
        removed: [],
        leftovers: [],
        failure: {
          id: expect.stringMatching(new RegExp(path, 'i')),
          code: 'AuthorizationFailed',
          next: expect.toSatisfy((next: string[]) => next.length > 0 && next.every((way) => way !== '')),
          correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
      },
    ]);
    await expectAsBefore(at, what);
  });

  it('in production is undone too, before the point of no return', async () => {
    const at = fresh.copy();
    const faults = at.faults({ method: 'PUT', path: '/metricAlerts/', nth: 9, fault: 403, times: 99 });
    const ended = await at.gotthard('deploy', ...prod, '--sandbox-faults', faults);
    expect(ended.code, ended.stderr).toBe(5);
    await expectAsBefore(at, 'production');
  });

  it('past the point of no return is kept, and the run goes on from there', async () => {
    const at = fresh.copy();
    // The vault is put twice: without what can't be undone at first, and with it last of all.
    const faults = at.faults({ method: 'PUT', path: '/vaults/[^/]+$', nth: 2, fault: 403, times: 99 });
    const ended = await at.gotthard('deploy', ...prod, '--sandbox-faults', faults);
    expect(ended.code, ended.stderr).toBe(7);
    const [kept] = runsOf(ended);
    expect(kept).toMatchObject({ outcome: 'kept', leftovers: [] });
    expect(kept?.failure?.next).toContain(`gotthard runs resume ${kept?.runId}`);
    expect(kept?.failure?.next.join()).not.toContain('rollback');
    const undone = await at.gotthard('runs', 'rollback', '--json');
    expect(undone.code, undone.stderr).toBe(7);
    expect(runsOf(undone)).toMatchObject([
      {
        runId: kept?.runId,
        outcome: 'kept',
        failure: { code: 'GT-RUN-PAST-RETURN', next: [`gotthard runs resume ${kept?.runId}`] },
      },
    ]);
    const resumed = await at.gotthard('runs', 'resume', '--json');
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(runsOf(resumed)).toMatchObject([{ runId: kept?.runId, outcome: 'succeeded' }]);
    const again = await at.gotthard('plan', '--env', 'prod', '--json', '--detailed-exitcode');
    expect(again.code, again.stderr).toBe(0);
    expect(await at.exported()).toContain('"enablePurgeProtection": true');
  });

  it('is kept when asked to, and the next deployment is refused until the run is finished or undone', async () => {
    const at = fresh.copy();
    const faults = at.faults({ method: 'PUT', path: '/deployments/', fault: 403, times: 99 });
    const ended = await at.gotthard('deploy', ...dev, '--on-failure', 'keep', '--sandbox-faults', faults);
    expect(ended.code, ended.stderr).toBe(7);
    const [kept] = runsOf(ended);
    expect(kept).toMatchObject({ outcome: 'kept', failure: { code: 'AuthorizationFailed' } });
    const ways = [`gotthard runs resume ${kept?.runId}`, `gotthard runs rollback ${kept?.runId}`];
    expect(kept?.failure?.next).toEqual(expect.arrayContaining(ways));
    const refused = await at.gotthard('deploy', ...dev);
    expect(refused.code).toBe(4);
    expect(problemsOf(refused)).toMatchObject([{ code: 'GT-RUN-OPEN', next: ways }]);
    const others = await at.gotthard('deploy', '--all', '--yes', '--json');
    expect(others.code, others.stderr).toBe(4);
    expect(runsOf(others)).toMatchObject([
      { environment: 'prod', outcome: 'succeeded' },
      { environment: 'dev', outcome: 'refused', failure: { code: 'GT-RUN-OPEN', next: ways } },
    ]);
    const resumed = await at.gotthard('runs', 'resume', '--json');
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(runsOf(resumed)).toMatchObject([{ runId: kept?.runId, outcome: 'succeeded' }]);
  });

  it('of many resources at once is undone, although none of them can be written again', async () => {
    const at = fresh.copy();
    expect((await at.gotthard('deploy', ...dev)).code).toBe(0);
    const deployed = await at.exported();
    at.edit(['tags: {}', 'tags: { cost-centre: "4711" }']);
    const faults = at.faults({ method: 'PUT', path: '/metricAlerts/', fault: 403, times: 99 });
    const ended = await at.gotthard('deploy', ...dev, '--sandbox-faults', faults);
    expect(ended.code, ended.stderr).toBe(5);
    expect(runsOf(ended)).toMatchObject([{ outcome: 'rolled-back', updated: [], leftovers: [] }]);
    expectSameCloud(await at.exported(), deployed, 'a change that was put back');
  });

  it('in one environment stops no other', async () => {
    const at = fresh.copy();
    const faults = at.faults({
      method: 'PUT',
      path: '/rg-main-dev-ai/.*/deployments/',
      fault: 403,
      times: 99,
    });
    const ended = await at.gotthard('deploy', '--all', '--yes', '--json', '--sandbox-faults', faults);
    expect(ended.code, ended.stderr).toBe(5);
    expect(runsOf(ended)).toMatchObject([
      { environment: 'dev', outcome: 'rolled-back' },
      { environment: 'prod', outcome: 'succeeded' },
    ]);
    const state = await at.exported();
    expect(state).toContain('/rg-main-prod-ai"');
    expect(state).not.toContain('/rg-main-dev-');
  });

  it('is tried once more when asked to', async () => {
    const at = fresh.copy();
    const faults = at.faults({ method: 'PUT', path: '/vaults/[^/]+$', fault: 403 });
    const ended = await at.gotthard('deploy', ...dev, '--on-failure', 'retry', '--sandbox-faults', faults);
    expect(ended.code, ended.stderr).toBe(0);
  });
});
