import type { JsonObject } from '../../resource/json.ts';
import type { SurroundingsWanted } from '../../resource/subscription.ts';
import { cosmosRoleAssignment } from '../kinds/cosmos-role-assignment.ts';
import { diagnosticSetting } from '../kinds/diagnostic-setting.ts';
import { linkedService } from '../kinds/linked-service.ts';
import { managedEndpoint } from '../kinds/managed-endpoint.ts';
import { metricAlert } from '../kinds/metric-alert.ts';
import { privateDnsZoneLink } from '../kinds/private-dns-zone-link.ts';
import { roleAssignment } from '../kinds/role-assignment.ts';
import type { Session } from '../session.ts';
import type { Read } from './tolerant.ts';

/** Its newest published form is a preview still. */
const exemption = { apiVersion: '2026-01-01-preview' };

/**
 * What others have put around the resources of a stamp: roles at, above and beneath the subscription, alerts in it,
 * exemptions from policies, roles of its data planes, what its data factories reach and how, networks that are linked to the stamp's zones,
 * and where logs of its resources go.
 */
export async function readSurroundings(
  session: Session,
  { zones, logged, cosmos, factories }: SurroundingsWanted,
  read: Read,
): Promise<readonly JsonObject[]> {
  const subscription = `/subscriptions/${session.subscriptionId}`;
  const lists = [
    { path: `${subscription}/providers/${roleAssignment.type}`, of: roleAssignment },
    { path: `${subscription}/providers/${metricAlert.type}`, of: metricAlert },
    { path: `${subscription}/providers/Microsoft.Authorization/policyExemptions`, of: exemption },
    ...zones.map((zone) => ({ path: `${zone}/virtualNetworkLinks`, of: privateDnsZoneLink })),
    ...cosmos.map((id) => ({ path: `${id}/sqlRoleAssignments`, of: cosmosRoleAssignment })),
    ...factories.flatMap((id) => [
      { path: `${id}/linkedservices`, of: linkedService },
      { path: `${id}/managedVirtualNetworks/default/managedPrivateEndpoints`, of: managedEndpoint },
    ]),
    ...logged.map((id) => ({ path: `${id}/providers/${diagnosticSetting.type}`, of: diagnosticSetting })),
  ];
  const found = await Promise.all(lists.map(({ path, of }) => read(() => session.list(path, of.apiVersion))));
  return found.flatMap((items) => items ?? []);
}
