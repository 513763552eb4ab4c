import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

export const diagnosticSetting: ResourceKind = {
  type: 'Microsoft.Insights/diagnosticSettings',
  noun: 'diagnostic setting',
  apiVersion: '2021-05-01-preview',
  mark: { in: 'parent' },
  comparison: {
    keyed: [
      { pointer: '/properties/logs', keys: ['category', 'categoryGroup'] },
      { pointer: '/properties/metrics', keys: ['category'] },
    ],
  },
  readOnly: [
    '/location',
    '/kind',
    '/tags',
    '/identity',
    '/properties/logs/*/retentionPolicy',
    '/properties/metrics/*/retentionPolicy',
    '/properties/metrics/*/timeGrain',
  ],
  typicalMs: { create: 3_000, update: 3_000, remove: 2_000 },
  // Nothing lists them but the resource they stand on.
  listed: 'no',
  standsOn: [
    'Microsoft.CognitiveServices/accounts',
    'Microsoft.DataFactory/factories',
    'Microsoft.DocumentDB/databaseAccounts',
    'Microsoft.KeyVault/vaults',
    'Microsoft.Network/networkSecurityGroups',
    'Microsoft.Network/virtualNetworks',
    'Microsoft.Sql/servers/databases',
    'Microsoft.Storage/storageAccounts/blobServices',
    'Microsoft.Web/sites',
    // The activity log of a subscription.
    'Microsoft.Resources/subscriptions',
  ],
  // Microsoft, "Diagnostic settings in Azure Monitor": delete them before the resource, or they come back with it.
  outlives: true,
  removal: { how: 'delete' },
  ...genericCalls('2021-05-01-preview'),
};
