import { beforeAll, expect, it } from 'vitest';
import { applicationIn, automationAppId, helvetiaCare } from '../../src/sandbox/seed-directories.ts';
import { changesOf, type Folder, folder, planOf, problemsOf, runsOf } from '../kit/gotthard.ts';
import { type Serving, serving } from '../serve/serving.ts';
import { type AzureCli, asOwnCloud, byAddress, stranger, throughProxy, withAzureCli } from './azure-cli.ts';

/** An action of a plan, as far as tests look at it. */
interface Planned {
  readonly id: string;
  readonly type: string;
  readonly action: string;
}

const lower = (text: string): string => text.toLowerCase();
const nameOf = (id: string): string => id.split('/').at(-1) ?? '';

/** The resource group in an id. */
const groupOf = (id: string): string => /\/resourcegroups\/([^/]+)/i.exec(id)?.[1] ?? '';

/** What a list of the Azure CLI names, sorted. */
function namesIn(list: readonly { readonly name: string }[]): string[] {
  return list.map(({ name }) => name).sort();
}

async function planned(at: Folder): Promise<Planned[]> {
  return planOf(await at.gotthard('plan', '--json')).stamps.flatMap(({ actions }) => actions);
}

withAzureCli('the Azure CLI, after a deployment', () => {
  let served: Serving;
  let own: AzureCli;
  let made: readonly Planned[];

  beforeAll(async () => {
    const at = folder();
    const answers = ['--environments', 'dev', '--budget', '500', '--email', 'ops@helvetia-care.example'];
    const deployed = await at.gotthard('deploy', '--json', ...answers);
    expect(deployed.code, deployed.stderr).toBe(0);
    made = await planned(at);
    served = await serving(at);
    own = await asOwnCloud(served);
  }, 120_000);

  /** Ids of a type that the deployment made. */
  const ids = (type: string): string[] => made.filter((one) => one.type === type).map(({ id }) => id);
  const names = (type: string): string[] => ids(type).map(nameOf).sort();
  const only = (type: string): { id: string; name: string; at: string } => {
    const [id = ''] = ids(type);
    expect(ids(type)).toHaveLength(1);
    return { id, name: nameOf(id), at: `-g ${groupOf(id)} -n ${nameOf(id)}` };
  };

  it('is signed in as the application of the sandbox, with its subscriptions', async () => {
    const [account, subscriptions, locations] = await Promise.all([
      own.az('account show'),
      own.az('account list'),
      own.az('account list-locations'),
    ]);
    expect(account).toMatchObject({
      environmentName: 'gotthard',
      id: served.subscriptionId,
      tenantId: helvetiaCare.id,
      state: 'Enabled',
      user: { name: automationAppId, type: 'servicePrincipal' },
    });
    expect(namesIn(subscriptions)).toContain('helvetia-ai-dev');
    expect(namesIn(locations)).toContain('switzerlandnorth');
  });

  it('lists every resource that was made, and nothing that was not', async () => {
    const [groups, group, resources] = await Promise.all([
      own.az('group list'),
      own.az('group show -n rg-main-dev-ai'),
      own.az('resource list'),
    ]);
    expect(namesIn(groups)).toEqual(names('Microsoft.Resources/resourceGroups'));
    expect(group).toMatchObject({
      location: 'swedencentral',
      properties: { provisioningState: 'Succeeded' },
      tags: { 'gotthard-stamp': 'main/dev' },
    });
    const listed: string[] = resources.map(({ id }: { id: string }) => lower(id)).sort();
    // Those that stand for themselves in a group; the rest lies beneath them.
    const standing = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]+$/;
    const tracked = made.filter(
      ({ id, type }) => standing.test(id) && !/^Microsoft\.(Authorization|Consumption)\//.test(type),
    );
    const cards = ids('Microsoft.Network/privateEndpoints').map((id) =>
      lower(id.replace('privateEndpoints/', 'networkInterfaces/nic-')),
    );
    expect(listed).toEqual([...tracked.map(({ id }) => lower(id)), ...cards].sort());
    expect(new Set(resources.map((one: { provisioningState: string }) => one.provisioningState))).toEqual(
      new Set(['Succeeded']),
    );
    const [vaults, marked, inGroup] = await Promise.all([
      own.az('resource list --resource-type Microsoft.KeyVault/vaults'),
      own.az('resource list --tag gotthard-stamp=main/dev'),
      own.az('resource list -g rg-main-dev-dns'),
    ]);
    expect(namesIn(vaults)).toEqual(names('Microsoft.KeyVault/vaults'));
    expect(marked).toHaveLength(tracked.length);
    expect(namesIn(inGroup)).toEqual(names('Microsoft.Network/privateDnsZones'));
  });

  it('shows the network with its subnets, security groups and routes', async () => {
    const vnet = only('Microsoft.Network/virtualNetworks');
    const table = only('Microsoft.Network/routeTables');
    const [vnets, shown, subnets, groups, rules, tables, routes] = await Promise.all([
      own.az('network vnet list'),
      own.az(`network vnet show ${vnet.at}`),
      own.az(`network vnet subnet list -g ${groupOf(vnet.id)} --vnet-name ${vnet.name}`),
      own.az('network nsg list'),
      own.az('network nsg rule list -g rg-main-dev-network --nsg-name nsg-main-dev-pe'),
      own.az('network route-table list -g rg-main-dev-network'),
      own.az(`network route-table route list -g rg-main-dev-network --route-table-name ${table.name}`),
    ]);
    expect(namesIn(vnets)).toEqual([vnet.name]);
    expect(shown).toMatchObject({
      addressSpace: { addressPrefixes: ['10.40.0.0/22'] },
      provisioningState: 'Succeeded',
      tags: { 'managed-by': 'gotthard' },
    });
    expect(namesIn(shown.subnets)).toEqual(names('Microsoft.Network/virtualNetworks/subnets'));
    expect(namesIn(subnets)).toEqual(namesIn(shown.subnets));
    for (const { name, networkSecurityGroup, routeTable, provisioningState } of subnets) {
      expect(provisioningState).toBe('Succeeded');
      expect(nameOf(networkSecurityGroup.id)).toBe(`nsg-main-dev-${name.replace('snet-', '')}`);
      expect(nameOf(routeTable.id)).toBe(table.name);
    }
    expect(subnets.find(({ name }: { name: string }) => name === 'snet-func').delegations).toMatchObject([
      { serviceName: 'Microsoft.App/environments' },
    ]);
    expect(namesIn(groups)).toEqual(names('Microsoft.Network/networkSecurityGroups'));
    for (const { defaultSecurityRules } of groups) expect(defaultSecurityRules).toHaveLength(6);
    expect(rules.length).toBeGreaterThan(1);
    expect(rules.map(({ direction }: { direction: string }) => direction)).toContain('Inbound');
    expect(rules.map(({ access }: { access: string }) => access)).toContain('Deny');
    expect(namesIn(tables)).toEqual([table.name]);
    expect(tables[0].routes).toHaveLength(routes.length);
  });

  it('shows the private endpoints, approved, with their addresses in the private zones', async () => {
    const [endpoints, zones] = await Promise.all([
      own.az('network private-endpoint list'),
      own.az('network private-dns zone list'),
    ]);
    expect(namesIn(endpoints)).toEqual(names('Microsoft.Network/privateEndpoints'));
    expect(namesIn(zones)).toEqual(names('Microsoft.Network/privateDnsZones'));
    for (const {
      privateLinkServiceConnections: [connection],
      provisioningState,
      networkInterfaces,
    } of endpoints) {
      expect(provisioningState).toBe('Succeeded');
      expect(connection.privateLinkServiceConnectionState.status).toBe('Approved');
      expect(networkInterfaces).toHaveLength(1);
    }
    const [first] = endpoints;
    const zoneGroups = await own.az(
      `network private-endpoint dns-zone-group list -g ${first.resourceGroup} --endpoint-name ${first.name}`,
    );
    expect(zoneGroups).toMatchObject([{ name: 'default', provisioningState: 'Succeeded' }]);
    for (const zone of zones) {
      const at = `-g ${zone.resourceGroup} -z ${zone.name}`;
      const [links, records] = await Promise.all([
        own.az(`network private-dns link vnet list ${at}`),
        own.az(`network private-dns record-set list ${at}`),
      ]);
      expect(links).toMatchObject([{ virtualNetworkLinkState: 'Completed', registrationEnabled: false }]);
      expect(zone.numberOfRecordSets).toBe(records.length);
      expect(records).toContainEqual(
        expect.objectContaining({ name: '@', type: expect.stringMatching(/\/SOA$/i) }),
      );
      const addresses = records.filter(({ type }: { type: string }) => /\/A$/i.test(type));
      // The subnet of endpoints.
      expect(addresses).toMatchObject([
        { aRecords: [{ ipv4Address: expect.stringMatching(/^10\.40\.0\.1[2-9]\d$/) }] },
      ]);
      const [{ name }] = addresses;
      const record = await own.az(`network private-dns record-set a show ${at} -n ${name}`);
      expect(record.aRecords).toEqual(addresses[0].aRecords);
    }
  });

  it('shows the vault, closed to the public and governed by roles', async () => {
    const vault = only('Microsoft.KeyVault/vaults');
    const [vaults, shown, deleted] = await Promise.all([
      own.az('keyvault list'),
      own.az(`keyvault show -n ${vault.name}`),
      own.az('keyvault list-deleted'),
    ]);
    expect(namesIn(vaults)).toEqual([vault.name]);
    expect(shown.properties).toMatchObject({
      provisioningState: 'Succeeded',
      enableRbacAuthorization: true,
      publicNetworkAccess: 'Disabled',
      tenantId: helvetiaCare.id,
      vaultUri: `https://${vault.name}.vault.azure.net/`,
      networkAcls: { defaultAction: 'Deny' },
    });
    expect(deleted).toEqual([]);
  });

  it('shows the account without keys, and its model deployments', async () => {
    const account = only('Microsoft.CognitiveServices/accounts');
    const deployment = only('Microsoft.CognitiveServices/accounts/deployments');
    const [accounts, shown, deployments, one, usages, models, keys] = await Promise.all([
      own.az('cognitiveservices account list'),
      own.az(`cognitiveservices account show ${account.at}`),
      own.az(`cognitiveservices account deployment list ${account.at}`),
      own.az(`cognitiveservices account deployment show ${account.at} --deployment-name ${deployment.name}`),
      own.az('cognitiveservices usage list -l swedencentral'),
      own.az('cognitiveservices model list -l swedencentral'),
      own.try(`cognitiveservices account keys list ${account.at}`),
    ]);
    expect(namesIn(accounts)).toEqual([account.name]);
    expect(shown).toMatchObject({
      kind: 'OpenAI',
      location: 'swedencentral',
      sku: { name: 'S0' },
      properties: {
        provisioningState: 'Succeeded',
        disableLocalAuth: true,
        publicNetworkAccess: 'Disabled',
        customSubDomainName: account.name,
        endpoint: `https://${account.name}.openai.azure.com/`,
      },
    });
    expect(namesIn(deployments)).toEqual([deployment.name]);
    expect(one).toMatchObject({
      sku: { name: 'DataZoneStandard' },
      properties: { provisioningState: 'Succeeded', model: { name: deployment.name, format: 'OpenAI' } },
    });
    const used = usages.filter(({ currentValue }: { currentValue: number }) => currentValue > 0);
    expect(
      Object.fromEntries(
        used.map(({ name, currentValue }: { name: { value: string }; currentValue: number }) => [
          name.value,
          currentValue,
        ]),
      ),
    ).toEqual({
      [`OpenAI.DataZoneStandard.${deployment.name}`]: one.sku.capacity,
      'OpenAI.S0.AccountCount': 1,
    });
    expect(models.some(({ model }: { model: { name: string } }) => model.name === deployment.name)).toBe(
      true,
    );
    expect([keys.code, keys.stderr]).toEqual([1, expect.stringContaining('disableLocalAuth')]);
  });

  it('shows who may do what, by name', async () => {
    const identity = only('Microsoft.ManagedIdentity/userAssignedIdentities');
    const account = only('Microsoft.CognitiveServices/accounts');
    const [identities, shown, all, above, roles, application] = await Promise.all([
      own.az('identity list'),
      own.az(`identity show ${identity.at}`),
      own.az('role assignment list --all'),
      own.az(`role assignment list --scope ${account.id} --include-inherited`),
      own.az('role definition list --name "Cognitive Services OpenAI User"'),
      own.az(`ad sp show --id ${automationAppId}`),
    ]);
    expect(namesIn(identities)).toEqual([identity.name]);
    const assigned = all.filter(
      ({ principalId }: { principalId: string }) => principalId === shown.principalId,
    );
    expect(
      assigned.map(({ roleDefinitionName }: { roleDefinitionName: string }) => roleDefinitionName).sort(),
    ).toEqual(['Cognitive Services OpenAI User', 'Key Vault Secrets User']);
    // Names come from Graph: applications are called by their id.
    expect(new Set(assigned.map(({ principalName }: { principalName: string }) => principalName))).toEqual(
      new Set([shown.clientId]),
    );
    const { objectId } = applicationIn(helvetiaCare.id);
    expect(above).toContainEqual(
      expect.objectContaining({
        principalId: objectId,
        principalName: automationAppId,
        principalType: 'ServicePrincipal',
        roleDefinitionName: 'Owner',
      }),
    );
    expect(roles).toMatchObject([{ roleType: 'BuiltInRole', name: '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd' }]);
    expect(application).toMatchObject({ id: objectId, appId: automationAppId });
  });

  it('shows what watches over it', async () => {
    const [group, workspace] = [
      only('Microsoft.Insights/actionGroups'),
      only('Microsoft.OperationalInsights/workspaces'),
    ];
    const alerts = names('Microsoft.Insights/metricAlerts');
    const [groups, group1, listed, alert, workspaces, workspace1] = await Promise.all([
      own.az('monitor action-group list'),
      own.az(`monitor action-group show ${group.at}`),
      own.az('monitor metrics alert list'),
      own.az(`monitor metrics alert show -g rg-main-dev-monitor -n ${alerts[0]}`),
      own.az('monitor log-analytics workspace list'),
      own.az(`monitor log-analytics workspace show ${workspace.at}`),
    ]);
    expect(namesIn(groups)).toEqual([group.name]);
    expect(group1).toMatchObject({
      enabled: true,
      emailReceivers: [{ emailAddress: 'ops@helvetia-care.example' }],
    });
    expect(namesIn(listed)).toEqual(alerts);
    expect(alert).toMatchObject({
      enabled: true,
      actions: [{ actionGroupId: expect.stringMatching(/ag-main-dev$/) }],
    });
    expect(namesIn(workspaces)).toEqual([workspace.name]);
    expect(workspace1).toMatchObject({ provisioningState: 'Succeeded', sku: { name: 'PerGB2018' } });

    const settings = ids('Microsoft.Insights/diagnosticSettings');
    expect(settings.length).toBeGreaterThan(5);
    const sinks = await Promise.all(
      settings.slice(0, 3).map(async (id) => {
        const resource = id.slice(0, lower(id).indexOf('/providers/microsoft.insights/'));
        const found = await own.az(`monitor diagnostic-settings list --resource ${resource}`);
        return found.map(({ name, workspaceId }: { name: string; workspaceId: string }) => [
          name,
          lower(workspaceId),
        ]);
      }),
    );
    expect(sinks).toEqual(sinks.map(() => [['gotthard', lower(workspace.id)]]));
  });

  it('shows what governs it', async () => {
    const [budgets, policies, locks, provider] = await Promise.all([
      own.az('consumption budget list'),
      own.az('policy assignment list --disable-scope-strict-match'),
      own.az('lock list'),
      own.az('provider show -n Microsoft.CognitiveServices'),
    ]);
    expect(namesIn(budgets)).toEqual(names('Microsoft.Consumption/budgets'));
    expect(budgets).toMatchObject([{ timeGrain: 'Monthly', category: 'Cost' }]);
    expect(Number(budgets[0].amount)).toBe(500);
    expect(namesIn(policies)).toEqual(names('Microsoft.Authorization/policyAssignments'));
    expect(namesIn(locks)).toEqual(names('Microsoft.Authorization/locks'));
    expect(provider.registrationState).toBe('Registered');
  });

  it('is refused as by Azure: a wrong secret, and what is not there', async () => {
    const nobody = stranger(served);
    await nobody.az(`cloud register -n gotthard --cloud-config @${served.cloudFile}`);
    await nobody.az('cloud set -n gotthard');
    const [secret, group, vnet, exists] = await Promise.all([
      nobody.login('wrong'),
      own.try('group show -n rg-nowhere'),
      own.try('network vnet show -g rg-main-dev-network -n vnet-nowhere'),
      own.az('group exists -n rg-nowhere'),
    ]);
    expect([secret.code, secret.stderr]).toEqual([1, expect.stringContaining('AADSTS7000215')]);
    expect([group.code, group.stderr]).toEqual([3, expect.stringContaining('(ResourceGroupNotFound)')]);
    expect([vnet.code, vnet.stderr]).toEqual([3, expect.stringContaining('(ResourceNotFound)')]);
    expect(exists).toBe(false);
  });

  it('finds a cloud by nothing but its address', async () => {
    const found = await byAddress(served);
    const [groups, roles] = await Promise.all([
      found.az('group list'),
      found.az('role assignment list --all'),
    ]);
    expect(namesIn(groups)).toEqual(names('Microsoft.Resources/resourceGroups'));
    expect(roles.length).toBeGreaterThan(2);
  });

  it('takes it for Azure itself through the proxy', async () => {
    const azure = await throughProxy(served);
    const vault = only('Microsoft.KeyVault/vaults');
    const [account, groups, vaults, roles, secrets] = await Promise.all([
      azure.az('account show'),
      azure.az('group list'),
      azure.az('keyvault list'),
      azure.az('role assignment list --all'),
      azure.try(`keyvault secret list --vault-name ${vault.name}`),
    ]);
    expect(account).toMatchObject({ environmentName: 'AzureCloud', id: served.subscriptionId });
    expect(namesIn(groups)).toEqual(names('Microsoft.Resources/resourceGroups'));
    expect(namesIn(vaults)).toEqual([vault.name]);
    expect(roles.map(({ principalName }: { principalName: string }) => principalName)).toContain(
      automationAppId,
    );
    // It reaches the vault's own address, which is private.
    expect([secrets.code, secrets.stderr]).toEqual([1, expect.stringContaining('ForbiddenByConnection')]);
    const created = await azure.az('group create -n rg-by-proxy -l westeurope --tags a=b');
    expect(created.properties.provisioningState).toBe('Succeeded');
    const begun = performance.now();
    await azure.az('group delete -n rg-by-proxy --yes');
    // Without an answer's word for when to ask again it would sleep for 30 s.
    expect(performance.now() - begun).toBeLessThan(25_000);
    expect(await azure.az('group exists -n rg-by-proxy')).toBe(false);
  });
});

