import { idKey } from '../../resource/arm-id.ts';
import type { Metering } from '../meter.ts';
import { actionGroup } from './action-group.ts';
import { cosmosAccount } from './cosmos-account.ts';
import { dataFactory } from './data-factory.ts';
import { defenderPlan } from './defender-plan.ts';
import { functionApp } from './function-app.ts';
import { logAlert } from './log-alert.ts';
import { diagnosticSetting, workspace } from './logs.ts';
import { metricAlert } from './metric-alert.ts';
import { modelDeployment } from './model-deployment.ts';
import { privateDnsZone } from './private-dns-zone.ts';
import { privateEndpoint } from './private-endpoint.ts';
import { sqlDatabase } from './sql-database.ts';
import { storageAccount } from './storage-account.ts';
import { vault } from './vault.ts';
import { vaultKey } from './vault-key.ts';

/** What bills a type: a new metered type is a file beside this one and a line here. */
const meters: { readonly [type: string]: Metering } = {
  'Microsoft.CognitiveServices/accounts/deployments': modelDeployment,
  'Microsoft.DataFactory/factories': dataFactory,
  'Microsoft.DocumentDB/databaseAccounts': cosmosAccount,
  'Microsoft.Insights/actionGroups': actionGroup,
  'Microsoft.Insights/diagnosticSettings': diagnosticSetting,
  'Microsoft.Insights/metricAlerts': metricAlert,
  'Microsoft.Insights/scheduledQueryRules': logAlert,
  'Microsoft.KeyVault/vaults': vault,
  'Microsoft.KeyVault/vaults/keys': vaultKey,
  'Microsoft.Network/privateDnsZones': privateDnsZone,
  'Microsoft.Network/privateEndpoints': privateEndpoint,
  'Microsoft.OperationalInsights/workspaces': workspace,
  'Microsoft.Security/pricings': defenderPlan,
  'Microsoft.Sql/servers/databases': sqlDatabase,
  'Microsoft.Storage/storageAccounts': storageAccount,
  'Microsoft.Web/sites': functionApp,
};

/** Types that Azure has no meter for, each with the reason. A type in neither table is an unknown cost. */
export const freeTypes: { readonly [type: string]: string } = {
  'Microsoft.Authorization/locks': 'locks have no charge',
  'Microsoft.Authorization/policyAssignments': 'Azure Policy has no charge',
  'Microsoft.Authorization/policyDefinitions': 'Azure Policy has no charge',
  'Microsoft.Authorization/policySetDefinitions': 'Azure Policy has no charge',
  'Microsoft.Authorization/roleAssignments': 'access control has no charge',
  'Microsoft.Authorization/roleDefinitions': 'access control has no charge',
  'Microsoft.CognitiveServices/accounts': 'an account is billed by its model deployments',
  'Microsoft.CognitiveServices/accounts/raiPolicies': 'content filters are part of the price of tokens',
  'Microsoft.Consumption/budgets': 'a budget has no charge',
  'Microsoft.DataFactory/factories/datasets': 'what is done with them is billed with their factory',
  'Microsoft.DataFactory/factories/integrationRuntimes': 'what runs on it is billed with its factory',
  'Microsoft.DataFactory/factories/linkedservices': 'what is done with them is billed with their factory',
  'Microsoft.DataFactory/factories/managedVirtualNetworks': 'what runs in it is billed with its factory',
  'Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints':
    'Data Factory has no meter for them: what runs in its managed network costs more instead',
  'Microsoft.DataFactory/factories/pipelines': 'what they do is billed with their factory',
  'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments': 'access control has no charge',
  'Microsoft.KeyVault/vaults/secrets': 'reading and writing it counts among the operations of its vault',
  'Microsoft.Insights/activityLogAlerts': 'alerts on the activity log have no charge',
  'Microsoft.Insights/workbooks':
    'a workbook has no charge; its queries read logs that are paid when they come in',
  'Microsoft.ManagedIdentity/userAssignedIdentities': 'identities have no charge',
  'Microsoft.Network/networkSecurityGroups': 'security groups have no charge',
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks': 'links are part of the price of their zone',
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups':
    'zone groups are part of the price of the endpoint',
  'Microsoft.Network/routeTables': 'route tables have no charge',
  'Microsoft.Network/virtualNetworks': 'virtual networks have no charge',
  'Microsoft.Network/virtualNetworks/subnets': 'subnets have no charge',
  'Microsoft.Resources/resourceGroups': 'resource groups have no charge',
  'Microsoft.Sql/servers': 'a server is billed by its databases',
  'Microsoft.Sql/servers/auditingSettings': 'audit records are paid as logs, when they come in',
  'Microsoft.Storage/storageAccounts/blobServices': 'settings of an account have no charge',
  'Microsoft.Storage/storageAccounts/blobServices/containers':
    'what lies in a container is billed with its account',
  'Microsoft.Web/serverfarms': 'Flex Consumption bills what its app does',
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': 'settings of an app have no charge',
  'Microsoft.Web/sites/config': 'settings of an app have no charge',
};

const meterings = new Map(Object.entries(meters).map(([type, metering]) => [idKey(type), metering]));
const free = new Set(Object.keys(freeTypes).map(idKey));

/** What bills a type: its metering, `free`, or undefined where nothing is known of it. */
export function meteringOf(type: string): Metering | 'free' | undefined {
  return meterings.get(idKey(type)) ?? (free.has(idKey(type)) ? 'free' : undefined);
}
