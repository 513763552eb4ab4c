import { beforeEach, describe, expect, it } from 'vitest';
import { helvetiaAiProd } from '../../../src/sandbox/seed-directories.ts';
import { checkContract, hasContract } from '../../kit/contract.ts';
import { type Body, Cloud, deep, items } from '../cloud.ts';

const location = 'switzerlandnorth';
let cloud: Cloud;
let web: string;
let network: string;

const flexPlan = { location, kind: 'functionapp', sku: { name: 'FC1' }, properties: { reserved: true } };
const workflowPlan = { location, sku: { name: 'WS1', tier: 'WorkflowStandard' }, properties: {} };

const functionAppConfig = {
  deployment: {
    storage: {
      type: 'blobContainer',
      value: 'https://sttest.blob.core.windows.net/deployment',
      authentication: { type: 'SystemAssignedIdentity' },
    },
  },
  runtime: { name: 'node', version: '22' },
  scaleAndConcurrency: { maximumInstanceCount: 40, instanceMemoryMB: 2048 },
};

function app(properties: object = {}, extra: object = {}): Body {
  return {
    location,
    kind: 'functionapp,linux',
    identity: { type: 'SystemAssigned' },
    properties: { serverFarmId: `${web}/serverfarms/asp-test`, functionAppConfig, ...properties },
    ...extra,
  };
}

function workflows(properties: object = {}): Body {
  return {
    location,
    kind: 'functionapp,workflowapp',
    properties: { serverFarmId: `${web}/serverfarms/asp-logic`, ...properties },
  };
}

/** A network with one subnet for each way in which an app can meet it. */
async function buildNetwork(): Promise<void> {
  const delegated = (name: string, addressPrefix: string, serviceName?: string) => ({
    name,
    properties: {
      addressPrefix,
      delegations: serviceName === undefined ? [] : [{ name: 'd', properties: { serviceName } }],
    },
  });
  await cloud.done('PUT', network, {
    location,
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [
        delegated('snet-func', '10.0.0.0/27', 'Microsoft.App/environments'),
        delegated('snet_func', '10.0.0.32/27', 'Microsoft.App/environments'),
        delegated('snet-logic', '10.0.0.64/27', 'Microsoft.Web/serverFarms'),
        delegated('snet-tiny', '10.0.0.96/29', 'Microsoft.Web/serverFarms'),
        delegated('snet-plain', '10.0.0.128/27'),
      ],
    },
  });
}

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  web = `${cloud.group}/providers/Microsoft.Web`;
  network = `${cloud.group}/providers/Microsoft.Network/virtualNetworks/vnet-test`;
  await cloud.done('PUT', `${web}/serverfarms/asp-test`, flexPlan);
});

describe('a plan', () => {
  it('is there at once, says what its SKU is part of, and counts its apps', async () => {
    expect((await cloud.call('GET', `${web}/serverfarms/asp-test`)).body).toMatchObject({
      location: 'Switzerland North',
      kind: 'functionapp',
      sku: { name: 'FC1', tier: 'FlexConsumption', size: 'FC1', family: 'FC', capacity: 0 },
      properties: { status: 'Ready', reserved: true, numberOfSites: 0, provisioningState: 'Succeeded' },
    });
    await cloud.done('PUT', `${web}/sites/func-test`, app());
    expect(items(await cloud.call('GET', `${web}/serverfarms`))).toMatchObject([
      { properties: { numberOfSites: 1 } },
    ]);
    expect(await cloud.refusal('DELETE', `${web}/serverfarms/asp-test`)).toBe('409 Conflict');
  });

  it.each([
    ['no SKU', { sku: undefined }],
    ['a SKU that nobody knows', { sku: { name: 'XX1' } }],
    ['a tier that is not that of its SKU', { sku: { name: 'FC1', tier: 'Dynamic' } }],
    ['Flex Consumption on Windows', { properties: { reserved: false } }],
    ['a misspelt property', { properties: { reserved: true, zoneRedundancy: true } }],
  ])('with %s is refused', async (_what, extra) => {
    const refusal = await cloud.refusal('PUT', `${web}/serverfarms/asp-other`, { ...flexPlan, ...extra });
    expect(refusal).toBe('400 BadRequest');
  });

  it('keeps its tier', async () => {
    const other = { ...workflowPlan, properties: { reserved: true } };
    expect(await cloud.refusal('PUT', `${web}/serverfarms/asp-test`, other)).toBe('400 BadRequest');
  });
});

