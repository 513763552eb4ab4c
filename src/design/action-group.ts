import type { JsonObject } from '../resource/json.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

/** What names of receivers of ours begin with; others' stay as they are. */
const ours = 'gotthard';

/**
 * Who is told: mailboxes, Teams channels by their addresses, and ITSM systems by webhooks that are called with an Entra
 * token. Sources: https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups and
 * https://learn.microsoft.com/azure/azure-monitor/alerts/itsm-connector-secure-webhook-connections-azure-configuration
 */
export function actionGroup({ ids, tags, stamp }: Area): DesignedResource {
  const { emails, teams = [], itsm = [] } = stamp.environment.notifications;
  // Receivers are told apart by name, and names of receivers by letters alone, not by case.
  const addresses = new Map([
    ...emails.map((address) => [address.toLowerCase(), [`${ours} ${address}`, address]] as const),
    ...teams.map((address) => [address.toLowerCase(), [`${ours} teams ${address}`, address]] as const),
  ]);
  return resource({
    id: ids.actionGroup,
    type: 'Microsoft.Insights/actionGroups',
    noun: 'action group',
    step: 'Monitoring',
    body: {
      location: 'global',
      tags,
      properties: {
        groupShortName: `${stamp.tenant.name.slice(0, 5)}-${stamp.environment.name}`.slice(0, 12),
        enabled: true,
        emailReceivers: [...addresses.values()].map(([name, emailAddress]) => ({
          name,
          emailAddress,
          useCommonAlertSchema: true,
        })),
        webhookReceivers: itsm.map(
          ({ name, url, applicationObjectId, identifierUri, directoryId }): JsonObject => ({
            name: `${ours} itsm ${name}`,
            serviceUri: url,
            useCommonAlertSchema: true,
            useAadAuth: true,
            objectId: applicationObjectId,
            identifierUri,
            tenantId: directoryId ?? stamp.tenant.directoryId,
          }),
        ),
      },
    },
  });
}
