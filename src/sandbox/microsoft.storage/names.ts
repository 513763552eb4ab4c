/** api-versions of Microsoft.Storage that the sandbox serves (published types of 2026-08-20). */
export const storageVersions = [
  '2023-05-01',
  '2024-01-01',
  '2025-01-01',
  '2025-06-01',
  '2025-08-01',
  '2026-04-01',
] as const;

export const types = {
  account: 'Microsoft.Storage/storageAccounts',
  blobService: 'Microsoft.Storage/storageAccounts/blobServices',
  container: 'Microsoft.Storage/storageAccounts/blobServices/containers',
  fileService: 'Microsoft.Storage/storageAccounts/fileServices',
  share: 'Microsoft.Storage/storageAccounts/fileServices/shares',
  connection: 'Microsoft.Storage/storageAccounts/privateEndpointConnections',
} as const;

export const accountName = /^[a-z0-9]{3,24}$/;

/** Tags that an account takes. Source: the published type's description of `tags`. */
export const maximumTags = 15;
