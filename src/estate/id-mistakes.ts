import { privateDnsZonesOf } from '../facts/private-dns-zones.ts';
import { isWithin, parseArmId } from '../resource/arm-id.ts';
import { type Environment, type Estate, stampsOf } from './estate.ts';
import { integratedZones } from './integration.ts';
import type { Mistake, Path } from './mistake.ts';

/** Ids of existing resources that can't be what they are used as. */
export function idMistakes(estate: Estate): Mistake[] {
  return stampsOf(estate).flatMap(({ tenant, environment }) => {
    const path = [
      'tenants',
      estate.tenants.indexOf(tenant),
      'environments',
      tenant.environments.indexOf(environment),
    ];
    return [
      ...networkMistakes(environment, path),
      ...zoneMistakes(environment, path),
      ...workspaceMistakes(environment, path),
    ];
  });
}

function networkMistakes({ network }: Environment, path: Path): Mistake[] {
  if (network.mode !== 'existing') return [];
  const { virtualNetworkId, privateEndpointSubnetId } = network;
  const networkPath = [...path, 'network', 'virtualNetworkId'];
  const subnetPath = [...path, 'network', 'privateEndpointSubnetId'];
  const isNetwork = isOfType(virtualNetworkId, 'Microsoft.Network/virtualNetworks');
  const isSubnet = isOfType(privateEndpointSubnetId, 'Microsoft.Network/virtualNetworks/subnets');
  if (isNetwork && isSubnet && !isWithin(privateEndpointSubnetId, virtualNetworkId)) {
    return [
      {
        ...mistake(subnetPath, privateEndpointSubnetId, `the id of a subnet of ${virtualNetworkId}`),
        involves: [networkPath],
      },
    ];
  }
  return [
    ...(isNetwork ? [] : [mistake(networkPath, virtualNetworkId, 'the id of a virtual network')]),
    ...(isSubnet ? [] : [mistake(subnetPath, privateEndpointSubnetId, 'the id of a subnet')]),
  ];
}

function zoneMistakes({ dns, region, integration }: Environment, path: Path): Mistake[] {
  if (dns.mode !== 'central') return [];
  const zones = privateDnsZonesOf(region);
  const needed = ['openai', 'keyVault', ...integratedZones(integration)] as const;
  // A zone that nothing needs is looked at all the same.
  return [...new Set([...needed, ...given(dns)])].flatMap((key) => {
    const id = dns[key];
    const allowed = `the id of a private DNS zone ${zones[key]}`;
    if (id === undefined) return [missingZone([...path, 'dns'], key, zones[key])];
    const { type, name } = parseArmId(id);
    const isZone = type.toLowerCase() === 'microsoft.network/privatednszones';
    if (isZone && name.toLowerCase() === zones[key]) return [];
    return [mistake([...path, 'dns', key], id, allowed)];
  });
}

function given({ mode: _, ...zones }: Extract<Environment['dns'], { mode: 'central' }>) {
  return Object.keys(zones) as (keyof typeof zones)[];
}

function missingZone(path: Path, key: string, zone: string): Mistake {
  return {
    path,
    value: undefined,
    code: 'GT-ESTATE-ID',
    why: `it names no ${key}, and what integration asks for needs the zone ${zone}`,
    next: `Allowed: ${key}, the id of a private DNS zone ${zone}; the portal shows it under "JSON View".`,
  };
}

function workspaceMistakes({ logs }: Environment, path: Path): Mistake[] {
  if (logs.mode !== 'existing') return [];
  if (isOfType(logs.workspaceId, 'Microsoft.OperationalInsights/workspaces')) return [];
  return [mistake([...path, 'logs', 'workspaceId'], logs.workspaceId, 'the id of a Log Analytics workspace')];
}

function isOfType(id: string, type: string): boolean {
  const parts = parseArmId(id);
  return parts.type.toLowerCase() === type.toLowerCase() && parts.resourceGroup !== undefined;
}

function mistake(path: Path, value: string, allowed: string): Mistake {
  return {
    path,
    value,
    code: 'GT-ESTATE-ID',
    why: `it has to be ${allowed}`,
    next: `Allowed: ${allowed}; the portal shows it under "JSON View".`,
  };
}
