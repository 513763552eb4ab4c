import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { hubNetwork } from '../../src/sandbox/microsoft.network/seed.ts';
import { allModels } from '../../src/sandbox/models.ts';
import { cloneSandbox } from '../../src/sandbox/sandbox.ts';
import { helvetiaCare } from '../../src/sandbox/seed-directories.ts';
import { bodies, endpointBody, group, ids, rule, vaultBody } from '../kit/estate.ts';
import { type Cloud, cloudOf, openCloud, subscriptionPath } from '../kit/sandbox.ts';

interface Recipe {
  readonly type: string;
  readonly id: string;
  readonly body: unknown;
  readonly needs: readonly string[];
}
const network = 'Microsoft.Network';
const record = (kind: string, properties: object): Recipe => ({
  type: `${network}/privateDnsZones/${kind}`,
  id: `${ids.zone}/${kind}/${kind === 'SRV' ? '_ldap._tcp' : 'name'}`,
  body: { properties: { ttl: 60, ...properties } },
  needs: [`${network}/privateDnsZones`],
});

/** One resource of each type, each after what it needs. */
const recipes: readonly Recipe[] = [
  {
    type: 'Microsoft.Resources/resourceGroups',
    id: `${subscriptionPath}/resourceGroups/rg-other`,
    body: bodies.group,
    needs: [],
  },
  { type: `${network}/networkSecurityGroups`, id: ids.securityGroup, body: bodies.securityGroup, needs: [] },
  {
    type: `${network}/networkSecurityGroups/securityRules`,
    id: `${ids.securityGroup}/securityRules/own`,
    body: { properties: rule({ priority: 300 }) },
    needs: [`${network}/networkSecurityGroups`],
  },
  { type: `${network}/routeTables`, id: ids.routeTable, body: bodies.routeTable, needs: [] },
  {
    type: `${network}/routeTables/routes`,
    id: `${ids.routeTable}/routes/own`,
    body: { properties: { addressPrefix: '10.9.0.0/16', nextHopType: 'None' } },
    needs: [`${network}/routeTables`],
  },
  { type: `${network}/virtualNetworks`, id: ids.vnet, body: bodies.vnet, needs: [] },
  {
    type: `${network}/virtualNetworks/subnets`,
    id: ids.subnet,
    body: bodies.subnet,
    needs: [`${network}/virtualNetworks`],
  },
  {
    type: `${network}/virtualNetworks/virtualNetworkPeerings`,
    id: ids.peering,
    body: { properties: { remoteVirtualNetwork: { id: hubNetwork } } },
    needs: [`${network}/virtualNetworks`],
  },
  { type: `${network}/privateDnsZones`, id: ids.zone, body: bodies.zone, needs: [] },
  {
    type: `${network}/privateDnsZones/virtualNetworkLinks`,
    id: ids.link,
    body: bodies.link,
    needs: [`${network}/privateDnsZones`, `${network}/virtualNetworks`],
  },
  record('A', { aRecords: [{ ipv4Address: '10.40.3.3' }] }),
  record('AAAA', { aaaaRecords: [{ ipv6Address: 'fd00::1' }] }),
  record('CNAME', { cnameRecord: { cname: 'other.example' } }),
  record('MX', { mxRecords: [{ preference: 1, exchange: 'mail.example' }] }),
  record('PTR', { ptrRecords: [{ ptrdname: 'host.example' }] }),
  record('SRV', { srvRecords: [{ priority: 1, weight: 1, port: 389, target: 'dc.example' }] }),
  record('TXT', { txtRecords: [{ value: ['text'] }] }),
  {
    type: `${network}/privateEndpoints`,
    id: ids.endpoint,
    body: endpointBody(ids.vault, 'vault'),
    needs: [`${network}/virtualNetworks/subnets`],
  },
  {
    type: `${network}/privateEndpoints/privateDnsZoneGroups`,
    id: ids.zoneGroup,
    body: bodies.zoneGroup,
    needs: [`${network}/privateEndpoints`, `${network}/privateDnsZones`],
  },
];

