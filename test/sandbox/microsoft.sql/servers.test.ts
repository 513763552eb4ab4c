import { beforeEach, describe, expect, it } from 'vitest';
import { helvetiaAiProd } from '../../../src/sandbox/seed-directories.ts';
import { type Body, Cloud, deep, items } from '../cloud.ts';

let cloud: Cloud;
let id: string;

const entra = {
  administratorType: 'ActiveDirectory',
  principalType: 'Group',
  login: 'sg-databases',
  sid: '11111111-2222-4333-8444-555555555555',
  azureADOnlyAuthentication: true,
};

function server(properties: object = {}): Body {
  return { location: 'switzerlandnorth', properties: { administrators: entra, ...properties } };
}

function database(properties: object = {}, sku: object = {}): Body {
  return {
    location: 'switzerlandnorth',
    sku: { name: 'GP_S_Gen5', tier: 'GeneralPurpose', family: 'Gen5', capacity: 1, ...sku },
    properties,
  };
}

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  id = `${cloud.group}/providers/Microsoft.Sql/servers/sql-test`;
});

describe('a SQL server', () => {
  it('is accepted first and there later, open unless the body says otherwise, with what it is born with', async () => {
    expect(await cloud.call('PUT', id, server())).toMatchObject({ status: 202 });
    expect(await cloud.refusal('GET', id)).toMatch(/^404/);
    cloud.wait(120_000);
    const { body } = await cloud.call('GET', id);
    expect(body).toMatchObject({
      kind: 'v12.0',
      properties: {
        state: 'Ready',
        fullyQualifiedDomainName: 'sql-test.database.windows.net',
        publicNetworkAccess: 'Enabled',
        restrictOutboundNetworkAccess: 'Disabled',
        administrators: entra,
        administratorLogin: expect.stringMatching(/^CloudSA/),
      },
    });
    expect(items(await cloud.call('GET', `${id}/databases`))).toMatchObject([
      { name: 'master', kind: 'v12.0,system' },
    ]);
    const auditing = await cloud.call('GET', `${id}/auditingSettings/default`);
    expect(auditing.body).toMatchObject({ name: 'Default', properties: { state: 'Disabled' } });
    await cloud.done('DELETE', id);
    expect(await cloud.refusal('GET', `${id}/auditingSettings/default`)).toMatch(/^404/);
  });

  it.each([
    ['nobody who administers it', { administrators: undefined }],
    ['a login without a password', { administrators: undefined, administratorLogin: 'sa' }],
    [
      'an administrator and no word of passwords',
      { administrators: { ...entra, azureADOnlyAuthentication: false } },
    ],
  ])('with %s is refused', async (_what, properties) => {
    expect(await cloud.refusal('PUT', id, server(properties))).toBe('400 InvalidParameterValue');
  });

  it.each([
    ['an unknown TLS version', { minimalTlsVersion: '1.4' }],
    ['an administrator without an id', { administrators: { ...entra, sid: undefined } }],
    ['a misspelt property', { publicNetwork: 'Disabled' }],
    ['an unknown switch', { restrictOutboundNetworkAccess: 'Sometimes' }],
  ])('with %s is refused', async (_what, properties) => {
    expect(await cloud.refusal('PUT', id, server(properties))).toBe('400 InvalidRequestContent');
  });

  it.each(['SQL-test', '-sql', 'sql-', 'sql_test', 's'.repeat(64)])('named %s is refused', async (name) => {
    expect(await cloud.refusal('PUT', id.replace('sql-test', name), server())).toBe('400 InvalidServerName');
  });

  it('keeps who administers it, and does not take passwords later', async () => {
    await cloud.done('PUT', id, server());
    const other = { ...entra, sid: '99999999-2222-4333-8444-555555555555' };
    await cloud.done('PUT', id, server({ administrators: other }));
    const { body } = await cloud.call('GET', id);
    expect(deep(body, 'properties', 'administrators', 'sid')).toBe(entra.sid);
    const passwords = server({ administrators: { ...entra, azureADOnlyAuthentication: false } });
    expect(await cloud.refusal('PUT', id, passwords)).toBe('400 InvalidParameterValue');
  });

  it('has a name that nobody else in the world has, which is found out late', async () => {
    const check = `/subscriptions/${cloud.subscription}/providers/Microsoft.Sql/checkNameAvailability`;
    const asked = { name: 'sql-test', type: 'Microsoft.Sql/servers' };
    const answer = async () => deep((await cloud.call('POST', check, asked, '2023-08-01')).body, 'available');
    expect(await answer()).toBe(true);
    await cloud.prepare(helvetiaAiProd.id);
    await cloud.done('PUT', id.replace(cloud.subscription, helvetiaAiProd.id), server());
    expect(await answer()).toBe(false);
    const { headers } = await cloud.call('PUT', id, server());
    cloud.wait(120_000);
    const { body } = await cloud.call('GET', headers.get('azure-asyncoperation') ?? '');
    expect(body).toMatchObject({ status: 'Failed', error: { code: 'NameAlreadyExists' } });
    expect(await cloud.refusal('GET', id)).toMatch(/^404/);
  });
});

