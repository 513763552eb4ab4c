import { parseArmId } from '../../resource/arm-id.ts';
import { at, withProperty } from '../../resource/json.ts';
import type { SoftDelete } from '../../resource/kind.ts';
import { member } from '../facts/json-fields.ts';
import { session } from '../session.ts';

/** What a deleted vault leaves behind: its name, held for the retention period, and all that is in it. */
export const deletedVault: SoftDelete = {
  recovering: (body) => withProperty(body, 'createMode', 'recover'),
  purgeCommand: (id, location) => `az keyvault purge --name ${parseArmId(id).name} --location ${location}`,
  read: async (azure, id, location) => {
    const client = await session(azure).keyVault();
    const body = await session(azure).read(() => client.vaults.getDeleted(parseArmId(id).name, location));
    if (!body) return undefined;
    const freeOn = at(body, '/properties/scheduledPurgeDate');
    return {
      id: String(body['id'] ?? ''),
      freeOn: typeof freeOn === 'string' ? freeOn : undefined,
      purgeProtected: at(body, '/properties/purgeProtectionEnabled') === true,
      tags: member(body, '/properties/tags'),
      // The record is silent on the network. A vault of ours has never been open, and no caller has keys to one.
      closed: true,
    };
  },
  purge: async (azure, id, location) => {
    const client = await session(azure).keyVault();
    return session(azure).start(async () => {
      const poller = client.vaults.purgeDeleted(parseArmId(id).name, location);
      await poller.submitted();
      return { done: () => poller.isDone, poll: () => poller.poll() };
    });
  },
};
