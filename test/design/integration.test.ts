import { describe, expect, it } from 'vitest';
import type { Design } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { estateSchema, type Stamp, stampsOf } from '../../src/estate/estate.ts';
import { zonesNeeded } from '../../src/estate/integration.ts';
import { mistakesOf } from '../../src/estate/mistakes.ts';
import { privateDnsZonesOf } from '../../src/facts/private-dns-zones.ts';
import { aStamp, everything } from '../kit/deployment.ts';
import { integrated } from '../kit/integrated.ts';

const hub =
  '/subscriptions/00000000-0000-4000-8000-00000000000f/resourceGroups/rg-hub/providers/Microsoft.Network';
const zones = privateDnsZonesOf('switzerlandnorth');
const asked = integrated(aStamp(everything));

/** The same stamp, some of its answers changed by hand. */
function changed(stamp: Stamp, changes: object): Stamp {
  const { tenant, estate, environment } = stamp;
  const environments = tenant.environments.map((each) =>
    each.name === environment.name ? { ...each, ...changes } : each,
  );
  const tenants = estate.tenants.map((each) =>
    each.name === tenant.name ? { ...each, environments } : each,
  );
  const [first] = stampsOf(estateSchema.parse({ ...estate, tenants }));
  if (!first) throw new Error('the estate has no stamp');
  return first;
}

function idsOf(design: Design): string[] {
  return design.resources.map(({ id }) => id);
}

/** What is designed because it is asked for. */
const added = makeDesign(asked).resources.filter(
  ({ id }) => !idsOf(makeDesign(aStamp(everything))).includes(id),
);
const endpoints = added.filter(({ type }) => type === 'Microsoft.Network/privateEndpoints');
/** Those that somebody can reach. */
const services = added.filter(({ id }) =>
  endpoints.some(
    ({ body }) => JSON.stringify(body).includes(`"${id}"`) && !id.includes('/Microsoft.Network/'),
  ),
);

it('a service beside the models is there only where it is asked for, and changes nothing else', () => {
  const without = makeDesign(aStamp(everything)).resources;
  const kept = makeDesign(asked).resources.filter(({ id }) => without.some((each) => each.id === id));
  const changes = kept.filter(
    (each, index) => JSON.stringify(each.body) !== JSON.stringify(without[index]?.body),
  );
  // What watches over groups has one more, and SQL has a port of its own.
  expect(new Set(changes.map(({ type }) => type))).toEqual(
    new Set([
      'Microsoft.Network/networkSecurityGroups',
      'Microsoft.Insights/activityLogAlerts',
      'Microsoft.Authorization/policyAssignments',
      'Microsoft.Consumption/budgets',
    ]),
  );
  expect(services).not.toEqual([]);
});

describe.each(services.map((service) => [service.type, service] as const))('%s', (_type, { id, body }) => {
  it('has no public way in', () => {
    expect(body).toMatchObject({ properties: { publicNetworkAccess: 'Disabled' } });
  });

  it('has a private endpoint in the subnet for data, logs, and a lock in production', () => {
    const [endpoint] = endpoints.filter((each) => JSON.stringify(each.body).includes(id));
    expect(endpoint?.body).toMatchObject({
      properties: { subnet: { id: expect.stringMatching(/snet-data$/) } },
    });
    const types = added.filter((each) => each.id.startsWith(`${id}/`)).map(({ type }) => type);
    expect(types).toEqual(
      expect.arrayContaining(['Microsoft.Insights/diagnosticSettings', 'Microsoft.Authorization/locks']),
    );
  });
});

describe('where an existing network is used', () => {
  const network = {
    mode: 'existing',
    virtualNetworkId: `${hub}/virtualNetworks/hub`,
    privateEndpointSubnetId: `${hub}/virtualNetworks/hub/subnets/endpoints`,
  };

  it('all endpoints stand in its subnet', () => {
    const design = makeDesign(changed(asked, { network }));
    const subnets = design.resources
      .filter(({ type }) => type === 'Microsoft.Network/privateEndpoints')
      .map(({ body }) => JSON.stringify(body).includes(network.privateEndpointSubnetId));
    expect(subnets).toEqual(subnets.map(() => true));
    expect(subnets).toHaveLength(2 + endpoints.length);
  });
});

