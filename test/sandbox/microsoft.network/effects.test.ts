import { beforeEach, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/sandbox/json.ts';
import { hubNetwork, hubZones } from '../../../src/sandbox/microsoft.network/seed.ts';
import { cloneSandbox } from '../../../src/sandbox/sandbox.ts';
import { helvetiaCare, reader } from '../../../src/sandbox/seed-directories.ts';
import { bodies, buildNetwork, endpointBody, group, ids, rule, vaultBody } from '../../kit/estate.ts';
import { type Cloud, cloudOf, openCloud, subscriptionPath } from '../../kit/sandbox.ts';

let cloud: Cloud;
beforeEach(async () => {
  cloud = openCloud();
  await buildNetwork(cloud);
});

const network = `${group}/providers/Microsoft.Network`;
const inline = (prefix: string, name: string): JsonObject => ({
  name,
  properties: { addressPrefix: prefix },
});
const vnet = (subnets?: Json): JsonObject => ({
  location: 'switzerlandnorth',
  properties: {
    addressSpace: { addressPrefixes: ['10.40.0.0/22'] },
    ...(subnets === undefined ? {} : { subnets }),
  },
});
const subnetNames = async (): Promise<string[]> =>
  ((await cloud.call('GET', `${ids.vnet}/subnets`)).body['value'] as { name: string }[]).map(
    ({ name }) => name,
  );
const properties = (body: JsonObject): JsonObject => body['properties'] as JsonObject;

async function buildVault(): Promise<void> {
  await cloud.call('PUT', ids.vault, vaultBody(helvetiaCare.id));
  cloud.pass(600_000);
  await cloud.settle('PUT', ids.zone, bodies.zone);
  await cloud.settle('PUT', ids.link, bodies.link);
}

describe('a virtual network', () => {
  it('keeps its subnets when a PUT says nothing of them, from 2023-11-01 on', async () => {
    await cloud.settle('PUT', ids.vnet, { ...vnet(), tags: { a: 'b' } });
    expect(await subnetNames()).toEqual(['snet-pe']);
    await cloud.settle('PUT', `${ids.vnet}?api-version=2020-06-01`, vnet());
    expect(await subnetNames()).toEqual([]);
  });

  it('loses the subnets that an inline list lacks, and gains those that it has', async () => {
    await cloud.settle('PUT', ids.vnet, vnet([inline('10.40.1.0/24', 'snet-app')]));
    expect(await subnetNames()).toEqual(['snet-app']);
  });

  it('takes one write at a time, its subnets included', async () => {
    await cloud.call('PUT', `${ids.vnet}/subnets/a`, { properties: { addressPrefix: '10.40.1.0/27' } });
    const second = await cloud.call('PUT', `${ids.vnet}/subnets/b`, {
      properties: { addressPrefix: '10.40.2.0/27' },
    });
    expect([second.status, second.code]).toEqual([409, 'AnotherOperationInProgress']);
    expect(JSON.stringify(second.body)).toContain('/operations/');
    expect((await cloud.call('DELETE', ids.vnet)).code).toBe('AnotherOperationInProgress');
    cloud.pass(10_000);
    expect(
      (await cloud.call('PUT', `${ids.vnet}/subnets/b`, { properties: { addressPrefix: '10.40.2.0/27' } }))
        .status,
    ).toBe(201);
  });

  it('lets nothing build on what is still being changed', async () => {
    await cloud.call('PUT', ids.securityGroup, bodies.securityGroup);
    const using = {
      properties: { ...bodies.subnet.properties, networkSecurityGroup: { id: ids.securityGroup } },
    };
    const refused = await cloud.call('PUT', ids.subnet, using);
    expect([refused.status, refused.code]).toEqual([429, 'RetryableError']);
    expect(JSON.stringify(refused.body)).toContain('ReferencedResourceNotProvisioned');
    expect(refused.headers.get('retry-after')).toBe('10');
    cloud.pass(10_000);
    expect((await cloud.settle('PUT', ids.subnet, using)).status).toBe(200);
  });

  it('shows a state of its own and of its subnets while it is made, and a new ETag with each change', async () => {
    const other = `${network}/virtualNetworks/vnet-two`;
    const made = await cloud.call('PUT', other, { ...vnet([inline('10.40.0.0/24', 's')]) });
    expect(made.status).toBe(201);
    expect(JSON.stringify(made.body).match(/"provisioningState":"Updating"/g)).toHaveLength(2);
    cloud.pass(60_000);
    const done = await cloud.call('GET', other);
    expect(JSON.stringify(done.body).match(/"provisioningState":"Succeeded"/g)).toHaveLength(2);
    expect(done.body['etag']).not.toBe(made.body['etag']);
    expect(done.headers.get('etag')).toBe(done.body['etag']);
  });

  it('is changed only with the right If-Match', async () => {
    const etag = String((await cloud.call('GET', ids.vnet)).body['etag']);
    expect((await cloud.call('PUT', ids.vnet, vnet(), { 'if-match': 'W/"x"' })).code).toBe(
      'PreconditionFailed',
    );
    expect((await cloud.call('PUT', ids.vnet, vnet(), { 'if-none-match': '*' })).status).toBe(412);
    expect((await cloud.call('PUT', `${ids.vnet}-new`, vnet(), { 'if-match': '*' })).status).toBe(412);
    expect((await cloud.call('PUT', ids.vnet, vnet(), { 'if-match': etag })).status).toBe(200);
  });

  it('is peered when both sides point at each other, and loses it when one side goes', async () => {
    const here = { properties: { remoteVirtualNetwork: { id: hubNetwork } } };
    const there = `${hubNetwork}/virtualNetworkPeerings/back`;
    const state = async (): Promise<Json | undefined> =>
      properties((await cloud.call('GET', ids.peering)).body)['peeringState'];
    await cloud.settle('PUT', ids.peering, here);
    expect(await state()).toBe('Initiated');
    await cloud.settle('PUT', there, { properties: { remoteVirtualNetwork: { id: ids.vnet } } });
    expect(await state()).toBe('Connected');
    await cloud.settle('DELETE', there);
    expect(await state()).toBe('Disconnected');
  });
});

describe('a network security group', () => {
  it('answers its default rules, fills the unused plural forms, and lets priorities be exchanged', async () => {
    const rules = (one: number, other: number): Json => ({
      location: 'switzerlandnorth',
      properties: {
        securityRules: [
          { name: 'a', properties: rule({ priority: one }) },
          { name: 'b', properties: rule({ priority: other }) },
        ],
      },
    });
    await cloud.settle('PUT', ids.securityGroup, rules(100, 200));
    const { body } = await cloud.settle('PUT', ids.securityGroup, rules(200, 100));
    expect(properties(body)['defaultSecurityRules']).toHaveLength(6);
    const shown = properties(body)['securityRules'] as JsonObject[];
    expect(shown.map((one) => properties(one)['priority'])).toEqual([200, 100]);
    expect(properties(shown[0] ?? {})['sourcePortRanges']).toEqual([]);
  });

  it('flushes connections where it is told so, until it is put without that', async () => {
    const flushing = async (): Promise<Json | undefined> =>
      properties((await cloud.call('GET', ids.securityGroup)).body)['flushConnection'];
    const put = (flushConnection: Json): Promise<{ body: JsonObject }> =>
      cloud.settle('PUT', ids.securityGroup, {
        location: 'switzerlandnorth',
        properties: { flushConnection },
      });
    await put(true);
    expect(await flushing()).toBe(true);
    await put(false);
    expect(await flushing()).toBe(false);
    await put(null);
    expect(await flushing()).toBeUndefined();
  });

  it('keeps its rules when only tags are patched', async () => {
    const { body } = await cloud.settle('PATCH', ids.securityGroup, { tags: { x: 'y' } });
    expect([body['tags'], (properties(body)['securityRules'] as Json[]).length]).toEqual([{ x: 'y' }, 1]);
  });
});

describe('a private endpoint', () => {
  beforeEach(buildVault);

  it('stands in its subnet, on its target and, by its zone group, in the zone; and is gone from all of them', async () => {
    const before = cloud.sandbox.export();
    const made = await cloud.call('PUT', ids.endpoint, endpointBody(ids.vault, 'vault'));
    expect([made.status, properties(made.body)['provisioningState']]).toEqual([201, 'Updating']);
    expect(properties(made.body)['customDnsConfigs']).toEqual([]);
    cloud.pass(600_000);
    const endpoint = properties((await cloud.call('GET', ids.endpoint)).body);
    expect(endpoint['customDnsConfigs']).toEqual([
      { fqdn: 'kv-endpoint-test.vault.azure.net', ipAddresses: ['10.40.0.4'] },
    ]);
    expect(JSON.stringify(endpoint['privateLinkServiceConnections'])).toContain('"status":"Approved"');
    const vault = properties((await cloud.call('GET', ids.vault)).body);
    expect(JSON.stringify(vault['privateEndpointConnections'])).toContain(ids.endpoint);
    const subnet = properties((await cloud.call('GET', ids.subnet)).body);
    expect([subnet['purpose'], subnet['privateEndpoints']]).toEqual([
      'PrivateEndpoints',
      [{ id: ids.endpoint }],
    ]);
    await cloud.settle('PUT', ids.zoneGroup, bodies.zoneGroup);
    const record = properties((await cloud.call('GET', `${ids.zone}/A/kv-endpoint-test`)).body);
    expect(record['aRecords']).toEqual([{ ipv4Address: '10.40.0.4' }]);
    expect(properties((await cloud.call('GET', ids.endpoint)).body)['customDnsConfigs']).toEqual([]);
    expect(JSON.stringify((await cloud.call('GET', ids.zoneGroup)).body)).toContain(
      '"ipAddresses":["10.40.0.4"]',
    );
    expect(cloud.sandbox.export()).not.toContain('10.40.0.4');
    await cloud.settle('DELETE', ids.endpoint);
    expect(cloud.sandbox.export()).toBe(before);
  });

  it('is cut off when its target rejects it, and not any more when it is approved again', async () => {
    await cloud.settle('PUT', ids.endpoint, endpointBody(ids.vault, 'vault'));
    const vault = properties((await cloud.call('GET', ids.vault)).body);
    const [{ id }] = vault['privateEndpointConnections'] as [{ id: string }];
    const state = async (status: string): Promise<string> => {
      const link = { privateLinkServiceConnectionState: { status, description: `${status} by us` } };
      const { body } = await cloud.settle('PUT', id, { properties: link });
      expect(properties(body)['privateEndpoint']).toEqual({ id: ids.endpoint });
      const endpoint = properties((await cloud.call('GET', ids.endpoint)).body);
      return JSON.stringify(endpoint['privateLinkServiceConnections']);
    };
    expect(await state('Rejected')).toContain('"status":"Rejected","description":"Rejected by us"');
    expect(await state('Approved')).toContain('"status":"Approved","description":"Approved by us"');
  });

  it('waits for approval when it was asked for by hand', async () => {
    const connection = [
      {
        name: 'm',
        properties: { privateLinkServiceId: ids.vault, groupIds: ['vault'], requestMessage: 'please' },
      },
    ];
    const body = endpointBody(ids.vault, 'vault', {
      privateLinkServiceConnections: [],
      manualPrivateLinkServiceConnections: connection,
    });
    const { body: shown } = await cloud.settle('PUT', ids.endpoint, body);
    expect(JSON.stringify(properties(shown)['manualPrivateLinkServiceConnections'])).toContain(
      '"status":"Pending"',
    );
  });

  it('is refused while its account is at work, and needs a subdomain on it', async () => {
    await cloud.call('POST', `${subscriptionPath}/providers/Microsoft.CognitiveServices/register`);
    cloud.pass(60_000);
    const account = { location: 'switzerlandnorth', kind: 'OpenAI', sku: { name: 'S0' }, properties: {} };
    await cloud.call('PUT', ids.account, account);
    const codes = async (): Promise<string> =>
      (await cloud.call('PUT', ids.endpoint, endpointBody(ids.account, 'account'))).code;
    expect(await codes()).toBe('BadRequest');
    cloud.pass(600_000);
    const named = `${ids.account}-named`;
    await cloud.call('PUT', named, { ...account, properties: { customSubDomainName: 'oai-named-9' } });
    const refused = await cloud.call('PUT', ids.endpoint, endpointBody(named, 'account'));
    expect([refused.status, refused.code, JSON.stringify(refused.body)]).toEqual([
      400,
      'AccountProvisioningStateInvalid',
      expect.stringContaining('in state'),
    ]);
    cloud.pass(600_000);
    expect((await cloud.call('PUT', ids.endpoint, endpointBody(named, 'account'))).status).toBe(201);
  });

  it('or a peering needs rights on what it is linked to', async () => {
    const assignment = `${group}/providers/Microsoft.Authorization/roleAssignments/6a1f0c52-8d3e-4b7a-9c64-1e5f7a2b3d48?api-version=2022-04-01`;
    const networkContributor = `${subscriptionPath}/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7`;
    const granted = {
      roleDefinitionId: networkContributor,
      principalId: reader.objectId,
      principalType: 'User',
    };
    expect((await cloud.call('PUT', assignment, { properties: granted })).status).toBe(201);
    cloud.pass(5_000);
    const copy = cloneSandbox(cloud.sandbox, { now: cloud.now, principal: 'reader' });
    const limited = cloudOf(copy, cloud.now, cloud.pass);
    const codes = [
      await limited.call('PUT', ids.routeTable, bodies.routeTable),
      await limited.call('PUT', ids.peering, { properties: { remoteVirtualNetwork: { id: hubNetwork } } }),
      await limited.call('PUT', ids.endpoint, endpointBody(ids.vault, 'vault')),
      await limited.call('PUT', `${group}-2`, bodies.group),
    ].map(({ status, code }) => [status, code]);
    expect(codes).toEqual([
      [200, ''],
      [403, 'LinkedAuthorizationFailed'],
      [403, 'LinkedAuthorizationFailed'],
      [403, 'AuthorizationFailed'],
    ]);
  });

  it('gets a zone group from the platform team where policy does that', async () => {
    cloud = openCloud({ othersHands: ['zone-groups', 'tags'] });
    await buildNetwork(cloud);
    await buildVault();
    await cloud.settle('PUT', ids.endpoint, endpointBody(ids.vault, 'vault'));
    const { body } = await cloud.call('GET', `${ids.endpoint}/privateDnsZoneGroups`);
    expect((body['value'] as { name: string }[]).map(({ name }) => name)).toEqual(['deployedByPolicy']);
    expect((await cloud.call('GET', `${hubZones[2] ?? ''}/A/kv-endpoint-test`)).status).toBe(200);
    expect((await cloud.call('GET', ids.vnet)).body['tags']).toEqual({ 'cost-center': 'CC-4711' });
  });
});

describe('a private zone', () => {
  it('is invisible until its creation is done', async () => {
    const made = await cloud.call('PUT', ids.zone, bodies.zone);
    expect([made.status, made.body]).toEqual([202, {}]);
    expect((await cloud.call('GET', ids.zone)).status).toBe(404);
    cloud.pass(60_000);
    const { body } = await cloud.call('GET', ids.zone);
    expect(properties(body)).toMatchObject({
      provisioningState: 'Succeeded',
      numberOfRecordSets: 1,
      numberOfVirtualNetworkLinks: 0,
    });
  });

  it('creates a record only once under If-None-Match, and replaces it only under its ETag', async () => {
    await cloud.settle('PUT', ids.zone, bodies.zone);
    const lock = `${ids.zone}/TXT/lock`;
    const body = (value: string): Json => ({ properties: { ttl: 1, txtRecords: [{ value: [value] }] } });
    const first = await cloud.call('PUT', lock, body('a'), { 'if-none-match': '*' });
    expect(first.status).toBe(201);
    expect((await cloud.call('PUT', lock, body('b'), { 'if-none-match': '*' })).status).toBe(412);
    const etag = String(first.body['etag']);
    expect((await cloud.call('PUT', lock, body('b'), { 'if-match': etag })).status).toBe(200);
    expect((await cloud.call('DELETE', lock, undefined, { 'if-match': etag })).status).toBe(412);
    expect((await cloud.call('GET', `${ids.zone}/ALL`)).body['value']).toHaveLength(2);
  });

  it('shows a resolution policy only to api-versions that have one', async () => {
    await cloud.settle('PUT', ids.zone, bodies.zone);
    await cloud.settle('PUT', ids.link, bodies.link);
    const policyAt = async (version: string): Promise<Json | undefined> =>
      properties((await cloud.call('GET', `${ids.link}?api-version=${version}`)).body)['resolutionPolicy'];
    expect([await policyAt('2024-06-01'), await policyAt('2020-06-01')]).toEqual(['Default', undefined]);
    expect((await cloud.call('PUT', `${ids.link}?api-version=2020-06-01`, bodies.link)).status).toBe(400);
  });
});
