import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';
import { factoryVersion } from './data-factory.ts';

/** What of a linked service is meant. */
export const dataset: ResourceKind = {
  type: 'Microsoft.DataFactory/factories/datasets',
  noun: 'dataset',
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
