import type { ResourceKind } from '../../resource/kind.ts';
import { started } from '../calls.ts';
import { place } from '../place.ts';
import { session } from '../session.ts';

export const virtualNetwork: ResourceKind = {
  type: 'Microsoft.Network/virtualNetworks',
  noun: 'virtual network',
  apiVersion: '2025-05-01',
  mark: { in: 'tags' },
  comparison: { replace: ['/location'], ignoreCase: ['/properties/privateEndpointVNetPolicies'] },
  // Subnets and peerings are resources of their own: a VNet without them leaves them alone (api-version 2023-11-01 on).
  readOnly: [
    '/properties/subnets',
    '/properties/virtualNetworkPeerings',
    '/properties/resourceGuid',
    '/properties/flowLogs',
    '/properties/defaultPublicNatGateway',
  ],
  removal: { how: 'delete' },
  etag: true,
  typicalMs: { create: 10_000, update: 10_000, remove: 12_000 },
  listed: 'subscription',
  lanes: (id) => [`network:${id.toLowerCase()}`],
  read: async (azure, id) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).read(() => client.virtualNetworks.get(at.resourceGroup, at.name));
  },
  put: async (azure, id, body, { ifMatch }) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).start(
      () => started(client.virtualNetworks.beginCreateOrUpdate(at.resourceGroup, at.name, body)),
      { body, ifMatch },
    );
  },
  remove: async (azure, id) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).start(() => started(client.virtualNetworks.beginDelete(at.resourceGroup, at.name)));
  },
};
