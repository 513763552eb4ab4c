/** A role definition: what it allows on the control plane and on the data plane. */
export interface Role {
  /** GUID of the definition. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

interface Grants {
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions?: readonly string[];
  readonly notDataActions?: readonly string[];
}

function role(id: string, name: string, description: string, grants: Grants): Role {
  const { actions = [], notActions = [], dataActions = [], notDataActions = [] } = grants;
  return { id, name, description, actions, notActions, dataActions, notDataActions };
}

const readEverything = [
  'Microsoft.Authorization/*/read',
  'Microsoft.Resources/subscriptions/resourceGroups/read',
];
const common = [
  ...readEverything,
  'Microsoft.Insights/alertRules/*',
  'Microsoft.Resources/deployments/*',
  'Microsoft.Support/*',
];
const cognitive = 'Microsoft.CognitiveServices';
const vault = 'Microsoft.KeyVault';
const openAiData = `${cognitive}/accounts/OpenAI`;

/** Built-in roles that matter around an AI estate, after Microsoft's list of built-in roles. */
export const builtInRoles: readonly Role[] = [
  role(
    '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
    'Owner',
    'Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.',
    { actions: ['*'] },
  ),
  role(
    'b24988ac-6180-42a0-ab88-20f7382dd24c',
    'Contributor',
    'Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC.',
    {
      actions: ['*'],
      notActions: [
        'Microsoft.Authorization/*/Delete',
        'Microsoft.Authorization/*/Write',
        'Microsoft.Authorization/elevateAccess/Action',
        'Microsoft.Blueprint/blueprintAssignments/write',
        'Microsoft.Blueprint/blueprintAssignments/delete',
      ],
    },
  ),
  role(
    'acdd72a7-3385-48ef-bd42-f606fba81ae7',
    'Reader',
    'View all resources, but does not allow you to make any changes.',
    { actions: ['*/read'] },
  ),
  role(
    '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
    'User Access Administrator',
    'Lets you manage user access to Azure resources.',
    { actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'] },
  ),
  role(
    'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
    'Role Based Access Control Administrator',
    'Manage access to Azure resources by assigning roles using Azure RBAC.',
    {
      actions: [
        'Microsoft.Authorization/roleAssignments/write',
        'Microsoft.Authorization/roleAssignments/delete',
        '*/read',
        'Microsoft.Support/*',
      ],
    },
  ),
  role(
    '230815da-be43-4aae-9cb4-875f7bd000aa',
    'Cosmos DB Operator',
    'Lets you manage Azure Cosmos DB accounts, but not access data in them. Prevents access to account keys and connection strings.',
    {
      actions: [
        'Microsoft.DocumentDb/databaseAccounts/*',
        'Microsoft.Insights/alertRules/*',
        ...readEverything,
        'Microsoft.ResourceHealth/availabilityStatuses/read',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Support/*',
        'Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action',
      ],
      notActions: [
        'Microsoft.DocumentDB/databaseAccounts/dataTransferJobs/*',
        'Microsoft.DocumentDB/databaseAccounts/readonlyKeys/*',
        'Microsoft.DocumentDB/databaseAccounts/regenerateKey/*',
        'Microsoft.DocumentDB/databaseAccounts/listKeys/*',
        'Microsoft.DocumentDB/databaseAccounts/listConnectionStrings/*',
        'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions/write',
        'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions/delete',
        'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments/write',
        'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments/delete',
        'Microsoft.DocumentDB/databaseAccounts/mongodbRoleDefinitions/write',
        'Microsoft.DocumentDB/databaseAccounts/mongodbRoleDefinitions/delete',
        'Microsoft.DocumentDB/databaseAccounts/mongodbUserDefinitions/write',
        'Microsoft.DocumentDB/databaseAccounts/mongodbUserDefinitions/delete',
      ],
    },
  ),
  role(
    '9b7fa17d-e63e-47b0-bb0a-15c516ac86ec',
    'SQL DB Contributor',
    'Lets you manage SQL databases, but not access to them. Also, you can not manage their security-related policies or their parent SQL servers.',
    {
      actions: [
        ...common,
        'Microsoft.Insights/metrics/read',
        'Microsoft.Insights/metricDefinitions/read',
        'Microsoft.ResourceHealth/availabilityStatuses/read',
        'Microsoft.Sql/locations/*/read',
        'Microsoft.Sql/servers/databases/*',
        'Microsoft.Sql/servers/read',
      ],
      notActions: [
        'Microsoft.Sql/servers/databases/auditingSettings/*',
        'Microsoft.Sql/servers/databases/auditRecords/read',
        'Microsoft.Sql/servers/databases/dataMaskingPolicies/*',
        'Microsoft.Sql/servers/databases/extendedAuditingSettings/*',
        'Microsoft.Sql/servers/databases/securityAlertPolicies/*',
        'Microsoft.Sql/servers/databases/securityMetrics/*',
        'Microsoft.Sql/servers/databases/sensitivityLabels/*',
        'Microsoft.Sql/servers/databases/vulnerabilityAssessments/*',
      ],
    },
  ),
  role(
    '36243c78-bf99-498c-9df9-86d9f8d28608',
    'Resource Policy Contributor',
    'Users with rights to create or modify resource policy.',
    {
      actions: [
        '*/read',
        'Microsoft.Authorization/policyassignments/*',
        'Microsoft.Authorization/policydefinitions/*',
        'Microsoft.Authorization/policyexemptions/*',
        'Microsoft.Authorization/policysetdefinitions/*',
        'Microsoft.PolicyInsights/*',
      ],
    },
  ),
  role(
    '25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68',
    'Cognitive Services Contributor',
    'Lets you create, read, update, delete and manage keys of Cognitive Services.',
    {
      actions: [
        ...common,
        `${cognitive}/*`,
        'Microsoft.Insights/diagnosticSettings/*',
        'Microsoft.Insights/logDefinitions/read',
        'Microsoft.Insights/metricdefinitions/read',
        'Microsoft.Insights/metrics/read',
        'Microsoft.ResourceHealth/availabilityStatuses/read',
      ],
    },
  ),
  role(
    'a001fd3d-188f-4b5d-821b-7da978bf7442',
    'Cognitive Services OpenAI Contributor',
    'Full access including the ability to fine-tune, deploy and generate text.',
    {
      actions: [
        `${cognitive}/*/read`,
        `${cognitive}/accounts/deployments/write`,
        `${cognitive}/accounts/deployments/delete`,
        `${cognitive}/accounts/raiPolicies/read`,
        `${cognitive}/accounts/raiPolicies/write`,
        `${cognitive}/accounts/raiPolicies/delete`,
        `${cognitive}/accounts/commitmentplans/read`,
        'Microsoft.Authorization/roleAssignments/read',
        'Microsoft.Authorization/roleDefinitions/read',
      ],
      dataActions: [`${openAiData}/*`],
    },
  ),
  role(
    '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd',
    'Cognitive Services OpenAI User',
    'Ability to view files, models, deployments and to run completions.',
    {
      actions: [
        `${cognitive}/*/read`,
        'Microsoft.Authorization/roleAssignments/read',
        'Microsoft.Authorization/roleDefinitions/read',
      ],
      dataActions: [
        `${openAiData}/*/read`,
        `${openAiData}/engines/completions/action`,
        `${openAiData}/deployments/chat/completions/action`,
        `${openAiData}/deployments/completions/action`,
        `${openAiData}/deployments/embeddings/action`,
      ],
    },
  ),
  role(
    'a97b65f3-24c7-4388-baec-2e87135dc908',
    'Cognitive Services User',
    'Lets you read and list keys of Cognitive Services.',
    {
      actions: [
        `${cognitive}/*/read`,
        `${cognitive}/accounts/listkeys/action`,
        'Microsoft.Insights/metrics/read',
      ],
      dataActions: [`${cognitive}/*`],
    },
  ),
  role(
    'bba48692-92b0-4667-a9ad-c31c7b334ac2',
    'Cognitive Services Usages Reader',
    'Minimal permission to view Cognitive Services usages.',
    { actions: [`${cognitive}/locations/usages/read`] },
  ),
  role(
    'b59867f0-fa02-499b-be73-45a86b5b3e1c',
    'Cognitive Services Data Reader',
    'Lets you read Cognitive Services data.',
    { dataActions: [`${cognitive}/*/read`] },
  ),
  role(
    '64702f94-c441-49e6-a78b-ef80e0188fee',
    'Azure AI Developer',
    'Can perform all actions within an Azure AI resource besides managing the resource itself.',
    {
      actions: [
        `${cognitive}/accounts/*/read`,
        'Microsoft.Authorization/*/read',
        'Microsoft.Resources/deployments/*',
      ],
      dataActions: [`${openAiData}/*`],
    },
  ),
  role(
    '00482a5a-887f-4fb3-b363-3b7fe8e74483',
    'Key Vault Administrator',
    'Perform all data plane operations on a key vault and all objects in it.',
    {
      actions: [
        ...common,
        `${vault}/checkNameAvailability/read`,
        `${vault}/deletedVaults/read`,
        `${vault}/locations/*/read`,
        `${vault}/vaults/*/read`,
        `${vault}/operations/read`,
      ],
      dataActions: [`${vault}/vaults/*`],
    },
  ),
  role(
    'f25e0fa2-a7c8-4377-a976-54943a77a395',
    'Key Vault Contributor',
    'Lets you manage key vaults, but not access to them.',
    {
      actions: [...common, `${vault}/*`],
      notActions: [
        `${vault}/locations/deletedVaults/purge/action`,
        `${vault}/hsmPools/*`,
        `${vault}/managedHsms/*`,
      ],
    },
  ),
  role(
    '21090545-7ca7-4776-b22c-e363652d74d2',
    'Key Vault Reader',
    'Read metadata of key vaults and their certificates, keys and secrets.',
    {
      actions: [
        ...common,
        `${vault}/vaults/*/read`,
        `${vault}/locations/*/read`,
        `${vault}/deletedVaults/read`,
      ],
      dataActions: [`${vault}/vaults/*/read`, `${vault}/vaults/secrets/readMetadata/action`],
    },
  ),
  role(
    'b86a8fe4-44ce-4948-aee5-eccb2c155cd7',
    'Key Vault Secrets Officer',
    'Perform any action on the secrets of a key vault, except manage permissions.',
    { actions: [...common, `${vault}/vaults/*/read`], dataActions: [`${vault}/vaults/secrets/*`] },
  ),
  role('4633458b-17de-408a-b874-0445c86b69e6', 'Key Vault Secrets User', 'Read secret contents.', {
    dataActions: [`${vault}/vaults/secrets/getSecret/action`, `${vault}/vaults/secrets/readMetadata/action`],
  }),
  role(
    '14b46e9e-c2b7-41b4-b07b-48a6ebf60603',
    'Key Vault Crypto Officer',
    'Perform any action on the keys of a key vault, except manage permissions.',
    {
      actions: [...common, `${vault}/vaults/*/read`],
      dataActions: [`${vault}/vaults/keys/*`, `${vault}/vaults/keyrotationpolicies/*`],
    },
  ),
  role(
    '12338af0-0e69-4776-bea7-57ae8d297424',
    'Key Vault Crypto User',
    'Perform cryptographic operations using keys.',
    {
      dataActions: [
        `${vault}/vaults/keys/read`,
        `${vault}/vaults/keys/update/action`,
        `${vault}/vaults/keys/backup/action`,
        `${vault}/vaults/keys/encrypt/action`,
        `${vault}/vaults/keys/decrypt/action`,
        `${vault}/vaults/keys/wrap/action`,
        `${vault}/vaults/keys/unwrap/action`,
        `${vault}/vaults/keys/sign/action`,
        `${vault}/vaults/keys/verify/action`,
      ],
    },
  ),
  role(
    'e147488a-f6f5-4113-8e2d-b22465e65bf6',
    'Key Vault Crypto Service Encryption User',
    'Read metadata of keys and perform wrap and unwrap operations.',
    {
      dataActions: [
        `${vault}/vaults/keys/read`,
        `${vault}/vaults/keys/wrap/action`,
        `${vault}/vaults/keys/unwrap/action`,
      ],
    },
  ),
  role(
    'a4417e6f-fecd-4de8-b567-7b0420556985',
    'Key Vault Certificates Officer',
    'Perform any action on the certificates of a key vault, except manage permissions.',
    { actions: [...common, `${vault}/vaults/*/read`], dataActions: [`${vault}/vaults/certificates/*`] },
  ),
  role('43d0d8ad-25c7-4714-9337-8ba259a9fe05', 'Monitoring Reader', 'Can read all monitoring data.', {
    actions: ['*/read', 'Microsoft.OperationalInsights/workspaces/search/action', 'Microsoft.Support/*'],
  }),
  role(
    '749f88d5-cbae-40b8-bcfc-e573ddc772fa',
    'Monitoring Contributor',
    'Can read all monitoring data and edit monitoring settings.',
    {
      actions: [
        '*/read',
        'Microsoft.AlertsManagement/*',
        'Microsoft.Insights/actiongroups/*',
        'Microsoft.Insights/activityLogAlerts/*',
        'Microsoft.Insights/DiagnosticSettings/*',
        'Microsoft.Insights/MetricAlerts/*',
        'Microsoft.Insights/ScheduledQueryRules/*',
        'Microsoft.Insights/Workbooks/*',
        'Microsoft.Insights/Register/Action',
        'Microsoft.OperationalInsights/workspaces/write',
        'Microsoft.OperationalInsights/workspaces/search/action',
        'Microsoft.OperationalInsights/workspaces/sharedKeys/action',
        'Microsoft.Support/*',
      ],
    },
  ),
  role(
    '3913510d-42f4-4e42-8a64-420c390055eb',
    'Monitoring Metrics Publisher',
    'Enables publishing metrics against Azure resources.',
    {
      actions: [
        'Microsoft.Insights/Register/Action',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.Support/*',
      ],
      dataActions: ['Microsoft.Insights/Metrics/Write', 'Microsoft.Insights/Telemetry/Write'],
    },
  ),
  role(
    '73c42c96-874c-492b-b04d-ab87d138a893',
    'Log Analytics Reader',
    'Can view and search all monitoring data and settings.',
    {
      actions: [
        '*/read',
        'Microsoft.OperationalInsights/workspaces/analytics/query/action',
        'Microsoft.OperationalInsights/workspaces/search/action',
        'Microsoft.Support/*',
      ],
      notActions: ['Microsoft.OperationalInsights/workspaces/sharedKeys/read'],
    },
  ),
  role(
    '92aaf0da-9dab-42b6-94a3-d43ce8d16293',
    'Log Analytics Contributor',
    'Can read all monitoring data and edit monitoring settings.',
    {
      actions: [
        '*/read',
        'Microsoft.Insights/alertRules/*',
        'Microsoft.Insights/diagnosticSettings/*',
        'Microsoft.OperationalInsights/*',
        'Microsoft.OperationsManagement/*',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Support/*',
      ],
    },
  ),
  role(
    '4d97b98b-1d4f-4787-a291-c67834d212e7',
    'Network Contributor',
    'Lets you manage networks, but not access to them.',
    { actions: [...common, 'Microsoft.Network/*'] },
  ),
  role(
    'b12aa53e-6015-4669-85d0-8515ebb3ae7f',
    'Private DNS Zone Contributor',
    'Lets you manage private DNS zone resources, but not the virtual networks they are linked to.',
    {
      actions: [
        ...common,
        'Microsoft.Network/privateDnsZones/*',
        'Microsoft.Network/privateDnsOperationResults/*',
        'Microsoft.Network/privateDnsOperationStatuses/*',
        'Microsoft.Network/virtualNetworks/read',
        'Microsoft.Network/virtualNetworks/join/action',
      ],
    },
  ),
  role(
    'e40ec5ca-96e0-45a2-b4ff-59039f2c2b59',
    'Managed Identity Contributor',
    'Create, read, update and delete user assigned identities.',
    { actions: [...common, 'Microsoft.ManagedIdentity/userAssignedIdentities/*'] },
  ),
  role(
    'f1a07417-d97a-45cb-824c-7a7467783830',
    'Managed Identity Operator',
    'Read and assign user assigned identities.',
    {
      actions: [
        ...common,
        'Microsoft.ManagedIdentity/userAssignedIdentities/*/read',
        'Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action',
      ],
    },
  ),
  role(
    '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
    'Storage Blob Data Reader',
    'Allows for read access to blob containers and data.',
    {
      actions: ['Microsoft.Storage/storageAccounts/blobServices/containers/read'],
      dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'],
    },
  ),
  role(
    'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
    'Storage Blob Data Contributor',
    'Allows for read, write and delete access to blob containers and data.',
    {
      actions: ['Microsoft.Storage/storageAccounts/blobServices/containers/*'],
      dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/*'],
    },
  ),
  role(
    'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
    'Storage Blob Data Owner',
    'Allows for full access to blob containers and data, including assigning POSIX access control.',
    {
      actions: [
        'Microsoft.Storage/storageAccounts/blobServices/containers/*',
        'Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action',
      ],
      dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/*'],
    },
  ),
];

/** A built-in role by its GUID or name. */
export function builtInRole(idOrName: string): Role | undefined {
  const wanted = idOrName.toLowerCase();
  return builtInRoles.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted);
}
