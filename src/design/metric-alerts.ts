import type { JsonObject } from '../resource/json.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

interface Alert {
  readonly name: string;
  readonly severity: number;
  readonly target: 'account' | 'vault';
  readonly metric: string;
  readonly aggregation: 'Total' | 'Average';
  readonly operator: 'GreaterThan' | 'LessThan';
  readonly threshold: number;
  /** ISO 8601 durations. */
  readonly window: string;
  readonly every: string;
  readonly dimensions?: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/**
 * The first set of alerts. Metrics: Microsoft, "Supported metrics for Microsoft.CognitiveServices/accounts" and
 * "… Microsoft.KeyVault/vaults" (2026-07). Vault thresholds: Azure Monitor Baseline Alerts; the others are ours.
 */
const always: readonly Alert[] = [
  ...statusAlerts('throttling', 2, ['429'], 10, 'PT5M'),
  ...statusAlerts('server-errors', 2, ['500', '502', '503', '504'], 5, 'PT5M'),
  ...statusAlerts('denied', 1, ['401', '403'], 10, 'PT15M'),
  {
    name: 'availability',
    severity: 1,
    target: 'account',
    metric: 'AzureOpenAIAvailabilityRate',
    aggregation: 'Average',
    operator: 'LessThan',
    threshold: 99,
    window: 'PT15M',
    every: 'PT5M',
  },
  {
    name: 'latency',
    severity: 3,
    target: 'account',
    metric: 'AzureOpenAITimeToResponse',
    aggregation: 'Average',
    operator: 'GreaterThan',
    threshold: 5000,
    window: 'PT15M',
    every: 'PT5M',
  },
  {
    name: 'vault-availability',
    severity: 1,
    target: 'vault',
    metric: 'Availability',
    aggregation: 'Average',
    operator: 'LessThan',
    threshold: 90,
    window: 'PT5M',
    every: 'PT5M',
  },
  {
    name: 'vault-saturation',
    severity: 1,
    target: 'vault',
    metric: 'SaturationShoebox',
    aggregation: 'Average',
    operator: 'GreaterThan',
    threshold: 75,
    window: 'PT5M',
    every: 'PT5M',
  },
  {
    name: 'vault-denied',
    severity: 1,
    target: 'vault',
    metric: 'ServiceApiResult',
    aggregation: 'Total',
    operator: 'GreaterThan',
    threshold: 5,
    window: 'PT15M',
    every: 'PT5M',
    dimensions: [{ name: 'StatusCode', values: ['401', '403'] }],
  },
];

function statusAlerts(
  name: string,
  severity: number,
  values: readonly string[],
  threshold: number,
  window: string,
): Alert[] {
  return [
    {
      name,
      severity,
      target: 'account',
      metric: 'AzureOpenAIRequests',
      aggregation: 'Total',
      operator: 'GreaterThan',
      threshold,
      window,
      every: 'PT5M',
      dimensions: [{ name: 'StatusCode', values }],
    },
  ];
}

/** Load above 80 % of what is deployed: units for provisioned deployments, tokens a minute for the others. */
function capacityAlerts({ stamp }: Area): Alert[] {
  const { models } = stamp.environment;
  const provisioned = models.filter((model) => model.deploymentType.endsWith('ProvisionedManaged'));
  const metered = models.filter((model) => !model.deploymentType.endsWith('ProvisionedManaged'));
  return [
    ...provisioned.map((model) => ({
      name: `capacity-${model.name}`,
      severity: 2,
      target: 'account' as const,
      metric: 'AzureOpenAIProvisionedManagedUtilizationV2',
      aggregation: 'Average' as const,
      operator: 'GreaterThan' as const,
      threshold: 80,
      window: 'PT5M',
      every: 'PT1M',
      dimensions: [{ name: 'ModelDeploymentName', values: [model.name] }],
    })),
    ...metered.map((model) => ({
      name: `capacity-${model.name}`,
      severity: 2,
      target: 'account' as const,
      metric: 'TokenTransaction',
      aggregation: 'Total' as const,
      operator: 'GreaterThan' as const,
      // Capacity is thousands of tokens a minute; the window is five minutes.
      threshold: model.capacity * 1000 * 5 * 0.8,
      window: 'PT5M',
      every: 'PT1M',
      dimensions: [{ name: 'ModelDeploymentName', values: [model.name] }],
    })),
  ];
}

export function metricAlerts(area: Area): DesignedResource[] {
  return [...always, ...capacityAlerts(area)].map((alert) => metricAlert(alert, area));
}

function metricAlert(alert: Alert, { ids, tags, stamp }: Area): DesignedResource {
  const target = alert.target === 'account' ? ids.account : ids.vault;
  const base = `${stamp.tenant.name}-${stamp.environment.name}`;
  const dimensions = (alert.dimensions ?? []).map(({ name, values }) => ({
    name,
    operator: 'Include',
    values,
  }));
  const criterion: JsonObject = {
    criterionType: 'StaticThresholdCriterion',
    name: alert.name,
    metricNamespace:
      alert.target === 'account' ? 'Microsoft.CognitiveServices/accounts' : 'Microsoft.KeyVault/vaults',
    metricName: alert.metric,
    timeAggregation: alert.aggregation,
    operator: alert.operator,
    threshold: alert.threshold,
    dimensions,
    // Metrics of a fresh resource are defined late, and would refuse the alert.
    skipMetricValidation: true,
  };
  return resource({
    id: `${ids.monitorGroup}/providers/Microsoft.Insights/metricAlerts/alert-${base}-${alert.name}`,
    type: 'Microsoft.Insights/metricAlerts',
    noun: 'metric alert',
    step: 'Monitoring',
    body: {
      location: 'global',
      tags,
      properties: {
        description: `${alert.metric} of ${target.slice(target.lastIndexOf('/') + 1)}`,
        severity: alert.severity,
        enabled: true,
        scopes: [target],
        evaluationFrequency: alert.every,
        windowSize: alert.window,
        autoMitigate: true,
        criteria: {
          'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria',
          allOf: [criterion],
        },
        actions: [{ actionGroupId: ids.actionGroup }],
      },
    },
    dependsOn: [target, ids.actionGroup],
  });
}
