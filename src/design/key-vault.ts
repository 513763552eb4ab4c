import type { JsonObject } from '../resource/json.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

/** A vault that answers from its private network alone, opened by roles and not by access policies. */
export function keyVault({ ids, region, tags, stamp }: Area): DesignedResource[] {
  const { environment, tenant } = stamp;
  const { purgeProtection, softDeleteRetentionInDays } = environment.keyVault;
  return [
    resource({
      id: ids.vault,
      type: 'Microsoft.KeyVault/vaults',
      noun: 'key vault',
      step: 'Key Vault',
      body: {
        location: region,
        tags,
        properties: {
          ...closedVault(tenant.directoryId),
          // Premium differs by HSM keys alone, and costs only with them.
          sku: { family: 'A', name: environment.production ? 'premium' : 'standard' },
          softDeleteRetentionInDays,
          // Azure takes true and refuses false.
          ...(purgeProtection ? { enablePurgeProtection: true } : {}),
        },
      },
    }),
  ];
}

/** Properties of a vault that no public address reaches and that nothing but roles opens. */
export function closedVault(directoryId: string): JsonObject {
  return {
    tenantId: directoryId,
    enableRbacAuthorization: true,
    accessPolicies: [],
    enableSoftDelete: true,
    enabledForDeployment: false,
    enabledForDiskEncryption: false,
    enabledForTemplateDeployment: false,
    publicNetworkAccess: 'Disabled',
    // Trusted services are let in: customer-managed keys need it.
    networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny', ipRules: [], virtualNetworkRules: [] },
  };
}
