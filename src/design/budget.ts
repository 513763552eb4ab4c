import { dateAtApply } from '../resource/reference.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';
import { groupsOf } from './foundation.ts';

/**
 * The stamp's budget: on the subscription, filtered to the stamp's own groups, since one budget can't lie in several.
 * Its amount is in CHF here; the plan puts it into the billing currency of the subscription, once that is read.
 */
export function budget(area: Area): DesignedResource[] {
  const { ids, names, stamp } = area;
  const { budget: wanted, notifications } = stamp.environment;
  if (!wanted) return [];
  const contacts = { contactEmails: [...new Set(notifications.emails)], contactGroups: [ids.actionGroup] };
  const actual = wanted.thresholds.map((threshold) => [
    `actual${threshold}`,
    { enabled: true, operator: 'GreaterThanOrEqualTo', threshold, thresholdType: 'Actual', ...contacts },
  ]);
  const forecast = [
    'forecast100',
    { enabled: true, operator: 'GreaterThan', threshold: 100, thresholdType: 'Forecasted', ...contacts },
  ];
  return [
    resource({
      id: `${ids.subscription}/providers/Microsoft.Consumption/budgets/${names.budget}`,
      type: 'Microsoft.Consumption/budgets',
      noun: 'budget',
      step: 'Budget',
      body: {
        properties: {
          category: 'Cost',
          amount: Number(wanted.monthly),
          timeGrain: 'Monthly',
          timePeriod: { startDate: dateAtApply('firstOfMonth') },
          filter: {
            dimensions: {
              name: 'ResourceGroupName',
              operator: 'In',
              values: groupsOf(area).map(({ id }) => id.slice(id.lastIndexOf('/') + 1)),
            },
          },
          notifications: Object.fromEntries([...actual, forecast]),
        },
      },
      dependsOn: [ids.actionGroup],
    }),
  ];
}
