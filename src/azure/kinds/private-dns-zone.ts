import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

export const privateDnsZone: ResourceKind = {
  type: 'Microsoft.Network/privateDnsZones',
  noun: 'private DNS zone',
  apiVersion: '2024-06-01',
  mark: { in: 'tags' },
  comparison: {},
  readOnly: ['/properties'],
  etag: true,
  typicalMs: { create: 30_000, update: 5_000, remove: 30_000 },
  listed: 'subscription',
  removal: { how: 'delete' },
  ...genericCalls('2024-06-01'),
};
