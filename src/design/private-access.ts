import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';
import { zonesOf } from './private-dns.ts';

/** A private endpoint for the account and one for the vault, and the DNS records of both. */
export function privateAccess(area: Area): DesignedResource[] {
  const { ids } = area;
  const zones = zonesOf(area);
  return [
    ...endpoint(area, {
      id: ids.accountEndpoint,
      target: ids.account,
      group: 'account',
      zone: zones?.openai,
    }),
    ...endpoint(area, { id: ids.vaultEndpoint, target: ids.vault, group: 'vault', zone: zones?.keyVault }),
  ];
}

function endpoint(
  { ids, region, tags }: Area,
  given: { id: string; target: string; group: string; zone: string | undefined },
): DesignedResource[] {
  const target = given.target.slice(given.target.lastIndexOf('/') + 1);
  const endpointResource = resource({
    id: given.id,
    type: 'Microsoft.Network/privateEndpoints',
    noun: 'private endpoint',
    step: 'Private access',
    body: {
      location: region,
      tags,
      properties: {
        subnet: { id: ids.endpointSubnet },
        customNetworkInterfaceName: `nic-pep-${target}`,
        privateLinkServiceConnections: [
          {
            name: `${target}-${given.group}`,
            properties: { privateLinkServiceId: given.target, groupIds: [given.group] },
          },
        ],
      },
    },
    dependsOn: [ids.networkGroup, ids.endpointSubnet, given.target],
  });
  if (given.zone === undefined) return [endpointResource];
  const zoneName = given.zone.slice(given.zone.lastIndexOf('/') + 1);
  return [
    endpointResource,
    resource({
      id: `${given.id}/privateDnsZoneGroups/default`,
      type: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
      noun: 'private DNS zone group',
      step: 'Private access',
      body: {
        properties: {
          privateDnsZoneConfigs: [
            { name: zoneName.replaceAll('.', '-'), properties: { privateDnsZoneId: given.zone } },
          ],
        },
      },
      dependsOn: [given.id, given.zone],
    }),
  ].map((each) =>
    each.title.endsWith(' default') ? { ...each, title: `private DNS zone group of pep-${target}` } : each,
  );
}
