import { isIntegrated } from '../estate/integration.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

/** Resource groups, the identity of applications, and the workspace that everything logs to. */
export function foundation(area: Area): DesignedResource[] {
  const { stamp, ids, modelRegion, tags } = area;
  const { logs } = stamp.environment;
  return [
    ...groupsOf(area).map(({ id, location }) =>
      resource({
        id,
        type: 'Microsoft.Resources/resourceGroups',
        noun: 'resource group',
        step: 'Foundation',
        body: { location, tags },
      }),
    ),
    resource({
      id: ids.identity,
      type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
      noun: 'user-assigned identity',
      step: 'Foundation',
      body: { location: modelRegion, tags },
    }),
    ...(logs.mode === 'create' ? [workspace(area, logs)] : []),
  ];
}

/** The resource groups that the stamp needs, and where they lie. */
export function groupsOf({ ids, stamp, region, modelRegion }: Area): { id: string; location: string }[] {
  const { dns } = stamp.environment;
  return [
    { id: ids.networkGroup, location: region },
    { id: ids.securityGroup, location: region },
    { id: ids.aiGroup, location: modelRegion },
    { id: ids.monitorGroup, location: region },
    ...(isIntegrated(stamp.environment) ? [{ id: ids.dataGroup, location: region }] : []),
    ...(dns.mode === 'own' ? [{ id: ids.dnsGroup, location: region }] : []),
  ];
}

/** A workspace of the stamp's own. */
export function workspace(
  { ids, region, tags }: Area,
  logs: { retentionInDays: number; dailyCapGb: number },
): DesignedResource {
  return resource({
    id: ids.workspace,
    type: 'Microsoft.OperationalInsights/workspaces',
    noun: 'Log Analytics workspace',
    step: 'Foundation',
    body: {
      location: region,
      tags,
      properties: {
        sku: { name: 'PerGB2018' },
        retentionInDays: logs.retentionInDays,
        // Platform logs come in either way; these two concern agents and queries from outside.
        publicNetworkAccessForIngestion: 'Enabled',
        publicNetworkAccessForQuery: 'Enabled',
        features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true },
        workspaceCapping: { dailyQuotaGb: logs.dailyCapGb },
      },
    },
  });
}
