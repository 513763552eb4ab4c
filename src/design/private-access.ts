import { isRotated } from '../estate/integration.ts';
import type { ZoneKey } from '../facts/private-dns-zones.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';
import { zonesOf } from './private-dns.ts';

/** A private endpoint, and where it lies. */
interface End {
  readonly id: string;
  /** Id of what it leads to. */
  readonly target: string;
  /** Which of the target's services it leads to. */
  readonly group: string;
  readonly zone: ZoneKey;
  readonly subnet: string;
}

/** Private endpoints for account and vault and for what works together with them, and the DNS records of all. */
export function privateAccess(area: Area): DesignedResource[] {
  const zones = zonesOf(area);
  return endsOf(area).flatMap((end) => {
    const zone = zones[end.zone];
    // One zone group an endpoint: where a policy makes it, ours would be in its way.
    return [endpoint(area, end), ...(zone === undefined ? [] : [zoneGroup(end.id, zone)])];
  });
}

function endsOf({ ids, stamp }: Area): End[] {
  const { account, vault, storage, endpointSubnet, dataSubnet } = ids;
  const { integration = {} } = stamp.environment;
  const ends: (End | false)[] = [
    { id: ids.accountEndpoint, target: account, group: 'account', zone: 'openai', subnet: endpointSubnet },
    { id: ids.vaultEndpoint, target: vault, group: 'vault', zone: 'keyVault', subnet: endpointSubnet },
    integration.storage !== undefined && {
      ...{ id: ids.blobEndpoint, target: storage, group: 'blob', zone: 'blob' },
      subnet: dataSubnet,
    },
    // A Data Lake answers under both names, and its clients use both.
    integration.storage === 'data-lake' && {
      ...{ id: ids.dataLakeEndpoint, target: storage, group: 'dfs', zone: 'dataLake' },
      subnet: dataSubnet,
    },
    integration.cosmos === true && {
      ...{ id: ids.cosmosEndpoint, target: ids.cosmos, group: 'Sql', zone: 'cosmos' },
      subnet: dataSubnet,
    },
    integration.sql !== undefined && {
      ...{ id: ids.sqlEndpoint, target: ids.sqlServer, group: 'sqlServer', zone: 'sql' },
      subnet: dataSubnet,
    },
    isRotated(stamp.environment) && {
      ...{ id: ids.rotationStorageEndpoint, target: ids.rotationStorage, group: 'blob', zone: 'blob' },
      subnet: dataSubnet,
    },
    // Code is delivered to the app through it.
    isRotated(stamp.environment) && {
      ...{ id: ids.rotationAppEndpoint, target: ids.rotationApp, group: 'sites', zone: 'websites' },
      subnet: endpointSubnet,
    },
    integration.dataFactory === true && {
      ...{ id: ids.dataFactoryEndpoint, target: ids.dataFactory, group: 'dataFactory', zone: 'dataFactory' },
      subnet: dataSubnet,
    },
    ...(integration.logicApp ? logicEnds(ids) : []),
  ];
  return ends.filter((end) => end !== false);
}

/** The Logic App, which applications call, and each service of the storage that its host works with. */
function logicEnds(ids: Area['ids']): End[] {
  const { logicStorage: target, dataSubnet: subnet } = ids;
  return [
    { id: ids.logicEndpoint, target: ids.logicApp, group: 'sites', zone: 'websites', subnet },
    { id: ids.logicBlobEndpoint, target, group: 'blob', zone: 'blob', subnet },
    { id: ids.logicQueueEndpoint, target, group: 'queue', zone: 'queue', subnet },
    { id: ids.logicTableEndpoint, target, group: 'table', zone: 'table', subnet },
    { id: ids.logicFileEndpoint, target, group: 'file', zone: 'file', subnet },
  ];
}

function endpoint({ ids, region, tags }: Area, { id, target, group, subnet }: End): DesignedResource {
  const name = lastName(target);
  // What answers under several names has an endpoint, and so an interface, for each of them.
  const each = group === 'account' || group === 'vault' ? '' : `-${group}`;
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
        customNetworkInterfaceName: `nic-pep-${name}${each}`,
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

/** Id of what makes the name of an endpoint resolve: where a policy does that, of the endpoint itself. */
export function reachableBy(area: Area, endpointId: string): string {
  return area.stamp.environment.dns.mode === 'policy' ? endpointId : zoneGroupId(endpointId);
}

function zoneGroupId(endpointId: string): string {
  return `${endpointId}/privateDnsZoneGroups/default`;
}

function zoneGroup(endpointId: string, zone: string): DesignedResource {
  return {
    ...resource({
      id: zoneGroupId(endpointId),
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
