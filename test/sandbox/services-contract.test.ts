import { describe, expect, it } from 'vitest';
import { checkContract, hasContract } from '../kit/contract.ts';
import { type Body, Cloud, deep } from './cloud.ts';

const location = 'switzerlandnorth';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const guid = '11111111-2222-4333-8444-555555555555';

/** Ids of one estate's services, and the bodies that make them, in order. */
function estate(cloud: Cloud): readonly (readonly [id: string, body: Body, version?: string])[] {
  const { group, directory } = cloud;
  const subscription = `/subscriptions/${cloud.subscription}`;
  const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-test`;
  const vault = `${group}/providers/Microsoft.KeyVault/vaults/kv-test`;
  const account = `${group}/providers/Microsoft.CognitiveServices/accounts/aoai-test`;
  const workspace = `${group}/providers/Microsoft.OperationalInsights/workspaces/law-test`;
  const insights = `${group}/providers/Microsoft.Insights`;
  const actionGroup = `${insights}/actionGroups/ag-test`;
  const setting = {
    workspaceId: workspace,
    logs: [{ categoryGroup: 'allLogs', enabled: true }],
    metrics: [{ category: 'AllMetrics', enabled: true }],
  };
  const acls = { defaultAction: 'Deny', ipRules: [], virtualNetworkRules: [] };
  const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${reader}`;
  const budget = {
    category: 'Cost',
    amount: 1000,
    timeGrain: 'Monthly',
    timePeriod: { startDate: '2026-11-01T00:00:00Z' },
    notifications: {
      actual80: {
        enabled: true,
        operator: 'GreaterThan',
        threshold: 80,
        thresholdType: 'Actual',
        contactEmails: ['ops@example.ch'],
      },
    },
  };
  return [
    [identity, { location, tags: { a: 'b' }, properties: { isolationScope: 'Regional' } }],
    [
      workspace,
      {
        location,
        identity: { type: 'SystemAssigned' },
        properties: {
          sku: { name: 'PerGB2018' },
          retentionInDays: 90,
          workspaceCapping: { dailyQuotaGb: 5 },
        },
      },
    ],
    [
      vault,
      {
        location,
        tags: { a: 'b' },
        properties: {
          tenantId: directory,
          sku: { family: 'A', name: 'premium' },
          publicNetworkAccess: 'Disabled',
          networkAcls: { ...acls, bypass: 'AzureServices' },
          softDeleteRetentionInDays: 7,
        },
      },
    ],
    [
      `${vault}/keys/cmk`,
      {
        properties: {
          kty: 'RSA',
          keySize: 2048,
          rotationPolicy: {
            attributes: { expiryTime: 'P1Y' },
            lifetimeActions: [{ trigger: { timeBeforeExpiry: 'P60D' }, action: { type: 'rotate' } }],
          },
        },
      },
    ],
    [`${vault}/secrets/key1`, { tags: { a: 'b' }, properties: { value: 'hush', contentType: 'key' } }],
    [
      account,
      {
        location,
        kind: 'OpenAI',
        sku: { name: 'S0' },
        identity: { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [identity]: {} } },
        properties: {
          customSubDomainName: 'aoai-test',
          publicNetworkAccess: 'Disabled',
          networkAcls: { ...acls, bypass: 'None' },
          disableLocalAuth: true,
          storedCompletionsDisabled: true,
        },
      },
    ],
    [
      `${account}/raiPolicies/strict`,
      {
        properties: {
          mode: 'Blocking',
          basePolicyName: 'Microsoft.DefaultV2',
          contentFilters: [
            { name: 'Hate', enabled: true, blocking: true, severityThreshold: 'Medium', source: 'Prompt' },
          ],
        },
      },
    ],
    [
      `${account}/deployments/chat`,
      {
        sku: { name: 'GlobalStandard', capacity: 10 },
        properties: {
          raiPolicyName: 'strict',
          model: { format: 'OpenAI', name: 'gpt-5.4-mini', version: '2026-03-17' },
        },
      },
    ],
    [
      `${account}/deployments/ptu`,
      {
        sku: { name: 'ProvisionedManaged', capacity: 50 },
        properties: { model: { format: 'OpenAI', name: 'gpt-5.1', version: '2025-11-13' } },
      },
    ],
    [`${account}/providers/Microsoft.Insights/diagnosticSettings/ours`, { properties: setting }],
    [
      `${subscription}/providers/Microsoft.Insights/diagnosticSettings/ours`,
      { properties: { workspaceId: workspace, logs: [{ category: 'Administrative', enabled: true }] } },
    ],
    [
      actionGroup,
      {
        location: 'global',
        properties: {
          groupShortName: 'ops',
          enabled: true,
          emailReceivers: [{ name: 'ops', emailAddress: 'ops@example.ch', useCommonAlertSchema: true }],
        },
      },
    ],
    [
      `${insights}/metricAlerts/throttled`,
      {
        location: 'global',
        properties: {
          severity: 2,
          enabled: true,
          scopes: [account],
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
          actions: [{ actionGroupId: actionGroup }],
        },
      },
    ],
    [
      `${insights}/activityLogAlerts/deletes`,
      {
        location: 'global',
        properties: {
          scopes: [subscription],
          condition: { allOf: [{ field: 'category', equals: 'Administrative' }] },
          actions: { actionGroups: [{ actionGroupId: actionGroup }] },
        },
      },
    ],
    [
      `${insights}/scheduledQueryRules/calls`,
      {
        location,
        kind: 'LogAlert',
        identity: { type: 'SystemAssigned' },
        properties: {
          severity: 1,
          scopes: [workspace],
          evaluationFrequency: 'PT5M',
          windowSize: 'PT5M',
          criteria: {
            allOf: [
              { query: 'AzureActivity', timeAggregation: 'Count', operator: 'GreaterThan', threshold: 0 },
            ],
          },
        },
      },
    ],
    [`${subscription}/providers/Microsoft.Consumption/budgets/monthly`, { properties: budget }],
    [`${group}/providers/Microsoft.Consumption/budgets/monthly`, { properties: budget }],
    [
      `${vault}/providers/Microsoft.Authorization/roleAssignments/${guid}`,
      {
        properties: {
          roleDefinitionId,
          principalId: 'c84f1b60-92d7-4a5e-b3c8-1d7e9f0a2b01',
          principalType: 'Group',
        },
      },
    ],
    [
      `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
      {
        properties: {
          roleName: 'Rotator',
          type: 'CustomRole',
          permissions: [{ actions: ['*/read'] }],
          assignableScopes: [subscription],
        },
      },
    ],
    [
      `${vault}/providers/Microsoft.Authorization/locks/keep`,
      { properties: { level: 'CanNotDelete', notes: 'ours' } },
    ],
  ];
}

describe.skipIf(!hasContract)('answers of the service providers', () => {
  it('satisfy and never exceed the types that Microsoft publishes', async () => {
    const cloud = new Cloud();
    await cloud.prepare();
    for (const [id, body] of estate(cloud)) {
      await cloud.done('PUT', id, body);
      expect([id, (await cloud.call('GET', id)).status]).toEqual([id, 200]);
      expect([id, (await cloud.call('GET', id.slice(0, id.lastIndexOf('/')))).status]).toEqual([id, 200]);
    }
    await removals(cloud);
    const { errors, checked, report } = await checkContract(cloud.exchanges);
    expect(errors, report).toBe(0);
    expect(report).not.toMatch(/warning (?!0)/i);
    expect(checked).toBeGreaterThan(65);
  });

  it('do so in every api-version that they serve', async () => {
    const cloud = new Cloud();
    await cloud.prepare();
    for (const [id, body] of estate(cloud)) await cloud.done('PUT', id, body);
    const served: [string, readonly string[]][] = [
      ['KeyVault/vaults/kv-test', ['2022-07-01', '2024-11-01', '2026-03-01-preview']],
      ['CognitiveServices/accounts/aoai-test', ['2024-10-01', '2025-12-01', '2026-07-01']],
      ['CognitiveServices/accounts/aoai-test/deployments/chat', ['2024-10-01', '2026-07-01']],
      ['OperationalInsights/workspaces/law-test', ['2022-10-01', '2025-02-01', '2026-03-01']],
      ['ManagedIdentity/userAssignedIdentities/id-test', ['2018-11-30', '2023-01-31', '2025-05-31-preview']],
      ['Insights/actionGroups/ag-test', ['2021-09-01', '2022-06-01']],
      [
        'CognitiveServices/accounts/aoai-test/providers/Microsoft.Insights/diagnosticSettings/ours',
        ['2017-05-01-preview'],
      ],
      ['Consumption/budgets/monthly', ['2021-10-01', '2023-05-01', '2023-11-01']],
    ];
    for (const [path, versions] of served) {
      for (const version of versions)
        await cloud.done('GET', `${cloud.group}/providers/Microsoft.${path}`, undefined, version);
    }
    const { errors, report } = await checkContract(cloud.exchanges);
    expect(errors, report).toBe(0);
  });
});

/** Deletes with their soft-deleted entries, recovery and purge. */
async function removals(cloud: Cloud): Promise<void> {
  const subscription = `/subscriptions/${cloud.subscription}`;
  const vault = `${cloud.group}/providers/Microsoft.KeyVault/vaults/kv-test`;
  const account = `${cloud.group}/providers/Microsoft.CognitiveServices/accounts/aoai-test`;
  const deletedVault = `${subscription}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/kv-test`;
  const deletedAccount = `${subscription}/providers/Microsoft.CognitiveServices/locations/${location}/resourceGroups/rg-test/deletedAccounts/aoai-test`;
  await cloud.done('DELETE', `${vault}/providers/Microsoft.Authorization/locks/keep`);
  await cloud.done('DELETE', vault);
  await cloud.done('DELETE', account);
  for (const path of [
    deletedVault,
    deletedAccount,
    `${subscription}/providers/Microsoft.KeyVault/deletedVaults`,
    `${subscription}/providers/Microsoft.CognitiveServices/deletedAccounts`,
  ]) {
    await cloud.done('GET', path);
  }
  await cloud.done('PUT', account, { location, properties: { restore: true } });
  await cloud.done('PATCH', account, { properties: { disableLocalAuth: false } });
  await cloud.done('POST', `${account}/listKeys`);
  const again = await cloud.done('POST', `${account}/regenerateKey`, { keyName: 'Key1' });
  expect(deep(again.body, 'key1')).toMatch(/^[0-9a-f]{84}$/);
  await cloud.done('POST', `${deletedVault}/purge`);
}
