import { describe, expect, it } from 'vitest';
import { discover } from '../../src/azure/discover.ts';
import type { Session } from '../../src/azure/session.ts';
import { judgeFound } from '../../src/checks/found/judge-found.ts';
import { checks } from '../../src/checks/index.ts';
import { policyIds } from '../../src/facts/built-in-policies.ts';
import type { Found } from '../../src/resource/found.ts';
import type { JsonObject } from '../../src/resource/json.ts';
import { helvetiaAiDev, principals } from '../../src/sandbox/seed-directories.ts';
import { bodies, endpointBody, group, ids, rule } from '../kit/estate.ts';
import { cloudOf, subscriptionPath } from '../kit/sandbox.ts';
import { testCloud } from '../kit/test-cloud.ts';
import { all, versioned, whole } from '../sandbox/whole-estate.ts';

const tested = testCloud();
const cloud = cloudOf(
  tested.sandbox,
  () => tested.clock.now(),
  () => undefined,
);
const insights = `${group}/providers/Microsoft.Insights`;
const openaiZone = `${group}/providers/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com`;
const accountEndpoint = `${group}/providers/Microsoft.Network/privateEndpoints/pep-account`;
const guarded = {
  properties: { ...bodies.subnet.properties, networkSecurityGroup: { id: ids.securityGroup } },
};

/** One request of somebody who never heard of Gotthard, waited for. */
async function send(method: 'PUT' | 'DELETE', id: string, body?: object): Promise<void> {
  const answer = await cloud.call(method, versioned(id), body);
  if (answer.status >= 300) throw new Error(`${method} ${id}: ${JSON.stringify(answer.body)}`);
  await tested.clock.sleep(300_000);
}

/** What stands on the subscription itself. */
const activitySetting = `${subscriptionPath}/providers/Microsoft.Insights/diagnosticSettings/activity`;
const activityLog = (categories: readonly string[]): object => ({
  properties: {
    workspaceId: all.workspace,
    logs: categories.map((category) => ({ category, enabled: true })),
  },
});
const audited = ['Administrative', 'Security', 'Alert', 'Policy'];
const plan = (name: string): string =>
  `${subscriptionPath}/providers/Microsoft.Security/pricings/${name}?api-version=2024-01-01`;
