/**
 * Provider namespaces that every subscription has from the start and that can't be unregistered. Source: Microsoft,
 * "Resource providers for Azure services", registered by default.
 */
export const alwaysRegistered: ReadonlySet<string> = new Set([
  'Microsoft.Resources',
  'Microsoft.Authorization',
]);
