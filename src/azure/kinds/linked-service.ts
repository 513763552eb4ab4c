import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';
import { factoryVersion } from './data-factory.ts';

/** How a factory gets into something else: by its identity, never by a key. */
export const linkedService: ResourceKind = {
  type: 'Microsoft.DataFactory/factories/linkedservices',
  noun: 'linked service',
  apiVersion: factoryVersion,
  mark: { in: 'parent' },
  comparison: {},
  readOnly: [],
  removal: { how: 'delete' },
  etag: true,
  typicalMs: { create: 3_000, update: 3_000, remove: 3_000 },
  listed: 'parent',
  ...genericCalls(factoryVersion),
};
