/** What Azure takes as a name. */
export interface NameRule {
  readonly pattern: RegExp;
  /** The same in words. */
  readonly allowed: string;
  /** Within what a name is taken once. */
  readonly uniqueIn: 'world' | 'subscription' | 'stamp';
}

/** Resource names of most network types; source as below. */
const networkName: NameRule = {
  pattern: /^[a-zA-Z0-9]([a-zA-Z0-9._-]{0,78}[a-zA-Z0-9_])?$/,
  allowed: '1 to 80 letters, digits, dots, hyphens and underscores, starting with a letter or digit',
  uniqueIn: 'stamp',
};

/**
 * Name rules by ARM type. Source: Microsoft, "Naming rules and restrictions for Azure resources", as collected in
 * Azure/terraform-azurerm-naming (resourceDefinition.json, 2025-12-30); stricter here where a name would only just
 * pass. `subdomain` is the custom subdomain of an account: a DNS label.
 */
export const nameRules = {
  'Microsoft.Resources/resourceGroups': {
    pattern: /^[a-zA-Z0-9_()-]([a-zA-Z0-9._()-]{0,88}[a-zA-Z0-9_()-])?$/,
    allowed: '1 to 90 letters, digits, dots, hyphens, underscores and parentheses, no dot at an end',
    uniqueIn: 'subscription',
  },
  'Microsoft.Network/virtualNetworks': {
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}[a-zA-Z0-9_]$/,
    allowed: '2 to 64 letters, digits, dots, hyphens and underscores, starting with a letter or digit',
    uniqueIn: 'stamp',
  },
  'Microsoft.Network/virtualNetworks/subnets': networkName,
  'Microsoft.Network/networkSecurityGroups': networkName,
  'Microsoft.Network/routeTables': networkName,
  'Microsoft.Network/privateEndpoints': networkName,
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks': networkName,
  'Microsoft.KeyVault/vaults': {
    pattern: /^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/,
    allowed: '3 to 24 letters, digits and single hyphens, starting with a letter',
    uniqueIn: 'world',
  },
  'Microsoft.Storage/storageAccounts': {
    pattern: /^[a-z0-9]{3,24}$/,
    allowed: '3 to 24 lower-case letters and digits',
    uniqueIn: 'world',
  },
  'Microsoft.CognitiveServices/accounts': {
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,63}$/,
    allowed: '2 to 64 letters, digits, dots, hyphens and underscores, starting with a letter or digit',
    uniqueIn: 'stamp',
  },
  subdomain: {
    pattern: /^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/,
    allowed: '2 to 63 lower-case letters, digits and hyphens, no hyphen at an end',
    uniqueIn: 'world',
  },
  'Microsoft.DocumentDB/databaseAccounts': {
    pattern: /^[a-z0-9](?!.*--)[a-z0-9-]{1,42}[a-z0-9]$/,
    allowed: '3 to 44 lower-case letters, digits and single hyphens, no hyphen at an end',
    uniqueIn: 'world',
  },
  'Microsoft.DataFactory/factories': {
    pattern: /^(?=.{3,63}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/,
    allowed: '3 to 63 letters, digits and single hyphens, no hyphen at an end',
    uniqueIn: 'world',
  },
  'Microsoft.Sql/servers': {
    pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    allowed: '1 to 63 lower-case letters, digits and hyphens, no hyphen at an end',
    uniqueIn: 'world',
  },
  'Microsoft.Sql/servers/databases': {
    pattern: /^(?!master$)[^<>*%&:\\/?]{0,127}[^<>*%&:\\/?. ]$/i,
    allowed: '1 to 128 characters without <>*%&:\\/?, no dot or blank at the end, and not master',
    uniqueIn: 'stamp',
  },
  'Microsoft.Web/serverfarms': {
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9-]{0,59}$/,
    allowed: '1 to 60 letters, digits and hyphens, starting with a letter or digit',
    uniqueIn: 'stamp',
  },
  'Microsoft.Web/sites': {
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9-]{0,58}[a-zA-Z0-9]$/,
    allowed: '2 to 60 letters, digits and hyphens, no hyphen at an end',
    uniqueIn: 'world',
  },
  'Microsoft.ManagedIdentity/userAssignedIdentities': {
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}$/,
    allowed: '3 to 128 letters, digits, hyphens and underscores, starting with a letter or digit',
    uniqueIn: 'stamp',
  },
  'Microsoft.OperationalInsights/workspaces': {
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9-]{2,61}[a-zA-Z0-9]$/,
    allowed: '4 to 63 letters, digits and hyphens, no hyphen at an end',
    uniqueIn: 'stamp',
  },
  'Microsoft.Insights/actionGroups': {
    pattern: /^[a-zA-Z0-9_-][a-zA-Z0-9._-]{0,258}[a-zA-Z0-9_-]$/,
    allowed: '2 to 260 letters, digits, dots, hyphens and underscores, no dot at an end',
    uniqueIn: 'stamp',
  },
  'Microsoft.Consumption/budgets': {
    pattern: /^[a-zA-Z0-9_-]{1,63}$/,
    allowed: '1 to 63 letters, digits, hyphens and underscores',
    uniqueIn: 'subscription',
  },
} as const satisfies Readonly<Record<string, NameRule>>;

export type NamedType = keyof typeof nameRules;
