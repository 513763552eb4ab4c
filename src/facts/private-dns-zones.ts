/** Names of the private DNS zones by target. */
export interface PrivateDnsZones {
  readonly openai: string;
  readonly keyVault: string;
  readonly blob: string;
  /** Of the Data Lake's own endpoint, `dfs`. */
  readonly dataLake: string;
  /** Azure Cosmos DB for NoSQL. */
  readonly cosmos: string;
  /** Azure SQL Database. */
  readonly sql: string;
  /** Apps of App Service and Functions, and the sites that their code is delivered to. */
  readonly websites: string;
  /** Azure Data Factory. */
  readonly dataFactory: string;
}

export type ZoneKey = keyof PrivateDnsZones;

/** Source: Microsoft, "Azure private endpoint private DNS zone values", and AVM tests. */
const commercial: PrivateDnsZones = {
  openai: 'privatelink.openai.azure.com',
  keyVault: 'privatelink.vaultcore.azure.net',
  blob: 'privatelink.blob.core.windows.net',
  dataLake: 'privatelink.dfs.core.windows.net',
  cosmos: 'privatelink.documents.azure.com',
  sql: 'privatelink.database.windows.net',
  websites: 'privatelink.azurewebsites.net',
  dataFactory: 'privatelink.datafactory.azure.net',
};

/** Source: the same page, its part on Azure Government. */
const usGovernment: PrivateDnsZones = {
  openai: 'privatelink.openai.azure.us',
  keyVault: 'privatelink.vaultcore.usgovcloudapi.net',
  blob: 'privatelink.blob.core.usgovcloudapi.net',
  dataLake: 'privatelink.dfs.core.usgovcloudapi.net',
  cosmos: 'privatelink.documents.azure.us',
  sql: 'privatelink.database.usgovcloudapi.net',
  websites: 'privatelink.azurewebsites.us',
  dataFactory: 'privatelink.datafactory.azure.us',
};

/** Source: docs.azure.cn, "private-endpoint-dns"; for Azure OpenAI public templates alone. */
const china: PrivateDnsZones = {
  openai: 'privatelink.openai.azure.cn',
  keyVault: 'privatelink.vaultcore.azure.cn',
  blob: 'privatelink.blob.core.chinacloudapi.cn',
  dataLake: 'privatelink.dfs.core.chinacloudapi.cn',
  cosmos: 'privatelink.documents.azure.cn',
  sql: 'privatelink.database.chinacloudapi.cn',
  websites: 'privatelink.chinacloudsites.cn',
  dataFactory: 'privatelink.datafactory.azure.cn',
};

/** The zones of the national cloud that a region, in its short form, belongs to. */
export function privateDnsZonesOf(region: string): PrivateDnsZones {
  if (/^us(gov|dod)/.test(region)) return usGovernment;
  return region.startsWith('china') ? china : commercial;
}