describe('an app', () => {
  it('is open and publishes with a password unless the body says otherwise; its settings are kept beside it', async () => {
    const siteConfig = { http20Enabled: true, appSettings: [{ name: 'VAULT_URI', value: 'https://kv/' }] };
    const id = `${web}/sites/func-test`;
    expect((await cloud.call('PUT', id, app({ siteConfig }))).status).toBe(200);
    const { body } = await cloud.call('GET', id);
    expect(body).toMatchObject({
      location: 'Switzerland North',
      kind: 'functionapp,linux',
      identity: { principalId: expect.any(String) },
      properties: {
        state: 'Running',
        httpsOnly: false,
        publicNetworkAccess: 'Enabled',
        defaultHostName: 'func-test.azurewebsites.net',
        functionAppConfig: { runtime: { name: 'node', version: '22' } },
      },
    });
    expect(deep(body, 'properties', 'siteConfig')).toBeUndefined();
    const config = await cloud.call('GET', `${id}/config/web`);
    expect(config.body).toMatchObject({ properties: { http20Enabled: true, minTlsVersion: '1.2' } });
    expect(deep(config.body, 'properties', 'appSettings')).toBeUndefined();
    const settings = () => cloud.call('POST', `${id}/config/appsettings/list`);
    expect(deep((await settings()).body, 'properties')).toEqual({ VAULT_URI: 'https://kv/' });
    await cloud.done('PUT', `${id}/config/appsettings`, { properties: { OTHER: '1' } });
    expect(deep((await settings()).body, 'properties')).toEqual({ OTHER: '1' });
    await cloud.done('PATCH', id, { properties: { httpsOnly: true } });
    expect(deep((await settings()).body, 'properties')).toEqual({ OTHER: '1' });

    const policies = `${id}/basicPublishingCredentialsPolicies`;
    expect(items(await cloud.call('GET', policies))).toMatchObject([
      { name: 'ftp', properties: { allow: true } },
      { name: 'scm', properties: { allow: true } },
    ]);
    expect(await cloud.refusal('PUT', `${policies}/scm`, { properties: { allow: false } })).toBe(
      '400 BadRequest',
    );
    await cloud.done('PUT', `${policies}/scm`, { location, properties: { allow: false } });
    expect((await cloud.call('GET', `${policies}/scm`)).body).toMatchObject({ properties: { allow: false } });
    expect(await cloud.refusal('DELETE', `${policies}/scm`)).toBe('405 MethodNotAllowed');
  });

  const scale = functionAppConfig.scaleAndConcurrency;
  const storage = functionAppConfig.deployment.storage;
  const config = (part: object) => ({ functionAppConfig: { ...functionAppConfig, ...part } });
  it.each([
    ['no plan', { serverFarmId: undefined }, {}],
    ['no configuration of its own', { functionAppConfig: undefined }, {}],
    ['Node 18', config({ runtime: { name: 'node', version: '18' } }), {}],
    ['three GB', config({ scaleAndConcurrency: { ...scale, instanceMemoryMB: 3072 } }), {}],
    ['no instance', config({ scaleAndConcurrency: { ...scale, maximumInstanceCount: 0 } }), {}],
    ['an identity that it has not', {}, { identity: { type: 'None' } }],
    [
      'a container without a name',
      config({ deployment: { storage: { ...storage, value: 'https://sttest.blob.core.windows.net' } } }),
      {},
    ],
    [
      'a runtime among its settings',
      { siteConfig: { appSettings: [{ name: 'FUNCTIONS_WORKER_RUNTIME', value: 'node' }] } },
      {},
    ],
    ['a runtime in its configuration', { siteConfig: { linuxFxVersion: 'Node|22' } }, {}],
    ['a word on FTP', { siteConfig: { ftpsState: 'Disabled' } }, {}],
    ['routing, which is always on', { outboundVnetRouting: { allTraffic: true } }, {}],
    ['the wrong kind', {}, { kind: 'functionapp,linux,workflowapp' }],
    ['the wrong operating system', {}, { kind: 'functionapp' }],
    ['another region than its plan', {}, { location: 'westeurope' }],
    ['a misspelt property', { httpOnly: true }, {}],
    ['an unknown TLS version', { siteConfig: { minTlsVersion: '1.4' } }, {}],
  ])('on Flex Consumption with %s is refused', async (_what, properties, extra) => {
    expect(await cloud.refusal('PUT', `${web}/sites/func-test`, app(properties, extra))).toBe(
      '400 BadRequest',
    );
  });

  it('on Flex Consumption is alone in its plan, and in a plan that is there', async () => {
    await cloud.done('PUT', `${web}/sites/func-test`, app());
    expect(await cloud.refusal('PUT', `${web}/sites/func-other`, app())).toBe('400 BadRequest');
    const elsewhere = app({ serverFarmId: `${web}/serverfarms/asp-none` });
    expect(await cloud.refusal('PUT', `${web}/sites/func-other`, elsewhere)).toBe('404 NotFound');
  });

  it.each(['-func', 'func_test', 'f', 'f'.repeat(61)])('named %s is refused', async (name) => {
    expect(await cloud.refusal('PUT', `${web}/sites/${name}`, app())).toBe('400 BadRequest');
  });

  it('has a name that nobody else in the world has', async () => {
    const check = `/subscriptions/${cloud.subscription}/providers/Microsoft.Web/checknameavailability`;
    const asked = { name: 'func-test', type: 'Microsoft.Web/sites' };
    expect((await cloud.call('POST', check, asked)).body).toEqual({ nameAvailable: true });
    await cloud.done('PUT', `${web}/sites/func-test`, app());
    expect((await cloud.call('POST', check, asked)).body).toMatchObject({ reason: 'AlreadyExists' });
    await cloud.prepare(helvetiaAiProd.id);
    const other = web.replace(cloud.subscription, helvetiaAiProd.id);
    await cloud.done('PUT', `${other}/serverfarms/asp-test`, flexPlan);
    const body = {
      ...(app() as object),
      properties: { serverFarmId: `${other}/serverfarms/asp-test`, functionAppConfig },
    };
    expect(await cloud.refusal('PUT', `${other}/sites/FUNC-test`, body)).toBe('409 Conflict');
  });

  it('takes its plan along when it was the last one, unless it is told not to', async () => {
    const id = `${web}/sites/func-test`;
    await cloud.done('PUT', id, app());
    expect((await cloud.call('DELETE', `${id}?deleteEmptyServerFarm=false`)).status).toBe(200);
    expect((await cloud.call('GET', `${web}/serverfarms/asp-test`)).status).toBe(200);
    await cloud.done('PUT', id, app());
    expect((await cloud.call('DELETE', id)).status).toBe(200);
    expect((await cloud.call('DELETE', id)).status).toBe(204);
    expect((await cloud.call('GET', `${web}/serverfarms/asp-test`)).status).toBe(404);
    expect((await cloud.call('GET', `${id}/config/web`)).status).toBe(404);
  });
});

