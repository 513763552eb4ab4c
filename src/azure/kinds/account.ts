import type { ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { started } from '../calls.ts';
import { place } from '../place.ts';
import { session } from '../session.ts';
import { deletedAccount } from './deleted-account.ts';

export const account: ResourceKind = {
  type: 'Microsoft.CognitiveServices/accounts',
  noun: 'Azure OpenAI account',
  apiVersion: '2025-09-01',
  mark: { in: 'tags' },
  comparison: {
    ignoreCase: [
      '/kind',
      '/sku/name',
      '/identity/type',
      '/properties/customSubDomainName',
      '/properties/publicNetworkAccess',
      '/properties/encryption/keySource',
      '/properties/networkAcls/defaultAction',
      '/properties/networkAcls/bypass',
    ],
    writeOnly: ['/properties/restore'],
    replace: ['/location', '/kind', '/properties/customSubDomainName'],
    irreversible: ['/properties/encryption'],
    lasting: ['/properties/encryption/keyVaultProperties'],
    // With a version the account would not follow the rotation of its key.
    maps: [{ pointer: '/properties/encryption/keyVaultProperties', ours: /^keyVersion$/i }],
  },
  readOnly: [
    '/sku/tier',
    '/identity/principalId',
    '/identity/tenantId',
    '/identity/userAssignedIdentities/*/principalId',
    '/identity/userAssignedIdentities/*/clientId',
    '/properties/endpoint',
    '/properties/endpoints',
    '/properties/internalId',
    '/properties/capabilities',
    '/properties/isMigrated',
    '/properties/skuChangeInfo',
    '/properties/privateEndpointConnections',
    '/properties/dateCreated',
    '/properties/callRateLimit',
    '/properties/quotaLimit',
    '/properties/deletionDate',
    '/properties/scheduledPurgeDate',
    '/properties/commitmentPlanAssociations',
    '/properties/abusePenalty',
  ],
  lanes: (id) => [accountLane(id)],
  removal: { how: 'delete' },
  holdsData: true,
  softDelete: deletedAccount,
  typicalMs: { create: 60_000, update: 20_000, remove: 30_000 },
  listed: 'subscription',
  read: async (azure, id) => {
    const client = await session(azure).cognitiveServices();
    const at = place(id);
    return session(azure).read(() => client.accounts.get(at.resourceGroup, at.name));
  },
  put: async (azure, id, body) => {
    const client = await session(azure).cognitiveServices();
    const at = place(id);
    return session(azure).start(() => started(client.accounts.beginCreate(at.resourceGroup, at.name, body)), {
      body,
    });
  },
  remove: async (azure, id) => {
    const client = await session(azure).cognitiveServices();
    const at = place(id);
    return session(azure).start(() => started(client.accounts.beginDelete(at.resourceGroup, at.name)));
  },
};
