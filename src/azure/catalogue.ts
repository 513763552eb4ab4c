import type { Kinds, ResourceKind } from '../resource/kind.ts';
import { account } from './kinds/account.ts';
import { accountConnection } from './kinds/account-connection.ts';
import { accountKey } from './kinds/account-key.ts';
import { actionGroup } from './kinds/action-group.ts';
import { activityLogAlert } from './kinds/activity-log-alert.ts';
import { blobContainer } from './kinds/blob-container.ts';
import { blobService } from './kinds/blob-service.ts';
import { budget } from './kinds/budget.ts';
import { contentFilterPolicy } from './kinds/content-filter-policy.ts';
import { cosmosAccount } from './kinds/cosmos-account.ts';
import { cosmosRoleAssignment } from './kinds/cosmos-role-assignment.ts';
import { dataFactory } from './kinds/data-factory.ts';
import { dataset } from './kinds/dataset.ts';
import { defenderPlan } from './kinds/defender-plan.ts';
import { diagnosticSetting } from './kinds/diagnostic-setting.ts';
import { fileShare } from './kinds/file-share.ts';
import { integrationRuntime } from './kinds/integration-runtime.ts';
import { linkedService } from './kinds/linked-service.ts';
import { logAlert } from './kinds/log-alert.ts';
import { managedEndpoint } from './kinds/managed-endpoint.ts';
import { managedNetwork } from './kinds/managed-network.ts';
import { managementLock } from './kinds/management-lock.ts';
import { metricAlert } from './kinds/metric-alert.ts';
import { modelDeployment } from './kinds/model-deployment.ts';
import { networkSecurityGroup } from './kinds/network-security-group.ts';
import { pipeline } from './kinds/pipeline.ts';
import { policyAssignment } from './kinds/policy-assignment.ts';
import { policyDefinition } from './kinds/policy-definition.ts';
import { policySetDefinition } from './kinds/policy-set-definition.ts';
import { privateDnsZone } from './kinds/private-dns-zone.ts';
import { privateDnsZoneGroup } from './kinds/private-dns-zone-group.ts';
import { privateDnsZoneLink } from './kinds/private-dns-zone-link.ts';
import { privateEndpoint } from './kinds/private-endpoint.ts';
import { publishingPolicy } from './kinds/publishing-policy.ts';
import { resourceGroup } from './kinds/resource-group.ts';
import { roleAssignment } from './kinds/role-assignment.ts';
import { roleDefinition } from './kinds/role-definition.ts';
import { routeTable } from './kinds/route-table.ts';
import { sqlAuditing } from './kinds/sql-auditing.ts';
import { sqlDatabase } from './kinds/sql-database.ts';
import { sqlServer } from './kinds/sql-server.ts';
import { storageAccount } from './kinds/storage-account.ts';
import { subnet } from './kinds/subnet.ts';
import { userAssignedIdentity } from './kinds/user-assigned-identity.ts';
import { vault } from './kinds/vault.ts';
import { vaultConnection } from './kinds/vault-connection.ts';
import { vaultKey } from './kinds/vault-key.ts';
import { rotatedSecret, vaultSecret } from './kinds/vault-secret.ts';
import { virtualNetwork } from './kinds/virtual-network.ts';
import { webApp } from './kinds/web-app.ts';
import { webAppConfig } from './kinds/web-app-config.ts';
import { webPlan } from './kinds/web-plan.ts';
import { workbook } from './kinds/workbook.ts';
import { workspace } from './kinds/workspace.ts';

/** Every resource kind that Gotthard knows: a new one is a file in `kinds/` and a line here. */
const all: readonly ResourceKind[] = [
  account,
  actionGroup,
  activityLogAlert,
  blobContainer,
  blobService,
  budget,
  contentFilterPolicy,
  cosmosAccount,
  cosmosRoleAssignment,
  dataFactory,
  dataset,
  defenderPlan,
  diagnosticSetting,
  fileShare,
  integrationRuntime,
  linkedService,
  logAlert,
  managedEndpoint,
  managedNetwork,
  managementLock,
  metricAlert,
  modelDeployment,
  networkSecurityGroup,
  pipeline,
  policyAssignment,
  policyDefinition,
  policySetDefinition,
  privateDnsZone,
  privateDnsZoneGroup,
  privateDnsZoneLink,
  privateEndpoint,
  publishingPolicy,
  resourceGroup,
  roleAssignment,
  roleDefinition,
  routeTable,
  sqlAuditing,
  sqlDatabase,
  sqlServer,
  storageAccount,
  subnet,
  userAssignedIdentity,
  vault,
  vaultKey,
  vaultSecret,
  virtualNetwork,
  webApp,
  webAppConfig,
  webPlan,
  workbook,
  workspace,
];

/** Kinds that no design puts: they come with something else, and are only written to in an incident. */
const beside: readonly ResourceKind[] = [accountConnection, accountKey, vaultConnection];

const byType = new Map([...all, ...beside].map((kind) => [kind.type.toLowerCase(), kind]));

export const kinds: Kinds = {
  all,
  get: (type) => {
    const kind = byType.get(type.toLowerCase());
    if (!kind) throw new Error(`no resource kind for ${type}`);
    return kind;
  },
};

/** The kinds with which a key is rotated. */
export const rotating: Kinds = {
  all,
  get: (type) => (kinds.get(type) === vaultSecret ? rotatedSecret : kinds.get(type)),
};
