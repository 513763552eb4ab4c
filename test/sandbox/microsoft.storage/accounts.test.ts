import { beforeEach, describe, expect, it } from 'vitest';
import { helvetiaAiProd } from '../../../src/sandbox/seed-directories.ts';
import { type Body, Cloud, deep } from '../cloud.ts';

let cloud: Cloud;
let id: string;

function account(properties: object = {}, extra: object = {}): Body {
  return {
    location: 'switzerlandnorth',
    kind: 'StorageV2',
    sku: { name: 'Standard_LRS' },
    properties,
    ...extra,
  };
}

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  id = `${cloud.group}/providers/Microsoft.Storage/storageAccounts/sttest`;
});

describe('a new storage account', () => {
  it('is not there before its operation ends, and is open and with keys unless the body says otherwise', async () => {
    const made = await cloud.call('PUT', id, account());
    expect([made.status, made.headers.get('location')?.includes('/operationResults/')]).toEqual([202, true]);
    expect(await cloud.refusal('GET', id)).toBe('404 ResourceNotFound');
    expect(await cloud.refusal('PUT', id, account())).toBe('409 StorageAccountOperationInProgress');
    cloud.wait(60_000);
    const { body } = await cloud.call('GET', id);
    expect(body).toMatchObject({
      sku: { tier: 'Standard' },
      properties: {
        provisioningState: 'Succeeded',
        minimumTlsVersion: 'TLS1_0',
        networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow' },
        encryption: { keySource: 'Microsoft.Storage', services: { blob: { enabled: true } } },
        primaryEndpoints: { blob: 'https://sttest.blob.core.windows.net/' },
      },
    });
    expect(deep(body, 'properties', 'isHnsEnabled')).toBeUndefined();
    expect((await cloud.call('POST', `${id}/listKeys`)).body).toMatchObject({
      keys: [{ keyName: 'key1' }, { keyName: 'key2' }],
    });
  });

  it.each([
    ['no kind', { kind: undefined }, '400 InvalidRequestContent'],
    ['no SKU', { sku: undefined }, '400 InvalidRequestContent'],
    [
      'a kind without such copies',
      { kind: 'BlobStorage', sku: { name: 'Standard_ZRS' } },
      '400 InvalidRequestPropertyValue',
    ],
    ['files on standard disks', { kind: 'FileStorage' }, '400 InvalidRequestPropertyValue'],
    [
      'sixteen tags',
      { tags: Object.fromEntries([...'abcdefghijklmnop'].map((name) => [name, ''])) },
      '400 InvalidRequestContent',
    ],
  ])('with %s is refused', async (_what, extra, refusal) => {
    expect(await cloud.refusal('PUT', id, account({}, extra))).toBe(refusal);
  });

  it.each([
    ['a member that is none', { allowSharedKeys: false }, '400 InvalidRequestContent'],
    ['SFTP without a hierarchical namespace', { isSftpEnabled: true }, '400 InvalidRequestPropertyValue'],
    [
      'a key of a vault that it does not name',
      { encryption: { keySource: 'Microsoft.Keyvault' } },
      '400 InvalidRequestPropertyValue',
    ],
    ['a firewall that decides nothing', { networkAcls: { bypass: 'None' } }, '400 InvalidRequestContent'],
  ])('with %s is refused', async (_what, properties, refusal) => {
    expect(await cloud.refusal('PUT', id, account(properties))).toBe(refusal);
  });

  it.each(['st-test', 'ST', 'sttestTest', 'st2345678901234567890123456'])(
    'named %s is refused',
    async (name) => {
      expect(await cloud.refusal('PUT', id.replace('sttest', name), account())).toBe(
        '400 AccountNameInvalid',
      );
    },
  );
});

