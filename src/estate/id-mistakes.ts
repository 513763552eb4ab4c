import { privateDnsZonesOf, type ZoneKey } from '../facts/private-dns-zones.ts';
import { isWithin, parseArmId } from '../resource/arm-id.ts';
import { type Environment, type Estate, stampsOf, type Tenant } from './estate.ts';
import { chatDeployments, zonesNeeded } from './integration.ts';
import type { Mistake, Path } from './mistake.ts';
import { spilloverMistakes } from './spillover.ts';

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
      ...administratorMistakes(tenant, environment, path),
      ...rotationMistakes(environment, path),
      ...factoryMistakes(environment, path),
      ...logicAppMistakes(environment, path),
      ...spilloverMistakes(environment, path),
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

/** Each zone that is named has to be the one it is named as, and none that is needed may be left out. */
function zoneMistakes(environment: Environment, path: Path): Mistake[] {
  const { dns, region } = environment;
  if (dns.mode !== 'central') return [];
  const zones = privateDnsZonesOf(region);
  const needed = zonesNeeded(environment);
  return (Object.keys(zones) as ZoneKey[]).flatMap((key) => {
    const id = dns[key];
    const allowed = `the id of a private DNS zone ${zones[key]}`;
    const at = [...path, 'dns', key];
    if (id === undefined) return needed.includes(key) ? [mistake(at, id, allowed)] : [];
    const { type, name } = parseArmId(id);
    const isZone = type.toLowerCase() === 'microsoft.network/privatednszones';
    return isZone && name.toLowerCase() === zones[key] ? [] : [mistake(at, id, allowed)];
  });
}

function workspaceMistakes({ logs }: Environment, path: Path): Mistake[] {
  if (logs.mode !== 'existing') return [];
  if (isOfType(logs.workspaceId, 'Microsoft.OperationalInsights/workspaces')) return [];
  return [mistake([...path, 'logs', 'workspaceId'], logs.workspaceId, 'the id of a Log Analytics workspace')];
}

/** A database that Entra alone opens has to be told whom it opens to. */
function administratorMistakes({ groups }: Tenant, { integration }: Environment, path: Path): Mistake[] {
  const { sql } = integration ?? {};
  if (!sql || (sql.administratorsId ?? groups.administrators) !== undefined) return [];
  return [
    {
      path: [...path, 'integration', 'sql'],
      value: sql,
      code: 'GT-ESTATE-ID',
      why: 'nobody administers the database: it has no administratorsId, and the tenant no group of administrators',
      next: 'Allowed: administratorsId, the object id of the group; or groups.administrators of the tenant.',
    },
  ];
}

/** The function joins a subnet that is delegated to it, which an existing network is not known to have. */
function rotationMistakes(environment: Environment, path: Path): Mistake[] {
  const rotation = environment.apiKeys?.rotation;
  if (rotation === undefined) return [];
  const why =
    environment.authentication !== 'keys'
      ? 'there are no API keys: authentication is entra'
      : environment.network.mode !== 'create'
        ? 'the function needs a delegated subnet of its own, and an existing network is never changed'
        : undefined;
  if (why === undefined) return [];
  return [
    {
      path: [...path, 'apiKeys', 'rotation'],
      value: rotation,
      code: 'GT-ESTATE-ID',
      why,
      next: 'Allowed: function where `authentication: keys` and `network.mode: create`; else leave it out.',
    },
  ];
}

/** A factory reads and writes in the environment's storage, and has nothing else to do. */
function factoryMistakes({ integration }: Environment, path: Path): Mistake[] {
  if (!integration?.dataFactory || integration.storage !== undefined) return [];
  return [
    {
      path: [...path, 'integration', 'dataFactory'],
      value: true,
      code: 'GT-ESTATE-ID',
      why: 'a data factory prepares what lies in the storage of its environment, and this one has none',
      next: 'Allowed: integration.storage beside it, blob or data-lake; or no dataFactory.',
    },
  ];
}

/** Where a Logic App calls from is a range of ours or a subnet of others, and it calls a model that is there. */
function logicAppMistakes(environment: Environment, path: Path): Mistake[] {
  const { network, integration } = environment;
  const { logicApp } = integration ?? {};
  if (!logicApp) return [];
  const at = [...path, 'integration', 'logicApp'];
  const isId = isOfType(logicApp.subnet, 'Microsoft.Network/virtualNetworks/subnets');
  const wanted =
    network.mode === 'existing'
      ? `the id of a subnet of ${network.virtualNetworkId}, delegated to Microsoft.Web/serverFarms`
      : 'a range in the address space of the environment, such as 10.40.1.224/28';
  const fits =
    network.mode === 'existing'
      ? isId && isWithin(logicApp.subnet, network.virtualNetworkId)
      : !logicApp.subnet.startsWith('/');
  const names = chatDeployments(environment);
  const calls = logicApp.deployment ?? names[0];
  return [
    ...(fits ? [] : [mistake([...at, 'subnet'], logicApp.subnet, wanted)]),
    ...(calls !== undefined && names.includes(calls)
      ? []
      : [
          {
            path: [...at, 'deployment'],
            value: logicApp.deployment,
            code: 'GT-ESTATE-ID',
            why: 'it calls a chat model, and the environment has no such deployment',
            next:
              names.length > 0
                ? `Allowed: ${names.join(' or ')}.`
                : 'Name a deployment of a chat model under `models` first.',
          },
        ]),
  ];
}

function isOfType(id: string, type: string): boolean {
  const parts = parseArmId(id);
  return parts.type.toLowerCase() === type.toLowerCase() && parts.resourceGroup !== undefined;
}

function mistake(path: Path, value: string | undefined, allowed: string): Mistake {
  return {
    path,
    value,
    code: 'GT-ESTATE-ID',
    why: `it has to be ${allowed}`,
    next: `Allowed: ${allowed}; the portal shows it under "JSON View".`,
  };
}
