import { chatDeployments } from '../estate/integration.ts';
import { privateDnsZonesOf } from '../facts/private-dns-zones.ts';
import type { JsonObject } from '../resource/json.ts';
import { connectionStringValue } from '../resource/secret-value.ts';
import { hostGrantIds } from './access-control.ts';
import { type Area, modelsAt, resource } from './area.ts';
import type { DesignedResource } from './design.ts';
import { reachableBy } from './private-access.ts';
import { closedStorage } from './storage.ts';

/** Name of the share that workflows lie in. */
const shareName = 'content';

/**
 * A Logic App (Standard) that calls the models: its plan, the storage that its host works with, and the app, which takes
 * requests from the network alone and sends everything through it. Workflows are delivered from inside.
 */
export function logicApp(area: Area): DesignedResource[] {
  const { ids, region, tags, stamp } = area;
  if (!stamp.environment.integration?.logicApp) return [];
  return [
    resource({
      id: ids.logicIdentity,
      type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
      noun: 'user-assigned identity',
      step: 'Logic App',
      body: { location: region, tags },
    }),
    account(area),
    resource({
      id: shareId(area),
      type: 'Microsoft.Storage/storageAccounts/fileServices/shares',
      noun: 'file share',
      step: 'Logic App',
      // Gigabytes that it may grow to; billed is what lies in it.
      body: { properties: { shareQuota: 100 } },
      dependsOn: [ids.logicStorage],
    }),
    resource({
      id: ids.logicPlan,
      type: 'Microsoft.Web/serverfarms',
      noun: 'App Service plan',
      step: 'Logic App',
      body: {
        location: region,
        tags,
        kind: 'elastic',
        sku: { name: 'WS1', tier: 'WorkflowStandard' },
        properties: {
          elasticScaleEnabled: true,
          maximumElasticWorkerCount: 3,
          zoneRedundant: false,
          reserved: false,
        },
      },
      dependsOn: [ids.dataGroup],
    }),
    site(area),
    settings(area, 'web', siteSettings),
    settings(area, 'appsettings', appSettings(area)),
    ...['ftp', 'scm'].map((way) => publishing(area, way)),
  ];
}

/** Settings of the blobs that a Logic App's host keeps. */
export function logicBlobs({ ids }: Pick<Area, 'ids'>): string {
  return `${ids.logicStorage}/blobServices/default`;
}

function shareId({ ids }: Area): string {
  return `${ids.logicStorage}/fileServices/default/shares/${shareName}`;
}

/**
 * Azure Files, which the plan's own workers mount, takes nothing but a key there (Microsoft, "Create a Standard logic app
 * workflow in the portal"): this account alone is opened by its keys, from the network.
 */
function account({ ids, region, tags, stamp }: Area): DesignedResource {
  return resource({
    id: ids.logicStorage,
    type: 'Microsoft.Storage/storageAccounts',
    noun: 'storage account',
    step: 'Logic App',
    body: {
      kind: 'StorageV2',
      sku: { name: stamp.environment.production ? 'Standard_ZRS' : 'Standard_LRS' },
      location: region,
      tags,
      properties: {
        ...closedStorage,
        networkAcls: { defaultAction: 'Deny', bypass: 'None', ipRules: [], virtualNetworkRules: [] },
        accessTier: 'Hot',
        allowSharedKeyAccess: true,
      },
    },
    dependsOn: [ids.dataGroup],
  });
}

function site({ ids, region, tags }: Area): DesignedResource {
  return resource({
    id: ids.logicApp,
    type: 'Microsoft.Web/sites',
    noun: 'Logic App',
    step: 'Logic App',
    body: {
      kind: 'functionapp,workflowapp',
      location: region,
      tags,
      identity: {
        type: 'SystemAssigned, UserAssigned',
        userAssignedIdentities: { [ids.logicIdentity]: {} },
      },
      properties: {
        serverFarmId: ids.logicPlan,
        publicNetworkAccess: 'Disabled',
        httpsOnly: true,
        clientAffinityEnabled: false,
        virtualNetworkSubnetId: ids.logicSubnet,
        // Calls of workflows, the share with their content, and backups: all by the network.
        outboundVnetRouting: {
          allTraffic: true,
          applicationTraffic: true,
          contentShareTraffic: true,
          imagePullTraffic: true,
          backupRestoreTraffic: true,
        },
      },
    },
    dependsOn: [ids.dataGroup, ids.logicSubnet, ids.logicIdentity, ids.logicPlan],
  });
}

