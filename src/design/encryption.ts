import type { JsonObject } from '../resource/json.ts';
import { later } from '../resource/reference.ts';
import { encryptionGrantId } from './access-control.ts';
import { type Area, encryptionKeyName, ownTagsOf, resource } from './area.ts';
import type { DesignedResource } from './design.ts';
import { closedVault } from './key-vault.ts';

/**
 * A customer-managed key, where it is asked for: in a vault of its own, which lies in the account's region as Azure
 * demands, holds nothing else, and is opened to one identity alone. Source: Microsoft, "Customer-managed keys (CMKs)
 * for Microsoft Foundry" (2026-08): same region and directory, soft delete and purge protection, RSA of at least 2048;
 * for kind OpenAI "Azure OpenAI Service encryption of data at rest": RSA 2048 only.
 */
export function encryption({ ids, modelRegion, tags, stamp }: Area): DesignedResource[] {
  const { tenant, environment } = stamp;
  if (!environment.customerManagedKey) return [];
  return [
    resource({
      id: ids.encryptionIdentity,
      type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
      noun: 'user-assigned identity',
      step: 'Key Vault',
      body: { location: modelRegion, tags },
    }),
    resource({
      id: ids.encryptionVault,
      type: 'Microsoft.KeyVault/vaults',
      noun: 'key vault',
      step: 'Key Vault',
      body: {
        location: modelRegion,
        tags,
        properties: {
          ...closedVault(tenant.directoryId),
          sku: { family: 'A', name: 'standard' },
          softDeleteRetentionInDays: environment.keyVault.softDeleteRetentionInDays,
          // Azure takes no key of a vault that could be purged.
          enablePurgeProtection: true,
        },
      },
    }),
    resource({
      id: ids.encryptionKey,
      type: 'Microsoft.KeyVault/vaults/keys',
      noun: 'key',
      step: 'Key Vault',
      body: {
        tags: ownTagsOf(stamp),
        properties: { kty: 'RSA', keySize: 2048, keyOps: ['wrapKey', 'unwrapKey'], rotationPolicy },
      },
      dependsOn: [ids.encryptionVault],
    }),
  ];
}

/** A new version every 90 days; each is told of before it ends, which it never should come to. */
const rotationPolicy: JsonObject = {
  attributes: { expiryTime: 'P1Y' },
  lifetimeActions: [
    { trigger: { timeAfterCreate: 'P90D' }, action: { type: 'rotate' } },
    { trigger: { timeBeforeExpiry: 'P30D' }, action: { type: 'notify' } },
  ],
};

/** What the account itself says of its key. Without a version, so that it follows the rotation. */
export function accountEncryption(area: Area): {
  readonly identities: JsonObject;
  readonly properties: JsonObject;
  readonly dependsOn: readonly string[];
} {
  const { ids, stamp } = area;
  if (!stamp.environment.customerManagedKey) return { identities: {}, properties: {}, dependsOn: [] };
  return {
    identities: { [ids.encryptionIdentity]: {} },
    properties: {
      encryption: {
        keySource: 'Microsoft.KeyVault',
        keyVaultProperties: {
          keyVaultUri: later(ids.encryptionVault, 'properties.vaultUri'),
          keyName: encryptionKeyName,
          identityClientId: later(ids.encryptionIdentity, 'properties.clientId'),
        },
      },
    },
    // The one PUT that some policies demand needs all of it; so does the last step everywhere else.
    dependsOn: [ids.encryptionVault, ids.encryptionKey, encryptionGrantId(area)],
  };
}
