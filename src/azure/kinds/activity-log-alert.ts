import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

export const activityLogAlert: ResourceKind = {
  type: 'Microsoft.Insights/activityLogAlerts',
  noun: 'activity log alert',
  apiVersion: '2020-10-01',
  mark: { in: 'tags' },
  comparison: {
    keyed: [{ pointer: '/properties/actions/actionGroups', keys: ['actionGroupId'] }],
    ignoreCase: ['/properties/condition/allOf/*/anyOf/*/equals', '/properties/condition/allOf/*/equals'],
  },
  readOnly: [],
  typicalMs: { create: 2_000, update: 2_000, remove: 2_000 },
  listed: 'subscription',
  removal: { how: 'delete' },
  ...genericCalls('2020-10-01'),
};
