import { at } from '../../resource/json.ts';
import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';
import { isSucceeded } from '../ready.ts';

export const privateDnsZoneLink: ResourceKind = {
  type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
  noun: 'private DNS zone link',
  apiVersion: '2024-06-01',
  mark: { in: 'tags' },
  comparison: { replace: ['/properties/virtualNetwork/id'], ignoreCase: ['/properties/resolutionPolicy'] },
  readOnly: ['/properties/virtualNetworkLinkState'],
  etag: true,
  ready: (observed) =>
    isSucceeded(observed) && at(observed, '/properties/virtualNetworkLinkState') === 'Completed',
  typicalMs: { create: 40_000, update: 20_000, remove: 30_000 },
  listed: 'parent',
  removal: { how: 'delete' },
  ...genericCalls('2024-06-01'),
};