describe('an app for workflows', () => {
  beforeEach(async () => void (await cloud.done('PUT', `${web}/serverfarms/asp-logic`, workflowPlan)));

  it('shares its plan with others, and has no configuration of Flex Consumption', async () => {
    await cloud.done('PUT', `${web}/sites/logic-one`, workflows({ siteConfig: { ftpsState: 'Disabled' } }));
    await cloud.done('PUT', `${web}/sites/logic-two`, workflows());
    const config = await cloud.call('GET', `${web}/sites/logic-one/config/web`);
    expect(deep(config.body, 'properties', 'ftpsState')).toBe('Disabled');
    const flex = workflows({ functionAppConfig });
    expect(await cloud.refusal('PUT', `${web}/sites/logic-three`, flex)).toBe('400 BadRequest');
  });

  it('makes a share for its content, which a closed account refuses', async () => {
    const account = `${cloud.group}/providers/Microsoft.Storage/storageAccounts/stlogic`;
    const put = (properties: object) =>
      cloud.done('PUT', account, {
        location,
        kind: 'StorageV2',
        sku: { name: 'Standard_LRS' },
        properties,
      });
    const content = {
      name: 'WEBSITE_CONTENTAZUREFILECONNECTIONSTRING',
      value: 'DefaultEndpointsProtocol=https;AccountName=stlogic;AccountKey=x',
    };
    const shared = workflows({ siteConfig: { appSettings: [content] } });
    expect(await cloud.refusal('PUT', `${web}/sites/logic-one`, shared)).toBe('400 BadRequest');
    await put({ publicNetworkAccess: 'Disabled' });
    expect(await cloud.refusal('PUT', `${web}/sites/logic-one`, shared)).toBe('400 BadRequest');
    await buildNetwork();
    const inside = {
      virtualNetworkSubnetId: `${network}/subnets/snet-logic`,
      outboundVnetRouting: { contentShareTraffic: true },
      siteConfig: { appSettings: [content] },
    };
    await cloud.done('PUT', `${web}/sites/logic-one`, workflows(inside));
    await put({ publicNetworkAccess: 'Disabled', allowSharedKeyAccess: false });
    expect(await cloud.refusal('PUT', `${web}/sites/logic-two`, workflows(inside))).toBe('400 BadRequest');
  });
});

