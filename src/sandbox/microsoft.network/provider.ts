import type { ProviderModel } from '../provider.ts';
import { dnsZones } from './dns-zones.ts';
import { networkInterfaces } from './network-interfaces.ts';
import { peerings } from './peerings.ts';
import { privateEndpoints } from './private-endpoints.ts';
import { allRecordSets, recordSets } from './record-sets.ts';
import { routes, routeTables } from './route-tables.ts';
import { securityGroups } from './security-groups.ts';
import { securityRules } from './security-rules.ts';
import { seedHub } from './seed.ts';
import { subnets } from './subnets.ts';
import { virtualNetworks } from './virtual-networks.ts';
import { zoneGroups } from './zone-groups.ts';
import { zoneLinks } from './zone-links.ts';

/** Microsoft.Network with private DNS. */
export const network: ProviderModel = {
  namespace: 'Microsoft.Network',
  badBody: 'InvalidRequestFormat',
  types: [
    virtualNetworks,
    subnets,
    peerings,
    securityGroups,
    securityRules,
    routeTables,
    routes,
    networkInterfaces,
    privateEndpoints,
    zoneGroups,
    dnsZones,
    zoneLinks,
    ...recordSets,
  ],
  routes: [allRecordSets],
  seed: seedHub,
};
