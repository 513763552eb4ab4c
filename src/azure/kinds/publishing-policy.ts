import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';
import { siteVersion } from './site.ts';

/** Whether a name and a password deliver code to an app: there from birth, for FTP and for its deployment site. */
export const publishingPolicy: ResourceKind = {
  type: 'Microsoft.Web/sites/basicPublishingCredentialsPolicies',
  noun: 'publishing policy',
  apiVersion: siteVersion,
  mark: { in: 'parent' },
  comparison: {},
  readOnly: ['/kind'],
  removal: { how: 'with-parent' },
  bornWithParent: true,
  typicalMs: { create: 3_000, update: 3_000, remove: 0 },
  listed: 'no',
  ...genericCalls(siteVersion),
};