describe('private DNS zones', () => {
  const integration = asked.environment.integration ?? {};
  const needed = zonesNeeded({ authentication: 'entra', integration });
  const central = Object.fromEntries(needed.map((key) => [key, `${hub}/privateDnsZones/${zones[key]}`]));

  it('of our own are there for each endpoint, linked to the network', () => {
    const ids = idsOf(makeDesign(asked)).filter((id) => /\/privateDnsZones\/[^/]+$/.test(id));
    expect(ids.map((id) => id.split('/').at(-1)).sort()).toEqual(needed.map((key) => zones[key]).sort());
  });

  it('of others are used by their ids, and each has to be named', () => {
    const stamp = changed(asked, { dns: { mode: 'central', ...central } });
    expect(mistakesOf(stamp.estate)).toEqual([]);
    const design = makeDesign(stamp);
    expect(idsOf(design).filter((id) => id.includes('/privateDnsZones/'))).toEqual([]);
    expect(design.uses.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.values(central)));
    for (const key of needed.slice(2)) {
      const { [key]: _, ...others } = central;
      const missing = changed(asked, { dns: { mode: 'central', ...others } });
      expect(mistakesOf(missing.estate)).toMatchObject([
        { code: 'GT-ESTATE-ID', why: expect.stringContaining(zones[key]) },
      ]);
    }
  });

  it('that a policy attaches are left to it', () => {
    const design = makeDesign(changed(asked, { dns: { mode: 'policy' } }));
    expect(design.resources.filter(({ type }) => /DnsZone/.test(type))).toEqual([]);
  });
});

it('outside production a database has no lock and lies in one zone', () => {
  const design = makeDesign(integrated(aStamp()));
  expect(design.resources.filter(({ type }) => type === 'Microsoft.Authorization/locks')).toEqual([]);
  const redundant = (of: Design) => /"isZoneRedundant":true/.test(JSON.stringify(of.resources));
  expect([redundant(design), redundant(makeDesign(asked))]).toEqual([false, true]);
  // Switzerland West has no zones.
  expect(redundant(makeDesign(changed(asked, { region: 'switzerlandwest' })))).toBe(false);
});

it('a data factory without storage is a mistake that names both ways out', () => {
  const stamp = integrated(aStamp(), { dataFactory: true });
  expect(mistakesOf(stamp.estate)).toMatchObject([
    {
      path: ['tenants', 0, 'environments', 0, 'integration', 'dataFactory'],
      next: expect.stringContaining('storage'),
    },
  ]);
});

it('a data factory has the least roles, opens nothing by a key, and writes down no document', () => {
  const design = makeDesign(integrated(aStamp(), { storage: 'blob', dataFactory: true }));
  const factory = design.resources.find(({ type }) => type === 'Microsoft.DataFactory/factories')?.id ?? '';
  const roles = design.resources.filter(
    ({ type, body }) => type.endsWith('/roleAssignments') && JSON.stringify(body).includes(factory),
  );
  expect(roles.map(({ title }) => title.replace(/oai-\S+/, 'ACCOUNT')).sort()).toEqual([
    'role Cognitive Services OpenAI User on ACCOUNT for data factory',
    'role Storage Blob Data Contributor on data for data factory',
  ]);
  const own = design.resources.filter(({ id }) => id.startsWith(`${factory}/`));
  expect(JSON.stringify(own)).not.toMatch(/accountKey|connectionString|sasUri|sasToken|password|\{\{/i);
  const pipeline = JSON.stringify(own.find(({ type }) => type.endsWith('/pipelines'))?.body);
  const touching = [...pipeline.matchAll(/"type":"(WebActivity|Lookup)"/g)];
  expect([...pipeline.matchAll(/"secureInput":true,"secureOutput":true/g)]).toHaveLength(touching.length);
});