/** A choice of recipes with everything that they need, in order. */
function closed(chosen: readonly Recipe[]): Recipe[] {
  const wanted = new Set(chosen.map(({ type }) => type));
  for (const { type, needs } of [...recipes].reverse())
    if (wanted.has(type)) for (const need of needs) wanted.add(need);
  return recipes.filter(({ type }) => wanted.has(type));
}

let base: Cloud;
beforeAll(async () => {
  base = openCloud();
  await base.call('PUT', group, bodies.group);
  await base.call('PUT', ids.vault, vaultBody(helvetiaCare.id));
  base.pass(600_000);
});

describe('creating resources and deleting them again', () => {
  it('is tried for every type of network and resources that can be both', () => {
    const own = allModels().filter(
      ({ type, verbs = ['put', 'delete'] }) =>
        /^Microsoft\.(Network|Resources)\//.test(type) && verbs.includes('put') && verbs.includes('delete'),
    );
    const missing = own.map(({ type }) => type).filter((type) => !recipes.some((one) => one.type === type));
    // A zone's SOA comes and goes with its zone.
    expect(missing).toEqual([`${network}/privateDnsZones/SOA`]);
  });

  it('leaves the exported state as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...recipes], { minLength: 1 }), async (chosen) => {
        const cloud = cloudOf(cloneSandbox(base.sandbox, { now: base.now }), base.now, base.pass);
        const before = cloud.sandbox.export();
        const made = closed(chosen);
        for (const { id, body } of made)
          expect([id, (await cloud.settle('PUT', id, body)).code]).toEqual([id, '']);
        expect(cloud.sandbox.export()).not.toBe(before);
        for (const { id } of made.reverse()) {
          expect([id, (await cloud.settle('DELETE', id)).code]).toEqual([id, '']);
          expect([id, (await cloud.call('DELETE', id)).status]).toEqual([id, expect.toBeOneOf([204, 404])]);
        }
        expect(cloud.sandbox.export()).toBe(before);
      }),
      { numRuns: 12 },
    );
  });

  it('and putting them again gives the same exported state as the first time, with other server-made values', async () => {
    const cloud = cloudOf(cloneSandbox(base.sandbox, { now: base.now }), base.now, base.pass);
    const putAll = async (): Promise<string> => {
      for (const { id, body } of recipes) await cloud.settle('PUT', id, body);
      return cloud.sandbox.export();
    };
    const first = await putAll();
    const guid = async (): Promise<unknown> =>
      ((await cloud.call('GET', ids.vnet)).body['properties'] as { resourceGuid: string }).resourceGuid;
    const old = await guid();
    expect(await putAll()).toBe(first);
    expect(await guid()).toBe(old);
    for (const { id } of [...recipes].reverse()) await cloud.settle('DELETE', id);
    expect(await putAll()).toBe(first);
    expect(await guid()).not.toBe(old);
  });

  it('or putting back exactly what was read changes nothing', async () => {
    const cloud = cloudOf(cloneSandbox(base.sandbox, { now: base.now }), base.now, base.pass);
    for (const { id, body } of recipes) await cloud.settle('PUT', id, body);
    const before = cloud.sandbox.export();
    for (const { id } of recipes) {
      const { body } = await cloud.call('GET', id);
      expect([id, (await cloud.settle('PUT', id, body)).code]).toEqual([id, '']);
    }
    expect(cloud.sandbox.export()).toBe(before);
  });

  it.each(['lro-failed', 'drop-after', 'drop-late'] as const)(
    'leaves the state as it was also after %s',
    async (fault) => {
      for (const recipe of recipes) {
        const path = `${recipe.id.replaceAll(/[.*$]/g, '\\$&')}$`;
        const copy = cloneSandbox(base.sandbox, { now: base.now, faults: [{ method: 'PUT', path, fault }] });
        const cloud = cloudOf(copy, base.now, base.pass);
        for (const { id, body } of closed([recipe]))
          if (id !== recipe.id) await cloud.settle('PUT', id, body);
        const before = copy.export();
        await cloud
          .settle('PUT', recipe.id, recipe.body)
          .catch((error: unknown) => expect(error).toMatchObject({ code: 'ECONNRESET' }));
        base.pass(600_000);
        await cloud.settle('DELETE', recipe.id);
        expect([recipe.id, copy.export() === before]).toEqual([recipe.id, true]);
      }
    },
  );
});
