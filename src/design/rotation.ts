import { guidOf } from '../estate/hash.ts';
import { isRotated } from '../estate/integration.ts';
import { privateDnsZonesOf } from '../facts/private-dns-zones.ts';
import type { JsonObject } from '../resource/json.ts';
import { later } from '../resource/reference.ts';
import { rotationDays } from './api-keys.ts';
import { type Area, apiKeyName, markText, resource } from './area.ts';
import type { DesignedResource } from './design.ts';
import { closedStorage } from './storage.ts';

/** Container that the code of the function is delivered to. */
const codeContainer = 'deployment';

/**
 * The function app that rotates the API key: closed, without a key or password of its own, and with an identity that may
 * do this one thing. Its code is in `templates/rotation-function` and is delivered from inside the network.
 */
export function rotation(area: Area): DesignedResource[] {
  if (!isRotated(area.stamp.environment)) return [];
  return [
    identity(area),
    role(area),
    account(area),
    container(area),
    plan(area),
    app(area),
    settings(area, 'web', {
      minTlsVersion: '1.2',
      scmMinTlsVersion: '1.2',
      http20Enabled: true,
      remoteDebuggingEnabled: false,
    }),
    settings(area, 'appsettings', appSettings(area)),
    ...['ftp', 'scm'].map((way) => publishing(area, way)),
  ];
}

function identity({ ids, region, tags }: Area): DesignedResource {
  return resource({
    id: ids.rotationIdentity,
    type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    noun: 'user-assigned identity',
    step: 'Key rotation',
    body: { location: region, tags },
    dependsOn: [ids.securityGroup],
  });
}

/** Id of the role that rotation needs and nothing else gives. */
export function rotationRoleId({ ids, stamp }: Pick<Area, 'ids' | 'stamp'>): string {
  const name = guidOf(['key rotation', stamp.estate.id, stamp.name, ids.subscription]);
  return `${ids.subscription}/providers/Microsoft.Authorization/roleDefinitions/${name}`;
}

/**
 * Makes a key anew, which Azure answers, and stores it; reads no secret. Every built-in role that makes keys anew also opens
 * the account's network and turns keys on. A name is given once in a directory.
 */
function role(area: Area): DesignedResource {
  const { ids, names, stamp } = area;
  const roleName = `Gotthard key rotation ${names.account}`;
  return {
    ...resource({
      id: rotationRoleId(area),
      type: 'Microsoft.Authorization/roleDefinitions',
      noun: 'role definition',
      step: 'Key rotation',
      body: {
        properties: {
          roleName,
          type: 'CustomRole',
          description: `Makes an API key anew and stores it. ${markText(stamp)}`,
          permissions: [
            {
              actions: ['Microsoft.CognitiveServices/accounts/regenerateKey/action'],
              notActions: [],
              dataActions: ['Microsoft.KeyVault/vaults/secrets/setSecret/action'],
              notDataActions: [],
            },
          ],
          assignableScopes: [ids.subscription],
        },
      },
    }),
    title: `role definition of ${roleName}`,
  };
}

/** Where the host of the function keeps its locks, and where its code lies. */
function account({ ids, region, tags, stamp }: Area): DesignedResource {
  return resource({
    id: ids.rotationStorage,
    type: 'Microsoft.Storage/storageAccounts',
    noun: 'storage account',
    step: 'Key rotation',
    body: {
      kind: 'StorageV2',
      sku: { name: stamp.environment.production ? 'Standard_ZRS' : 'Standard_LRS' },
      location: region,
      tags,
      properties: { ...closedStorage, accessTier: 'Hot' },
    },
    dependsOn: [ids.securityGroup],
  });
}

function container({ ids }: Area): DesignedResource {
  return resource({
    id: `${ids.rotationStorage}/blobServices/default/containers/${codeContainer}`,
    type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
    noun: 'blob container',
    step: 'Key rotation',
    body: { properties: { publicAccess: 'None' } },
    dependsOn: [ids.rotationStorage],
  });
}

