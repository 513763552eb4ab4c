/**
 * Microsoft Defender for Cloud's plans of a subscription. Sources: Azure/azure-rest-api-specs, Microsoft.Security
 * 2024-01-01 pricings.json with its examples; Azure/azure-policy, ASC_Azure_Defender_*_DINE.json; which sub-plan is
 * the usual one: Azure/azure-policy#1483, Azure/HubAndSpokeResearchEnclave#237.
 */
export interface DefenderPlan {
  /** The first is taken where none is given; none at all where a plan has no sub-plans. */
  readonly subPlans: readonly string[];
  readonly extensions: readonly string[];
}

const plan = (subPlans: readonly string[] = [], extensions: readonly string[] = []): DefenderPlan => ({
  subPlans,
  extensions,
});

export const plans: { readonly [name: string]: DefenderPlan } = {
  AI: plan([], ['AIPromptEvidence', 'AIPromptSharingWithPurview']),
  Api: plan(['P1', 'P2', 'P3', 'P4', 'P5']),
  AppServices: plan(),
  Arm: plan(['PerSubscription', 'PerApiCall']),
  CloudPosture: plan(
    [],
    [
      'SensitiveDataDiscovery',
      'ContainerRegistriesVulnerabilityAssessments',
      'AgentlessDiscoveryForKubernetes',
      'AgentlessVmScanning',
      'EntraPermissionsManagement',
      'ApiPosture',
    ],
  ),
  Containers: plan(
    [],
    [
      'ContainerRegistriesVulnerabilityAssessments',
      'AgentlessDiscoveryForKubernetes',
      'AgentlessVmScanning',
      'ContainerSensor',
    ],
  ),
  CosmosDbs: plan(),
  KeyVaults: plan(['PerKeyVault', 'PerTransaction']),
  OpenSourceRelationalDatabases: plan(),
  SqlServers: plan(),
  SqlServerVirtualMachines: plan(),
  StorageAccounts: plan(
    ['DefenderForStorageV2', 'PerStorageAccount', 'PerTransaction'],
    ['OnUploadMalwareScanning', 'SensitiveDataDiscovery'],
  ),
  VirtualMachines: plan(
    ['P2', 'P1'],
    ['MdeDesignatedSubscription', 'AgentlessVmScanning', 'FileIntegrityMonitoring'],
  ),
};

/** A plan by its name in any casing, with its own casing. */
export function planCalled(name: string): { readonly name: string; readonly plan: DefenderPlan } | undefined {
  const found = Object.entries(plans).find(([own]) => own.toLowerCase() === name.toLowerCase());
  return found && { name: found[0], plan: found[1] };
}
