import { at, withProperty } from '../../resource/json.ts';
import type { SoftDelete } from '../../resource/kind.ts';
import { started } from '../calls.ts';
import { member } from '../facts/json-fields.ts';
import { place } from '../place.ts';
import { session } from '../session.ts';

/** What a deleted account leaves behind for 48 hours: its name, its subdomain and its quota. */
export const deletedAccount: SoftDelete = {
  recovering: (body) => withProperty(body, 'restore', true),
  purgeCommand: (id, location) => {
    const { name, resourceGroup } = place(id);
    return `az cognitiveservices account purge --name ${name} --resource-group ${resourceGroup} --location ${location}`;
  },
  read: async (azure, id, location) => {
    const client = await session(azure).cognitiveServices();
    const { name, resourceGroup } = place(id);
    const body = await session(azure).read(() => client.deletedAccounts.get(location, resourceGroup, name));
    if (!body) return undefined;
    const freeOn = at(body, '/properties/scheduledPurgeDate');
    return {
      id: String(body['id'] ?? ''),
      freeOn: typeof freeOn === 'string' ? freeOn : undefined,
      purgeProtected: false,
      tags: member(body, '/tags'),
      closed:
        at(body, '/properties/publicNetworkAccess') === 'Disabled' &&
        at(body, '/properties/disableLocalAuth') === true,
    };
  },
  purge: async (azure, id, location) => {
    const client = await session(azure).cognitiveServices();
    const { name, resourceGroup } = place(id);
    return session(azure).start(() =>
      started(client.deletedAccounts.beginPurge(location, resourceGroup, name)),
    );
  },
};
