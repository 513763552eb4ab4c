/**
 * Which logs and metrics the types around an AI estate have. Sources: Azure Monitor's reference pages on supported
 * logs and metrics of Microsoft.CognitiveServices/accounts, Microsoft.KeyVault/vaults (2026-07) and
 * Microsoft.DocumentDB/DatabaseAccounts and Microsoft.Sql/servers/databases, and the
 * diagnostic settings of the Azure Verified Modules for network security groups and virtual networks.
 */

/** What diagnostic settings of a type can ask for. */
export interface Telemetry {
  readonly logs: readonly string[];
  /** Category groups; none on the activity log. */
  readonly groups: readonly string[];
  /** Categories of metrics. */
  readonly metrics: readonly string[];
}

const groups = ['allLogs', 'audit'] as const;
const allMetrics = ['AllMetrics'] as const;
/** Source: Azure/azure-policy, Storage, BlobServicesLogsToWorkspace_DINE.json and AccountStorageLogsToWorkspace_DINE.json. */
const storageMetrics = ['Transaction', 'Capacity'] as const;

const telemetry: { readonly [type: string]: Telemetry } = {
  'microsoft.cognitiveservices/accounts': {
    logs: ['Audit', 'RequestResponse', 'Trace', 'AzureOpenAIRequestUsage', 'ManagedNetworkEvent'],
    groups,
    metrics: allMetrics,
  },
  'microsoft.documentdb/databaseaccounts': {
    logs: [
      'CassandraRequests',
      'ControlPlaneRequests',
      'DataPlaneRequests',
      'DataPlaneRequests5M',
      'DataPlaneRequests15M',
      'GremlinRequests',
      'MongoRequests',
      'PartitionKeyRUConsumption',
      'PartitionKeyStatistics',
      'QueryRuntimeStatistics',
      'TableApiRequests',
    ],
    groups,
    metrics: allMetrics,
  },
  'microsoft.keyvault/vaults': {
    logs: ['AuditEvent', 'AzurePolicyEvaluationDetails'],
    groups,
    metrics: allMetrics,
  },
  'microsoft.network/networksecuritygroups': {
    logs: ['NetworkSecurityGroupEvent', 'NetworkSecurityGroupRuleCounter'],
    groups: ['allLogs'],
    metrics: [],
  },
  'microsoft.network/virtualnetworks': {
    logs: ['VMProtectionAlerts'],
    groups: ['allLogs'],
    metrics: allMetrics,
  },
  'microsoft.operationalinsights/workspaces': { logs: ['Audit', 'SummaryLogs'], groups, metrics: allMetrics },
  'microsoft.storage/storageaccounts': { logs: [], groups: [], metrics: storageMetrics },
  'microsoft.storage/storageaccounts/blobservices': {
    logs: ['StorageRead', 'StorageWrite', 'StorageDelete'],
    groups,
    metrics: storageMetrics,
  },
  // Source: Microsoft, "Supported logs for Microsoft.DataFactory/factories", those of pipelines and of what runs outside them.
  'microsoft.datafactory/factories': {
    logs: [
      'ActivityRuns',
      'PipelineRuns',
      'TriggerRuns',
      'SandboxPipelineRuns',
      'SandboxActivityRuns',
      'SSISPackageEventMessages',
      'SSISPackageExecutableStatistics',
      'SSISPackageEventMessageContext',
      'SSISPackageExecutionComponentPhases',
      'SSISPackageExecutionDataStatistics',
      'SSISIntegrationRuntimeLogs',
      'AirflowTaskLogs',
      'AirflowWorkerLogs',
      'AirflowDagProcessingLogs',
      'AirflowSchedulerLogs',
      'AirflowWebLogs',
    ],
    groups: ['allLogs'],
    metrics: allMetrics,
  },
  'microsoft.sql/servers/databases': {
    logs: [
      'SQLInsights',
      'AutomaticTuning',
      'QueryStoreRuntimeStatistics',
      'QueryStoreWaitStatistics',
      'Errors',
      'DatabaseWaitStatistics',
      'Timeouts',
      'Blocks',
      'Deadlocks',
      'SQLSecurityAuditEvents',
      'DevOpsOperationsAudit',
    ],
    groups,
    metrics: allMetrics,
  },
  // Source: Azure Monitor, supported logs and metrics of Microsoft.Web/sites; of plans there are metrics alone.
  'microsoft.web/serverfarms': { logs: [], groups: [], metrics: allMetrics },
  'microsoft.web/sites': {
    logs: [
      'AppServiceAntivirusScanAuditLogs',
      'AppServiceAppLogs',
      'AppServiceAuditLogs',
      'AppServiceAuthenticationLogs',
      'AppServiceConsoleLogs',
      'AppServiceFileAuditLogs',
      'AppServiceHTTPLogs',
      'AppServiceIPSecAuditLogs',
      'AppServicePlatformLogs',
      'FunctionAppLogs',
      'ScanLogs',
      'WorkflowRuntime',
    ],
    groups: ['allLogs'],
    metrics: allMetrics,
  },
  'microsoft.resources/subscriptions': {
    logs: [
      'Administrative',
      'Security',
      'ServiceHealth',
      'Alert',
      'Recommendation',
      'Policy',
      'Autoscale',
      'ResourceHealth',
    ],
    groups: [],
    metrics: [],
  },
};

