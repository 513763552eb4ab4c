import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';
import { factoryVersion } from './data-factory.ts';

/** The network that Microsoft keeps for a factory. Source: its API has no DELETE (Azure/azure-rest-api-specs, datafactory). */
export const managedNetwork: ResourceKind = {
  type: 'Microsoft.DataFactory/factories/managedVirtualNetworks',
  noun: 'managed virtual network',
  apiVersion: factoryVersion,
  mark: { in: 'parent' },
  comparison: {},
  readOnly: ['/properties/vNetId', '/properties/alias'],
  removal: { how: 'with-parent' },
  typicalMs: { create: 5_000, update: 5_000, remove: 0 },
  listed: 'parent',
  ...genericCalls(factoryVersion),
};