describe('an app that joins a subnet', () => {
  beforeEach(buildNetwork);
  const inside = (name: string) => ({ virtualNetworkSubnetId: `${network}/subnets/${name}` });

  it.each([
    ['is not there', 'snet-none'],
    ['is not delegated', 'snet-plain'],
    ['is delegated to another service', 'snet-logic'],
    ['has an underscore in its name', 'snet_func'],
  ])('is refused when it %s', async (_what, subnet) => {
    expect(await cloud.refusal('PUT', `${web}/sites/func-test`, app(inside(subnet)))).toBe('400 BadRequest');
  });

  it('needs Microsoft.App in the subscription', async () => {
    const provider = `/subscriptions/${cloud.subscription}/providers/Microsoft.App`;
    await cloud.call('POST', `${provider}/unregister`, undefined, '2025-04-01');
    expect(await cloud.refusal('PUT', `${web}/sites/func-test`, app(inside('snet-func')))).toBe(
      '400 BadRequest',
    );
  });

  it('holds it with a link, which goes some time after the app', async () => {
    const subnet = `${network}/subnets/snet-func`;
    await cloud.done('PUT', `${web}/sites/func-test`, app(inside('snet-func')));
    const shown = (await cloud.call('GET', subnet)).body;
    expect(deep(shown, 'properties', 'serviceAssociationLinks', 0)).toMatchObject({
      name: 'legionservicelink',
      properties: { linkedResourceType: 'Microsoft.App/environments' },
    });
    expect(await cloud.refusal('DELETE', subnet)).toBe('400 InUseSubnetCannotBeDeleted');
    expect(await cloud.refusal('DELETE', network)).toBe('400 InUseSubnetCannotBeDeleted');
    const freed = { properties: { addressPrefix: '10.0.0.0/27' } };
    expect(await cloud.refusal('PUT', subnet, freed)).toBe('400 SubnetMissingRequiredDelegation');
    await cloud.call('DELETE', `${web}/sites/func-test`);
    expect(await cloud.refusal('DELETE', subnet)).toBe('400 InUseSubnetCannotBeDeleted');
    cloud.wait(120_000);
    const redelegated = {
      properties: {
        addressPrefix: '10.0.0.0/27',
        delegations: [{ name: 'd', properties: { serviceName: 'Microsoft.Web/serverFarms' } }],
      },
    };
    await cloud.done('PUT', subnet, redelegated);
    await cloud.done('DELETE', subnet);
  });

  it('of another plan needs a subnet of another size, and a link of another service no room', async () => {
    for (const plan of ['asp-logic', 'asp-more'])
      await cloud.done('PUT', `${web}/serverfarms/${plan}`, workflowPlan);
    expect(await cloud.refusal('PUT', `${web}/sites/logic-one`, workflows(inside('snet-tiny')))).toBe(
      '400 BadRequest',
    );
    await cloud.done('PUT', `${web}/sites/logic-one`, workflows(inside('snet-logic')));
    await cloud.done('PUT', `${web}/sites/logic-two`, workflows(inside('snet-logic')));
    const more = workflows({ ...inside('snet-logic'), serverFarmId: `${web}/serverfarms/asp-more` });
    expect(await cloud.refusal('PUT', `${web}/sites/logic-three`, more)).toBe('400 BadRequest');
    for (const name of ['logic-one', 'logic-two']) await cloud.call('DELETE', `${web}/sites/${name}`);
    const subnet = `${network}/subnets/snet-logic`;
    const both = ['Microsoft.Web/serverFarms', 'Microsoft.App/environments'].map((serviceName, index) => ({
      name: `d${index}`,
      properties: { serviceName },
    }));
    await cloud.call('PUT', subnet, { properties: { addressPrefix: '10.0.0.64/27', delegations: both } });
    expect(await cloud.refusal('PUT', `${web}/sites/func-test`, app(inside('snet-logic')))).toBe(
      '400 OnlyOneServiceAssociationLinkAllowedPerSubnet',
    );
  });
});