/** Logs and metrics of a type, undefined for one that takes no diagnostic settings. */
export function telemetryOf(type: string): Telemetry | undefined {
  return telemetry[type.toLowerCase()];
}

/** Whether a category of logs belongs to the group `audit`. */
export function isAudited(category: string): boolean {
  return /^(audit|storage(read|write|delete)$)/i.test(category);
}

/** A metric: its unit, its aggregations (the first is the usual one), its dimensions. */
export interface MetricFact {
  readonly name: string;
  readonly unit: string;
  readonly aggregations: readonly string[];
  readonly dimensions: readonly string[];
}

const model = ['Region', 'ModelDeploymentName', 'ModelName', 'ModelVersion'];
const calls = [
  'ApiName',
  'OperationName',
  'Region',
  'StreamType',
  'ModelDeploymentName',
  'ModelName',
  'ModelVersion',
];
const tokens = ['ApiName', 'ModelDeploymentName', 'FeatureName', 'UsageChannel', 'Region', 'ModelVersion'];
const spread = ['Average', 'Minimum', 'Maximum'];
const filtered = [...model, 'ApiName', 'TextType', 'Category'];

function metric(
  name: string,
  unit: string,
  aggregations: readonly string[],
  dimensions: readonly string[],
): MetricFact {
  return { name, unit, aggregations, dimensions };
}

const metrics: { readonly [type: string]: readonly MetricFact[] } = {
  'microsoft.cognitiveservices/accounts': [
    metric(
      'AzureOpenAIRequests',
      'Count',
      ['Total'],
      [...calls, 'StatusCode', 'IsSpillover', 'ServiceTierRequest', 'ServiceTierResponse'],
    ),
    metric('AzureOpenAIAvailabilityRate', 'Percent', spread, calls),
    metric('AzureOpenAITimeToResponse', 'MilliSeconds', spread, [...calls, 'StatusCode']),
    metric('AzureOpenAITTLTInMS', 'MilliSeconds', spread, model),
    metric('AzureOpenAINormalizedTTFTInMS', 'MilliSeconds', spread, model),
    metric('AzureOpenAINormalizedTBTInMS', 'MilliSeconds', spread, model),
    metric('AzureOpenAITokenPerSecond', 'Count', spread, model),
    metric('AzureOpenAIContextTokensCacheMatchRate', 'Percent', ['Average'], model),
    metric(
      'AzureOpenAIProvisionedManagedUtilizationV2',
      'Percent',
      ['Average', 'Maximum'],
      [...model, 'StreamType'],
    ),
    metric('ProcessedPromptTokens', 'Count', ['Total'], tokens),
    metric('GeneratedTokens', 'Count', ['Total'], tokens),
    metric('TokenTransaction', 'Count', ['Total'], tokens),
    metric('ActiveTokens', 'Count', ['Total', 'Average', 'Maximum'], model),
    metric('AudioPromptTokens', 'Count', ['Total'], model),
    metric('AudioCompletionTokens', 'Count', ['Total'], model),
    metric('FineTunedTrainingHours', 'Count', ['Total'], tokens),
    metric('RAIRejectedRequests', 'Count', ['Total'], filtered),
    metric('RAIHarmfulRequests', 'Count', ['Total'], [...filtered, 'Severity']),
    metric('RAITotalRequests', 'Count', ['Total'], model),
    metric('RAISystemEvent', 'Count', ['Average'], ['Region', 'EventType']),
    metric('ModelRequests', 'Count', ['Total'], [...calls, 'StatusCode']),
    metric('ModelAvailabilityRate', 'Percent', spread, calls),
    metric('InputTokens', 'Count', ['Total'], tokens),
    metric('OutputTokens', 'Count', ['Total'], tokens),
    metric('TotalTokens', 'Count', ['Total'], tokens),
    metric('ProvisionedUtilization', 'Percent', ['Average', 'Maximum'], model),
    metric('TimeToResponse', 'MilliSeconds', spread, calls),
    metric('TokensPerSecond', 'Count', spread, model),
  ],
  'microsoft.keyvault/vaults': [
    metric(
      'Availability',
      'Percent',
      ['Average'],
      ['ActivityType', 'ActivityName', 'StatusCode', 'StatusCodeClass'],
    ),
    metric('SaturationShoebox', 'Percent', ['Average'], ['ActivityType', 'ActivityName', 'TransactionType']),
    metric('ServiceApiHit', 'Count', ['Count', 'Total'], ['ActivityType', 'ActivityName']),
    metric(
      'ServiceApiLatency',
      'MilliSeconds',
      ['Average'],
      ['ActivityType', 'ActivityName', 'StatusCode', 'StatusCodeClass'],
    ),
    metric(
      'ServiceApiResult',
      'Count',
      ['Count', 'Total', 'Average'],
      ['ActivityType', 'ActivityName', 'StatusCode', 'StatusCodeClass'],
    ),
  ],
};

/** Metrics of a type, which is also the name of their namespace; undefined when the sandbox knows none. */
export function metricsOf(type: string): readonly MetricFact[] | undefined {
  return metrics[type.toLowerCase()];
}
