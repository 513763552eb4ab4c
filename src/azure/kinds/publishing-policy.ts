import { parentId } from '../../resource/arm-id.ts';
import type { ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { genericCalls } from '../calls.ts';
import { webVersion } from './web-plan.ts';

/** Whether a user name and a password deliver code to an app: allowed from birth, by FTP and by SCM. */
export const publishingPolicy: ResourceKind = {
  type: 'Microsoft.Web/sites/basicPublishingCredentialsPolicies',
  noun: 'publishing policy',
  apiVersion: webVersion,
  mark: { in: 'parent' },
  comparison: {},
  readOnly: [],
  lanes: (id) => [accountLane(parentId(id) ?? id)],
  removal: { how: 'with-parent' },
  bornWithParent: true,
  typicalMs: { create: 5_000, update: 5_000, remove: 0 },
  listed: 'parent',
  ...genericCalls(webVersion),
};
