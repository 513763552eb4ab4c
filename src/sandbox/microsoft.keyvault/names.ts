/** api-versions of Microsoft.KeyVault that the sandbox serves (published types of 2026-08-20). */
export const vaultVersions = [
  '2022-07-01',
  '2022-11-01',
  '2023-02-01',
  '2023-07-01',
  '2024-11-01',
  '2025-05-01',
  '2026-02-01',
  '2026-03-01-preview',
] as const;

export const vaultType = 'Microsoft.KeyVault/vaults';
export const keyType = 'Microsoft.KeyVault/vaults/keys';
export const secretType = 'Microsoft.KeyVault/vaults/secrets';
export const connectionType = 'Microsoft.KeyVault/vaults/privateEndpointConnections';
export const deletedVaultType = 'Microsoft.KeyVault/locations/deletedVaults';

/** Tags that a key or a secret takes. Source: Microsoft, "About Azure Key Vault secrets", secret tags. */
export const maximumTags = 15;

/** 3 to 24 letters, digits and single hyphens, a letter first, no hyphen last. */
export const vaultName = /^[a-z](?!.*--)[a-z0-9-]{1,22}[a-z0-9]$/i;

/** Address of a vault's data plane. */
export function vaultUri(name: string): string {
  return `https://${name.toLowerCase()}.vault.azure.net/`;
}