/** Flex Consumption: the one plan that joins a network and costs nothing while nothing runs. */
function plan({ ids, region, tags }: Area): DesignedResource {
  return resource({
    id: ids.rotationPlan,
    type: 'Microsoft.Web/serverfarms',
    noun: 'plan',
    step: 'Key rotation',
    body: {
      location: region,
      tags,
      kind: 'functionapp',
      sku: { name: 'FC1', tier: 'FlexConsumption' },
      properties: { reserved: true },
    },
    dependsOn: [ids.securityGroup],
  });
}

/** The public domain of blobs, in the national cloud of a region. */
function blobDomain(region: string): string {
  return privateDnsZonesOf(region).blob.replace(/^privatelink\./, '');
}

/** Node 22, which Azure Functions runs until 2027 (Microsoft, "Language stack support policy"). */
function app({ ids, names, region, tags }: Area): DesignedResource {
  return resource({
    id: ids.rotationApp,
    type: 'Microsoft.Web/sites',
    noun: 'function app',
    step: 'Key rotation',
    body: {
      location: region,
      tags,
      kind: 'functionapp,linux',
      identity: { type: 'UserAssigned', userAssignedIdentities: { [ids.rotationIdentity]: {} } },
      properties: {
        serverFarmId: ids.rotationPlan,
        virtualNetworkSubnetId: ids.functionSubnet,
        publicNetworkAccess: 'Disabled',
        httpsOnly: true,
        keyVaultReferenceIdentity: ids.rotationIdentity,
        functionAppConfig: {
          deployment: {
            storage: {
              type: 'blobContainer',
              value: `https://${names.rotationStorage}.${blobDomain(region)}/${codeContainer}`,
              authentication: {
                type: 'UserAssignedIdentity',
                userAssignedIdentityResourceId: ids.rotationIdentity,
              },
            },
          },
          runtime: { name: 'node', version: '22' },
          scaleAndConcurrency: { maximumInstanceCount: 40, instanceMemoryMB: 2048 },
        },
      },
    },
    dependsOn: [
      ids.rotationPlan,
      ids.rotationIdentity,
      ids.functionSubnet,
      `${ids.rotationStorage}/blobServices/default/containers/${codeContainer}`,
    ],
  });
}

/** What the code is told. Names of resources alone: nothing of it is secret. */
function appSettings({ ids, names, stamp }: Area): JsonObject {
  const clientId = later(ids.rotationIdentity, 'properties.clientId');
  return {
    ACCOUNT_ID: ids.account,
    VAULT_URI: later(ids.vault, 'properties.vaultUri'),
    SECRET_NAME: apiKeyName,
    ROTATION_DAYS: String(rotationDays(stamp.environment)),
    AZURE_CLIENT_ID: clientId,
    // Source: Microsoft, "Connecting to host storage with an identity".
    AzureWebJobsStorage__accountName: names.rotationStorage,
    AzureWebJobsStorage__credential: 'managedidentity',
    AzureWebJobsStorage__clientId: clientId,
  };
}

function settings({ ids, names }: Area, name: string, properties: JsonObject): DesignedResource {
  return {
    ...resource({
      id: `${ids.rotationApp}/config/${name}`,
      type: 'Microsoft.Web/sites/config',
      noun: 'settings',
      step: 'Key rotation',
      body: { properties },
      dependsOn: [ids.rotationApp],
    }),
    title: `${name === 'web' ? 'configuration' : 'settings'} of ${names.rotationApp}`,
  };
}

function publishing({ ids, names, region }: Area, way: string): DesignedResource {
  return {
    ...resource({
      id: `${ids.rotationApp}/basicPublishingCredentialsPolicies/${way}`,
      type: 'Microsoft.Web/sites/basicPublishingCredentialsPolicies',
      noun: 'publishing policy',
      step: 'Key rotation',
      // Without a region Azure refuses it (Azure/bicep-types-az#1571).
      body: { location: region, properties: { allow: false } },
      dependsOn: [ids.rotationApp],
    }),
    title: `publishing policy of ${names.rotationApp}, ${way.toUpperCase()}`,
  };
}
