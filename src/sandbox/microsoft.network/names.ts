/** Names of network resources: letters, digits, `_`, `.`, `-`, 1 to 80 characters. */
export const networkName = { pattern: /^[a-z0-9]([a-z0-9_.-]*[a-z0-9_])?$/i, min: 1, max: 80 } as const;

/** Published names of the types that know each other. */
export const types = {
  network: 'Microsoft.Network/virtualNetworks',
  subnet: 'Microsoft.Network/virtualNetworks/subnets',
  peering: 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings',
  securityGroup: 'Microsoft.Network/networkSecurityGroups',
  securityRule: 'Microsoft.Network/networkSecurityGroups/securityRules',
  routeTable: 'Microsoft.Network/routeTables',
  interface: 'Microsoft.Network/networkInterfaces',
  endpoint: 'Microsoft.Network/privateEndpoints',
  zoneGroup: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
  zone: 'Microsoft.Network/privateDnsZones',
  zoneLink: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
  recordA: 'Microsoft.Network/privateDnsZones/A',
} as const;
