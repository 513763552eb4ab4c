import template from '../../templates/data-factory/prepare.json' with { type: 'json' };
import { chatDeployments } from '../estate/integration.ts';
import { privateDnsZonesOf } from '../facts/private-dns-zones.ts';
import type { JsonObject } from '../resource/json.ts';
import { type Area, modelsAt, resource } from './area.ts';
import type { DesignedResource } from './design.ts';
import { containerId, containerName } from './storage.ts';

/** Names of what is in a factory; Azure takes no dashes in those of linked services and datasets. */
const parts = {
  network: 'default',
  runtime: 'managed',
  storage: 'storage',
  folder: 'rawFolder',
  document: 'rawDocument',
  pipeline: 'prepare-for-azure-openai',
} as const;

const folder = 'raw';

/**
 * A Data Factory that prepares what lies in the environment's storage for its models. Everything it does runs in the
 * network that Microsoft keeps for it, from which it reaches account and storage by managed private endpoints, and
 * nothing that takes a key. It has no trigger: it costs nothing until somebody runs it.
 */
export function dataFactory(area: Area): DesignedResource[] {
  const { integration } = area.stamp.environment;
  if (!integration?.dataFactory) return [];
  const isLake = integration.storage === 'data-lake';
  return [
    factory(area),
    network(area),
    endpoint(area, { name: 'blob', target: area.ids.storage }),
    // A Data Lake is read by its own name; single results are written by that of Blob, which it has too.
    ...(isLake ? [endpoint(area, { name: 'dfs', target: area.ids.storage })] : []),
    endpoint(area, { name: 'account', target: area.ids.account }),
    runtime(area),
    storageService(area, isLake),
    dataset(area, { name: parts.folder, type: 'Binary', isLake }),
    dataset(area, { name: parts.document, type: 'Json', isLake }),
    pipeline(area, isLake),
  ];
}

function factory({ ids, region, tags }: Area): DesignedResource {
  return resource({
    id: ids.dataFactory,
    type: 'Microsoft.DataFactory/factories',
    noun: 'data factory',
    step: 'Integration',
    body: {
      location: region,
      tags,
      identity: { type: 'SystemAssigned' },
      properties: { publicNetworkAccess: 'Disabled' },
    },
    dependsOn: [ids.dataGroup],
  });
}

function networkId({ ids }: Area): string {
  return `${ids.dataFactory}/managedVirtualNetworks/${parts.network}`;
}

function network(area: Area): DesignedResource {
  return {
    ...resource({
      id: networkId(area),
      type: 'Microsoft.DataFactory/factories/managedVirtualNetworks',
      noun: 'managed virtual network',
      step: 'Integration',
      body: { properties: {} },
      dependsOn: [area.ids.dataFactory],
    }),
    title: `managed virtual network of ${area.names.dataFactory}`,
  };
}

/** Its state is that of its connection on the target, which the run approves. */
function endpoint(area: Area, to: { readonly name: string; readonly target: string }): DesignedResource {
  return {
    ...resource({
      id: endpointId(area, to.name),
      type: 'Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints',
      noun: 'managed private endpoint',
      step: 'Integration',
      body: {
        properties: {
          privateLinkResourceId: to.target,
          groupId: to.name,
          connectionState: { status: 'Approved' },
        },
      },
      dependsOn: [networkId(area), to.target],
    }),
    title: `managed private endpoint ${to.name} of ${area.names.dataFactory}`,
  };
}

function endpointId(area: Area, name: string): string {
  return `${networkId(area)}/managedPrivateEndpoints/${name}`;
}

/** Where activities run: in the managed network, in the region of the environment and not in one that Azure picks. */
function runtime(area: Area): DesignedResource {
  return resource({
    id: `${area.ids.dataFactory}/integrationRuntimes/${parts.runtime}`,
    type: 'Microsoft.DataFactory/factories/integrationRuntimes',
    noun: 'integration runtime',
    step: 'Integration',
    body: {
      properties: {
        type: 'Managed',
        managedVirtualNetwork: { type: 'ManagedVirtualNetworkReference', referenceName: parts.network },
        typeProperties: { computeProperties: { location: area.region } },
      },
    },
    dependsOn: [area.ids.dataFactory, networkId(area)],
  });
}

