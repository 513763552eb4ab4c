import { isObject, type JsonObject, at as valueAt } from '../../resource/json.ts';
import type { ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { started } from '../calls.ts';
import { place } from '../place.ts';
import { isSucceeded } from '../ready.ts';
import { session } from '../session.ts';

export const privateEndpoint: ResourceKind = {
  type: 'Microsoft.Network/privateEndpoints',
  noun: 'private endpoint',
  apiVersion: '2025-05-01',
  mark: { in: 'tags' },
  comparison: {
    keyed: [{ pointer: '/properties/privateLinkServiceConnections', keys: ['name'] }],
    replace: [
      '/location',
      '/properties/subnet/id',
      '/properties/customNetworkInterfaceName',
      '/properties/privateLinkServiceConnections/*/properties/privateLinkServiceId',
      '/properties/privateLinkServiceConnections/*/properties/groupIds',
    ],
  },
  readOnly: [
    '/properties/networkInterfaces',
    '/properties/customDnsConfigs',
    '/properties/resourceGuid',
    '/properties/privateLinkServiceConnections/*/id',
    '/properties/privateLinkServiceConnections/*/etag',
    '/properties/privateLinkServiceConnections/*/type',
    '/properties/privateLinkServiceConnections/*/properties/provisioningState',
    '/properties/privateLinkServiceConnections/*/properties/privateLinkServiceConnectionState',
  ],
  removal: { how: 'delete' },
  etag: true,
  typicalMs: { create: 90_000, update: 20_000, remove: 40_000 },
  listed: 'subscription',
  lanes: (_id, body) => targetsOf(body).map((target) => accountLane(target)),
  ready: (observed) => isSucceeded(observed) && isApproved(observed),
  read: async (azure, id) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).read(() => client.privateEndpoints.get(at.resourceGroup, at.name));
  },
  put: async (azure, id, body, { ifMatch }) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).start(
      () => started(client.privateEndpoints.beginCreateOrUpdate(at.resourceGroup, at.name, body)),
      { body, ifMatch },
    );
  },
  remove: async (azure, id) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).start(() =>
      started(client.privateEndpoints.beginDelete(at.resourceGroup, at.name)),
    );
  },
};

function connectionsOf(body: JsonObject): readonly JsonObject[] {
  const connections = valueAt(body, '/properties/privateLinkServiceConnections');
  return Array.isArray(connections) ? connections.filter(isObject) : [];
}

function targetsOf(body: JsonObject): string[] {
  return connectionsOf(body).map((connection) =>
    String(valueAt(connection, '/properties/privateLinkServiceId') ?? ''),
  );
}

function isApproved(body: JsonObject): boolean {
  return connectionsOf(body).every(
    (connection) =>
      valueAt(connection, '/properties/privateLinkServiceConnectionState/status') === 'Approved',
  );
}
