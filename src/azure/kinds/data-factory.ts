import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

/** The one stable version of Microsoft.DataFactory. */
export const factoryVersion = '2018-06-01';

/** A data factory. People keep pipelines of their own in it; a deleted one is gone with them. */
export const dataFactory: ResourceKind = {
  type: 'Microsoft.DataFactory/factories',
  noun: 'data factory',
  apiVersion: factoryVersion,
  mark: { in: 'tags' },
  comparison: {
    ignoreCase: ['/identity/type', '/properties/publicNetworkAccess'],
    replace: ['/location'],
  },
  readOnly: ['/identity/principalId', '/identity/tenantId', '/properties/createTime', '/properties/version'],
  removal: { how: 'delete' },
  holdsData: true,
  typicalMs: { create: 15_000, update: 5_000, remove: 10_000 },
  listed: 'subscription',
  ...genericCalls(factoryVersion),
};
