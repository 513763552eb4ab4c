import { zonesNeeded } from '../estate/integration.ts';
import { privateDnsZonesOf, type ZoneKey } from '../facts/private-dns-zones.ts';
import { parseArmId } from '../resource/arm-id.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

/**
 * Where the zones of the endpoints are, by what they are for: ours, central ones, or nowhere when a policy attaches
 * them. Zones that nothing of the stamp needs are absent.
 */
export function zonesOf({ ids, stamp }: Area): Partial<Record<ZoneKey, string>> {
  const { dns, region } = stamp.environment;
  if (dns.mode === 'policy') return {};
  const names = privateDnsZonesOf(region);
  const found = zonesNeeded(stamp.environment).map((key): [ZoneKey, string | undefined] => [
    key,
    dns.mode === 'central'
      ? dns[key]
      : `${ids.dnsGroup}/providers/Microsoft.Network/privateDnsZones/${names[key]}`,
  ]);
  return Object.fromEntries(found.filter(([, zone]) => zone !== undefined));
}

/** Own zones, linked to the virtual network, so that the public names resolve to the private addresses. */
export function privateDns(area: Area): DesignedResource[] {
  if (area.stamp.environment.dns.mode !== 'own') return [];
  return Object.values(zonesOf(area)).flatMap((zone) => [
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
