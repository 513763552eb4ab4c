import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

export const budget: ResourceKind = {
  type: 'Microsoft.Consumption/budgets',
  noun: 'budget',
  apiVersion: '2024-08-01',
  mark: { in: 'name' },
  comparison: {
    maps: [{ pointer: '/properties/notifications', ours: /^(actual|forecast)\d+$/i }],
    ignoreCase: ['/properties/notifications/*/operator', '/properties/filter/dimensions/values/*'],
    fixedAtCreation: ['/properties/timePeriod/startDate', '/properties/timePeriod/endDate'],
    replace: ['/properties/timeGrain', '/properties/category'],
  },
  // The service wants the ETag of what is there in the body of an update, so that one is sent back.
  readOnly: ['/properties/currentSpend', '/properties/forecastSpend'],
  typicalMs: { create: 2_000, update: 2_000, remove: 2_000 },
  listed: 'subscription',
  removal: { how: 'delete' },
  ...genericCalls('2024-08-01'),
};