describe('the name of a storage account', () => {
  it('is taken over all subscriptions, and free as soon as it is deleted', async () => {
    const check = async () =>
      (
        await cloud.call(
          'POST',
          `/subscriptions/${cloud.subscription}/providers/Microsoft.Storage/checkNameAvailability`,
          {
            name: 'sttest',
            type: 'Microsoft.Storage/storageAccounts',
          },
        )
      ).body;
    await cloud.prepare(helvetiaAiProd.id);
    await cloud.done('PUT', id, account());
    const elsewhere = id.replace(cloud.subscription, helvetiaAiProd.id);
    expect(await cloud.refusal('PUT', elsewhere, account())).toBe('409 StorageAccountAlreadyTaken');
    expect(await check()).toMatchObject({ nameAvailable: false, reason: 'AlreadyExists' });
    expect((await cloud.call('DELETE', id)).status).toBe(200);
    expect((await cloud.call('DELETE', id)).status).toBe(204);
    expect(await check()).toEqual({ nameAvailable: true });
    await cloud.done('PUT', elsewhere, account());
  });
});

describe('what is fixed when a storage account is made', () => {
  it.each([
    ['no namespace to one', {}, { isHnsEnabled: true }, {}],
    ['false of a namespace that was never there', {}, { isHnsEnabled: false }, {}],
    ['a namespace to none', { isHnsEnabled: true }, { isHnsEnabled: false }, {}],
    ['one encryption to two', {}, { encryption: { requireInfrastructureEncryption: true } }, {}],
    ['one zone to three', {}, {}, { sku: { name: 'Standard_ZRS' } }],
    ['its kind', {}, {}, { kind: 'Storage' }],
  ])('stays so: %s', async (_what, before, after, extra) => {
    await cloud.done('PUT', id, account(before));
    expect(await cloud.refusal('PUT', id, account(after, extra))).toBe('400 AccountPropertyCannotBeUpdated');
  });

  it('may be said again, and everything else changes at once', async () => {
    const twice = { isHnsEnabled: true, encryption: { requireInfrastructureEncryption: true } };
    await cloud.done('PUT', id, account(twice));
    const changed = await cloud.call(
      'PUT',
      id,
      account({ ...twice, publicNetworkAccess: 'Disabled' }, { sku: { name: 'Standard_GRS' } }),
    );
    expect([changed.status, deep(changed.body, 'properties', 'publicNetworkAccess')]).toEqual([
      200,
      'Disabled',
    ]);
  });
});

describe('the blob service and its containers', () => {
  it('the one is there from birth and for as long as its account, the others come and go', async () => {
    await cloud.done('PUT', id, account());
    const service = `${id}/blobServices/default`;
    expect((await cloud.call('GET', service)).body).toMatchObject({
      properties: { deleteRetentionPolicy: { enabled: false } },
    });
    expect(await cloud.refusal('DELETE', service)).toBe('405 MethodNotAllowed');
    expect(await cloud.refusal('PUT', `${id}/blobServices/other`, { properties: {} })).toBe(
      '400 InvalidResourceName',
    );
    const kept = {
      properties: { deleteRetentionPolicy: { enabled: true, days: 7 }, isVersioningEnabled: true },
    };
    expect((await cloud.call('PUT', service, kept)).status).toBe(200);
    const container = `${service}/containers/data`;
    expect((await cloud.call('PUT', container, { properties: {} })).status).toBe(201);
    expect((await cloud.call('GET', container)).body).toMatchObject({ properties: { publicAccess: 'None' } });
    expect((await cloud.call('DELETE', container)).status).toBe(200);
    await cloud.call('DELETE', id);
    expect((await cloud.call('GET', service)).status).toBe(404);
  });

  it.each([
    [
      'days that Azure does not keep',
      '',
      { deleteRetentionPolicy: { enabled: true, days: 366 } },
      '400 InvalidRequestContent',
    ],
    ['a retention of no length', '', { deleteRetentionPolicy: { enabled: true } }, '400 InvalidXmlNodeValue'],
    ['versions in a namespace', '', { isVersioningEnabled: true }, '409 FeatureNotSupportedForAccount'],
    ['a restore without versions', '', { restorePolicy: { enabled: true, days: 1 } }, '409 Conflict'],
    [
      'a container for everybody',
      '/containers/data',
      { publicAccess: 'Blob' },
      '409 PublicAccessNotPermitted',
    ],
    ['a container with capitals', '/containers/Data', {}, '400 InvalidResourceName'],
  ])('refuse %s', async (_what, beneath, properties, refusal) => {
    await cloud.done('PUT', id, account({ isHnsEnabled: true }));
    expect(await cloud.refusal('PUT', `${id}/blobServices/default${beneath}`, { properties })).toBe(refusal);
  });
});
