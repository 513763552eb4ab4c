import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

/** The version that the design's bodies of Microsoft.Web are written for. */
export const webVersion = '2025-03-01';

/** What apps run on, which Azure calls an App Service plan, whatever runs there. */
export const webPlan: ResourceKind = {
  type: 'Microsoft.Web/serverfarms',
  noun: 'plan',
  apiVersion: webVersion,
  mark: { in: 'tags' },
  comparison: {
    ignoreCase: ['/kind', '/sku/name', '/sku/tier'],
    replace: ['/location', '/sku/tier', '/properties/reserved'],
  },
  readOnly: [
    '/sku/size',
    '/sku/family',
    '/properties/status',
    '/properties/subscription',
    '/properties/geoRegion',
    '/properties/resourceGroup',
    '/properties/maximumNumberOfWorkers',
    '/properties/numberOfWorkers',
    '/properties/numberOfSites',
  ],
  removal: { how: 'delete' },
  typicalMs: { create: 10_000, update: 5_000, remove: 5_000 },
  listed: 'subscription',
  ...genericCalls(webVersion),
};
