import type { VaultCreateOrUpdateParameters } from '@azure/arm-keyvault';
import { at } from '../../resource/json.ts';
import type { ResourceKind } from '../../resource/kind.ts';
import { place } from '../place.ts';
import { session } from '../session.ts';
import { deletedVault } from './deleted-vault.ts';

export const vault: ResourceKind = {
  type: 'Microsoft.KeyVault/vaults',
  noun: 'key vault',
  apiVersion: '2026-02-01',
  mark: { in: 'tags' },
  comparison: {
    ignoreCase: [
      '/properties/tenantId',
      '/properties/sku/family',
      '/properties/sku/name',
      '/properties/publicNetworkAccess',
      '/properties/networkAcls/bypass',
      '/properties/networkAcls/defaultAction',
    ],
    writeOnly: ['/properties/createMode'],
    replace: ['/location', '/properties/tenantId', '/properties/softDeleteRetentionInDays'],
    irreversible: ['/properties/enablePurgeProtection'],
  },
  readOnly: [
    '/properties/vaultUri',
    '/properties/hsmPoolResourceId',
    '/properties/privateEndpointConnections',
  ],
  ready: (observed) => at(observed, '/properties/provisioningState') !== 'RegisteringDns',
  removal: { how: 'delete' },
  holdsData: true,
  softDelete: deletedVault,
  typicalMs: { create: 30_000, update: 10_000, remove: 10_000 },
  listed: 'subscription',
  read: async (azure, id) => {
    const client = await session(azure).keyVault();
    const at = place(id);
    return session(azure).read(() => client.vaults.get(at.resourceGroup, at.name));
  },
  put: async (azure, id, body) => {
    const client = await session(azure).keyVault();
    const at = place(id);
    // The client only reads the body to build its own, which is then replaced by this one.
    const parameters = body as unknown as VaultCreateOrUpdateParameters;
    return session(azure).start(
      async () => {
        const poller = client.vaults.createOrUpdate(at.resourceGroup, at.name, parameters);
        await poller.submitted();
        return { done: () => poller.isDone, poll: () => poller.poll() };
      },
      { body },
    );
  },
  remove: async (azure, id) => {
    const client = await session(azure).keyVault();
    const at = place(id);
    return session(azure).finish(() => client.vaults.delete(at.resourceGroup, at.name));
  },
};
