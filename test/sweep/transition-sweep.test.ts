import { describe, expect, it } from 'vitest';
import { makeDesign } from '../../src/design/make-design.ts';
import type { Environment, Stamp } from '../../src/estate/estate.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { hubZones } from '../../src/sandbox/microsoft.network/seed.ts';
import {
  aStamp,
  deployInProcess,
  planOf,
  registered,
  resumeInProcess,
  rollBackInProcess,
} from '../kit/deployment.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import { copyOf, sampled, seed, settledExport, targetName, titled, writesOf } from '../kit/sweep.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';
import { doings } from '../plan/standing.ts';
import { copyWith } from '../run/running.ts';

const first = aStamp({ budget: '2000' });
const { environment } = first;
const { budget: _, ...withoutBudget } = environment;

/** A network of the platform team in the same subscription. */
const corporate = `/subscriptions/${environment.subscriptionId}/resourceGroups/rg-corp`;
const network = `${corporate}/providers/Microsoft.Network/virtualNetworks/vnet-corp`;
const subnet = `${network}/subnets/snet-shared`;

function changedTo(changed: Partial<Environment>): Stamp {
  return { ...first, environment: { ...environment, ...changed } };
}

/** Changes after which things lie elsewhere or not at all, so that much is replaced and removed. */
const stamps: Readonly<Record<string, Stamp>> = {
  'zones attached by a policy': changedTo({ dns: { mode: 'policy' } }),
  'central zones': changedTo({
    dns: { mode: 'central', openai: hubZones[1] ?? '', keyVault: hubZones[2] ?? '' },
  }),
  'an existing network': changedTo({
    network: {
      mode: 'existing',
      virtualNetworkId: network,
      privateEndpointSubnetId: subnet,
      callerRanges: [],
    },
  }),
  'fresh names': { ...first, estate: { ...first.estate, naming: { ...first.estate.naming, generation: 2 } } },
  'another deployment type': changedTo({
    models: environment.models.map((model) => ({ ...model, deploymentType: 'GlobalStandard' })),
  }),
  'no models': changedTo({ models: [] }),
  'no budget': { ...first, environment: withoutBudget },
};

const base = copyWith(testCloud(), makeDesign(first), async () => undefined);
const { somebody } = base;
const location = 'switzerlandnorth';
await somebody.put('Microsoft.Resources/resourceGroups', corporate, () => ({ location }));
await somebody.put('Microsoft.Network/virtualNetworks', network, () => ({
  location,
  properties: { addressSpace: { addressPrefixes: ['10.250.0.0/24'] } },
}));
await somebody.put('Microsoft.Network/virtualNetworks/subnets', subnet, () => ({
  properties: { addressPrefix: '10.250.0.0/26' },
}));
await registered(base, makeDesign(first));
await deployInProcess(base, first);
await base.clock.sleep(60_000);
const before = await settledExport(copyOf(base));

interface Transition {
  readonly name: string;
  readonly stamp: Stamp;
  readonly cloud: TestCloud;
  readonly undisturbed: Awaited<ReturnType<typeof deployInProcess>>;
}

const transitions: readonly Transition[] = await Promise.all(
  Object.entries(stamps).map(async ([name, stamp]) => {
    const cloud = copyOf(base);
    return { name, stamp, cloud, undisturbed: await deployInProcess(cloud, stamp) };
  }),
);

const lines = transitions.flatMap((transition) =>
  transition.undisturbed.journal.slice(1).map((_, index) => ({
    ...transition,
    line: index + 1,
    name: `${transition.name}, line ${index + 1}`,
  })),
);
const faults: readonly Fault['fault'][] = [403, 'lro-failed', 'drop-after'];
const writes = transitions.flatMap((transition) =>
  writesOf(transition.cloud).flatMap((write) =>
    faults.map((fault) => ({
      stamp: transition.stamp,
      rule: { ...write, fault },
      fault: String(fault),
      name: `${transition.name}, ${targetName(write)}`,
    })),
  ),
);

describe(`a change of where things lie (seed ${seed})`, () => {
  it.each(titled(transitions))('is made, and nothing is left to do then: %s', async (_title, one) => {
    expect(one.undisturbed.result).toMatchObject({ outcome: 'succeeded', leftovers: [] });
    expect(doings(await planOf(one.cloud, one.stamp))).toEqual([]);
  });

  it.each(titled(sampled(writes, 4)))(
    'is made or undone to the last detail when something goes wrong: %s',
    async (_title, { stamp, rule, name }) => {
      const cloud = copyOf(base, [rule]);
      const { result } = await deployInProcess(cloud, stamp);
      if (result?.outcome === 'succeeded') return expect(doings(await planOf(cloud, stamp))).toEqual([]);
      expect(result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
      return expectSameCloud(await settledExport(cloud), before, name);
    },
  );

  it.each(titled(sampled(lines, 3)))(
    'is undone, or finished, after its process was killed: %s',
    async (_title, { stamp, line, name }) => {
      const cloud = copyOf(base);
      const { journal } = await deployInProcess(cloud, stamp, { killAfterLines: line });
      const undone = copyOf(cloud);
      const { result } = await rollBackInProcess(undone, journal);
      expect(result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
      expectSameCloud(await settledExport(undone), before, name);
      const finished = copyOf(cloud);
      const resumed = await resumeInProcess(finished, stamp, journal);
      expect(resumed.result).toMatchObject({ outcome: 'succeeded' });
      expect(doings(await planOf(finished, stamp))).toEqual([]);
    },
  );
});