/** Nothing deploys by FTP; scaling by an identity has to be watched by the host (Microsoft, the page named below). */
const siteSettings = {
  ftpsState: 'Disabled',
  minTlsVersion: '1.2',
  scmMinTlsVersion: '1.2',
  http20Enabled: true,
  remoteDebuggingEnabled: false,
  functionsRuntimeScaleMonitoringEnabled: true,
} as const;

/**
 * Settings that the host reads. Sources: Microsoft, "Edit host and app settings for Standard logic apps" and, for the
 * storage, "Create a Standard logic app workflow in the portal".
 */
function appSettings(area: Area): JsonObject {
  const { ids, names, stamp, region } = area;
  const models = modelsAt(area);
  const zones = privateDnsZonesOf(region);
  const suffix = zones.blob.replace('privatelink.blob.', '');
  const service = (kind: string): string => `https://${names.logicStorage}.${kind}.${suffix}`;
  const { integration } = stamp.environment;
  return {
    APP_KIND: 'workflowApp',
    FUNCTIONS_EXTENSION_VERSION: '~4',
    FUNCTIONS_WORKER_RUNTIME: 'dotnet',
    FUNCTIONS_INPROC_NET8_ENABLED: '1',
    AzureFunctionsJobHost__extensionBundle__id: 'Microsoft.Azure.Functions.ExtensionBundle.Workflows',
    AzureFunctionsJobHost__extensionBundle__version: '[1.*, 2.0.0)',
    AzureWebJobsStorage__credential: 'managedIdentity',
    AzureWebJobsStorage__managedIdentityResourceId: ids.logicIdentity,
    AzureWebJobsStorage__blobServiceUri: service('blob'),
    AzureWebJobsStorage__queueServiceUri: service('queue'),
    AzureWebJobsStorage__tableServiceUri: service('table'),
    WEBSITE_CONTENTAZUREFILECONNECTIONSTRING: connectionStringValue({ accountId: ids.logicStorage, suffix }),
    WEBSITE_CONTENTSHARE: shareName,
    WEBSITE_CONTENTOVERVNET: '1',
    AZURE_OPENAI_ENDPOINT: models.url,
    AZURE_OPENAI_AUDIENCE: models.audience,
    AZURE_OPENAI_DEPLOYMENT: integration?.logicApp?.deployment ?? chatDeployments(stamp.environment)[0] ?? '',
  };
}

function settings(area: Area, name: 'web' | 'appsettings', properties: JsonObject): DesignedResource {
  const { ids, names } = area;
  return {
    ...resource({
      id: `${ids.logicApp}/config/${name}`,
      type: 'Microsoft.Web/sites/config',
      noun: 'settings',
      step: 'Logic App',
      body: { properties },
      dependsOn: [ids.logicApp, ...(name === 'web' ? [] : whatTheHostNeeds(area))],
    }),
    title: `${name === 'web' ? 'configuration' : 'settings'} of ${names.logicApp}`,
  };
}

/** With its settings the host starts: before its storage answers inside the network, and to its identity, it can not. */
function whatTheHostNeeds(area: Area): string[] {
  const { ids } = area;
  const ends = [ids.logicBlobEndpoint, ids.logicQueueEndpoint, ids.logicTableEndpoint, ids.logicFileEndpoint];
  return [shareId(area), ...hostGrantIds(area), ...ends.map((end) => reachableBy(area, end))];
}

/** No name and password delivers code: who does it signs in. */
function publishing({ ids, names, region }: Area, way: string): DesignedResource {
  return {
    ...resource({
      id: `${ids.logicApp}/basicPublishingCredentialsPolicies/${way}`,
      type: 'Microsoft.Web/sites/basicPublishingCredentialsPolicies',
      noun: 'publishing policy',
      step: 'Logic App',
      body: { location: region, properties: { allow: false } },
      dependsOn: [ids.logicApp],
    }),
    title: `publishing policy of ${names.logicApp}, ${way.toUpperCase()}`,
  };
}