/** By the factory's own identity. Source: Microsoft, "Copy data in Azure Blob Storage", managed identity; the same of Data Lake. */
function storageService(area: Area, isLake: boolean): DesignedResource {
  const { ids } = area;
  return resource({
    id: `${ids.dataFactory}/linkedservices/${parts.storage}`,
    type: 'Microsoft.DataFactory/factories/linkedservices',
    noun: 'linked service',
    step: 'Integration',
    body: {
      properties: {
        connectVia: { type: 'IntegrationRuntimeReference', referenceName: parts.runtime },
        ...(isLake
          ? { type: 'AzureBlobFS', typeProperties: { url: storageAddress(area, 'dataLake') } }
          : {
              type: 'AzureBlobStorage',
              typeProperties: { serviceEndpoint: storageAddress(area, 'blob'), accountKind: 'StorageV2' },
            }),
      },
    },
    dependsOn: [
      ids.dataFactory,
      `${ids.dataFactory}/integrationRuntimes/${parts.runtime}`,
      endpointId(area, isLake ? 'dfs' : 'blob'),
    ],
  });
}

function dataset(
  area: Area,
  {
    name,
    type,
    isLake,
  }: { readonly name: string; readonly type: 'Binary' | 'Json'; readonly isLake: boolean },
): DesignedResource {
  const { ids } = area;
  const container = isLake ? { fileSystem: containerName } : { container: containerName };
  const isDocument = type === 'Json';
  return resource({
    id: `${ids.dataFactory}/datasets/${name}`,
    type: 'Microsoft.DataFactory/factories/datasets',
    noun: 'dataset',
    step: 'Integration',
    body: {
      properties: {
        type,
        linkedServiceName: { type: 'LinkedServiceReference', referenceName: parts.storage },
        ...(isDocument ? { parameters: { document: { type: 'String' } } } : {}),
        typeProperties: {
          location: {
            type: isLake ? 'AzureBlobFSLocation' : 'AzureBlobStorageLocation',
            ...container,
            folderPath: folder,
            ...(isDocument ? { fileName: { type: 'Expression', value: '@dataset().document' } } : {}),
          },
        },
      },
    },
    dependsOn: [ids.dataFactory, `${ids.dataFactory}/linkedservices/${parts.storage}`],
  });
}

/** `templates/data-factory/prepare.json` with the addresses of this stamp. */
function pipeline(area: Area, isLake: boolean): DesignedResource {
  const { ids, stamp } = area;
  const given: Readonly<Record<string, string>> = {
    deployment: chatDeployments(stamp.environment)[0] ?? '',
    readSettings: isLake ? 'AzureBlobFSReadSettings' : 'AzureBlobStorageReadSettings',
    models: modelsAt(area).url,
    modelsAudience: modelsAt(area).audience,
    blobs: storageAddress(area, 'blob').replace(/\/$/, ''),
    container: containerName,
    runtime: parts.runtime,
  };
  const filled = JSON.stringify(template).replaceAll(
    /\{\{(\w+)\}\}/g,
    (_, name: string) => given[name] ?? '',
  );
  return resource({
    id: `${ids.dataFactory}/pipelines/${parts.pipeline}`,
    type: 'Microsoft.DataFactory/factories/pipelines',
    noun: 'pipeline',
    step: 'Integration',
    body: { properties: JSON.parse(filled) as JsonObject },
    dependsOn: [
      ids.dataFactory,
      containerId(area),
      endpointId(area, 'account'),
      endpointId(area, 'blob'),
      `${ids.dataFactory}/datasets/${parts.folder}`,
      `${ids.dataFactory}/datasets/${parts.document}`,
    ],
  });
}

function storageAddress({ names, region }: Area, zone: 'blob' | 'dataLake'): string {
  return `https://${names.storage}.${suffixOf(privateDnsZonesOf(region)[zone])}/`;
}

function suffixOf(zone: string): string {
  return zone.replace(/^privatelink\./, '');
}
