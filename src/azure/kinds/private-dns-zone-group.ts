import type { ResourceKind } from '../../resource/kind.ts';
import { started } from '../calls.ts';
import { place } from '../place.ts';
import { session } from '../session.ts';

export const privateDnsZoneGroup: ResourceKind = {
  type: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
  noun: 'private DNS zone group',
  apiVersion: '2025-05-01',
  mark: { in: 'parent' },
  comparison: { keyed: [{ pointer: '/properties/privateDnsZoneConfigs', keys: ['name'] }] },
  readOnly: [
    '/properties/privateDnsZoneConfigs/*/id',
    '/properties/privateDnsZoneConfigs/*/etag',
    '/properties/privateDnsZoneConfigs/*/type',
    '/properties/privateDnsZoneConfigs/*/properties/provisioningState',
    '/properties/privateDnsZoneConfigs/*/properties/recordSets',
  ],
  removal: { how: 'delete' },
  etag: true,
  typicalMs: { create: 20_000, update: 20_000, remove: 15_000 },
  listed: 'parent',
  read: async (azure, id) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).read(() => client.privateDnsZoneGroups.get(at.resourceGroup, at.parent, at.name));
  },
  put: async (azure, id, body, { ifMatch }) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).start(
      () =>
        started(client.privateDnsZoneGroups.beginCreateOrUpdate(at.resourceGroup, at.parent, at.name, body)),
      { body, ifMatch },
    );
  },
  remove: async (azure, id) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).start(() =>
      started(client.privateDnsZoneGroups.beginDelete(at.resourceGroup, at.parent, at.name)),
    );
  },
};
