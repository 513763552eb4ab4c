import { privateDnsZonesOf } from '../facts/private-dns-zones.ts';
import { parseArmId } from '../resource/arm-id.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

/** Where the zones of the endpoints are: ours, central ones, or nowhere when a policy attaches them. */
export function zonesOf({ ids, stamp }: Area): { openai: string; keyVault: string } | undefined {
  const { dns } = stamp.environment;
  if (dns.mode === 'policy') return undefined;
  if (dns.mode === 'central') return { openai: dns.openai, keyVault: dns.keyVault };
  const zone = (name: string): string =>
    `${ids.dnsGroup}/providers/Microsoft.Network/privateDnsZones/${name}`;
  const names = privateDnsZonesOf(stamp.environment.region);
  return { openai: zone(names.openai), keyVault: zone(names.keyVault) };
}

/** Own zones, linked to the virtual network, so that the public names resolve to the private addresses. */
export function privateDns(area: Area): DesignedResource[] {
  const zones = area.stamp.environment.dns.mode === 'own' ? zonesOf(area) : undefined;
  if (!zones) return [];
  return Object.values(zones).flatMap((zone) => [
    resource({
      id: zone,
      type: 'Microsoft.Network/privateDnsZones',
      noun: 'private DNS zone',
      step: 'Private DNS',
      body: { location: 'global', tags: area.tags },
    }),
    link(area, zone),
  ]);
}

function link(area: Area, zone: string): DesignedResource {
  return {
    ...resource({
      id: `${zone}/virtualNetworkLinks/${area.names.zoneLink}`,
      type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
      noun: 'private DNS zone link',
      step: 'Private DNS',
      body: {
        location: 'global',
        tags: area.tags,
        properties: {
          virtualNetwork: { id: area.ids.virtualNetwork },
          registrationEnabled: false,
          resolutionPolicy: 'Default',
        },
      },
      dependsOn: [area.ids.virtualNetwork],
    }),
    title: `private DNS zone link of ${parseArmId(zone).name}`,
  };
}
