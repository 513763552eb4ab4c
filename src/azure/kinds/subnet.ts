import type { ResourceKind } from '../../resource/kind.ts';
import { started } from '../calls.ts';
import { place } from '../place.ts';
import { session } from '../session.ts';

export const subnet: ResourceKind = {
  type: 'Microsoft.Network/virtualNetworks/subnets',
  noun: 'subnet',
  apiVersion: '2025-05-01',
  mark: { in: 'parent' },
  comparison: {
    keyed: [
      { pointer: '/properties/delegations', keys: ['name'] },
      { pointer: '/properties/serviceEndpoints', keys: ['service'] },
    ],
    ignoreCase: [
      '/properties/privateEndpointNetworkPolicies',
      '/properties/privateLinkServiceNetworkPolicies',
    ],
  },
  readOnly: [
    '/properties/ipConfigurations',
    '/properties/ipConfigurationProfiles',
    '/properties/privateEndpoints',
    '/properties/purpose',
    '/properties/resourceNavigationLinks',
    '/properties/serviceAssociationLinks',
    '/properties/delegations/*/id',
    '/properties/delegations/*/etag',
    '/properties/delegations/*/type',
    '/properties/delegations/*/properties/provisioningState',
    '/properties/delegations/*/properties/actions',
    '/properties/serviceEndpoints/*/provisioningState',
  ],
  removal: { how: 'delete' },
  etag: true,
  typicalMs: { create: 8_000, update: 8_000, remove: 10_000 },
  listed: { inline: '/properties/subnets' },
  // ARM answers 409 to a second write under one virtual network.
  lanes: (id) => [`network:${id.toLowerCase().split('/subnets/')[0]}`],
  read: async (azure, id) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).read(() => client.subnets.get(at.resourceGroup, at.parent, at.name));
  },
  put: async (azure, id, body, { ifMatch }) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).start(
      () => started(client.subnets.beginCreateOrUpdate(at.resourceGroup, at.parent, at.name, body)),
      { body, ifMatch },
    );
  },
  remove: async (azure, id) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).start(() =>
      started(client.subnets.beginDelete(at.resourceGroup, at.parent, at.name)),
    );
  },
};
