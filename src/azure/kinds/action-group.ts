import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

export const actionGroup: ResourceKind = {
  type: 'Microsoft.Insights/actionGroups',
  noun: 'action group',
  apiVersion: '2023-01-01',
  mark: { in: 'tags' },
  comparison: {
    keyed: [
      { pointer: '/properties/emailReceivers', keys: ['name'], ours: /^gotthard /i },
      { pointer: '/properties/webhookReceivers', keys: ['name'], ours: /^gotthard /i },
    ],
    ignoreCase: ['/properties/webhookReceivers/*/objectId', '/properties/webhookReceivers/*/tenantId'],
  },
  withheld: [
    { pointer: '/properties/webhookReceivers', member: 'serviceUri' },
    { pointer: '/properties/automationRunbookReceivers', member: 'serviceUri' },
    { pointer: '/properties/logicAppReceivers', member: 'callbackUrl' },
    { pointer: '/properties/azureFunctionReceivers', member: 'httpTriggerUrl' },
  ],
  readOnly: ['/kind', '/identity', '/properties/emailReceivers/*/status'],
  typicalMs: { create: 2_000, update: 2_000, remove: 2_000 },
  listed: 'subscription',
  removal: { how: 'delete' },
  ...genericCalls('2023-01-01'),
};