const bought = { properties: { pricingTier: 'Standard' } };
const policy = `${subscriptionPath}/providers/Microsoft.Authorization/policyAssignments/locations?api-version=2024-05-01`;
const locations = (enforcementMode: string): object => ({
  properties: {
    policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${policyIds.allowedLocations}`,
    parameters: { listOfAllowedLocations: { value: ['switzerlandnorth', 'swedencentral', 'westeurope'] } },
    enforcementMode,
  },
});

const vaultSetting = `${ids.vault}/providers/Microsoft.Insights/diagnosticSettings/logs`;
const vaultAlert = `${insights}/metricAlerts/vault-full`;

function alertOn(vaultId: string): object {
  const { location, properties } = whole.metricAlert as { location: string; properties: object };
  return {
    location,
    properties: {
      ...properties,
      scopes: [vaultId],
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria',
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion',
            name: 'c',
            metricName: 'SaturationShoebox',
            timeAggregation: 'Average',
            operator: 'GreaterThan',
            threshold: 75,
          },
        ],
      },
    },
  };
}

function changed(body: object, changes: object): object {
  const { properties, ...rest } = body as { properties: object };
  return { ...rest, properties: { ...properties, ...changes } };
}
const vault = (changes: object): object => changed(whole.vault, { enablePurgeProtection: true, ...changes });
const account = (changes: object): object => changed(whole.account, changes);

const storageId = `${group}/providers/Microsoft.Storage/storageAccounts/stforeign`;
const containerId = `${storageId}/blobServices/default/containers/papers`;
const storage = (properties: object = {}): object => ({
  location: 'switzerlandnorth',
  kind: 'StorageV2',
  sku: { name: 'Standard_LRS' },
  properties: {
    publicNetworkAccess: 'Disabled',
    allowSharedKeyAccess: false,
    allowBlobPublicAccess: false,
    minimumTlsVersion: 'TLS1_2',
    supportsHttpsTrafficOnly: true,
    ...properties,
  },
});
const cosmosId = `${group}/providers/Microsoft.DocumentDB/databaseAccounts/cosno-foreign`;
const cosmos = (properties: object = {}): object => ({
  location: 'switzerlandnorth',
  properties: {
    databaseAccountOfferType: 'Standard',
    locations: [{ locationName: 'switzerlandnorth', failoverPriority: 0 }],
    publicNetworkAccess: 'Disabled',
    disableLocalAuth: true,
    minimalTlsVersion: 'Tls12',
    ...properties,
  },
});
const sqlId = `${group}/providers/Microsoft.Sql/servers/sql-foreign`;
const sqlAudit = `${sqlId}/auditingSettings/default`;
const audit = (state: string): object => ({ properties: { state, isAzureMonitorTargetEnabled: true } });
const sql = (properties: object = {}): object => ({
  location: 'switzerlandnorth',
  properties: {
    publicNetworkAccess: 'Disabled',
    minimalTlsVersion: '1.2',
    administrators: {
      administratorType: 'ActiveDirectory',
      principalType: 'Group',
      login: 'sg-databases',
      sid: '11111111-2222-4333-8444-555555555555',
      azureADOnlyAuthentication: true,
    },
    ...properties,
  },
});

/** Roles of the seed that people hold by themselves; all but the owner's. */
async function rolesOfPeople(): Promise<{ id: string }[]> {
  const path = `${subscriptionPath}/providers/Microsoft.Authorization/roleAssignments`;
  const { body } = await cloud.call('GET', versioned(path));
  const people = principals.filter(({ appId, role }) => appId === undefined && role !== 'Owner');
  return (body['value'] as { id: string; properties: { principalId: string } }[]).filter(({ properties }) =>
    people.some(({ objectId }) => objectId === properties.principalId),
  );
}

/** An estate built by plain calls: a vault and an account, private, logged, watched, with few rights. */
async function buildForeign(): Promise<void> {
  for (const namespace of [
    'CognitiveServices',
    'OperationalInsights',
    'Insights',
    'Security',
    'Storage',
    'DocumentDB',
    'Sql',
  ])
    await cloud.call(
      'POST',
      `${subscriptionPath}/providers/Microsoft.${namespace}/register?api-version=2025-04-01`,
    );
  await tested.clock.sleep(600_000);
  const built = [
    'group',
    'securityGroup',
    'vnet',
    'subnet',
    'workspace',
    'vault',
    'account',
    'filter',
    'deployment',
    'zone',
    'link',
    'endpoint',
    'zoneGroup',
    'setting',
    'actionGroup',
    'metricAlert',
    'budget',
    'roleAssignment',
  ] as const;
  for (const name of built) await send('PUT', all[name], whole[name]);
  await send('PUT', ids.subnet, guarded);
  await send('PUT', ids.securityGroup, bodies.securityGroup);
  await send('PUT', ids.vault, vault({ enablePurgeProtection: true }));
  await send('PUT', openaiZone, bodies.zone);
  await send('PUT', `${openaiZone}/virtualNetworkLinks/link-test`, bodies.link);
  await send('PUT', accountEndpoint, endpointBody(ids.account, 'account'));
  await send('PUT', `${accountEndpoint}/privateDnsZoneGroups/default`, {
    properties: { privateDnsZoneConfigs: [{ name: 'openai', properties: { privateDnsZoneId: openaiZone } }] },
  });
  await send('PUT', vaultSetting, whole.setting);
  await send('PUT', vaultAlert, alertOn(ids.vault));
  await send('PUT', activitySetting, activityLog(audited));
  for (const name of ['AI', 'KeyVaults', 'Arm']) await send('PUT', plan(name), bought);
  await send('PUT', policy, locations('Default'));
  await send('PUT', storageId, storage());
  await send('PUT', containerId, { properties: { publicAccess: 'None' } });
  await send('PUT', cosmosId, cosmos());
  await send('PUT', sqlId, sql());
  await send('PUT', sqlAudit, audit('Enabled'));
  for (const { id } of await rolesOfPeople()) await send('DELETE', id);
}

async function found(resourceGroup?: string): Promise<Found> {
  const session: Session = await tested.warm({
    subscriptionId: helvetiaAiDev.id,
    directoryId: helvetiaAiDev.directoryId,
  });
  return discover(session, resourceGroup, (call) => call());
}

async function failing(resourceGroup?: string): Promise<string[]> {
  const failed = judgeFound(await found(resourceGroup)).filter(({ status }) => status === 'failed');
  return [...new Set(failed.map(({ id }) => id))].sort();
}

interface Loosening {
  readonly what: string;
  readonly fails: string;
  readonly id: string;
  /** Undefined: it is deleted. */
  readonly loosened?: object;
  /** Undefined: it was not there. */
  readonly before?: object;
}

const person = principals.find(({ name }) => name === 'reader')?.objectId ?? '';
const contributor = {
  properties: {
    roleDefinitionId: `${subscriptionPath}/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c`,
    principalId: person,
    principalType: 'User',
  },
};

const loosenings: readonly Loosening[] = [
  {
    what: 'an account that is open to the internet',
    fails: 'GT-CHECK-PUBLIC-ACCESS',
    id: ids.account,
    loosened: account({ publicNetworkAccess: 'Enabled' }),
    before: whole.account,
  },
  {
    what: 'a vault that is open to the internet',
    fails: 'GT-CHECK-PUBLIC-ACCESS',
    id: ids.vault,
    loosened: vault({ publicNetworkAccess: 'Enabled' }),
    before: vault({}),
  },
  {
    what: 'an account that takes keys',
    fails: 'GT-CHECK-LOCAL-AUTH',
    id: ids.account,
    loosened: account({ disableLocalAuth: false }),
    before: whole.account,
  },
  {
    what: 'an account without an identity',
    fails: 'GT-CHECK-ACCOUNT',
    id: ids.account,
    loosened: { ...whole.account, identity: { type: 'None' } },
    before: whole.account,
  },
  {
    what: 'a vault under access policies',
    fails: 'GT-CHECK-VAULT',
    id: ids.vault,
    loosened: vault({ enableRbacAuthorization: false, accessPolicies: [] }),
    before: vault({}),
  },
  {
    what: 'a subnet that nothing guards',
    fails: 'GT-CHECK-SUBNETS',
    id: `${ids.vnet}/subnets/snet-bare`,
    loosened: { properties: { ...bodies.subnet.properties, addressPrefix: '10.40.1.0/26' } },
  },
  {
    what: 'a rule for the whole internet',
    fails: 'GT-CHECK-RULES',
    id: `${ids.securityGroup}/securityRules/Allow-Internet`,
    loosened: {
      properties: rule({
        access: 'Allow',
        priority: 100,
        protocol: 'Tcp',
        sourceAddressPrefix: 'Internet',
        destinationPortRange: '443',
      }),
    },
  },
  {
    what: 'an account whose endpoint is gone',
    fails: 'GT-CHECK-ENDPOINTS',
    id: accountEndpoint,
    before: endpointBody(ids.account, 'account'),
  },
  {
    what: 'a zone that its network is not linked to',
    fails: 'GT-CHECK-DNS',
    id: ids.link,
    before: bodies.link,
  },
  {
    what: 'a vault that logs nothing',
    fails: 'GT-CHECK-DIAGNOSTICS',
    id: vaultSetting,
    before: whole.setting,
  },
  {
    what: 'an account that logs metrics only',
    fails: 'GT-CHECK-DIAGNOSTICS',
    id: all.setting,
    loosened: changed(whole.setting, { logs: [], metrics: [{ category: 'AllMetrics', enabled: true }] }),
    before: whole.setting,
  },
  {
    what: 'an alert that is switched off',
    fails: 'GT-CHECK-ALERTS',
    id: all.metricAlert,
    loosened: changed(whole.metricAlert, { enabled: false }),
    before: whole.metricAlert,
  },
  {
    what: 'an action group that nobody is in',
    fails: 'GT-CHECK-NOTIFICATIONS',
    id: all.actionGroup,
    loosened: changed(whole.actionGroup, { emailReceivers: [] }),
    before: whole.actionGroup,
  },
  {
    what: 'a person who may do everything to the vault',
    fails: 'GT-CHECK-ROLES',
    id: `${ids.vault}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-000000000077`,
    loosened: contributor,
  },
  {
    what: 'a content filter that lets hate pass',
    fails: 'GT-CHECK-CONTENT-FILTER',
    id: all.filter,
    loosened: changed(whole.filter, {
      contentFilters: [
        { name: 'Hate', enabled: true, blocking: false, severityThreshold: 'Medium', source: 'Prompt' },
      ],
    }),
    before: whole.filter,
  },
  {
    what: 'an activity log of which nobody keeps what was changed',
    fails: 'GT-CHECK-ACTIVITY-LOG',
    id: activitySetting,
    loosened: activityLog(['Security', 'Alert', 'Policy']),
    before: activityLog(audited),
  },
  ...(
    [
      ['storage that is open to the internet', { publicNetworkAccess: 'Enabled' }],
      ['storage with keys', { allowSharedKeyAccess: true }],
      ['storage whose containers may be opened', { allowBlobPublicAccess: true }],
      ['storage that takes old TLS', { minimumTlsVersion: 'TLS1_0' }],
      ['storage that takes plain HTTP', { supportsHttpsTrafficOnly: false }],
    ] as const
  ).map(([what, properties]) => ({
    ...{ what, fails: 'GT-CHECK-STORAGE', id: storageId },
    ...{ loosened: storage(properties), before: storage() },
  })),
  ...(
    [
      ['a Cosmos DB account that is open to the internet', { publicNetworkAccess: 'Enabled' }],
      ['a Cosmos DB account with keys', { disableLocalAuth: false }],
      ['a Cosmos DB account that takes old TLS', { minimalTlsVersion: 'Tls' }],
    ] as const
  ).map(([what, properties]) => ({
    ...{ what, fails: 'GT-CHECK-COSMOS', id: cosmosId },
    ...{ loosened: cosmos(properties), before: cosmos() },
  })),
  ...(
    [
      ['a SQL server that is open to the internet', { publicNetworkAccess: 'Enabled' }],
      ['a SQL server that takes old TLS', { minimalTlsVersion: '1.1' }],
    ] as const
  ).map(([what, properties]) => ({
    ...{ what, fails: 'GT-CHECK-SQL', id: sqlId },
    ...{ loosened: sql(properties), before: sql() },
  })),
  {
    what: 'a SQL server that writes down nothing',
    fails: 'GT-CHECK-SQL',
    id: sqlAudit,
    loosened: audit('Disabled'),
    before: audit('Enabled'),
  },
  { what: 'no budget', fails: 'GT-CHECK-BUDGET-KEPT', id: all.budget, before: whole.budget },
];

const loosen = ({ id, loosened }: Loosening): Promise<void> =>
  loosened === undefined ? send('DELETE', id) : send('PUT', id, loosened);
const tighten = ({ id, before }: Loosening): Promise<void> =>
  before === undefined ? send('DELETE', id) : send('PUT', id, before);

await buildForeign();

describe('an estate that somebody else has built', () => {
  it('passes when it is private, logged, watched and held by few', async () => {
    expect(await failing('rg-test')).toEqual([]);
    const results = judgeFound(await found('rg-test'));
    const after = checks.filter(({ stage }) => stage === 'after').map(({ id }) => id);
    expect([...new Set(results.map(({ id }) => id))]).toEqual(after);
    expect(results.filter(({ status, evidence }) => status === 'ok' && evidence === undefined)).toEqual([]);
  });

  it.each(loosenings)('fails $fails, and no other check, for $what', async (loosening) => {
    await loosen(loosening);
    const results = judgeFound(await found('rg-test')).filter(({ status }) => status === 'failed');
    expect([...new Set(results.map(({ id }) => id))]).toEqual([loosening.fails]);
    expect(results.every(({ next, risk }) => next !== undefined && risk !== undefined)).toBe(true);
    await tighten(loosening);
    if (loosening.id === accountEndpoint) {
      await send('PUT', `${accountEndpoint}/privateDnsZoneGroups/default`, {
        properties: {
          privateDnsZoneConfigs: [{ name: 'openai', properties: { privateDnsZoneId: openaiZone } }],
        },
      });
    }
  });

  it.each([
    [
      'GT-CHECK-DEFENDER',
      'a Defender plan that is off',
      plan('KeyVaults'),
      { properties: { pricingTier: 'Free' } },
      bought,
    ],
    [
      'GT-CHECK-POLICIES',
      'a policy that is not enforced',
      policy,
      locations('DoNotEnforce'),
      locations('Default'),
    ],
  ] as const)('is warned of by %s for %s', async (warns, _what, id, loosened, before) => {
    await send('PUT', id, loosened);
    const results = judgeFound(await found('rg-test'));
    expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(results.filter((each) => each.id === warns && each.status === 'warning')).toMatchObject([
      {
        next: expect.stringMatching(/az (security pricing|policy assignment) create/),
        evidence: expect.any(String),
      },
    ]);
    await send('PUT', id, before);
    expect(
      judgeFound(await found('rg-test')).filter((each) => each.id === warns && each.status !== 'ok'),
    ).toEqual([]);
  });

  it('tells which container everybody can read, and only where its account allows that', async () => {
    const open = { properties: { publicAccess: 'Blob' } };
    await send('PUT', storageId, storage({ allowBlobPublicAccess: true }));
    await send('PUT', containerId, open);
    const told = async () =>
      judgeFound(await found('rg-test')).flatMap(({ status, message }) =>
        status === 'failed' ? [message] : [],
      );
    expect(await told()).toEqual([
      'stforeign lets containers be opened to everybody',
      'container papers of stforeign can be read by everybody',
    ]);
    await send('PUT', storageId, storage());
    expect(await told()).toEqual([]);
    await send('PUT', containerId, { properties: { publicAccess: 'None' } });
  });

  it('tells of a SQL server that takes passwords, and of accounts that say nothing of a setting', async () => {
    const seen = await found('rg-test');
    const without = (type: string, change: (properties: JsonObject) => JsonObject): string[] => {
      const resources = seen.resources.map((each) =>
        each.type === type
          ? { ...each, body: { ...each.body, properties: change(each.body['properties'] as JsonObject) } }
          : each,
      );
      return judgeFound({ ...seen, resources }).flatMap(({ id, status, message, next }) =>
        status === 'failed' ? [`${id} ${message}: ${next}`] : [],
      );
    };
    expect(without('Microsoft.Sql/servers', (properties) => ({ ...properties, administrators: {} }))).toEqual(
      [
        'GT-CHECK-SQL sql-foreign takes passwords: az sql server ad-only-auth enable --resource-group rg-test --name sql-foreign',
      ],
    );
    expect(without('Microsoft.Storage/storageAccounts', () => ({}))).toHaveLength(5);
    expect(without('Microsoft.DocumentDB/databaseAccounts', () => ({}))).toHaveLength(3);
  });

  it('has an activity log that is kept nowhere where there is no setting', async () => {
    await send('DELETE', activitySetting);
    const results = judgeFound(await found('rg-test')).filter(({ status }) => status === 'failed');
    expect(results).toMatchObject([
      { id: 'GT-CHECK-ACTIVITY-LOG', message: expect.stringMatching(/kept nowhere$/) },
    ]);
    await send('PUT', activitySetting, activityLog(audited));
  });

  it('fails every check at once when all of it is loosened', async () => {
    for (const loosening of loosenings.toReversed()) {
      if (loosening.id !== ids.account && loosening.id !== ids.vault) await loosen(loosening);
    }
    await send('PUT', ids.account, {
      ...account({ publicNetworkAccess: 'Enabled', disableLocalAuth: false }),
      identity: { type: 'None' },
    });
    await send(
      'PUT',
      ids.vault,
      vault({ publicNetworkAccess: 'Enabled', enableRbacAuthorization: false, accessPolicies: [] }),
    );
    expect(await failing('rg-test')).toEqual([...new Set(loosenings.map(({ fails }) => fails))].sort());
  });

  it('is judged in its own group alone', async () => {
    expect(judgeFound(await found('rg-nobody'))).toMatchObject([
      { id: 'GT-CHECK-FOUND', status: 'not-applicable' },
    ]);
  });
});

describe('what Azure does not show', () => {
  it('fails, for nothing of it is proven, and hides nothing else', async () => {
    tested.sandbox.faults.add({
      method: 'GET',
      path: '/providers/Microsoft.Insights/metricAlerts$',
      fault: 403,
      times: 1,
    });
    const results = judgeFound(await found('rg-test'));
    expect(results.filter(({ id }) => id === 'GT-CHECK-UNREAD')).toMatchObject([
      { status: 'failed', evidence: 'AuthorizationFailed', message: expect.stringContaining('metricAlerts') },
    ]);
    expect(results.some(({ id, status }) => id === 'GT-CHECK-TLS' && status === 'attested')).toBe(true);
  });
});
