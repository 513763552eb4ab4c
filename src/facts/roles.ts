/** Built-in roles by name. Source: Azure Verified Modules role maps (Azure/bicep-registry-modules), read 2026-08-07. */
export const roles = {
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  'Cognitive Services Contributor': '25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68',
  'Cognitive Services OpenAI Contributor': 'a001fd3d-188f-4b5d-821b-7da978bf7442',
  'Cognitive Services OpenAI User': '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd',
  'Cognitive Services Usages Reader': 'bba48692-92b0-4667-a9ad-c31c7b334ac2',
  // Accounts, databases and containers, but neither keys nor data; source: the same, document-db/database-account.
  'Cosmos DB Operator': '230815da-be43-4aae-9cb4-875f7bd000aa',
  // Databases of a server, but neither their data nor who gets in; source: the same, sql/server.
  'SQL DB Contributor': '9b7fa17d-e63e-47b0-bb0a-15c516ac86ec',
  'Key Vault Administrator': '00482a5a-887f-4fb3-b363-3b7fe8e74483',
  // Get, wrap and unwrap of keys; source: Azure Verified Modules, key-vault/vault role map.
  'Key Vault Crypto Service Encryption User': 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
  'Key Vault Reader': '21090545-7ca7-4776-b22c-e363652d74d2',
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6',
  'Monitoring Reader': '43d0d8ad-25c7-4714-9337-8ba259a9fe05',
  'Monitoring Contributor': '749f88d5-cbae-40b8-bcfc-e573ddc772fa',
  'Log Analytics Reader': '73c42c96-874c-492b-b04d-ab87d138a893',
  // Blobs and who may read them; source: the same, storage/storage-account.
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  'Network Contributor': '4d97b98b-1d4f-4787-a291-c67834d212e7',
} as const;
export type RoleName = keyof typeof roles;

/**
 * Roles that can do anything, or give themselves the right to, by id. Source: Microsoft, "Azure built-in roles for
 * Privileged".
 */
export const privilegedRoles: Readonly<Record<string, string>> = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': 'Owner',
  'b24988ac-6180-42a0-ab88-20f7382dd24c': 'Contributor',
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': 'User Access Administrator',
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168': 'Role Based Access Control Administrator',
};
