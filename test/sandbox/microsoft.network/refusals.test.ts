import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../src/sandbox/json.ts';
import { hubNetwork, hubZones } from '../../../src/sandbox/microsoft.network/seed.ts';
import { helvetiaCare } from '../../../src/sandbox/seed-directories.ts';
import { bodies, buildNetwork, endpointBody, group, ids, rule, vaultBody } from '../../kit/estate.ts';
import { type Cloud, openCloud } from '../../kit/sandbox.ts';

let cloud: Cloud;
beforeEach(async () => {
  cloud = openCloud();
  await buildNetwork(cloud);
});

type Refusal = readonly [what: string, id: string, body: unknown, status: number, code: string];
const network = `${group}/providers/Microsoft.Network`;
const location = 'switzerlandnorth';
const vnet = (prefixes: unknown, more: object = {}): unknown => ({
  location,
  properties: { addressSpace: { addressPrefixes: prefixes }, ...more },
});
const subnet = (properties: object): unknown => ({ properties });
const security = (...rules: object[]): unknown => ({
  location,
  properties: { securityRules: rules.map((one, index) => ({ name: `r${index}`, properties: rule(one) })) },
});
const route = (properties: object): unknown => ({ properties });
const sibling = `${ids.vnet}/subnets/other`;

const refusals: readonly Refusal[] = [
  [
    'a network without address space',
    `${network}/virtualNetworks/v2`,
    { location, properties: {} },
    400,
    'InvalidRequestFormat',
  ],
  [
    'a network with an unknown property',
    `${network}/virtualNetworks/v2`,
    vnet(['10.0.0.0/16'], { speed: 1 }),
    400,
    'InvalidRequestFormat',
  ],
  [
    'a network with a number where text belongs',
    `${network}/virtualNetworks/v2`,
    vnet([10]),
    400,
    'InvalidRequestFormat',
  ],
  [
    'a network with a name of one character',
    `${network}/virtualNetworks/v`,
    vnet(['10.0.0.0/16']),
    400,
    'InvalidResourceName',
  ],
  [
    'a malformed prefix',
    `${network}/virtualNetworks/v2`,
    vnet(['10.0.0/16']),
    400,
    'InvalidAddressPrefixFormat',
  ],
  [
    'a prefix with host bits',
    `${network}/virtualNetworks/v2`,
    vnet(['10.0.0.1/16']),
    400,
    'InvalidCIDRNotation',
  ],
  [
    'overlapping prefixes',
    `${network}/virtualNetworks/v2`,
    vnet(['10.0.0.0/16', '10.0.128.0/17']),
    400,
    'VnetAddressSpacesOverlap',
  ],
  [
    'a region that does not exist',
    `${network}/virtualNetworks/v2`,
    { ...(vnet(['10.0.0.0/16']) as object), location: 'zurich' },
    400,
    'LocationNotAvailableForResourceType',
  ],
  [
    'a network moved to another region',
    ids.vnet,
    { location: 'westeurope', properties: { addressSpace: { addressPrefixes: ['10.40.0.0/22'] } } },
    409,
    'InvalidResourceLocation',
  ],
  [
    'a network whose name differs in the body',
    `${network}/virtualNetworks/v2`,
    { ...(vnet(['10.0.0.0/16']) as object), name: 'v3' },
    400,
    'InvalidRequestFormat',
  ],
  [
    "a state that is not the server's",
    ids.vnet,
    vnet(['10.40.0.0/22'], { provisioningState: 'Failed' }),
    400,
    'InvalidRequestFormat',
  ],
  [
    'a shrunk network that leaves a subnet outside',
    ids.vnet,
    vnet(['10.40.1.0/24']),
    400,
    'NetcfgSubnetRangeOutsideVnet',
  ],
  [
    'a subnet outside the network',
    sibling,
    subnet({ addressPrefix: '10.50.0.0/24' }),
    400,
    'NetcfgSubnetRangeOutsideVnet',
  ],
  [
    'a subnet over its sibling',
    sibling,
    subnet({ addressPrefix: '10.40.0.32/27' }),
    400,
    'NetcfgSubnetRangesOverlap',
  ],
  [
    'a subnet smaller than /29',
    sibling,
    subnet({ addressPrefix: '10.40.1.0/30' }),
    400,
    'NetcfgInvalidSubnet',
  ],
  ['a subnet without prefix', sibling, subnet({}), 400, 'NetcfgInvalidSubnet'],
  [
    'a subnet with an unknown delegation',
    sibling,
    subnet({
      addressPrefix: '10.40.1.0/27',
      delegations: [{ name: 'd', properties: { serviceName: 'Foo/bars' } }],
    }),
    400,
    'InvalidServiceNameOnDelegation',
  ],
  [
    'a subnet with a security group that is not there',
    sibling,
    subnet({ addressPrefix: '10.40.1.0/27', networkSecurityGroup: { id: `${ids.securityGroup}x` } }),
    400,
    'InvalidResourceReference',
  ],
  [
    'a subnet of a network that is not there',
    `${ids.vnet}x/subnets/s`,
    subnet({ addressPrefix: '10.40.1.0/27' }),
    404,
    'ParentResourceNotFound',
  ],
  [
    'a wrong policy value',
    sibling,
    subnet({ addressPrefix: '10.40.1.0/27', privateEndpointNetworkPolicies: 'Perhaps' }),
    400,
    'InvalidRequestFormat',
  ],
  [
    'two rules of one priority and direction',
    `${network}/networkSecurityGroups/n2`,
    security({ priority: 200 }, { priority: 200 }),
    400,
    'SecurityRuleConflict',
  ],
  [
    'a priority below 100',
    `${network}/networkSecurityGroups/n2`,
    security({ priority: 99 }),
    400,
    'SecurityRuleInvalidPriority',
  ],
  [
    'a priority above 4096',
    `${network}/networkSecurityGroups/n2`,
    security({ priority: 4097 }),
    400,
    'SecurityRuleInvalidPriority',
  ],
  [
    'a rule with singular and plural',
    `${network}/networkSecurityGroups/n2`,
    security({ destinationPortRanges: ['443'] }),
    400,
    'SecurityRuleParameterContainsBothSingularAndPlural',
  ],
  [
    'a rule without ports',
    `${network}/networkSecurityGroups/n2`,
    security({ destinationPortRange: '' }),
    400,
    'SecurityRuleInvalidParameter',
  ],
  [
    'a port above 65535',
    `${network}/networkSecurityGroups/n2`,
    security({ destinationPortRange: '70000' }),
    400,
    'SecurityRuleInvalidPortRange',
  ],
  [
    'a broken source',
    `${network}/networkSecurityGroups/n2`,
    security({ sourceAddressPrefix: '10.0.0.300' }),
    400,
    'SecurityRuleInvalidAddressPrefix',
  ],
  [
    'an unknown protocol',
    `${network}/networkSecurityGroups/n2`,
    security({ protocol: 'Sctp' }),
    400,
    'InvalidRequestFormat',
  ],
  [
    'a rule of its own with a taken priority',
    `${ids.securityGroup}/securityRules/mine`,
    { properties: rule({}) },
    400,
    'SecurityRuleConflict',
  ],
  [
    'a next hop address without appliance',
    `${ids.routeTable}/routes/r`,
    route({ addressPrefix: '10.0.0.0/8', nextHopType: 'None', nextHopIpAddress: '10.0.0.4' }),
    400,
    'InvalidRouteNextHop',
  ],
  [
    'an appliance without address',
    `${ids.routeTable}/routes/r`,
    route({ addressPrefix: '10.0.0.0/8', nextHopType: 'VirtualAppliance' }),
    400,
    'InvalidRouteNextHop',
  ],
  [
    'a route to a broken prefix',
    `${ids.routeTable}/routes/r`,
    route({ addressPrefix: '10.0.0.1/8', nextHopType: 'None' }),
    400,
    'InvalidCIDRNotation',
  ],
  [
    'a peering with itself',
    ids.peering,
    { properties: { remoteVirtualNetwork: { id: ids.vnet } } },
    400,
    'CannotPeerVnetWithItself',
  ],
  [
    'a peering with nothing',
    ids.peering,
    { properties: { remoteVirtualNetwork: { id: `${ids.vnet}x` } } },
    400,
    'InvalidResourceReference',
  ],
  ['a zone with a region', ids.zone, { location }, 400, 'LocationNotAvailableForResourceType'],
  [
    'a zone with one label',
    `${network}/privateDnsZones/local`,
    { location: 'global' },
    400,
    'InvalidResourceName',
  ],
  [
    "a network interface of one's own",
    `${network}/networkInterfaces/nic`,
    { location, properties: {} },
    405,
    'MethodNotAllowed',
  ],
  [
    'a published type that is not modelled',
    `${network}/publicIPAddresses/pip`,
    { location },
    501,
    'SandboxNotModelled',
  ],
];

