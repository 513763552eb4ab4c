import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';
import { siteVersion } from './site.ts';

/** The `web` configuration of an app: there from birth, and ARM has no DELETE for it. */
export const siteConfig: ResourceKind = {
  type: 'Microsoft.Web/sites/config',
  noun: 'app configuration',
  apiVersion: siteVersion,
  mark: { in: 'parent' },
  comparison: { ignoreCase: ['/properties/ftpsState'] },
  readOnly: ['/location', '/tags', '/kind', '/properties/machineKey', '/properties/publishingUsername'],
  removal: { how: 'with-parent' },
  bornWithParent: true,
  typicalMs: { create: 5_000, update: 5_000, remove: 0 },
  listed: 'no',
  ...genericCalls(siteVersion),
};