describe('what lies in a server', () => {
  beforeEach(async () => void (await cloud.done('PUT', id, server())));

  it('is a serverless database that pauses, backed up to another region unless it says otherwise', async () => {
    expect(await cloud.call('PUT', `${id}/databases/app`, database())).toMatchObject({ status: 202 });
    cloud.wait(120_000);
    const { body } = await cloud.call('GET', `${id}/databases/app`);
    expect(body).toMatchObject({
      kind: 'v12.0,user,vcore,serverless',
      sku: { name: 'GP_S_Gen5', capacity: 1 },
      properties: {
        status: 'Online',
        autoPauseDelay: 60,
        currentServiceObjectiveName: 'GP_S_Gen5_1',
        requestedBackupStorageRedundancy: 'Geo',
      },
    });
    await cloud.done('DELETE', `${id}/databases/app`);
    expect(await cloud.refusal('GET', `${id}/databases/app`)).toMatch(/^404/);
  });

  it.each([
    ['an unknown tier', database({}, { name: 'GP_S_Gen9' }), '400 InvalidSkuName'],
    ['three vCores', database({}, { capacity: 3 }), '400 InvalidSkuName'],
    ['a pause after five minutes', database({ autoPauseDelay: 5 }), '400 InvalidAutoPauseDelay'],
    ['more vCores at least than at most', database({ minCapacity: 2 }), '400 InvalidMinCapacity'],
    ['no room', database({ maxSizeBytes: 1 }), '400 InvalidMaxSizeBytes'],
    [
      'an unknown redundancy',
      database({ requestedBackupStorageRedundancy: 'Twice' }),
      '400 InvalidRequestContent',
    ],
    ['another region', { ...(database() as object), location: 'westeurope' }, '400 InvalidLocation'],
  ])('is refused with %s', async (_what, body, refusal) => {
    expect(await cloud.refusal('PUT', `${id}/databases/app`, body)).toBe(refusal);
  });

  it('is a master database that stays as it is', async () => {
    expect(await cloud.refusal('PUT', `${id}/databases/master`, database())).toBe(
      '400 OperationNotSupported',
    );
    expect(await cloud.refusal('DELETE', `${id}/databases/master`)).toBe('400 OperationNotSupported');
  });

  it('is auditing that goes somewhere, is set and never deleted', async () => {
    const path = `${id}/auditingSettings/default`;
    const setting = (properties: object) => ({ properties: { state: 'Enabled', ...properties } });
    expect(await cloud.refusal('PUT', path, setting({}))).toMatch(/^400 BlobAuditing/);
    await cloud.done('PUT', path, setting({ isAzureMonitorTargetEnabled: true }));
    expect((await cloud.call('GET', path)).body).toMatchObject({ properties: { state: 'Enabled' } });
    expect(await cloud.refusal('DELETE', path)).toMatch(/^405/);
  });
});
