import type { DefenderPlan, Stamp } from '../estate/estate.ts';
import { nameMark } from '../estate/naming.ts';
import { type Needs, needsOf, type SharedStamp } from '../estate/shared-stamp.ts';
import type { JsonObject } from '../resource/json.ts';
import { type Area, areaOf, resource } from './area.ts';
import type { Design, DesignedResource } from './design.ts';
import { workspace } from './foundation.ts';
import { headOf } from './head.ts';

/**
 * Plans of Microsoft Defender for Cloud by what the file calls them. Sub-plans are the ones that Azure sells today:
 * Azure/azure-policy#1483, Azure/HubAndSpokeResearchEnclave#237. Every extension is named and off: they copy prompts out
 * of the account (AI), or bill each gigabyte that is uploaded (storage). Azure/azure-policy, ASC_Azure_Defender_*_DINE.
 */
const plans = {
  ai: { name: 'AI', extensions: ['AIPromptEvidence', 'AIPromptSharingWithPurview'] },
  keyVault: { name: 'KeyVaults', subPlan: 'PerKeyVault', extensions: [] },
  resourceManager: { name: 'Arm', subPlan: 'PerSubscription', extensions: [] },
  storage: {
    name: 'StorageAccounts',
    subPlan: 'DefenderForStorageV2',
    extensions: ['OnUploadMalwareScanning', 'SensitiveDataDiscovery'],
  },
} as const satisfies Readonly<
  Record<DefenderPlan, { name: string; subPlan?: string; extensions: readonly string[] }>
>;

/** What Azure calls a plan. */
export function pricingName(plan: DefenderPlan): string {
  return plans[plan].name;
}

/** Types of things that plans bill one by one, by the plan's name. */
const coveredTypes: Readonly<Record<string, string>> = {
  KeyVaults: 'Microsoft.KeyVault/vaults',
  StorageAccounts: 'Microsoft.Storage/storageAccounts',
};

/** Tag of the shared group that tells which plans are on because of this estate; users and scripts may rely on it. */
export const defenderTag = 'gotthard-defender';

/**
 * Categories of the activity log. Source: Azure/azure-rest-api-specs, Microsoft.Insights 2021-05-01-preview
 * subscriptionDiagnosticSettings; there are no groups of categories.
 */
const activityCategories = [
  'Administrative',
  'Security',
  'ServiceHealth',
  'Alert',
  'Recommendation',
  'Policy',
  'Autoscale',
  'ResourceHealth',
];

/** Id of the resource group of a shared stamp. */
export function sharedGroupId(stamp: Stamp): string {
  return areaOf(stamp).ids.monitorGroup;
}

/** What a subscription should have for the stamps that use it, once. */
export function sharedDesign(
  stamp: SharedStamp,
  designOf: (user: Stamp) => Pick<Design, 'resources'>,
  needs: Needs = needsOf(stamp.shared.users),
): Omit<Design, 'providers' | 'loosened'> {
  const { logs } = stamp.environment;
  const area = areaOf(stamp);
  const { users, turnedOn } = stamp.shared;
  return {
    ...headOf(stamp),
    owned: turnedOn.map((name) => planId(area, name)),
    users: users.map(({ name }) => name),
    covered: coveredOf(users.flatMap((user) => designOf(user).resources)),
    resources: resourcesOf(area, needs),
    uses:
      needs.activityLog && logs.mode === 'existing'
        ? [{ id: logs.workspaceId, as: 'Log Analytics workspace' }]
        : [],
  };
}

/** Types of which a shared stamp can have something. */
export const sharedTypes: ReadonlySet<string> = new Set([
  'Microsoft.Resources/resourceGroups',
  'Microsoft.OperationalInsights/workspaces',
  'Microsoft.Insights/diagnosticSettings',
  'Microsoft.Security/pricings',
]);

/** All that the shared stamp of a subscription can have of ours, whatever is asked of it now. */
export const everything: Needs = { plans: Object.keys(plans) as DefenderPlan[], activityLog: true };

function resourcesOf(area: Area, { plans: wanted, activityLog }: Needs): DesignedResource[] {
  if (wanted.length === 0 && !activityLog) return [];
  const { logs } = area.stamp.environment;
  return [
    resource({
      id: area.ids.monitorGroup,
      type: 'Microsoft.Resources/resourceGroups',
      noun: 'resource group',
      step: 'Foundation',
      body: { location: area.region, tags: area.tags },
    }),
    ...(activityLog && logs.mode === 'create' ? [workspace(area, logs)] : []),
    ...(activityLog ? [activityLogSetting(area)] : []),
    ...wanted.map((plan) => pricing(area, plan)),
  ];
}

function activityLogSetting({ ids, stamp }: Area): DesignedResource {
  const hash = nameMark(stamp);
  return {
    ...resource({
      id: `${ids.subscription}/providers/Microsoft.Insights/diagnosticSettings/gotthard-${hash}`,
      type: 'Microsoft.Insights/diagnosticSettings',
      noun: 'diagnostic setting',
      step: 'Monitoring',
      body: {
        properties: {
          workspaceId: ids.workspace,
          logs: activityCategories.map((category) => ({ category, enabled: true })),
        },
      },
      dependsOn: [ids.monitorGroup, ids.workspace],
    }),
    title: 'activity log of the subscription',
  };
}

function pricing(area: Area, plan: DefenderPlan): DesignedResource {
  const { name, extensions, ...more } = plans[plan];
  const properties: JsonObject = {
    pricingTier: 'Standard',
    ...more,
    ...(extensions.length > 0
      ? { extensions: extensions.map((extension) => ({ name: extension, isEnabled: 'False' })) }
      : {}),
  };
  return resource({
    id: planId(area, name),
    type: 'Microsoft.Security/pricings',
    noun: 'Defender plan',
    step: 'Governance',
    body: { properties },
    // The group says first that it is ours.
    dependsOn: [area.ids.monitorGroup],
  });
}

function planId({ ids }: Area, name: string): string {
  return `${ids.subscription}/providers/Microsoft.Security/pricings/${name}`;
}

function coveredOf(resources: readonly DesignedResource[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(coveredTypes).map(([plan, type]) => [
      plan,
      resources.filter((each) => each.type === type).length,
    ]),
  );
}
