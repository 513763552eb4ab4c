import type { PrivateDnsZones } from '../facts/private-dns-zones.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';
import { zoneOf } from './private-dns.ts';

/** One private endpoint: what it leads to, and where it stands. */
interface End {
  readonly id: string;
  readonly target: string;
  readonly group: string;
  readonly zone: keyof PrivateDnsZones;
  readonly subnet: string;
}

/** A private endpoint for the account, for the vault and for each service that is asked for, and their DNS records. */
export function privateAccess(area: Area): DesignedResource[] {
  return endsOf(area).flatMap((end) => {
    const zone = zoneOf(area, end.zone);
    // One zone group an endpoint: where a policy makes it, ours would be in its way.
    return [endpoint(area, end), ...(zone === undefined ? [] : [zoneGroup(end.id, zone)])];
  });
}

function endsOf({ ids, stamp }: Area): End[] {
  const { integration = {} } = stamp.environment;
  const subnet = ids.endpointSubnet;
  return [
    { id: ids.accountEndpoint, target: ids.account, group: 'account', zone: 'openai', subnet },
    { id: ids.vaultEndpoint, target: ids.vault, group: 'vault', zone: 'keyVault', subnet },
    ...(integration.cosmos
      ? [
          {
            id: ids.cosmosEndpoint,
            target: ids.cosmos,
            group: 'Sql',
            zone: 'cosmos',
            subnet: ids.dataSubnet,
          } as const,
        ]
      : []),
  ];
}

function endpoint({ ids, region, tags }: Area, { id, target, group, subnet }: End): DesignedResource {
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
        subnet: { id: subnet },
        customNetworkInterfaceName: `nic-pep-${name}`,
        privateLinkServiceConnections: [
          {
            name: `${name}-${group}`,
            properties: { privateLinkServiceId: target, groupIds: [group] },
          },
        ],
      },
    },
    dependsOn: [ids.networkGroup, subnet, target],
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
