import type { ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { started } from '../calls.ts';
import { place } from '../place.ts';
import { session } from '../session.ts';

export const contentFilterPolicy: ResourceKind = {
  type: 'Microsoft.CognitiveServices/accounts/raiPolicies',
  noun: 'content filter policy',
  apiVersion: '2025-09-01',
  mark: { in: 'tags' },
  comparison: {
    keyed: [{ pointer: '/properties/contentFilters', keys: ['name', 'source'] }],
    ignoreCase: [
      '/properties/mode',
      '/properties/basePolicyName',
      '/properties/contentFilters/*/severityThreshold',
      '/properties/contentFilters/*/source',
    ],
  },
  readOnly: ['/properties/type'],
  // One write at a time under an account: ARM answers 409 to a second one.
  lanes: (id) => [accountLane(id)],
  removal: { how: 'delete' },
  typicalMs: { create: 2_000, update: 2_000, remove: 3_000 },
  listed: 'parent',
  read: async (azure, id) => {
    const client = await session(azure).cognitiveServices();
    const at = place(id);
    return session(azure).read(() => client.raiPolicies.get(at.resourceGroup, at.parent, at.name));
  },
  put: async (azure, id, body) => {
    const client = await session(azure).cognitiveServices();
    const at = place(id);
    return session(azure).finish(
      () => client.raiPolicies.createOrUpdate(at.resourceGroup, at.parent, at.name, body),
      { body },
    );
  },
  remove: async (azure, id) => {
    const client = await session(azure).cognitiveServices();
    const at = place(id);
    return session(azure).start(() =>
      started(client.raiPolicies.beginDelete(at.resourceGroup, at.parent, at.name)),
    );
  },
};
