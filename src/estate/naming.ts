import type { NamedType } from '../facts/name-rules.ts';
import type { Stamp } from './estate.ts';
import { base32Hash } from './hash.ts';

/** What each name is for, by ARM type. Overridable in the file: `naming.overrides`, `tenant/environment/key`. */
export const named = {
  networkGroup: 'Microsoft.Resources/resourceGroups',
  securityGroup: 'Microsoft.Resources/resourceGroups',
  aiGroup: 'Microsoft.Resources/resourceGroups',
  monitorGroup: 'Microsoft.Resources/resourceGroups',
  dnsGroup: 'Microsoft.Resources/resourceGroups',
  virtualNetwork: 'Microsoft.Network/virtualNetworks',
  endpointSubnet: 'Microsoft.Network/virtualNetworks/subnets',
  applicationSubnet: 'Microsoft.Network/virtualNetworks/subnets',
  dataSubnet: 'Microsoft.Network/virtualNetworks/subnets',
  functionSubnet: 'Microsoft.Network/virtualNetworks/subnets',
  endpointRules: 'Microsoft.Network/networkSecurityGroups',
  applicationRules: 'Microsoft.Network/networkSecurityGroups',
  dataRules: 'Microsoft.Network/networkSecurityGroups',
  functionRules: 'Microsoft.Network/networkSecurityGroups',
  routeTable: 'Microsoft.Network/routeTables',
  zoneLink: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
  vault: 'Microsoft.KeyVault/vaults',
  vaultEndpoint: 'Microsoft.Network/privateEndpoints',
  account: 'Microsoft.CognitiveServices/accounts',
  /** Custom subdomain of the account: unique in the world. */
  subdomain: 'subdomain',
  accountEndpoint: 'Microsoft.Network/privateEndpoints',
  identity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  /** Vault of the key that the account is encrypted with. */
  encryptionVault: 'Microsoft.KeyVault/vaults',
  encryptionIdentity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  storage: 'Microsoft.Storage/storageAccounts',
  blobEndpoint: 'Microsoft.Network/privateEndpoints',
  dataLakeEndpoint: 'Microsoft.Network/privateEndpoints',
  workspace: 'Microsoft.OperationalInsights/workspaces',
  /** What rotates the API key, where a function does. */
  rotationStorage: 'Microsoft.Storage/storageAccounts',
  rotationStorageEndpoint: 'Microsoft.Network/privateEndpoints',
  rotationIdentity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  rotationPlan: 'Microsoft.Web/serverfarms',
  rotationApp: 'Microsoft.Web/sites',
  rotationAppEndpoint: 'Microsoft.Network/privateEndpoints',
  actionGroup: 'Microsoft.Insights/actionGroups',
  budget: 'Microsoft.Consumption/budgets',
  dataGroup: 'Microsoft.Resources/resourceGroups',
  cosmos: 'Microsoft.DocumentDB/databaseAccounts',
  cosmosEndpoint: 'Microsoft.Network/privateEndpoints',
  sqlServer: 'Microsoft.Sql/servers',
  sqlDatabase: 'Microsoft.Sql/servers/databases',
  sqlEndpoint: 'Microsoft.Network/privateEndpoints',
  dataFactory: 'Microsoft.DataFactory/factories',
  dataFactoryEndpoint: 'Microsoft.Network/privateEndpoints',
} as const satisfies Readonly<Record<string, NamedType>>;

export type NameKey = keyof typeof named;
/** Names of everything in a stamp, by what they are for. */
export type Names = Readonly<Record<NameKey, string>>;

/** Characters of the hash in globally unique names: 40 bits over estate, subscription, tenant and environment. */
const hashLength = 8;

/**
 * The names of a stamp: a pure function of the estate file. Prefixes are Azure's recommended abbreviations (Cloud
 * Adoption Framework, resource abbreviations).
 */
export function namesOf(stamp: Stamp): Names {
  const overrides = stamp.estate.naming.overrides;
  const chosen = Object.entries(proposed(stamp)).map(([key, name]) => [
    key,
    overrides[`${stamp.name}/${key}`] ?? name,
  ]);
  return Object.fromEntries(chosen) as Names;
}

