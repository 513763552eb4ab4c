import type { ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { started } from '../calls.ts';
import { place } from '../place.ts';
import { session } from '../session.ts';

export const modelDeployment: ResourceKind = {
  type: 'Microsoft.CognitiveServices/accounts/deployments',
  noun: 'model deployment',
  apiVersion: '2025-09-01',
  mark: { in: 'tags' },
  comparison: {
    ignoreCase: ['/sku/name', '/properties/versionUpgradeOption', '/properties/model/format'],
    // Somebody else's would use more than the file allows.
    maps: [{ pointer: '/properties', ours: /^spilloverDeploymentName$/ }],
    replace: ['/sku/name', '/properties/model/format', '/properties/model/name'],
  },
  readOnly: [
    '/sku/tier',
    '/properties/capabilities',
    '/properties/callRateLimit',
    '/properties/rateLimits',
    '/properties/dynamicThrottlingEnabled',
    '/properties/currentCapacity',
    '/properties/model/callRateLimit',
  ],
  // One write at a time under an account: ARM answers 409 to a second one.
  lanes: (id) => [accountLane(id)],
  removal: { how: 'delete' },
  typicalMs: { create: 15_000, update: 10_000, remove: 10_000 },
  listed: 'parent',
  read: async (azure, id) => {
    const client = await session(azure).cognitiveServices();
    const at = place(id);
    return session(azure).read(() => client.deployments.get(at.resourceGroup, at.parent, at.name));
  },
  put: async (azure, id, body) => {
    const client = await session(azure).cognitiveServices();
    const at = place(id);
    return session(azure).start(
      () => started(client.deployments.beginCreateOrUpdate(at.resourceGroup, at.parent, at.name, body)),
      { body },
    );
  },
  remove: async (azure, id) => {
    const client = await session(azure).cognitiveServices();
    const at = place(id);
    return session(azure).start(() =>
      started(client.deployments.beginDelete(at.resourceGroup, at.parent, at.name)),
    );
  },
};
