import type { Cloud } from './sandbox.ts';
import { subscriptionPath } from './sandbox.ts';

/** The group that network tests work in. */
export const group = `${subscriptionPath}/resourceGroups/rg-test`;
const network = `${group}/providers/Microsoft.Network`;

/** Ids of the resources that `buildNetwork` makes. */
export const ids = {
  vnet: `${network}/virtualNetworks/vnet-test`,
  subnet: `${network}/virtualNetworks/vnet-test/subnets/snet-pe`,
  securityGroup: `${network}/networkSecurityGroups/nsg-test`,
  routeTable: `${network}/routeTables/rt-test`,
  vault: `${group}/providers/Microsoft.KeyVault/vaults/kv-endpoint-test`,
  account: `${group}/providers/Microsoft.CognitiveServices/accounts/oai-test`,
  zone: `${network}/privateDnsZones/privatelink.vaultcore.azure.net`,
  link: `${network}/privateDnsZones/privatelink.vaultcore.azure.net/virtualNetworkLinks/link-test`,
  endpoint: `${network}/privateEndpoints/pep-vault`,
  zoneGroup: `${network}/privateEndpoints/pep-vault/privateDnsZoneGroups/default`,
  peering: `${network}/virtualNetworks/vnet-test/virtualNetworkPeerings/to-hub`,
} as const;

const location = 'switzerlandnorth';

/** Bodies that the sandbox accepts. */
export const bodies = {
  group: { location, tags: { purpose: 'test' } },
  vnet: { location, properties: { addressSpace: { addressPrefixes: ['10.40.0.0/22'] } } },
  subnet: {
    properties: {
      addressPrefix: '10.40.0.0/26',
      privateEndpointNetworkPolicies: 'Enabled',
      defaultOutboundAccess: false,
    },
  },
  securityGroup: { location, properties: { securityRules: [{ name: 'Deny-All-In', properties: rule({}) }] } },
  routeTable: {
    location,
    properties: {
      routes: [{ name: 'drop-dev', properties: { addressPrefix: '10.41.0.0/22', nextHopType: 'None' } }],
    },
  },
  zone: { location: 'global' },
  link: {
    location: 'global',
    properties: { virtualNetwork: { id: ids.vnet }, registrationEnabled: false, resolutionPolicy: 'Default' },
  },
  zoneGroup: {
    properties: { privateDnsZoneConfigs: [{ name: 'vault', properties: { privateDnsZoneId: ids.zone } }] },
  },
} as const;

/** Properties of a security rule, with changes. */
export function rule(changes: object): { [key: string]: string | number } {
  return {
    protocol: '*',
    access: 'Deny',
    direction: 'Inbound',
    priority: 4096,
    sourceAddressPrefix: '*',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '*',
    ...changes,
  };
}

/** Body of a private endpoint on a target. */
export function endpointBody(target: string, groupId: string, changes: object = {}) {
  return {
    location,
    properties: {
      subnet: { id: ids.subnet },
      privateLinkServiceConnections: [
        { name: 'to-target', properties: { privateLinkServiceId: target, groupIds: [groupId] } },
      ],
      ...changes,
    },
  };
}

/** Body of a vault in the directory of the tests. */
export function vaultBody(tenantId: string) {
  return {
    location,
    properties: {
      tenantId,
      sku: { family: 'A', name: 'standard' },
      enableRbacAuthorization: true,
      publicNetworkAccess: 'Disabled',
    },
  };
}

/** Makes group, security group, route table, network and subnet. */
export async function buildNetwork(cloud: Cloud): Promise<void> {
  await cloud.settle('PUT', group, bodies.group);
  await cloud.settle('PUT', ids.securityGroup, bodies.securityGroup);
  await cloud.settle('PUT', ids.routeTable, bodies.routeTable);
  await cloud.settle('PUT', ids.vnet, bodies.vnet);
  await cloud.settle('PUT', ids.subnet, bodies.subnet);
}