withAzureCli('an estate that the Azure CLI has begun', () => {
  it('is blocked, can be taken over by nothing but the mark, and is unchanged from then on', async () => {
    const at = folder();
    expect((await at.gotthard('plan', '--environments', 'dev', '--save')).code).toBe(0);
    const designed = await planned(at);
    const [vnet] = designed.filter(({ type }) => type === 'Microsoft.Network/virtualNetworks');
    const [group, name] = [groupOf(vnet?.id ?? ''), nameOf(vnet?.id ?? '')];
    const served = await serving(at);
    const own = await asOwnCloud(served);
    await own.az(`group create -n ${group} -l switzerlandnorth --tags cost-centre=4711`);
    await own.az(
      `network vnet create -g ${group} -n ${name} -l switzerlandnorth --address-prefixes 10.40.0.0/22 --tags cost-centre=4711`,
    );
    const shown = async () => ({
      group: await own.az(`group show -n ${group}`),
      vnet: await own.az(`network vnet show -g ${group} -n ${name}`),
    });
    const before = await shown();

    const blocked = await at.gotthard('plan', '--json');
    expect([blocked.code, new Set(problemsOf(blocked).map(({ code }) => code))]).toEqual([
      4,
      new Set(['GT-CHECK-BLOCKED']),
    ]);
    const text = await at.gotthard('plan');
    expect([text.code, text.stderr]).toEqual([4, expect.stringContaining('--adopt takes it over')]);
    expect((await at.gotthard('deploy', '--json', '--yes')).code).toBe(4);
    expect(await shown()).toEqual(before);

    const adopting = await at.gotthard('plan', '--adopt', '--json');
    const updates = planOf(adopting).stamps.flatMap(({ actions }) =>
      actions.filter(({ action }) => action === 'update'),
    );
    expect(updates.map(({ id }) => nameOf(id)).sort()).toEqual([group, name].sort());
    for (const { changes } of updates) {
      expect(changes.map(({ path }) => path)).toContain('/tags/gotthard-adopted');
      expect(changes.every(({ path, before: was }) => path.startsWith('/tags/') && was === null)).toBe(true);
    }
    const deployed = await at.gotthard('deploy', '--adopt', '--yes', '--json');
    expect(deployed.code, deployed.stderr).toBe(0);
    const [run] = runsOf(deployed);
    expect(run?.updated.map(nameOf).sort()).toEqual([group, name].sort());

    const after = await shown();
    const mark = {
      'data-class': 'confidential',
      'gotthard-adopted': 'true',
      'gotthard-estate': expect.any(String),
      'gotthard-stamp': 'main/dev',
      'managed-by': 'gotthard',
      environment: 'dev',
      tenant: 'main',
    };
    expect(after.group).toEqual({ ...before.group, tags: { ...before.group.tags, ...mark } });
    // The subnets are resources of their own, which the deployment has added.
    const { etag: _, subnets, ...rest } = after.vnet;
    const { etag: __, subnets: none, ...restBefore } = before.vnet;
    expect([none, subnets.length]).toEqual([[], 4]);
    expect(rest).toEqual({ ...restBefore, tags: { ...restBefore.tags, ...mark } });

    expect(changesOf(await at.gotthard('plan', '--json'))).toEqual([]);
    expect(changesOf(await at.gotthard('plan', '--json', '--cloud', served.url))).toEqual([]);
  }, 240_000);
});
