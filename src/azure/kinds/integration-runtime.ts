import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';
import { factoryVersion } from './data-factory.ts';

/** What the activities of a factory run on. */
export const integrationRuntime: ResourceKind = {
  type: 'Microsoft.DataFactory/factories/integrationRuntimes',
  noun: 'integration runtime',
  apiVersion: factoryVersion,
  mark: { in: 'parent' },
  comparison: { replace: ['/properties/type', '/properties/managedVirtualNetwork/referenceName'] },
  readOnly: ['/properties/state'],
  removal: { how: 'delete' },
  etag: true,
  typicalMs: { create: 3_000, update: 3_000, remove: 3_000 },
  listed: 'parent',
  ...genericCalls(factoryVersion),
};
