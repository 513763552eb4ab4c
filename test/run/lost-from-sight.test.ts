import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import { planOf, registered, resumeInProcess, runInProcess } from '../kit/deployment.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import { copyOf, settledExport } from '../kit/sweep.ts';
import { testCloud } from '../kit/test-cloud.ts';
import { doings } from '../plan/standing.ts';
import { designOf, idOf, run, tagged, withBody } from './running.ts';

const design = designOf('Microsoft.Network/virtualNetworks/subnets');
const securityGroup = idOf(design, 'Microsoft.Network/networkSecurityGroups');
const path = `${securityGroup}$`;
const changed = withBody(design, securityGroup, (body) => tagged(body, 'ours'));

const fresh = testCloud();
await registered(fresh, design);
const deployed = copyOf(fresh);
await run(deployed, design);
await deployed.clock.sleep(60_000);
const before = await settledExport(copyOf(deployed));

/** Changes the security group while faults strike. */
async function changeWith(...faults: readonly Fault[]) {
  const cloud = copyOf(deployed, faults);
  const { result } = await run(cloud, changed);
  return { result, after: await settledExport(cloud) };
}

describe('a write that is lost from sight', () => {
  it('is undone when its resource can not be read any more', async () => {
    const { result, after } = await changeWith({ method: 'GET', path, nth: 2, times: 1_000_000, fault: 500 });
    expect(result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
    expectSameCloud(after, before, 'after an outage of its URL');
  });

  it('is undone when it shows up late and its second attempt was refused', async () => {
    const { result, after } = await changeWith(
      { method: 'PUT', path, fault: 'drop-late' },
      { method: 'PUT', path, nth: 2, fault: 403 },
    );
    expect(result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
    expectSameCloud(after, before, 'after a late write');
  });

  it('is no leftover when it never took effect and its resource refuses to be written', async () => {
    const { result, after } = await changeWith({ method: 'PUT', path, times: 1_000_000, fault: 500 });
    expect(result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
    expectSameCloud(after, before, 'after an outage of its writes');
  });

  it('is made again by resuming when it ended Failed while nobody looked', async () => {
    const cloud = copyOf(fresh, [{ method: 'PUT', path, fault: 'lro-failed' }]);
    const killed = await runInProcess(cloud, await planOf(cloud, design), { killAfterLines: 8 });
    expect(killed.result).toBeUndefined();
    const later = copyOf(cloud);
    const { result } = await resumeInProcess(later, design, killed.journal);
    expect(result).toMatchObject({ outcome: 'succeeded' });
    expectSameCloud(await settledExport(later), before, 'after resuming');
    expect(doings(await planOf(later, design))).toEqual([]);
  });
});
