import { hasLocks } from '../estate/governance.ts';
import { type Area, markText, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

/**
 * Locks against deletion on what nobody can make again as it was: vaults, account, storage, databases and workspace. Not on networks and DNS
 * zones, where a lock would hold back every record and endpoint, and never ReadOnly, which refuses to list keys as well.
 */
export function locks(area: Area): DesignedResource[] {
  const { ids, stamp } = area;
  const { environment } = stamp;
  if (!hasLocks(environment)) return [];
  const targets = [
    ids.vault,
    ...(environment.customerManagedKey ? [ids.encryptionVault] : []),
    ids.account,
    ...(environment.integration?.storage ? [ids.storage] : []),
    ...(environment.integration?.cosmos ? [ids.cosmos] : []),
    ...(environment.integration?.sql ? [ids.sqlServer] : []),
    ...(environment.integration?.dataFactory ? [ids.dataFactory] : []),
    ...(environment.integration?.logicApp ? [ids.logicStorage, ids.logicApp] : []),
    ...(environment.logs.mode === 'create' ? [ids.workspace] : []),
  ];
  return targets.map((target) => ({
    ...resource({
      id: `${target}/providers/Microsoft.Authorization/locks/gotthard`,
      type: 'Microsoft.Authorization/locks',
      noun: 'lock',
      step: 'Governance',
      body: {
        properties: {
          level: 'CanNotDelete',
          notes: `Only a run of gotthard lifts it, and puts it back. ${markText(stamp)}`,
        },
      },
      dependsOn: [target],
    }),
    title: `lock ${target.slice(target.lastIndexOf('/') + 1)}`,
  }));
}
