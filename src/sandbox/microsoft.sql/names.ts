/** api-versions of Microsoft.Sql that the sandbox serves (published types of 2026-08-20). */
export const sqlVersions = ['2021-11-01', '2023-08-01', '2025-01-01'] as const;

export const serverType = 'Microsoft.Sql/servers';
export const databaseType = 'Microsoft.Sql/servers/databases';
export const auditingType = 'Microsoft.Sql/servers/auditingSettings';
export const connectionType = 'Microsoft.Sql/servers/privateEndpointConnections';

/** Lower-case letters, digits and hyphens; a DNS label. */
export const serverName = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
