import { beforeEach, describe, expect, it } from 'vitest';
import { type Body, Cloud, deep, items } from '../cloud.ts';

let cloud: Cloud;
let id: string;
let storage: string;

const factory = (properties: object = {}): Body => ({
  location: 'switzerlandnorth',
  identity: { type: 'SystemAssigned' },
  properties: { publicNetworkAccess: 'Disabled', ...properties },
});
const network = (): string => `${id}/managedVirtualNetworks/default`;
const endpoint = (name = 'blob'): string => `${network()}/managedPrivateEndpoints/${name}`;
const toStorage = (groupId = 'blob', privateLinkResourceId = storage): Body => ({
  properties: { privateLinkResourceId, groupId },
});
const runtime = (referenceName = 'default'): Body => ({
  properties: {
    type: 'Managed',
    managedVirtualNetwork: { type: 'ManagedVirtualNetworkReference', referenceName },
    typeProperties: { computeProperties: { location: 'switzerlandnorth' } },
  },
});
const service = (properties: object = {}): Body => ({
  properties: {
    type: 'AzureBlobStorage',
    connectVia: { type: 'IntegrationRuntimeReference', referenceName: 'managed' },
    typeProperties: { serviceEndpoint: 'https://stfactory.blob.core.windows.net/' },
    ...properties,
  },
});
const dataset = (linked = 'storage'): Body => ({
  properties: {
    type: 'Binary',
    linkedServiceName: { type: 'LinkedServiceReference', referenceName: linked },
  },
});
const wait = (properties: object = {}): object => ({
  name: 'Wait',
  type: 'Wait',
  typeProperties: { waitTimeInSeconds: 1 },
  ...properties,
});
const pipeline = (...activities: readonly object[]): Body => ({ properties: { activities } }) as Body;

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  id = `${cloud.group}/providers/Microsoft.DataFactory/factories/adf-test`;
  storage = `${cloud.group}/providers/Microsoft.Storage/storageAccounts/stfactory`;
});

/** A factory with a managed network, beside a storage account. */
async function made(): Promise<void> {
  await cloud.done('PUT', storage, {
    kind: 'StorageV2',
    location: 'switzerlandnorth',
    sku: { name: 'Standard_LRS' },
    properties: {},
  });
  await cloud.done('PUT', id, factory());
  await cloud.done('PUT', network(), { properties: {} });
}

describe('a data factory', () => {
  it('is there at once, open unless the body says otherwise, with an identity where it asks for one', async () => {
    const open = await cloud.call('PUT', id, { location: 'switzerlandnorth' });
    expect(open).toMatchObject({ status: 200, body: { properties: { publicNetworkAccess: 'Enabled' } } });
    expect(await cloud.call('PUT', id, factory())).toMatchObject({
      status: 200,
      body: {
        eTag: expect.any(String),
        identity: { type: 'SystemAssigned', principalId: expect.any(String) },
        properties: {
          provisioningState: 'Succeeded',
          version: '2018-06-01',
          publicNetworkAccess: 'Disabled',
        },
      },
    });
  });

  it('has a name of its own in the world, and refuses what it does not know', async () => {
    await cloud.done('PUT', id, factory());
    const group = cloud.group.replace(/[^/]+$/, 'rg-other');
    await cloud.done('PUT', group, { location: 'switzerlandnorth' });
    const twin = `${group}/providers/Microsoft.DataFactory/factories/ADF-test`;
    expect(await cloud.refusal('PUT', twin, factory())).toBe('409 DataFactoryNameInUse');
    expect(await cloud.refusal('PUT', id, factory({ public: true }))).toMatch(/^400/);
    expect(await cloud.refusal('PUT', id, factory({ publicNetworkAccess: 'Some' }))).toMatch(/^400/);
    expect(await cloud.refusal('PUT', `${id}--x`, factory())).toBe('400 InvalidResourceName');
  });

  it('has one managed network, which nobody deletes', async () => {
    await made();
    expect(await cloud.refusal('PUT', `${id}/managedVirtualNetworks/mine`, { properties: {} })).toMatch(
      /^400/,
    );
    expect(await cloud.refusal('DELETE', network())).toMatch(/^405/);
  });
});

