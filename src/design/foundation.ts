import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

/** Resource groups, the identity of applications, and the workspace that everything logs to. */
export function foundation(area: Area): DesignedResource[] {
  const { stamp, ids, region, modelRegion, tags } = area;
  const { dns, logs } = stamp.environment;
  const groups = [
    { id: ids.networkGroup, location: region, needed: true },
    { id: ids.securityGroup, location: region, needed: true },
    { id: ids.aiGroup, location: modelRegion, needed: true },
    { id: ids.monitorGroup, location: region, needed: true },
    { id: ids.dnsGroup, location: region, needed: dns.mode === 'own' },
  ];
  return [
    ...groups
      .filter((group) => group.needed)
      .map((group) =>
        resource({
          id: group.id,
          type: 'Microsoft.Resources/resourceGroups',
          noun: 'resource group',
          step: 'Foundation',
          body: { location: group.location, tags },
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

function workspace(
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