describe('a private endpoint of an app', () => {
  it('has one address for two names, and a connection that can be rejected', async () => {
    await buildNetwork();
    const id = `${web}/sites/func-test`;
    await cloud.done('PUT', id, app({ publicNetworkAccess: 'Disabled' }));
    const endpoint = `${cloud.group}/providers/Microsoft.Network/privateEndpoints/pe-func`;
    await cloud.done('PUT', endpoint, {
      location,
      properties: {
        subnet: { id: `${network}/subnets/snet-plain` },
        privateLinkServiceConnections: [
          { name: 'c', properties: { privateLinkServiceId: id, groupIds: ['sites'] } },
        ],
      },
    });
    const { body } = await cloud.call('GET', endpoint);
    expect(deep(body, 'properties', 'customDnsConfigs')).toMatchObject([
      { fqdn: 'func-test.azurewebsites.net', ipAddresses: ['10.0.0.132'] },
      { fqdn: 'func-test.scm.azurewebsites.net', ipAddresses: ['10.0.0.132'] },
    ]);
    const zone = `${cloud.group}/providers/Microsoft.Network/privateDnsZones/privatelink.azurewebsites.net`;
    await cloud.done('PUT', zone, { location: 'global' }, '2024-06-01');
    await cloud.done('PUT', `${endpoint}/privateDnsZoneGroups/default`, {
      properties: { privateDnsZoneConfigs: [{ name: 'sites', properties: { privateDnsZoneId: zone } }] },
    });
    const records = items(await cloud.call('GET', `${zone}/A`, undefined, '2024-06-01'));
    expect(records).toMatchObject([{ name: 'func-test' }, { name: 'func-test.scm' }]);
    const [connection] = items(await cloud.call('GET', `${id}/privateEndpointConnections`));
    const rejected = { properties: { privateLinkServiceConnectionState: { status: 'Rejected' } } };
    expect((await cloud.call('PUT', String(deep(connection, 'id')), rejected)).status).toBe(200);
    expect((await cloud.call('GET', `${id}/privateLinkResources`)).body).toMatchObject({
      value: [{ properties: { groupId: 'sites', requiredZoneNames: ['privatelink.azurewebsites.net'] } }],
    });
  });
});

describe.skipIf(!hasContract)('answers of Microsoft.Web', () => {
  it('satisfy and never exceed the types that Microsoft publishes', async () => {
    await buildNetwork();
    await cloud.done('PUT', `${web}/serverfarms/asp-logic`, workflowPlan);
    const site = `${web}/sites/func-test`;
    await cloud.done('PUT', site, app({ virtualNetworkSubnetId: `${network}/subnets/snet-func` }));
    await cloud.done('PUT', `${web}/sites/logic-test`, workflows());
    for (const path of [
      'serverfarms',
      'serverfarms/asp-logic',
      'sites',
      'sites/func-test',
      'sites/func-test/config/web',
    ])
      await cloud.done('GET', `${web}/${path}`);
    await cloud.done('POST', `${site}/config/appsettings/list`);
    await cloud.done('GET', network);
    const { errors, report } = await checkContract(cloud.exchanges);
    expect(errors, report).toBe(0);
    expect(report).not.toMatch(/warning (?!0)/i);
  });
});
