import { parseArmId } from '../../resource/arm-id.ts';
import type { ResourceKind } from '../../resource/kind.ts';
import { started } from '../calls.ts';
import { session } from '../session.ts';

export const resourceGroup: ResourceKind = {
  type: 'Microsoft.Resources/resourceGroups',
  noun: 'resource group',
  apiVersion: '2025-04-01',
  mark: { in: 'tags' },
  comparison: { replace: ['/location'], maps: [{ pointer: '/tags', ours: /^gotthard-incident$/i }] },
  readOnly: ['/properties', '/managedBy'],
  removal: { how: 'delete' },
  typicalMs: { create: 2_000, update: 2_000, remove: 20_000 },
  listed: 'subscription',
  read: async (azure, id) => {
    const client = await session(azure).resources();
    return session(azure).read(() => client.resourceGroups.get(parseArmId(id).name));
  },
  put: async (azure, id, body) => {
    const client = await session(azure).resources();
    const { name } = parseArmId(id);
    const location = String(body['location'] ?? '');
    return session(azure).finish(() => client.resourceGroups.createOrUpdate(name, { location }), { body });
  },
  remove: async (azure, id) => {
    const client = await session(azure).resources();
    return session(azure).start(() => started(client.resourceGroups.beginDelete(parseArmId(id).name)));
  },
};
