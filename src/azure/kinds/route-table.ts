import type { ResourceKind } from '../../resource/kind.ts';
import { started } from '../calls.ts';
import { place } from '../place.ts';
import { session } from '../session.ts';

export const routeTable: ResourceKind = {
  type: 'Microsoft.Network/routeTables',
  noun: 'route table',
  apiVersion: '2025-05-01',
  mark: { in: 'tags' },
  comparison: {
    keyed: [{ pointer: '/properties/routes', keys: ['name'], ours: /^(drop-|default-to-firewall$)/i }],
    ignoreCase: ['/properties/routes/*/properties/nextHopType'],
    replace: ['/location'],
  },
  readOnly: [
    '/properties/subnets',
    '/properties/resourceGuid',
    '/properties/routes/*/id',
    '/properties/routes/*/etag',
    '/properties/routes/*/type',
    '/properties/routes/*/properties/provisioningState',
    '/properties/routes/*/properties/hasBgpOverride',
  ],
  removal: { how: 'delete' },
  etag: true,
  typicalMs: { create: 6_000, update: 6_000, remove: 6_000 },
  listed: 'subscription',
  read: async (azure, id) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).read(() => client.routeTables.get(at.resourceGroup, at.name));
  },
  put: async (azure, id, body, { ifMatch }) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).start(
      () => started(client.routeTables.beginCreateOrUpdate(at.resourceGroup, at.name, body)),
      { body, ifMatch },
    );
  },
  remove: async (azure, id) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).start(() => started(client.routeTables.beginDelete(at.resourceGroup, at.name)));
  },
};
