import type { ResourceKind } from '../../resource/kind.ts';
import { started } from '../calls.ts';
import { place } from '../place.ts';
import { session } from '../session.ts';

export const networkSecurityGroup: ResourceKind = {
  type: 'Microsoft.Network/networkSecurityGroups',
  noun: 'network security group',
  apiVersion: '2025-05-01',
  mark: { in: 'tags' },
  comparison: {
    keyed: [{ pointer: '/properties/securityRules', keys: ['name'], ours: /^(allow|deny)-/i }],
    ignoreCase: [
      '/properties/securityRules/*/properties/protocol',
      '/properties/securityRules/*/properties/access',
      '/properties/securityRules/*/properties/direction',
      '/properties/securityRules/*/properties/sourceAddressPrefix',
      '/properties/securityRules/*/properties/destinationAddressPrefix',
    ],
    replace: ['/location'],
  },
  readOnly: [
    '/properties/defaultSecurityRules',
    '/properties/networkInterfaces',
    '/properties/subnets',
    '/properties/flowLogs',
    '/properties/resourceGuid',
    '/properties/securityRules/*/id',
    '/properties/securityRules/*/etag',
    '/properties/securityRules/*/type',
    '/properties/securityRules/*/properties/provisioningState',
  ],
  removal: { how: 'delete' },
  etag: true,
  typicalMs: { create: 6_000, update: 6_000, remove: 6_000 },
  listed: 'subscription',
  read: async (azure, id) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).read(() => client.networkSecurityGroups.get(at.resourceGroup, at.name));
  },
  put: async (azure, id, body, { ifMatch }) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).start(
      () => started(client.networkSecurityGroups.beginCreateOrUpdate(at.resourceGroup, at.name, body)),
      { body, ifMatch },
    );
  },
  remove: async (azure, id) => {
    const client = await session(azure).network();
    const at = place(id);
    return session(azure).start(() =>
      started(client.networkSecurityGroups.beginDelete(at.resourceGroup, at.name)),
    );
  },
};
