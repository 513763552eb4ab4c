import { idKey, parseArmId } from '../../resource/arm-id.ts';
import type { SoftDelete } from '../../resource/kind.ts';
import { member } from '../facts/json-fields.ts';
import { session } from '../session.ts';

const apiVersion = '2025-07-01';

/**
 * What a deleted workspace leaves behind for 14 days: its logs, which a PUT of the same id brings back. It can't be
 * purged any more: only a removal by force leaves nothing behind.
 */
export const deletedWorkspace: SoftDelete = {
  recovering: (body) => body,
  purgeCommand: (id) => {
    const { name, resourceGroup } = parseArmId(id);
    const at = `--resource-group ${resourceGroup} --workspace-name ${name}`;
    return `az monitor log-analytics workspace recover ${at} && az monitor log-analytics workspace delete ${at} --force true`;
  },
  read: async (azure, id) => {
    const { subscriptionId, resourceGroup } = parseArmId(id);
    const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
    const list = `${group}/providers/Microsoft.OperationalInsights/deletedWorkspaces`;
    const all = (await session(azure).list(list, apiVersion)) ?? [];
    const name = parseArmId(id).name.toLowerCase();
    const twin = all.find((one) => parseArmId(idKey(String(one['id']))).name === name);
    if (!twin) return undefined;
    return {
      id: String(twin['id'] ?? ''),
      freeOn: undefined,
      purgeProtected: true,
      tags: member(twin, '/tags'),
      // It takes in logs by Azure's own identities alone: nobody reads them without a role.
      closed: true,
    };
  },
};
