import { integratedZones } from '../estate/integration.ts';
import { type PrivateDnsZones, privateDnsZonesOf } from '../facts/private-dns-zones.ts';
import { parseArmId } from '../resource/arm-id.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

/** Where the zone of an endpoint is: ours, a central one, or nowhere when a policy attaches it. */
export function zoneOf({ ids, stamp }: Area, key: keyof PrivateDnsZones): string | undefined {
  const { dns, region } = stamp.environment;
  if (dns.mode === 'policy') return undefined;
  if (dns.mode === 'central') return dns[key];
  return `${ids.dnsGroup}/providers/Microsoft.Network/privateDnsZones/${privateDnsZonesOf(region)[key]}`;
}

/** Zones that the endpoints of a stamp need, by what they are for. */
export function neededZones({ stamp }: Area): (keyof PrivateDnsZones)[] {
  return ['openai', 'keyVault', ...integratedZones(stamp.environment.integration)];
}

/** Own zones, linked to the virtual network, so that the public names resolve to the private addresses. */
export function privateDns(area: Area): DesignedResource[] {
  if (area.stamp.environment.dns.mode !== 'own') return [];
  return neededZones(area).flatMap((key) => {
    const zone = zoneOf(area, key) ?? '';
    return [
      resource({
        id: zone,
        type: 'Microsoft.Network/privateDnsZones',
        noun: 'private DNS zone',
        step: 'Private DNS',
        body: { location: 'global', tags: area.tags },
      }),
      link(area, zone),
    ];
  });
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
