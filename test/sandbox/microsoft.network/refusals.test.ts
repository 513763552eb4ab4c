import { beforeEach, describe, expect, it } from 'vitest';
import { hubNetwork } from '../../../src/sandbox/microsoft.network/seed.ts';
import { bodies, buildNetwork, group, ids, rule } from '../../kit/estate.ts';
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