function proposed(stamp: Stamp): Names {
  const { tenant, environment } = stamp;
  const base = `${tenant.name}-${environment.name}`;
  const hash = nameMark(stamp);
  // 3 to 24 letters, digits and single hyphens: 23 at most.
  const vault = `${trimmed(`kv-${tenant.name.slice(0, 5)}-${environment.name.slice(0, 5)}`)}-${hash}`;
  // As long as a vault's name may be: 24.
  const encryptionVault = `${trimmed(`kvk-${tenant.name.slice(0, 5)}-${environment.name.slice(0, 5)}`)}-${hash}`;
  const account = `oai-${base}-${hash}`;
  // Letters and digits alone: 20 at most.
  const storage = `st${tenant.name.slice(0, 5)}${environment.name.slice(0, 5)}${hash}`.replaceAll('-', '');
  const rotationStorage = `stfn${tenant.name.slice(0, 5)}${environment.name.slice(0, 5)}${hash}`.replaceAll(
    '-',
    '',
  );
  const rotationApp = `func-${base}-${hash}`;
  // 44 characters at most, which is what the longest names of tenant and environment come to.
  const cosmos = `cosno-${base}-${hash}`;
  const sqlServer = `sql-${base}-${hash}`;
  const dataFactory = `adf-${base}-${hash}`;
  return {
    networkGroup: `rg-${base}-network`,
    securityGroup: `rg-${base}-security`,
    aiGroup: `rg-${base}-ai`,
    monitorGroup: `rg-${base}-monitor`,
    dnsGroup: `rg-${base}-dns`,
    virtualNetwork: `vnet-${base}`,
    endpointSubnet: 'snet-pe',
    applicationSubnet: 'snet-app',
    dataSubnet: 'snet-data',
    functionSubnet: 'snet-func',
    endpointRules: `nsg-${base}-pe`,
    applicationRules: `nsg-${base}-app`,
    dataRules: `nsg-${base}-data`,
    functionRules: `nsg-${base}-func`,
    routeTable: `rt-${base}`,
    zoneLink: `vnet-${base}`,
    vault,
    vaultEndpoint: `pep-${vault}`,
    account,
    subdomain: account,
    accountEndpoint: `pep-${account}`,
    identity: `id-${base}`,
    encryptionVault,
    encryptionIdentity: `id-${base}-encryption`,
    storage,
    blobEndpoint: `pep-${storage}-blob`,
    dataLakeEndpoint: `pep-${storage}-dfs`,
    workspace: `log-${base}-${hash}`,
    rotationStorage,
    rotationStorageEndpoint: `pep-${rotationStorage}-blob`,
    rotationIdentity: `id-${base}-rotation`,
    rotationPlan: `asp-${base}-rotation`,
    rotationApp,
    rotationAppEndpoint: `pep-${rotationApp}`,
    actionGroup: `ag-${base}`,
    budget: `budget-${base}-${hash}`,
    dataGroup: `rg-${base}-data`,
    cosmos,
    cosmosEndpoint: `pep-${cosmos}`,
    sqlServer,
    sqlDatabase: `sqldb-${base}`,
    sqlEndpoint: `pep-${sqlServer}`,
    dataFactory,
    dataFactoryEndpoint: `pep-${dataFactory}`,
  };
}

/** What names of a stamp carry in this generation. */
export function nameMark(stamp: Stamp): string {
  return hashOf(stamp, stamp.estate.naming.generation);
}

/**
 * What names of a stamp carry that nothing else generates, for this generation and for those before it: by it
 * resources are known as ours that have no other place for a mark.
 */
export function nameMarks(stamp: Stamp): string[] {
  const { generation } = stamp.estate.naming;
  return Array.from({ length: generation }, (_, earlier) => hashOf(stamp, generation - earlier));
}

function hashOf({ estate, tenant, environment }: Stamp, generation: number): string {
  const parts = [
    estate.id,
    environment.subscriptionId.toLowerCase(),
    tenant.name,
    environment.name,
    String(generation),
  ];
  return base32Hash(parts, hashLength);
}

/** Names cut to length may end in a hyphen or hold two. */
function trimmed(name: string): string {
  return name.replace(/-{2,}/g, '-').replace(/-$/, '');
}
