/** api-versions of Microsoft.DocumentDB that the sandbox serves (published types of 2026-08-20). */
export const cosmosVersions = ['2024-11-15', '2025-04-15', '2025-10-15', '2026-03-15'] as const;

export const accountType = 'Microsoft.DocumentDB/databaseAccounts';
export const roleAssignmentType = 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments';
export const connectionType = 'Microsoft.DocumentDB/databaseAccounts/privateEndpointConnections';

/** Lower-case letters, digits and hyphens; a DNS label. */
export const accountName = /^[a-z0-9](?!.*--)[a-z0-9-]*[a-z0-9]$/;
