import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';
import { factoryVersion } from './data-factory.ts';

/** What a factory does, one activity after another. */
export const pipeline: ResourceKind = {
  type: 'Microsoft.DataFactory/factories/pipelines',
  noun: 'pipeline',
  apiVersion: factoryVersion,
  mark: { in: 'parent' },
  comparison: {
    // What somebody has put among our activities would do its work with our rights.
    keyed: [
      { pointer: '/properties/activities', keys: ['name'], ours: /./ },
      { pointer: '/properties/activities/*/typeProperties/activities', keys: ['name'], ours: /./ },
    ],
  },
  readOnly: [],
  removal: { how: 'delete' },
  etag: true,
  typicalMs: { create: 3_000, update: 3_000, remove: 3_000 },
  listed: 'parent',
  ...genericCalls(factoryVersion),
};
