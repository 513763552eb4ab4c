import type { JsonObject } from '../json.ts';

type Row = readonly [
  name: string,
  description: string,
  protocol: string,
  from: string,
  to: string,
  access: string,
  priority: number,
  direction: string,
];

const rows: readonly Row[] = [
  [
    'AllowVnetInBound',
    'Allow inbound traffic from all VMs in VNET',
    '*',
    'VirtualNetwork',
    'VirtualNetwork',
    'Allow',
    65000,
    'Inbound',
  ],
  [
    'AllowAzureLoadBalancerInBound',
    'Allow inbound traffic from azure load balancer',
    '*',
    'AzureLoadBalancer',
    '*',
    'Allow',
    65001,
    'Inbound',
  ],
  ['DenyAllInBound', 'Deny all inbound traffic', '*', '*', '*', 'Deny', 65500, 'Inbound'],
  [
    'AllowVnetOutBound',
    'Allow outbound traffic from all VMs to all VMs in VNET',
    '*',
    'VirtualNetwork',
    'VirtualNetwork',
    'Allow',
    65000,
    'Outbound',
  ],
  [
    'AllowInternetOutBound',
    'Allow outbound traffic from all VMs to Internet',
    '*',
    '*',
    'Internet',
    'Allow',
    65001,
    'Outbound',
  ],
  ['DenyAllOutBound', 'Deny all outbound traffic', '*', '*', '*', 'Deny', 65500, 'Outbound'],
];

/** The six rules that every network security group has beneath its own. */
export function defaultRules(group: string, etag: string): JsonObject[] {
  return rows.map(([name, description, protocol, from, to, access, priority, direction]) => ({
    id: `${group}/defaultSecurityRules/${name}`,
    name,
    etag,
    type: 'Microsoft.Network/networkSecurityGroups/defaultSecurityRules',
    properties: {
      provisioningState: 'Succeeded',
      description,
      protocol,
      sourcePortRange: '*',
      destinationPortRange: '*',
      sourceAddressPrefix: from,
      destinationAddressPrefix: to,
      access,
      priority,
      direction,
      sourcePortRanges: [],
      destinationPortRanges: [],
      sourceAddressPrefixes: [],
      destinationAddressPrefixes: [],
    },
  }));
}
