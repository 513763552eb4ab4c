import { z } from 'zod';
import templates from '../../templates/log-alerts.json' with { type: 'json' };
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

/**
 * `templates/log-alerts.json`: what is looked for in the logs, in Kusto. Tables and columns: Azure Monitor's reference of
 * AzureDiagnostics, and "Azure Key Vault logging". Azure masks the end of a caller's address, so it counts as a zero.
 */
const rows = z
  .record(
    z.string().regex(/^[a-z-]+$/),
    z.strictObject({
      title: z.string().min(1),
      description: z.string().min(1),
      severity: z.int().min(0).max(4),
      every: z.string().regex(/^PT\d+[HM]$/),
      window: z.string().regex(/^PT\d+[HM]$/),
      /** Without API keys nobody can use one from elsewhere. */
      onlyWithKeys: z.boolean(),
      query: z.array(z.string().min(1)).min(1),
    }),
  )
  .parse(templates);

/** Alerts on what only the logs tell. */
export function logAlerts(area: Area): DesignedResource[] {
  const { ids, tags, region, stamp } = area;
  const withKeys = stamp.environment.authentication === 'keys';
  return Object.entries(rows)
    .filter(([, { onlyWithKeys }]) => withKeys || !onlyWithKeys)
    .map(([name, { title, description, severity, every, window, query }]) =>
      resource({
        id: `${ids.monitorGroup}/providers/Microsoft.Insights/scheduledQueryRules/log-${name}-${stamp.tenant.name}-${stamp.environment.name}`,
        type: 'Microsoft.Insights/scheduledQueryRules',
        noun: 'log alert',
        step: 'Monitoring',
        body: {
          location: region,
          kind: 'LogAlert',
          tags,
          properties: {
            displayName: `${title}: ${stamp.name}`,
            description,
            severity,
            enabled: true,
            scopes: [ids.workspace],
            evaluationFrequency: every,
            windowSize: window,
            autoMitigate: false,
            // Tables of a new workspace come into being with their first row.
            skipQueryValidation: true,
            criteria: {
              allOf: [
                {
                  query: filledIn(query.join('\n'), area),
                  timeAggregation: 'Count',
                  operator: 'GreaterThan',
                  threshold: 0,
                  failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
                },
              ],
            },
            actions: { actionGroups: [ids.actionGroup] },
          },
        },
        dependsOn: [ids.workspace, ids.actionGroup],
      }),
    );
}

/** A workspace may hold logs of others too: each query looks at the stamp's own resources alone. */
function filledIn(query: string, { stamp, ids }: Area): string {
  return query
    .replaceAll('{{resources}}', [ids.account, ids.vault].map((id) => JSON.stringify(id)).join(', '))
    .replaceAll('{{allowedRanges}}', JSON.stringify([stamp.environment.addressSpace]));
}
