import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import { adoptedTag } from '../../src/plan/ownership.ts';
import { observe } from '../../src/run/observe.ts';
import { Requests } from '../../src/run/requests.ts';
import { registered } from '../kit/deployment.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';
import { copyWith, designOf, idOf, run, tagged } from './running.ts';

const networks = 'Microsoft.Network/virtualNetworks';
const subnets = 'Microsoft.Network/virtualNetworks/subnets';
const securityGroups = 'Microsoft.Network/networkSecurityGroups';

/** A subnet, its network, its security group and its routes, of which only the routes are designed any more. */
const design = designOf(subnets);
const network = idOf(design, networks);
const subnet = idOf(design, subnets);
const kept = ['Microsoft.Resources/resourceGroups', 'Microsoft.Network/routeTables'];
const wanted = { ...design, resources: design.resources.filter(({ type }) => kept.includes(type)) };

const deployed = testCloud();
await registered(deployed, design);
await run(deployed, design);
await deployed.clock.sleep(60_000);

async function orphansIn(cloud: TestCloud): Promise<readonly string[]> {
  const ports = { azure: cloud.session(design), kinds, requests: new Requests(cloud.clock) };
  return (await observe(wanted, ports)).orphans;
}

describe('what is found although it is not designed any more', () => {
  it('is what carries our mark, and what lies beneath it without one', async () => {
    const gone = design.resources.filter(({ type }) => !kept.includes(type)).map(({ id }) => id);
    expect(await orphansIn(deployed)).toEqual([...gone].sort());
  });

  it('is nothing in what was taken over or is not ours, even where it uses something of ours', async () => {
    for (const tag of [adoptedTag, 'gotthard-stamp']) {
      const cloud = copyWith(deployed, design, async () => undefined);
      await cloud.somebody.put(networks, network, (body) => tagged(body, tag, 'somebody else'));
      const orphans = await orphansIn(cloud);
      expect(orphans).toContain(idOf(design, securityGroups));
      expect(orphans).not.toContain(subnet);
    }
  });

  it('is read with GET alone', async () => {
    const cloud = copyWith(deployed, design, async () => undefined);
    await orphansIn(cloud);
    expect(new Set(cloud.exchanges.map(({ method }) => method))).toEqual(new Set(['GET']));
  });
});
