import { parentId, parseArmId } from '../../resource/arm-id.ts';
import type { ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { place } from '../place.ts';
import { session } from '../session.ts';
import { account } from './account.ts';

/**
 * One of the two keys of an account. It is as old as the account and goes with it; a put makes it anew, so that the old
 * one opens nothing any more. What it is now stays with Azure: the answer, which tells it, is let go at once.
 */
export const accountKey: ResourceKind = {
  type: 'Microsoft.CognitiveServices/accounts/regenerateKey',
  noun: 'key',
  apiVersion: account.apiVersion,
  mark: { in: 'parent' },
  comparison: {},
  readOnly: [],
  removal: { how: 'with-parent' },
  lanes: (id) => [accountLane(parentId(id) ?? id)],
  typicalMs: { create: 2_000, update: 2_000, remove: 2_000 },
  listed: 'no',
  // Reading it would tell it; that it is there follows from its account.
  read: async (azure, id) => {
    const body = await account.read(azure, parentId(id) ?? '');
    return body && { id };
  },
  put: async (azure, id) => {
    const client = await session(azure).cognitiveServices();
    const { resourceGroup, name } = place(parentId(id) ?? '');
    const keyName = parseArmId(id).name === 'Key2' ? 'Key2' : 'Key1';
    return session(azure).finish(() => client.accounts.regenerateKey(resourceGroup, name, keyName), {
      body: { keyName },
    });
  },
  remove: (_azure, id) => {
    throw new Error(`${id} goes with its account`);
  },
};