describe('the network provider refuses', () => {
  it.each(refusals)('%s', async (_, id, body, status, code) => {
    const before = cloud.sandbox.export();
    const answer = await cloud.call('PUT', id, body);
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(cloud.sandbox.export()).toBe(before);
  });

  it('a network over the peered one', async () => {
    const overlapping = `${network}/virtualNetworks/v-overlap`;
    await cloud.settle('PUT', overlapping, vnet(['10.0.0.0/20']));
    const answer = await cloud.call('PUT', `${overlapping}/virtualNetworkPeerings/p`, {
      properties: { remoteVirtualNetwork: { id: hubNetwork } },
    });
    expect([answer.status, answer.code]).toEqual([400, 'VnetAddressSpacesOverlap']);
  });

  it('a second peering with the same network', async () => {
    await cloud.settle('PUT', ids.peering, { properties: { remoteVirtualNetwork: { id: hubNetwork } } });
    const answer = await cloud.call('PUT', `${ids.peering}-2`, {
      properties: { remoteVirtualNetwork: { id: hubNetwork } },
    });
    expect(answer.code).toBe('AnotherPeeringAlreadyReferencesRemoteVnet');
  });

  it('deleting what a subnet uses', async () => {
    const used = {
      ...bodies.subnet.properties,
      networkSecurityGroup: { id: ids.securityGroup },
      routeTable: { id: ids.routeTable },
    };
    await cloud.settle('PUT', ids.subnet, { properties: used });
    expect((await cloud.call('DELETE', ids.securityGroup)).code).toBe(
      'InUseNetworkSecurityGroupCannotBeDeleted',
    );
    expect((await cloud.call('DELETE', ids.routeTable)).code).toBe('InUseRouteTableCannotBeDeleted');
  });
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
    const body = endpointBody(ids.vault, 'vault') as { [key: string]: Json };
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
    expect(((await cloud.call('GET', nic)).body['value'] as Json[]).length).toBe(1);
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
