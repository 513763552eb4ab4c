import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

/** By the generic client: the typed one speaks an api-version that has no such bodies any more. */
export const logAlert: ResourceKind = {
  type: 'Microsoft.Insights/scheduledQueryRules',
  noun: 'log alert',
  apiVersion: '2023-12-01',
  mark: { in: 'tags' },
  comparison: {
    ignoreCase: ['/properties/actions/actionGroups/*'],
    replace: ['/location'],
  },
  readOnly: [
    '/etag',
    '/identity/principalId',
    '/identity/tenantId',
    '/properties/createdWithApiVersion',
    '/properties/isLegacyLogAnalyticsRule',
    '/properties/isWorkspaceAlertsStorageConfigured',
  ],
  typicalMs: { create: 3_000, update: 3_000, remove: 2_000 },
  listed: 'subscription',
  removal: { how: 'delete' },
  ...genericCalls('2023-12-01'),
};
