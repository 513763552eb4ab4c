import { hubNetwork } from '../../src/sandbox/microsoft.network/seed.ts';
import { groups, helvetiaAiDev } from '../../src/sandbox/seed-directories.ts';
import { bodies, endpointBody, group, ids } from '../kit/estate.ts';
import { type Cloud, subscriptionPath } from '../kit/sandbox.ts';
import { assignmentOf, builtInId, definitionOf } from './policies.ts';

const location = 'switzerlandnorth';
const guid = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`;
const versions: readonly (readonly [path: RegExp, version: string])[] = [
  [/\/providers\/microsoft\.authorization\/policyexemptions/i, '2022-07-01-preview'],
  [/\/providers\/microsoft\.authorization\/policy/i, '2024-05-01'],
  [/\/providers\/microsoft\.authorization\/locks/i, '2020-05-01'],
  [/\/providers\/microsoft\.authorization\/\w+schedule/i, '2020-10-01'],
  [/\/providers\/microsoft\.authorization/i, '2022-04-01'],
  [/\/providers\/microsoft\.insights\/diagnosticsettings/i, '2021-05-01-preview'],
  [/\/providers\/microsoft\.insights\/metricalerts/i, '2018-03-01'],
  [/\/providers\/microsoft\.insights\/actiongroups/i, '2023-01-01'],
  [/\/providers\/microsoft\.insights\/activitylogalerts/i, '2020-10-01'],
  [/\/providers\/microsoft\.insights\/scheduledqueryrules/i, '2023-12-01'],
  [/\/providers\/microsoft\.insights\/workbooks/i, '2023-06-01'],
  [/\/providers\/microsoft\.consumption/i, '2024-08-01'],
  [/\/providers\/microsoft\.costmanagement/i, '2025-03-01'],
  [/\/providers\/microsoft\.policyinsights/i, '2024-10-01'],
  [/\/providers\/microsoft\.managedidentity/i, '2024-11-30'],
  [/\/providers\/microsoft\.operationalinsights/i, '2025-07-01'],
  [/\/providers\/microsoft\.cognitiveservices/i, '2025-09-01'],
  [/\/providers\/microsoft\.keyvault/i, '2026-02-01'],
  [/\/providers\/microsoft\.storage/i, '2025-06-01'],
  [/\/providers\/microsoft\.documentdb/i, '2025-10-15'],
  [/\/providers\/microsoft\.sql/i, '2023-08-01'],
  [/\/privatednszones/i, '2024-06-01'],
  [/\/providers\/microsoft\.network/i, '2025-05-01'],
];

/** A path with an api-version that fits its type, unless it has one. */
export function versioned(path: string): string {
  if (/[?&]api(-|%2d)version=/i.test(path)) return path;
  const last = path.slice(Math.max(0, path.toLowerCase().lastIndexOf('/providers/')));
  const version = versions.find(([type]) => type.test(last))?.[1] ?? '2025-04-01';
  return `${path}${path.includes('?') ? '&' : '?'}api-version=${version}`;
}

const insights = `${group}/providers/Microsoft.Insights`;
const authorization = (scope: string, rest: string): string =>
  `${scope}/providers/Microsoft.Authorization/${rest}`;

/** Ids of one resource of every type that the sandbox models. */
export const all = {
  ...ids,
  group,
  route: `${ids.routeTable}/routes/own`,
  securityRule: `${ids.securityGroup}/securityRules/Allow-Own`,
  record: `${ids.zone}/A/own`,
  text: `${ids.zone}/TXT/lock`,
  identity: `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-test`,
  workspace: `${group}/providers/Microsoft.OperationalInsights/workspaces/log-test`,
  key: `${ids.vault}/keys/cmk`,
  secret: `${ids.vault}/secrets/one`,
  filter: `${ids.account}/raiPolicies/strict`,
  deployment: `${ids.account}/deployments/chat`,
  setting: `${ids.account}/providers/Microsoft.Insights/diagnosticSettings/ours`,
  actionGroup: `${insights}/actionGroups/ag-test`,
  metricAlert: `${insights}/metricAlerts/throttled`,
  activityAlert: `${insights}/activityLogAlerts/deletes`,
  logAlert: `${insights}/scheduledQueryRules/calls`,
  workbook: `${insights}/workbooks/${guid(3)}`,
  budget: `${group}/providers/Microsoft.Consumption/budgets/monthly`,
  roleAssignment: authorization(ids.vault, `roleAssignments/${guid(1)}`),
  roleDefinition: authorization(subscriptionPath, `roleDefinitions/${guid(2)}`),
  definition: authorization(subscriptionPath, 'policyDefinitions/custom'),
  set: authorization(subscriptionPath, 'policySetDefinitions/set'),
  assignment: authorization(group, 'policyAssignments/mine'),
  exemption: authorization(group, 'policyExemptions/waived'),
  lock: authorization(ids.vault, 'locks/keep'),
} as const;

const acls = { defaultAction: 'Deny', bypass: 'AzureServices', ipRules: [], virtualNetworkRules: [] };
const auditor = groups.find(({ displayName }) => displayName === 'AI Auditors')?.objectId ?? '';

/** A body for each of them that the sandbox accepts, in the order in which they can be made. */
export const whole: { readonly [name in keyof typeof all]: object } = {
  group: bodies.group,
  securityGroup: bodies.securityGroup,
  routeTable: bodies.routeTable,
  vnet: bodies.vnet,
  subnet: bodies.subnet,
  route: { properties: { addressPrefix: '10.42.0.0/22', nextHopType: 'None' } },
  securityRule: {
    properties: {
      protocol: 'Tcp',
      access: 'Allow',
      direction: 'Inbound',
      priority: 200,
      sourceAddressPrefix: 'VirtualNetwork',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '443',
    },
  },
  identity: { location, tags: { a: 'b' } },
  workspace: { location, properties: { sku: { name: 'PerGB2018' }, retentionInDays: 90 } },
  vault: {
    location,
    tags: { a: 'b' },
    properties: {
      tenantId: helvetiaAiDev.directoryId,
      sku: { family: 'A', name: 'standard' },
      enableRbacAuthorization: true,
      publicNetworkAccess: 'Disabled',
      networkAcls: acls,
      softDeleteRetentionInDays: 7,
    },
  },
  key: { properties: { kty: 'RSA', keySize: 2048 } },
  secret: { properties: { value: 'hush', contentType: 'text/plain' } },
  account: {
    location,
    kind: 'OpenAI',
    sku: { name: 'S0' },
    identity: { type: 'SystemAssigned' },
    properties: {
      customSubDomainName: 'oai-test',
      publicNetworkAccess: 'Disabled',
      networkAcls: { ...acls, bypass: 'None' },
      disableLocalAuth: true,
    },
  },
  filter: {
    properties: {
      mode: 'Blocking',
      basePolicyName: 'Microsoft.DefaultV2',
      contentFilters: [
        { name: 'Hate', enabled: true, blocking: true, severityThreshold: 'Medium', source: 'Prompt' },
      ],
    },
  },
  deployment: {
    sku: { name: 'GlobalStandard', capacity: 10 },
    properties: {
      raiPolicyName: 'strict',
      model: { format: 'OpenAI', name: 'gpt-5.4-mini', version: '2026-03-17' },
    },
  },
  zone: bodies.zone,
  link: bodies.link,
  record: { properties: { ttl: 60, aRecords: [{ ipv4Address: '10.40.0.9' }] } },
  text: { properties: { ttl: 60, txtRecords: [{ value: ['held'] }] } },
  endpoint: endpointBody(ids.vault, 'vault'),
  zoneGroup: bodies.zoneGroup,
  peering: { properties: { remoteVirtualNetwork: { id: hubNetwork } } },
  setting: {
    properties: { workspaceId: all.workspace, logs: [{ categoryGroup: 'allLogs', enabled: true }] },
  },
  actionGroup: {
    location: 'global',
    properties: {
      groupShortName: 'ops',
      enabled: true,
      emailReceivers: [{ name: 'ops', emailAddress: 'ops@example.ch', useCommonAlertSchema: true }],
    },
  },
  metricAlert: {
    location: 'global',
    properties: {
      severity: 2,
      enabled: true,
      scopes: [ids.account],
      evaluationFrequency: 'PT5M',
      windowSize: 'PT5M',
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria',
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion',
            name: 'c',
            metricName: 'AzureOpenAIRequests',
            timeAggregation: 'Total',
            operator: 'GreaterThan',
            threshold: 10,
          },
        ],
      },
      actions: [{ actionGroupId: all.actionGroup }],
    },
  },
  activityAlert: {
    location: 'global',
    properties: {
      scopes: [subscriptionPath],
      condition: { allOf: [{ field: 'category', equals: 'Administrative' }] },
      actions: { actionGroups: [{ actionGroupId: all.actionGroup }] },
    },
  },
  logAlert: {
    location,
    kind: 'LogAlert',
    properties: {
      severity: 1,
      scopes: [all.workspace],
      evaluationFrequency: 'PT5M',
      windowSize: 'PT5M',
      criteria: {
        allOf: [{ query: 'AzureActivity', timeAggregation: 'Count', operator: 'GreaterThan', threshold: 0 }],
      },
    },
  },
  workbook: {
    location,
    kind: 'shared',
    properties: {
      displayName: 'All of it',
      category: 'workbook',
      version: 'Notebook/1.0',
      sourceId: all.workspace.toLowerCase(),
      serializedData: '{"version":"Notebook/1.0","items":[]}',
    },
  },
  budget: {
    properties: {
      category: 'Cost',
      amount: 1000,
      timeGrain: 'Monthly',
      timePeriod: { startDate: '2026-11-01T00:00:00Z' },
      notifications: {
        actual80: {
          enabled: true,
          operator: 'GreaterThan',
          threshold: 80,
          contactEmails: ['ops@example.ch'],
        },
      },
    },
  },
  roleAssignment: {
    properties: {
      roleDefinitionId: authorization(
        subscriptionPath,
        'roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7',
      ),
      principalId: auditor,
      principalType: 'Group',
    },
  },
  roleDefinition: {
    properties: {
      roleName: 'Rotator',
      permissions: [{ actions: ['*/read'] }],
      assignableScopes: [subscriptionPath],
    },
  },
  definition: definitionOf({ field: 'name', like: 'forbidden-*' }),
  set: {
    properties: {
      policyDefinitions: [
        { policyDefinitionId: builtInId('tag'), parameters: { tagName: { value: 'purpose' } } },
      ],
    },
  },
  assignment: assignmentOf(authorization(subscriptionPath, 'policyDefinitions/custom')),
  exemption: { properties: { policyAssignmentId: all.assignment, exemptionCategory: 'Waiver' } },
  lock: { properties: { level: 'CanNotDelete', notes: 'ours' } },
};

/** Namespaces that new subscriptions lack. */
const lacking = ['CognitiveServices', 'OperationalInsights', 'Insights'];

/** Registers what is needed and makes all of it, or all up to a name; fails the test when anything is refused. */
export async function buildWhole(cloud: Cloud, last?: keyof typeof all): Promise<void> {
  for (const namespace of lacking)
    await cloud.call('POST', `${subscriptionPath}/providers/Microsoft.${namespace}/register`);
  cloud.pass(60_000);
  for (const name of Object.keys(whole) as (keyof typeof all)[]) {
    const answer = await cloud.call('PUT', versioned(all[name]), whole[name]);
    if (answer.status >= 300) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
    cloud.pass(120_000);
    if (name === last) return;
  }
}
