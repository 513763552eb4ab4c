import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';
import { zonesOf } from './private-dns.ts';

/** A private endpoint for the account and one for the vault, and the DNS records of both. */
export function privateAccess(area: Area): DesignedResource[] {
  const { ids } = area;
  const zones = zonesOf(area);
  const ends = [
    { id: ids.accountEndpoint, target: ids.account, group: 'account', zone: zones?.openai },
    { id: ids.vaultEndpoint, target: ids.vault, group: 'vault', zone: zones?.keyVault },
  ];
  return ends.flatMap((end) => [
    endpoint(area, end),
    // One zone group an endpoint: where a policy makes it, ours would be in its way.
    ...(end.zone === undefined ? [] : [zoneGroup(end.id, end.zone)]),
  ]);
}

function endpoint(
  { ids, region, tags }: Area,
  { id, target, group }: { id: string; target: string; group: string },
): DesignedResource {
  const name = lastName(target);
  return resource({
    id,
    type: 'Microsoft.Network/privateEndpoints',
    noun: 'private endpoint',
    step: 'Private access',
    body: {
      location: region,
      tags,
      properties: {
        subnet: { id: ids.endpointSubnet },
        customNetworkInterfaceName: `nic-pep-${name}`,
        privateLinkServiceConnections: [
          {
            name: `${name}-${group}`,
            properties: { privateLinkServiceId: target, groupIds: [group] },
          },
        ],
      },
    },
    dependsOn: [ids.networkGroup, ids.endpointSubnet, target],
  });
}

function zoneGroup(endpointId: string, zone: string): DesignedResource {
  return {
    ...resource({
      id: `${endpointId}/privateDnsZoneGroups/default`,
      type: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
      noun: 'private DNS zone group',
      step: 'Private access',
      body: {
        properties: {
          privateDnsZoneConfigs: [
            { name: lastName(zone).replaceAll('.', '-'), properties: { privateDnsZoneId: zone } },
          ],
        },
      },
      dependsOn: [endpointId, zone],
    }),
    title: `private DNS zone group of ${lastName(endpointId)}`,
  };
}

function lastName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
