import { parseId } from '../arm-id.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Answer, Call, ProviderModel, RouteModel } from '../provider.ts';
import { actionGroups } from './action-groups.ts';
import { alertStatus } from './alert-status.ts';
import { diagnosticSettings } from './diagnostic-settings.ts';
import { activityLogAlerts, scheduledQueryRules } from './log-alerts.ts';
import { metricAlerts } from './metric-alerts.ts';
import { metricValues } from './metric-values.ts';
import { isAudited, metricsOf, telemetryOf } from './telemetry-facts.ts';
import { workbooks } from './workbooks.ts';

const definitions: RouteModel = {
  method: 'GET',
  pattern: '{*scope}/providers/Microsoft.Insights/metricDefinitions',
  apiVersions: ['2018-01-01', '2021-05-01', '2023-10-01', '2024-02-01'],
  writes: false,
  right: { action: 'Microsoft.Insights/metricDefinitions/read', scope: '{scope}' },
  handle: metricDefinitions,
};

const categories: RouteModel = {
  method: 'GET',
  pattern: '{*scope}/providers/Microsoft.Insights/diagnosticSettingsCategories',
  apiVersions: ['2017-05-01-preview', '2021-05-01-preview'],
  writes: false,
  right: { action: 'Microsoft.Insights/diagnosticSettingsCategories/read', scope: '{scope}' },
  handle: categoryList,
};

/** The activity log keeps nothing here. */
const activityLog: RouteModel = {
  method: 'GET',
  pattern: '/subscriptions/{subscription}/providers/Microsoft.Insights/eventtypes/management/values',
  apiVersions: ['2015-04-01'],
  writes: false,
  right: { action: 'Microsoft.Insights/eventtypes/values/read', scope: '/subscriptions/{subscription}' },
  handle: () => ({ status: 200, body: [] }),
};

/** Microsoft.Insights: diagnostic settings, alerts, action groups. */
export const insights: ProviderModel = {
  namespace: 'Microsoft.Insights',
  types: [diagnosticSettings, actionGroups, metricAlerts, activityLogAlerts, scheduledQueryRules, workbooks],
  routes: [definitions, categories, metricValues, alertStatus, activityLog],
};

function scopeOf(call: Call): { scope: string; type: string } {
  const scope = call.parts['scope'] ?? '';
  return { scope, type: parseId(scope)?.type ?? '' };
}

function metricDefinitions(call: Call): Answer {
  const { scope, type } = scopeOf(call);
  const value = (metricsOf(type) ?? []).map(
    (metric): Json => ({
      id: `${scope}/providers/microsoft.insights/metricdefinitions/${metric.name}`,
      resourceId: scope,
      namespace: type,
      name: { value: metric.name, localizedValue: metric.name },
      unit: metric.unit,
      primaryAggregationType: metric.aggregations[0] ?? 'Average',
      supportedAggregationTypes: [...metric.aggregations],
      isDimensionRequired: false,
      dimensions: metric.dimensions.map((value) => ({ value, localizedValue: value })),
      metricAvailabilities: ['PT1M', 'PT5M', 'PT15M', 'PT1H', 'P1D'].map((timeGrain) => ({
        timeGrain,
        retention: 'P93D',
      })),
    }),
  );
  return { status: 200, body: { value } };
}

function categoryList(call: Call): Answer {
  const { scope, type } = scopeOf(call);
  const known = telemetryOf(type);
  const entry = (name: string, categoryType: string, categoryGroups: readonly string[]): JsonObject => ({
    id: `${scope}/providers/microsoft.insights/diagnosticSettingsCategories/${name}`,
    name,
    type: 'microsoft.insights/diagnosticSettingsCategories',
    properties: { categoryType, categoryGroups: [...categoryGroups] },
  });
  const logs = (known?.logs ?? []).map((name) =>
    entry(
      name,
      'Logs',
      (known?.groups ?? []).filter((group) => group === 'allLogs' || isAudited(name)),
    ),
  );
  const metrics = (known?.metrics ?? []).map((name) => entry(name, 'Metrics', []));
  return { status: 200, body: { value: [...logs, ...metrics] } };
}
