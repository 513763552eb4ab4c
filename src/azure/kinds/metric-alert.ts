import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

export const metricAlert: ResourceKind = {
  type: 'Microsoft.Insights/metricAlerts',
  noun: 'metric alert',
  apiVersion: '2018-03-01',
  mark: { in: 'tags' },
  comparison: {
    keyed: [
      { pointer: '/properties/criteria/allOf', keys: ['name'] },
      { pointer: '/properties/criteria/allOf/*/dimensions', keys: ['name'] },
      { pointer: '/properties/actions', keys: ['actionGroupId'] },
    ],
    ignoreCase: ['/properties/criteria/allOf/*/operator', '/properties/criteria/allOf/*/timeAggregation'],
  },
  readOnly: ['/properties/lastUpdatedTime', '/properties/isMigrated'],
  typicalMs: { create: 3_000, update: 3_000, remove: 2_000 },
  listed: 'subscription',
  removal: { how: 'delete' },
  ...genericCalls('2018-03-01'),
};
