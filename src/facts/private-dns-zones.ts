/** Private DNS zones by target. Source: Microsoft, "Azure private endpoint private DNS zone values", and AVM tests. */
export const privateDnsZones = {
  openai: 'privatelink.openai.azure.com',
  keyVault: 'privatelink.vaultcore.azure.net',
} as const;
