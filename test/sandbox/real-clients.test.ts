import { beforeAll, describe, expect, it } from 'vitest';
import { applicationIn, automationAppId, helvetiaCare } from '../../src/sandbox/seed-directories.ts';
import { buildNetwork, group, ids } from '../kit/estate.ts';
import { type Cloud, openCloud, subscriptionPath } from '../kit/sandbox.ts';

/** What the Azure CLI asks for, and what it makes of the answers. */
let cloud: Cloud;
beforeAll(async () => {
  cloud = openCloud();
  await buildNetwork(cloud);
});

const get = (path: string) => cloud.call('GET', path);
const listOf = async (path: string): Promise<{ readonly [key: string]: unknown }[]> =>
  (await get(path)).body['value'] as { readonly [key: string]: unknown }[];

describe('api-versions', () => {
  it.each([
    // The newest Azure CLI, and the one that Debian has.
    [`${group}/providers/Microsoft.Network/privateEndpoints`, '2026-01-01'],
    [`${group}/providers/Microsoft.Network/privateEndpoints`, '2022-01-01'],
    [`${group}/providers/Microsoft.Network/routeTables`, '2021-08-01'],
    [`${group}/providers/Microsoft.Network/privateDnsZones`, '2020-06-01'],
    [`${subscriptionPath}/providers/Microsoft.KeyVault/vaults`, '2022-07-01'],
    [`${subscriptionPath}/providers/Microsoft.KeyVault/deletedVaults`, '2022-07-01'],
    [`${subscriptionPath}/providers/Microsoft.KeyVault/deletedManagedHSMs`, '2026-02-01'],
    [`${subscriptionPath}/providers/Microsoft.CognitiveServices/accounts`, '2022-12-01'],
    [`${subscriptionPath}/providers/Microsoft.CognitiveServices/deletedAccounts`, '2026-05-15-preview'],
    [
      `${subscriptionPath}/providers/Microsoft.CognitiveServices/locations/swedencentral/usages`,
      '2022-12-01',
    ],
    [
      `${subscriptionPath}/providers/Microsoft.CognitiveServices/locations/swedencentral/models`,
      '2026-05-15-preview',
    ],
    [`${subscriptionPath}/providers/Microsoft.Authorization/roleAssignments`, '2020-04-01-preview'],
    [`${subscriptionPath}/providers/Microsoft.Authorization/roleDefinitions`, '2018-01-01-preview'],
    [`${subscriptionPath}/providers/Microsoft.Authorization/locks`, '2016-09-01'],
    [`${subscriptionPath}/providers/Microsoft.Authorization/policyAssignments`, '2021-06-01'],
    [`${subscriptionPath}/providers/Microsoft.Insights/metricAlerts`, '2018-03-01'],
    [`${subscriptionPath}/providers/Microsoft.Insights/actionGroups`, '2022-06-01'],
    [`${subscriptionPath}/providers/Microsoft.Insights/eventtypes/management/values`, '2015-04-01'],
    [`${subscriptionPath}/providers/Microsoft.OperationalInsights/workspaces`, '2021-12-01-preview'],
    [`${subscriptionPath}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`, '2022-01-31-preview'],
    [`${subscriptionPath}/providers/Microsoft.Consumption/budgets`, '2021-10-01'],
    [`${subscriptionPath}/resources`, '2015-11-01'],
    ['/subscriptions', '2019-11-01'],
  ])('of %s include %s', async (path, version) => {
    const { status, body } = await get(`${path}?api-version=${version}`);
    expect([status, body['error']]).toEqual([200, undefined]);
  });

  it('that a provider never had are refused for its usages too, by the type’s name', async () => {
    const { status, code, body } = await get(
      `${subscriptionPath}/providers/Microsoft.CognitiveServices/locations/swedencentral/usages?api-version=1999-01-01`,
    );
    expect([status, code]).toEqual([400, 'NoRegisteredProviderFound']);
    expect(JSON.stringify(body)).toContain("type 'Microsoft.CognitiveServices/locations/usages'");
  });
});

describe('the list of resources', () => {
  const list = (filter: string) =>
    listOf(`${subscriptionPath}/resources?api-version=2021-04-01&$filter=${encodeURIComponent(filter)}`);

  it.each([
    ["resourceGroup eq 'RG-TEST'", 3],
    ["name eq 'vnet-test'", 1],
    ["location eq 'switzerlandnorth' and name eq 'vnet-test'", 1],
    ["location eq 'westeurope'", 0],
    ["resourceGroup eq 'rg-none'", 0],
    [
      "(resourceType eq 'Microsoft.Network/virtualNetworks' or resourceType eq 'Microsoft.Network/routeTables')",
      2,
    ],
  ])('is filtered by %s', async (filter, count) => {
    const all = await listOf(`${group}/resources?api-version=2021-04-01`);
    const found = await list(filter);
    expect(found.length, JSON.stringify(all.map(({ id }) => id))).toBe(count);
  });

  it('refuses a filter that it does not know', async () => {
    const answer = await get(`${subscriptionPath}/resources?api-version=2021-04-01&$filter=plan eq 'x'`);
    expect([answer.status, answer.code]).toEqual([400, 'InvalidFilterInQueryString']);
  });
});

