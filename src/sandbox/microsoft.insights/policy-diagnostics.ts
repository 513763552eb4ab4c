import { parseId, sameId } from '../arm-id.ts';
import { textAt } from '../json.ts';
import type { Stored, World } from '../provider.ts';
import { helvetiaSharedNetwork } from '../seed-directories.ts';

/** The platform team's workspace, to which its policy sends the logs of everything. */
export const platformWorkspace = `/subscriptions/${helvetiaSharedNetwork.id}/resourceGroups/rg-hub/providers/Microsoft.OperationalInsights/workspaces/log-platform`;

/** How long after a resource was made the policy adds its setting, in ms. */
const policyDelay = 45_000;
const purpose = 'policy-diagnostics';

/** Where the platform team's policy is switched on, it gives a new resource a diagnostic setting of its own. */
export function expectPolicy(world: World, record: Stored): void {
  if (!world.othersHands.includes('diagnostics')) return;
  world.later(record, world.now + world.duration(policyDelay), purpose);
}

/** Does what was expected; false for any other purpose. */
export function didPolicy(world: World, record: Stored | undefined, due: string): boolean {
  if (due !== purpose) return false;
  const directory = world.directoryOf(parseId(record?.id ?? '')?.subscription ?? '');
  const platform = world.directoryOf(helvetiaSharedNetwork.id);
  if (record === undefined || directory !== platform) return true;
  const settings = world.under(record.id, 'Microsoft.Insights/diagnosticSettings');
  const isThere = settings.some(({ body }) =>
    sameId(textAt(body, 'properties', 'workspaceId') ?? '', platformWorkspace),
  );
  if (isThere) return true;
  world.write(
    `${record.id}/providers/Microsoft.Insights/diagnosticSettings/setByPolicy`,
    'Microsoft.Insights/diagnosticSettings',
    { properties: { workspaceId: platformWorkspace, logs: [{ categoryGroup: 'allLogs', enabled: true }] } },
  );
  return true;
}
