import { isRotated } from '../estate/integration.ts';
import type { JsonObject } from '../resource/json.ts';
import { actionGroup } from './action-group.ts';
import { type Area, resource } from './area.ts';
import { changeAlert, violationAlert } from './change-alert.ts';
import type { DesignedResource } from './design.ts';
import { logAlerts } from './log-alerts.ts';
import { metricAlerts } from './metric-alerts.ts';
import { securityGroupIds } from './network.ts';
import { masterDatabaseId } from './sql.ts';
import { blobServiceId } from './storage.ts';
import { workbook } from './workbook.ts';

/** Logs and metrics of everything that matters, who is told, and of what. */
export function monitoring(area: Area): DesignedResource[] {
  const { ids, stamp } = area;
  const created = stamp.environment.network.mode === 'create';
  return [
    diagnosticSetting(area, ids.account, { metrics: true }),
    diagnosticSetting(area, ids.vault, { metrics: true }),
    ...(stamp.environment.customerManagedKey
      ? [diagnosticSetting(area, ids.encryptionVault, { metrics: true })]
      : []),
    ...(stamp.environment.integration?.storage ? [storageDiagnostics(area)] : []),
    ...(stamp.environment.integration?.cosmos
      ? [diagnosticSetting(area, ids.cosmos, { metrics: true })]
      : []),
    ...(stamp.environment.integration?.sql
      ? [diagnosticSetting(area, ids.sqlDatabase, { metrics: true }), auditRecords(area)]
      : []),
    ...(isRotated(stamp.environment) ? [diagnosticSetting(area, ids.rotationApp, { metrics: true })] : []),
    ...(stamp.environment.integration?.dataFactory ? [factoryRuns(area)] : []),
    ...securityGroupIds(area).map((id) => diagnosticSetting(area, id, { metrics: false })),
    ...(created ? [diagnosticSetting(area, ids.virtualNetwork, { metrics: true })] : []),
    actionGroup(area),
    ...metricAlerts(area),
    ...logAlerts(area),
    changeAlert(area),
    ...violationAlert(area),
    workbook(area),
  ];
}

function diagnosticSetting(area: Area, target: string, has: { metrics: boolean }): DesignedResource {
  return settingOf(area, target, {
    logs: [{ categoryGroup: 'allLogs', enabled: true }],
    ...(has.metrics ? { metrics: [{ category: 'AllMetrics', enabled: true }] } : {}),
  });
}

/**
 * Who has read, written and deleted what. Source of the categories: Azure/azure-policy, Storage,
 * BlobServicesLogsToWorkspace_DINE.json.
 */
function storageDiagnostics(area: Area): DesignedResource {
  const setting = settingOf(area, blobServiceId(area), {
    logs: ['StorageRead', 'StorageWrite', 'StorageDelete'].map((category) => ({ category, enabled: true })),
    metrics: [{ category: 'Transaction', enabled: true }],
  });
  return { ...setting, title: `diagnostic setting of ${area.names.storage}` };
}

/** Source: Microsoft, REST reference of server blob auditing policies, isAzureMonitorTargetEnabled. */
function auditRecords(area: Area): DesignedResource {
  const { ids, names } = area;
  const logs = [{ category: 'SQLSecurityAuditEvents', enabled: true }];
  const setting = settingOf(area, masterDatabaseId(area), { logs });
  return {
    ...setting,
    title: `diagnostic setting of ${names.sqlServer}`,
    dependsOn: [ids.sqlServer, ids.workspace],
  };
}

/**
 * Runs of pipelines, triggers and activities, each into the table of its own that Azure recommends (Microsoft, "Monitor
 * Data Factory", resource-specific mode).
 */
function factoryRuns(area: Area): DesignedResource {
  return settingOf(area, area.ids.dataFactory, {
    logs: [{ categoryGroup: 'allLogs', enabled: true }],
    metrics: [{ category: 'AllMetrics', enabled: true }],
    logAnalyticsDestinationType: 'Dedicated',
  });
}

function settingOf({ ids }: Area, target: string, sent: JsonObject): DesignedResource {
  return {
    ...resource({
      id: `${target}/providers/Microsoft.Insights/diagnosticSettings/gotthard`,
      type: 'Microsoft.Insights/diagnosticSettings',
      noun: 'diagnostic setting',
      step: 'Monitoring',
      body: { properties: { workspaceId: ids.workspace, ...sent } },
      dependsOn: [target, ids.workspace],
    }),
    title: `diagnostic setting of ${target.slice(target.lastIndexOf('/') + 1)}`,
  };
}