describe('roles', () => {
  it('of whatever lies in a subscription have the ids that assignments name', async () => {
    for (const scope of [subscriptionPath, group, ids.vnet]) {
      const roles = await listOf(
        `${scope}/providers/Microsoft.Authorization/roleDefinitions?api-version=2022-05-01-preview`,
      );
      for (const { id } of roles)
        expect(id).toMatch(
          new RegExp(`^${subscriptionPath}/providers/Microsoft.Authorization/roleDefinitions/`),
        );
    }
  });
});

describe('Microsoft Graph', () => {
  const graph = (path: string) => get(`https://graph.microsoft.com/v1.0${path}`);
  const found = async (path: string): Promise<unknown[]> =>
    ((await graph(path)).body['value'] as { displayName: string }[]).map(({ displayName }) => displayName);
  const application = applicationIn(helvetiaCare.id);

  it('finds people, groups and applications in the ways that clients ask', async () => {
    const filter = (text: string): string => `?$filter=${encodeURIComponent(text)}`;
    expect(
      await found(`/servicePrincipals${filter(`servicePrincipalNames/any(c:c eq '${automationAppId}')`)}`),
    ).toEqual([application.displayName]);
    expect(await found(`/servicePrincipals${filter(`appId eq '${automationAppId}'`)}`)).toEqual([
      application.displayName,
    ]);
    expect(await found(`/users${filter("userPrincipalName eq 'owner@helvetia-care.example'")}`)).toEqual([
      'Lena Ammann',
    ]);
    expect(await found(`/groups${filter("displayName eq 'ai auditors'")}`)).toEqual(['AI Auditors']);
    expect(
      await found(`/groups${filter("startswith(displayName,'AI M') or displayName eq 'AI Auditors'")}`),
    ).toEqual(['AI Model Contributors', 'AI Auditors']);
    expect((await graph(`/servicePrincipals/${application.objectId}`)).body).toMatchObject({
      appId: automationAppId,
    });
    expect((await graph(`/servicePrincipals/${automationAppId}`)).status).toBe(404);
    expect((await graph(`/users${filter("mail ne 'x'")}`)).code).toBe('Request_UnsupportedQuery');
  });

  it('knows managed identities by the application that they show', async () => {
    await cloud.call(
      'POST',
      `${subscriptionPath}/providers/Microsoft.ManagedIdentity/register?api-version=2025-04-01`,
    );
    cloud.pass(60_000);
    const id = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-test?api-version=2023-01-31`;
    await cloud.call('PUT', id, { location: 'switzerlandnorth' });
    cloud.pass(60_000);
    const { principalId, clientId } = (await get(id)).body['properties'] as { [key: string]: string };
    const named = await cloud.call('POST', 'https://graph.microsoft.com/v1.0/directoryObjects/getByIds', {
      ids: [principalId, application.objectId],
    });
    expect(named.body['value']).toMatchObject([
      { id: application.objectId, '@odata.type': '#microsoft.graph.servicePrincipal' },
      { id: principalId, appId: clientId, displayName: 'id-test', servicePrincipalType: 'ManagedIdentity' },
    ]);
  });
});

describe('bodies that the Azure CLI sends', () => {
  const at = (type: string): string => `${group}/providers/${type}`;
  const register = async (...namespaces: readonly string[]): Promise<void> => {
    for (const namespace of namespaces)
      await cloud.call('POST', `${subscriptionPath}/providers/${namespace}/register?api-version=2025-04-01`);
    cloud.pass(60_000);
  };

  it('say of a peering that it joins whole networks; single subnets are not modelled', async () => {
    const hub = `${at('Microsoft.Network/virtualNetworks')}/vnet-far`;
    await cloud.settle('PUT', hub, {
      location: 'switzerlandnorth',
      properties: { addressSpace: { addressPrefixes: ['10.90.0.0/24'] } },
    });
    const peering = (peerCompleteVnets: boolean) =>
      cloud.call('PUT', `${ids.vnet}/virtualNetworkPeerings/to-far`, {
        properties: { remoteVirtualNetwork: { id: hub }, peerCompleteVnets },
      });
    expect((await peering(false)).code).toBe('SandboxNotModelled');
    expect((await peering(true)).status).toBe(201);
    cloud.pass(60_000);
  });

  it('have text for the capacity of a deployment', async () => {
    await register('Microsoft.CognitiveServices');
    const account = `${at('Microsoft.CognitiveServices/accounts')}/oai-clients`;
    await cloud.settle('PUT', account, {
      location: 'swedencentral',
      kind: 'OpenAI',
      sku: { name: 'S0' },
      properties: { customSubDomainName: 'oai-clients' },
    });
    const put = (capacity: unknown) =>
      cloud.call('PUT', `${account}/deployments/gpt`, {
        sku: { name: 'DataZoneStandard', capacity },
        properties: { model: { format: 'OpenAI', name: 'gpt-5.1', version: '2025-11-13' } },
      });
    expect((await put('five')).code).toBe('InvalidRequestContent');
    expect((await put('5')).body).toMatchObject({ sku: { capacity: 5 } });
  });

  it('patch a zone with all that was read of it', async () => {
    const zone = `${at('Microsoft.Network/privateDnsZones')}/clients.example`;
    await cloud.settle('PUT', zone, { location: 'global' });
    const { location, properties } = (await get(zone)).body;
    const patched = await cloud.settle('PATCH', zone, { location, properties, tags: { k: 'v' } });
    expect(patched.body).toMatchObject({ tags: { k: 'v' } });
    expect((await cloud.call('PATCH', zone, { location: 'westeurope' })).status).toBe(400);
  });

  it('have a location for the settings of a subscription, and old names that services ignore', async () => {
    await register('Microsoft.Insights', 'Microsoft.OperationalInsights');
    const workspace = `${at('Microsoft.OperationalInsights/workspaces')}/log-clients`;
    await cloud.settle('PUT', `${workspace}?api-version=2025-07-01`, { location: 'switzerlandnorth' });
    const setting = await cloud.call(
      'PUT',
      `${subscriptionPath}/providers/microsoft.insights/diagnosticSettings/s?api-version=2017-05-01-preview`,
      {
        location: 'switzerlandnorth',
        properties: { workspaceId: workspace, logs: [{ category: 'Administrative', enabled: true }] },
      },
    );
    expect([setting.status, setting.body['location']]).toEqual([200, undefined]);
    const budget = await cloud.call(
      'PUT',
      `${subscriptionPath}/providers/Microsoft.Consumption/budgets/b?api-version=2023-05-01`,
      {
        properties: {
          amount: 1,
          category: 'cost',
          filters: {},
          timeGrain: 'monthly',
          timePeriod: { startDate: '2026-11-01T00:00:00Z', endDate: '2027-11-01T00:00:00Z' },
        },
      },
    );
    expect([budget.status, budget.body['error']]).toEqual([201, undefined]);
    expect(budget.body['properties']).not.toHaveProperty('filters');
  });

  it('list every kind of receiver of an action group, also those that older versions lack', async () => {
    const id = `${at('Microsoft.Insights/actionGroups')}/ag-clients?api-version=2024-10-01-preview`;
    const put = (incidentReceivers: readonly object[]) =>
      cloud.call('PUT', id, {
        location: 'Global',
        properties: { groupShortName: 'ag', enabled: true, incidentReceivers },
      });
    expect((await put([])).body['properties']).not.toHaveProperty('incidentReceivers');
    const incident = {
      name: 'icm',
      connection: { name: 'c', id: 'i' },
      incidentManagementService: 'Icm',
      mappings: { title: 't' },
    };
    expect((await put([incident])).body['properties']).toMatchObject({ incidentReceivers: [incident] });
    expect((await put([{ name: 'icm' }])).status).toBe(400);
  });
});

describe('answers that the Azure CLI reads', () => {
  it('hold what was deleted, for roles and their assignments', async () => {
    const role = `${subscriptionPath}/providers/Microsoft.Authorization/roleDefinitions/0b9f7c1e-3d52-4f6a-8c1b-7e2d9a4f5c61?api-version=2022-04-01`;
    const properties = {
      roleName: 'Made by hand',
      permissions: [{ actions: ['*/read'] }],
      assignableScopes: [subscriptionPath],
    };
    await cloud.call('PUT', role, { properties });
    const deleted = await cloud.call('DELETE', role);
    expect([deleted.status, deleted.body]).toMatchObject([200, { properties: { roleName: 'Made by hand' } }]);
    expect((await cloud.call('DELETE', role)).status).toBe(204);
  });

  it('hold metrics of a span that was encoded twice and names no zone', async () => {
    const account = `${group}/providers/Microsoft.CognitiveServices/accounts/oai-clients`;
    const from = new Date(cloud.now() - 3_600_000).toISOString().replace('Z', '');
    const to = new Date(cloud.now()).toISOString().replace('Z', '');
    const timespan = encodeURIComponent(encodeURIComponent(`${from}/${to}`));
    const metrics = await get(
      `${account}/providers/Microsoft.Insights/metrics?metricnames=AzureOpenAIRequests&timespan=${timespan}&api-version=2018-01-01`,
    );
    expect([metrics.status, metrics.body['timespan']]).toEqual([200, `${from}Z/${to}Z`]);
  });

  it('tell the groups by which private endpoints reach a target', async () => {
    const account = `${group}/providers/Microsoft.CognitiveServices/accounts/oai-clients`;
    const links = await listOf(`${account}/privateLinkResources?api-version=2025-09-01`);
    expect(links).toMatchObject([
      {
        name: 'account',
        properties: {
          groupId: 'account',
          requiredMembers: ['default'],
          requiredZoneNames: ['privatelink.openai.azure.com'],
        },
      },
    ]);
    const missing = await get(
      `${group}/providers/Microsoft.Keyvault/vaults/kv-none/privateLinkResources?api-version=2022-07-01`,
    );
    expect([missing.status, missing.code]).toEqual([404, 'ResourceNotFound']);
  });
});
