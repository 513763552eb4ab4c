import { beforeEach, describe, expect, it } from 'vitest';
import { hubZones } from '../../../src/sandbox/microsoft.network/seed.ts';
import { helvetiaCare } from '../../../src/sandbox/seed-directories.ts';
import { bodies, buildNetwork, endpointBody, group, ids, vaultBody } from '../../kit/estate.ts';
import { type Cloud, openCloud } from '../../kit/sandbox.ts';

let cloud: Cloud;
beforeEach(async () => {
  cloud = openCloud();
  await buildNetwork(cloud);
});

const network = `${group}/providers/Microsoft.Network`;
const location = 'switzerlandnorth';
const sibling = `${ids.vnet}/subnets/other`;
const subnet = (properties: object): unknown => ({ properties });
const vnet = (prefixes: unknown, more: object): unknown => ({
  location,
  properties: { addressSpace: { addressPrefixes: prefixes }, ...more },
});

describe('private endpoints and zones refuse', () => {
  beforeEach(async () => {
    await cloud.call('PUT', ids.vault, vaultBody(helvetiaCare.id));
    cloud.pass(600_000);
    await cloud.settle('PUT', ids.zone, bodies.zone);
  });

  it.each([
    [
      'two connections',
      endpointBody(ids.vault, 'vault', {
        manualPrivateLinkServiceConnections: [
          { name: 'm', properties: { privateLinkServiceId: ids.vault, groupIds: ['vault'] } },
        ],
      }),
      400,
      'PrivateEndpointMustHaveOneConnection',
    ],
    [
      'a subnet that is not there',
      endpointBody(ids.vault, 'vault', { subnet: { id: `${ids.subnet}x` } }),
      400,
      'InvalidResourceReference',
    ],
    ['a target that is not there', endpointBody(`${ids.vault}x`, 'vault'), 400, 'InvalidResourceReference'],
    ['a target that has no private link', endpointBody(ids.zone, 'vault'), 400, 'InvalidResourceReference'],
    ['a group id of another type', endpointBody(ids.vault, 'account'), 400, 'PrivateEndpointGroupIdNotFound'],
    [
      'another region than the network',
      { ...endpointBody(ids.vault, 'vault'), location: 'westeurope' },
      400,
      'InvalidResourceReference',
    ],
    [
      'an address outside the subnet',
      endpointBody(ids.vault, 'vault', {
        ipConfigurations: [
          {
            name: 'a',
            properties: { groupId: 'vault', memberName: 'default', privateIPAddress: '10.40.1.9' },
          },
        ],
      }),
      400,
      'PrivateIPAddressNotInSubnet',
    ],
    [
      'a reserved address',
      endpointBody(ids.vault, 'vault', {
        ipConfigurations: [
          {
            name: 'a',
            properties: { groupId: 'vault', memberName: 'default', privateIPAddress: '10.40.0.3' },
          },
        ],
      }),
      400,
      'PrivateIPAddressInReservedRange',
    ],
  ] as const)('%s', async (_, body, status, code) => {
    const before = cloud.sandbox.export();
    const answer = await cloud.call('PUT', ids.endpoint, body);
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(cloud.sandbox.export()).toBe(before);
  });

  it('an endpoint in a delegated subnet', async () => {
    const delegated = {
      addressPrefix: '10.40.1.0/27',
      delegations: [{ name: 'd', properties: { serviceName: 'Microsoft.Web/serverFarms' } }],
    };
    await cloud.settle('PUT', sibling, subnet(delegated));
    const answer = await cloud.call(
      'PUT',
      ids.endpoint,
      endpointBody(ids.vault, 'vault', { subnet: { id: sibling } }),
    );
    expect(answer.code).toBe('PrivateEndpointCannotBeCreatedInDelegatedSubnet');
  });

  it('an endpoint in a full subnet', async () => {
    await cloud.settle('PUT', sibling, subnet({ addressPrefix: '10.40.1.0/29' }));
    const body = endpointBody(ids.vault, 'vault', { subnet: { id: sibling } });
    for (const name of ['a', 'b', 'c'])
      expect((await cloud.settle('PUT', `${ids.endpoint}-${name}`, body)).status).toBe(200);
    expect((await cloud.call('PUT', ids.endpoint, body)).code).toBe('SubnetIsFull');
  });

  it('changing subnet or target of an endpoint, but not its tags', async () => {
    const body = endpointBody(ids.vault, 'vault');
    await cloud.settle('PUT', ids.endpoint, body);
    await cloud.settle('PUT', sibling, subnet({ addressPrefix: '10.40.1.0/27' }));
    const moved = endpointBody(ids.vault, 'vault', { subnet: { id: sibling } });
    expect((await cloud.call('PUT', ids.endpoint, moved)).code).toBe(
      'PrivateEndpointPropertyCannotBeChanged',
    );
    expect((await cloud.settle('PUT', ids.endpoint, { ...body, tags: { a: 'b' } })).body['tags']).toEqual({
      a: 'b',
    });
  });

  it('deleting or resizing a subnet, or a network, that holds an endpoint; and a network PUT that omits it', async () => {
    await cloud.settle('PUT', ids.endpoint, endpointBody(ids.vault, 'vault'));
    expect((await cloud.call('DELETE', ids.subnet)).code).toBe('InUseSubnetCannotBeDeleted');
    expect((await cloud.call('DELETE', ids.vnet)).code).toBe('InUseSubnetCannotBeDeleted');
    expect((await cloud.call('PUT', ids.subnet, subnet({ addressPrefix: '10.40.0.0/25' }))).code).toBe(
      'InUsePrefixCannotBeDeleted',
    );
    expect((await cloud.call('PUT', ids.vnet, vnet(['10.40.0.0/22'], { subnets: [] }))).code).toBe(
      'InUseSubnetCannotBeDeleted',
    );
    const nic = `${network}/networkInterfaces`;
    expect(((await cloud.call('GET', nic)).body['value'] as unknown[]).length).toBe(1);
  });

  it('a second zone group, six zones, one zone twice, and things that are no zone', async () => {
    await cloud.settle('PUT', ids.endpoint, endpointBody(ids.vault, 'vault'));
    const configs = (...zones: string[]): unknown => ({
      properties: {
        privateDnsZoneConfigs: zones.map((zone, index) => ({
          name: `z${index}`,
          properties: { privateDnsZoneId: zone },
        })),
      },
    });
    const codeOf = async (body: unknown): Promise<string> =>
      (await cloud.call('PUT', ids.zoneGroup, body)).code;
    expect(await codeOf(configs(ids.vnet))).toBe('InvalidPrivateDnsZoneIds');
    expect(await codeOf(configs(`${ids.zone}x`))).toBe('InvalidResourceReference');
    expect(await codeOf(configs(ids.zone, hubZones[2] ?? ''))).toBe('DuplicatePrivateDnsZoneIds');
    expect(await codeOf(configs(...Array<string>(6).fill(ids.zone)))).toBe(
      'PrivateDnsZoneConfigsLimitReached',
    );
    await cloud.settle('PUT', ids.zoneGroup, bodies.zoneGroup);
    const second = await cloud.call('PUT', `${ids.endpoint}/privateDnsZoneGroups/second`, bodies.zoneGroup);
    expect(second.code).toBe('MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed');
  });

  it('a second zone of the same name on one network, a zone with links, a re-created network', async () => {
    await cloud.settle('PUT', ids.link, bodies.link);
    const twin = ids.link.replace('rg-test', 'rg-twin');
    await cloud.call('PUT', group.replace('rg-test', 'rg-twin'), { location });
    await cloud.settle('PUT', ids.zone.replace('rg-test', 'rg-twin'), bodies.zone);
    const overlapping = await cloud.call('PUT', twin, bodies.link);
    expect([overlapping.status, JSON.stringify(overlapping.body)]).toEqual([
      400,
      expect.stringContaining('overlapping namespaces'),
    ]);
    expect((await cloud.call('PUT', `${ids.link}-2`, bodies.link)).status).toBe(409);
    expect((await cloud.call('DELETE', ids.zone)).status).toBe(409);
    await cloud.settle('DELETE', ids.vnet);
    await cloud.settle('PUT', ids.vnet, bodies.vnet);
    expect((await cloud.call('PUT', ids.link, bodies.link)).code).toBe('Conflict');
  });

  it('record sets with a broken address, without records, and deleting the SOA', async () => {
    const record = (aRecords: unknown): unknown => ({ properties: { ttl: 10, aRecords } });
    expect((await cloud.call('PUT', `${ids.zone}/A/x`, record([{ ipv4Address: '10.0.0.256' }]))).code).toBe(
      'BadRequest',
    );
    expect((await cloud.call('PUT', `${ids.zone}/A/x`, record([]))).code).toBe('InvalidRequestFormat');
    expect((await cloud.call('DELETE', `${ids.zone}/SOA/@`)).status).toBe(400);
  });
});
