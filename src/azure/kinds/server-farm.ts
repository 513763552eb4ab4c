import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';
import { siteVersion } from './site.ts';

/** What apps of App Service, Functions and Logic Apps (Standard) run on. */
export const serverFarm: ResourceKind = {
  type: 'Microsoft.Web/serverfarms',
  noun: 'App Service plan',
  apiVersion: siteVersion,
  mark: { in: 'tags' },
  comparison: {
    ignoreCase: ['/kind', '/sku/name', '/sku/tier'],
    // An app of another tier or system is another app.
    replace: ['/location', '/sku/tier'],
  },
  readOnly: [
    '/sku/size',
    '/sku/family',
    '/properties/status',
    '/properties/subscription',
    '/properties/geoRegion',
    '/properties/maximumNumberOfWorkers',
    '/properties/numberOfWorkers',
    '/properties/numberOfSites',
    '/properties/resourceGroup',
  ],
  removal: { how: 'delete' },
  typicalMs: { create: 15_000, update: 10_000, remove: 10_000 },
  listed: 'subscription',
  ...genericCalls(siteVersion),
};
