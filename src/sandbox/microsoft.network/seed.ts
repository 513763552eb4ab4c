import type { JsonObject } from '../json.ts';
import type { World } from '../provider.ts';
import { helvetiaSharedNetwork } from '../seed-directories.ts';
import { types } from './names.ts';

/** The platform team's hub, which is nobody else's to change. */
const hubGroup = `/subscriptions/${helvetiaSharedNetwork.id}/resourceGroups/rg-hub`;
export const hubNetwork = `${hubGroup}/providers/${types.network}/vnet-hub`;
const hubSecurityGroup = `${hubGroup}/providers/${types.securityGroup}/nsg-hub`;
/** Private zones of the hub; each is linked to the hub network. */
export const hubZones = [
  'privatelink.cognitiveservices.azure.com',
  'privatelink.openai.azure.com',
  'privatelink.vaultcore.azure.net',
].map((name) => `${hubGroup}/providers/${types.zone}/${name}`);

const location = 'switzerlandnorth';
const tags = { owner: 'network-team', 'cost-center': 'CC-1000' };

/** Puts the hub into a new sandbox: network, subnets, security group, zones with their links. */
export function seedHub(world: World): void {
  world.add(hubGroup, 'Microsoft.Resources/resourceGroups', { location, tags });
  world.write(hubSecurityGroup, types.securityGroup, {
    location,
    tags,
    properties: { securityRules: [denyInternet] },
  });
  const shared = subnet('snet-shared', '10.0.2.0/24');
  world.write(hubNetwork, types.network, {
    location,
    tags,
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [
        subnet('GatewaySubnet', '10.0.0.0/27'),
        subnet('AzureFirewallSubnet', '10.0.1.0/26'),
        { ...shared, properties: { ...shared.properties, networkSecurityGroup: { id: hubSecurityGroup } } },
      ],
    },
  });
  for (const zone of hubZones) {
    world.write(zone, types.zone, { location: 'global', tags });
    world.write(`${zone}/virtualNetworkLinks/link-hub`, types.zoneLink, {
      location: 'global',
      properties: { virtualNetwork: { id: hubNetwork }, registrationEnabled: false },
    });
  }
}

function subnet(name: string, addressPrefix: string): { name: string; properties: JsonObject } {
  return { name, properties: { addressPrefix } };
}

const denyInternet = {
  name: 'Deny-Internet-In',
  properties: {
    protocol: '*',
    access: 'Deny',
    direction: 'Inbound',
    priority: 4000,
    sourceAddressPrefix: 'Internet',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '*',
  },
};