describe('a managed private endpoint', () => {
  it('waits on its target until it is approved there, and goes with its factory', async () => {
    await made();
    expect(await cloud.call('PUT', endpoint(), toStorage())).toMatchObject({
      status: 200,
      body: { properties: { provisioningState: 'Provisioning', connectionState: { status: 'Pending' } } },
    });
    expect(items(await cloud.call('GET', `${storage}/privateEndpointConnections`))).toEqual([]);
    cloud.wait(90_000);
    const [connection] = items(await cloud.call('GET', `${storage}/privateEndpointConnections`));
    expect(connection).toMatchObject({
      properties: {
        privateEndpoint: { id: expect.stringMatching(/\/privateEndpoints\/adf-test\.blob$/) },
        privateLinkServiceConnectionState: { status: 'Pending' },
      },
    });
    for (const status of ['Approved', 'Rejected']) {
      const state = { properties: { privateLinkServiceConnectionState: { status } } };
      await cloud.done('PUT', String(deep(connection, 'id')), state);
      expect(await cloud.call('GET', endpoint())).toMatchObject({
        body: { properties: { provisioningState: 'Succeeded', connectionState: { status } } },
      });
    }
    await cloud.done('DELETE', id);
    expect(items(await cloud.call('GET', `${storage}/privateEndpointConnections`))).toEqual([]);
  });

  it('is disconnected when its target takes the connection away', async () => {
    await made();
    await cloud.call('PUT', endpoint(), toStorage());
    cloud.wait(90_000);
    const [connection] = items(await cloud.call('GET', `${storage}/privateEndpointConnections`));
    await cloud.done('DELETE', String(deep(connection, 'id')));
    expect(await cloud.call('GET', endpoint())).toMatchObject({
      body: { properties: { connectionState: { status: 'Disconnected' } } },
    });
  });

  it('leads to what is there, by a group that it has, and for ever', async () => {
    await made();
    expect(await cloud.refusal('PUT', endpoint(), toStorage('vault'))).toBe('400 BadRequest');
    expect(await cloud.refusal('PUT', endpoint(), toStorage('blob', `${storage}x`))).toBe('400 BadRequest');
    expect(await cloud.refusal('PUT', endpoint('a b'), toStorage())).toBe('400 BadRequest');
    await cloud.call('PUT', endpoint(), toStorage());
    cloud.wait(90_000);
    expect(await cloud.refusal('PUT', endpoint(), toStorage('dfs'))).toBe('400 BadRequest');
  });
});

describe('what is in a factory', () => {
  it('is refused while it names what is not there, and stays while something names it', async () => {
    await made();
    const [managed, linked, files, work] = [
      `${id}/integrationRuntimes/managed`,
      `${id}/linkedservices/storage`,
      `${id}/datasets/files`,
      `${id}/pipelines/work`,
    ];
    const reads = { dataset: { type: 'DatasetReference', referenceName: 'files' } };
    const uses = wait({ type: 'GetMetadata', typeProperties: reads });
    const inOrder: [string, Body][] = [
      [managed, runtime()],
      [linked, service()],
      [files, dataset()],
      [work, pipeline(uses)],
    ];
    for (const [at, body] of inOrder.slice(1)) {
      expect(await cloud.refusal('PUT', at, body)).toBe('400 BadRequest');
    }
    for (const [at, body] of inOrder) {
      expect(await cloud.call('PUT', at, body)).toMatchObject({
        status: 200,
        body: { etag: expect.any(String) },
      });
    }
    for (const [at] of inOrder.slice(0, -1)) expect(await cloud.refusal('DELETE', at)).toBe('400 BadRequest');
    for (const [at] of inOrder.toReversed()) await cloud.done('DELETE', at);
  });

  it('answers no secret of a linked service', async () => {
    await cloud.done('PUT', id, factory());
    const servicePrincipalKey = { type: 'SecureString', value: 'c2VjcmV0' };
    const at = `${id}/linkedservices/keyed`;
    await cloud.done('PUT', at, service({ connectVia: undefined, typeProperties: { servicePrincipalKey } }));
    expect(JSON.stringify(await cloud.call('GET', at))).not.toContain('c2VjcmV0');
  });

  it.each<[string, string, () => Body]>([
    ['a linked service with a dash', 'linkedservices/my-storage', service],
    ['a linked service with an unknown member', 'linkedservices/storage', () => service({ keys: 1 })],
    ['a dataset of nothing', 'datasets/files', () => ({ properties: { type: 'Binary' } })],
    ['an activity without a name', 'pipelines/p', () => pipeline(wait({ name: undefined }))],
    ['two activities of one name', 'pipelines/p', () => pipeline(wait(), wait())],
    [
      'an activity that waits for none',
      'pipelines/p',
      () => pipeline(wait({ dependsOn: [{ activity: 'Other', dependencyConditions: ['Succeeded'] }] })),
    ],
    [
      'a web activity without an address',
      'pipelines/p',
      () => pipeline(wait({ type: 'WebActivity', typeProperties: { method: 'GET' } })),
    ],
    ['a runtime in another network', 'integrationRuntimes/other', () => runtime('mine')],
  ])('refuses %s', async (_what, at, body) => {
    await made();
    await cloud.done('PUT', `${id}/integrationRuntimes/managed`, runtime());
    expect(await cloud.refusal('PUT', `${id}/${at}`, body())).toMatch(/^400 BadRequest/);
  });

  it('keeps a runtime in its network', async () => {
    await made();
    const at = `${id}/integrationRuntimes/managed`;
    await cloud.done('PUT', at, runtime());
    expect(await cloud.refusal('PUT', at, { properties: { type: 'SelfHosted' } })).toBe('400 BadRequest');
  });
});
