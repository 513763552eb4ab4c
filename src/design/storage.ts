import type { JsonObject } from '../resource/json.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

/** Name of the container, or of the file system of a Data Lake, that applications keep their files in. */
export const containerName = 'data';

/** Days for which a deleted blob, a version of one or a container can be brought back. */
const recoverableDays = 30;

/** Id of the settings of the account's blob service, which every account has from birth. */
export function blobServiceId({ ids }: Pick<Area, 'ids'>): string {
  return `${ids.storage}/blobServices/default`;
}

/** Id of the container, or file system, that applications keep their files in. */
export function containerId(area: Pick<Area, 'ids'>): string {
  return `${blobServiceId(area)}/containers/${containerName}`;
}

/** A storage account that answers from its private network alone, to roles and never to keys. */
export function storage(area: Area): DesignedResource[] {
  const { ids, stamp } = area;
  const kept = stamp.environment.integration?.storage;
  if (kept === undefined) return [];
  const service = blobServiceId(area);
  return [
    account(area, { isHnsEnabled: kept === 'data-lake' }),
    {
      ...resource({
        id: service,
        type: 'Microsoft.Storage/storageAccounts/blobServices',
        noun: 'blob service',
        step: 'Integration',
        body: {
          properties: {
            deleteRetentionPolicy: { enabled: true, days: recoverableDays },
            containerDeleteRetentionPolicy: { enabled: true, days: recoverableDays },
            // A Data Lake keeps no versions (Microsoft, "Blob versioning", feature support).
            ...(kept === 'blob' ? { isVersioningEnabled: true } : {}),
          },
        },
        dependsOn: [ids.storage],
      }),
      title: `blob service of ${area.names.storage}`,
    },
    resource({
      id: containerId(area),
      type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
      noun: 'blob container',
      step: 'Integration',
      body: { properties: { publicAccess: 'None' } },
      dependsOn: [ids.storage, service],
    }),
  ];
}

/** Copies in three zones keep production going when one fails; both kinds of copies stay in the region. */
function account(
  { ids, region, tags, stamp }: Area,
  { isHnsEnabled }: { isHnsEnabled: boolean },
): DesignedResource {
  return resource({
    id: ids.storage,
    type: 'Microsoft.Storage/storageAccounts',
    noun: 'storage account',
    step: 'Integration',
    body: {
      kind: 'StorageV2',
      sku: { name: stamp.environment.production ? 'Standard_ZRS' : 'Standard_LRS' },
      location: region,
      tags,
      properties: {
        ...closedStorage,
        accessTier: 'Hot',
        // Azure refuses false of an account that has been made without.
        ...(isHnsEnabled ? { isHnsEnabled } : {}),
      },
    },
    dependsOn: [ids.dataGroup],
  });
}

/**
 * Properties of an account that no public address reaches and no key opens, encrypted twice. Azure's own trusted
 * services are let in where they carry an identity with a role here, as the CIS benchmark asks.
 */
export const closedStorage: JsonObject = {
  publicNetworkAccess: 'Disabled',
  networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices', ipRules: [], virtualNetworkRules: [] },
  allowBlobPublicAccess: false,
  allowSharedKeyAccess: false,
  defaultToOAuthAuthentication: true,
  isLocalUserEnabled: false,
  minimumTlsVersion: 'TLS1_2',
  supportsHttpsTrafficOnly: true,
  allowCrossTenantReplication: false,
  // Copies go to accounts of the same directory only.
  allowedCopyScope: 'AAD',
  encryption: {
    keySource: 'Microsoft.Storage',
    requireInfrastructureEncryption: true,
    services: { blob: { keyType: 'Account' }, file: { keyType: 'Account' } },
  },
};
