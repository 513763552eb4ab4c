import { policyMode } from '../estate/governance.ts';
import type { Json } from '../resource/json.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';
import { groupsOf } from './foundation.ts';

/**
 * Operations that change who may do what, what is let in, what is logged, or what is kept. Source: Microsoft, "Azure
 * resource provider operations"; the CIS Azure Foundations Benchmark wants an alert for most of them.
 */
const operations = [
  'Microsoft.Authorization/roleAssignments/write',
  'Microsoft.Authorization/roleAssignments/delete',
  'Microsoft.Authorization/policyAssignments/write',
  'Microsoft.Authorization/policyAssignments/delete',
  'Microsoft.Authorization/policyExemptions/write',
  'Microsoft.Authorization/locks/delete',
  'Microsoft.Network/networkSecurityGroups/write',
  'Microsoft.Network/networkSecurityGroups/delete',
  'Microsoft.Network/networkSecurityGroups/securityRules/write',
  'Microsoft.Network/networkSecurityGroups/securityRules/delete',
  'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write',
  'Microsoft.Insights/diagnosticSettings/write',
  'Microsoft.Insights/diagnosticSettings/delete',
  'Microsoft.Insights/metricAlerts/delete',
  'Microsoft.Insights/scheduledQueryRules/delete',
  'Microsoft.Insights/actionGroups/delete',
  'Microsoft.OperationalInsights/workspaces/write',
  'Microsoft.OperationalInsights/workspaces/delete',
  'Microsoft.KeyVault/vaults/write',
  'Microsoft.KeyVault/vaults/delete',
  'Microsoft.CognitiveServices/accounts/write',
  'Microsoft.CognitiveServices/accounts/delete',
  'Microsoft.CognitiveServices/accounts/listKeys/action',
  'Microsoft.CognitiveServices/accounts/regenerateKey/action',
];

/**
 * What policies do is an event of the category Policy. Sources: Microsoft, "Azure Activity Log event schema" and "Azure
 * resource provider operations".
 */
const violations = ['audit', 'deny'].map((effect) => `Microsoft.Authorization/policies/${effect}/action`);

/**
 * One alert on the activity log, which is free, tells of every such change in the stamp's own groups: also of those that
 * a deployment of ours makes, so that nobody can hide among them.
 */
export function changeAlert(area: Area): DesignedResource {
  return activityAlert(area, {
    name: 'changes',
    description: 'Rights, rules, logging, vault or account of this environment were changed.',
    category: 'Administrative',
    operations,
  });
}

/** Another, as free, tells of what policies have refused in these groups, or found wrong. */
export function violationAlert(area: Area): DesignedResource[] {
  if (policyMode(area.stamp.environment) === 'off') return [];
  return [
    activityAlert(area, {
      name: 'violations',
      description: 'A policy has refused something in this environment, or found it wrong.',
      category: 'Policy',
      operations: violations,
    }),
  ];
}

function activityAlert(
  area: Area,
  alert: {
    readonly name: string;
    readonly description: string;
    readonly category: 'Administrative' | 'Policy';
    readonly operations: readonly string[];
  },
): DesignedResource {
  const { ids, tags, stamp } = area;
  const groups = groupsOf(area).map(({ id }) => id);
  const any: readonly Json[] = alert.operations.map((operation) => ({
    field: 'operationName',
    equals: operation,
  }));
  return resource({
    id: `${ids.monitorGroup}/providers/Microsoft.Insights/activityLogAlerts/${alert.name}-${stamp.tenant.name}-${stamp.environment.name}`,
    type: 'Microsoft.Insights/activityLogAlerts',
    noun: 'activity log alert',
    step: 'Monitoring',
    body: {
      location: 'global',
      tags,
      properties: {
        description: alert.description,
        enabled: true,
        scopes: groups,
        condition: { allOf: [{ field: 'category', equals: alert.category }, { anyOf: any }] },
        actions: { actionGroups: [{ actionGroupId: ids.actionGroup }] },
      },
    },
    dependsOn: [ids.actionGroup, ...groups],
  });
}
