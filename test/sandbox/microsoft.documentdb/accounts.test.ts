import { beforeEach, describe, expect, it } from 'vitest';
import { groups, helvetiaAiProd } from '../../../src/sandbox/seed-directories.ts';
import { type Body, Cloud, deep, items } from '../cloud.ts';

let cloud: Cloud;
let id: string;

const north = { locationName: 'switzerlandnorth', failoverPriority: 0 };

function account(properties: object = {}, extra: object = {}): Body {
  const base = { databaseAccountOfferType: 'Standard', locations: [north] };
  return { location: 'switzerlandnorth', properties: { ...base, ...properties }, ...extra };
}

/** A request, and the minutes that an account takes. */
async function done(method: string, path: string, body?: Body) {
  const answer = await cloud.done(method, path, body);
  cloud.wait(300_000);
  return answer;
}

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  id = `${cloud.group}/providers/Microsoft.DocumentDB/databaseAccounts/cosno-test`;
});

describe('an account of Cosmos DB', () => {
  it('is answered at once and made in minutes, open and with keys unless the body says otherwise', async () => {
    const made = await cloud.call('PUT', id, account());
    expect([made.status, deep(made.body, 'properties', 'provisioningState')]).toEqual([200, 'Creating']);
    expect(made.headers.get('azure-asyncoperation')).toContain('/Microsoft.DocumentDB/locations/');
    cloud.wait(300_000);
    const { body } = await cloud.call('GET', id);
    expect(body).toMatchObject({
      location: 'Switzerland North',
      kind: 'GlobalDocumentDB',
      properties: {
        provisioningState: 'Succeeded',
        documentEndpoint: 'https://cosno-test.documents.azure.com:443/',
        publicNetworkAccess: 'Enabled',
        disableLocalAuth: false,
        backupPolicy: { type: 'Periodic' },
        locations: [{ locationName: 'Switzerland North', isZoneRedundant: false }],
      },
    });
    expect(await cloud.call('DELETE', id)).toMatchObject({ status: 202 });
    cloud.wait(300_000);
    expect(await cloud.refusal('GET', id)).toBe('404 ResourceNotFound');
  });

  it.each([
    ['no offer type', { databaseAccountOfferType: undefined }],
    ['no location', { locations: [] }],
    ['a location that is none', { locations: [{ ...north, locationName: 'atlantis' }] }],
    ['priorities that do not begin at 0', { locations: [{ ...north, failoverPriority: 1 }] }],
    [
      'zones where there are none',
      { locations: [{ ...north, locationName: 'switzerlandwest', isZoneRedundant: true }] },
    ],
    [
      'two locations of a serverless account',
      {
        capabilities: [{ name: 'EnableServerless' }],
        locations: [north, { locationName: 'westeurope', failoverPriority: 1 }],
      },
    ],
    ['an unknown TLS version', { minimalTlsVersion: 'Tls13' }],
    ['an unknown bypass', { networkAclBypass: 'Everybody' }],
    [
      'an unknown tier of backups',
      { backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous1Day' } } },
    ],
    ['a misspelt property', { disableLocalAuthentication: true }],
    [
      'strong consistency in two write regions',
      {
        enableMultipleWriteLocations: true,
        consistencyPolicy: { defaultConsistencyLevel: 'Strong' },
      },
    ],
  ])('with %s is refused', async (_what, properties) => {
    expect(await cloud.refusal('PUT', id, account(properties))).toBe('400 BadRequest');
  });

  it.each(['co', 'Cosno-test', 'cosno--test', 'cosno_test', `c${'o'.repeat(44)}`])(
    'named %s is refused',
    async (name) => {
      expect(await cloud.refusal('PUT', id.replace('cosno-test', name), account())).toBe('400 BadRequest');
    },
  );

  it('has a name that nobody else in the world has, which a HEAD tells', async () => {
    const names = '/providers/Microsoft.DocumentDB/databaseAccountNames/cosno-test';
    expect(await cloud.call('HEAD', names, undefined, '2025-10-15')).toMatchObject({ status: 404 });
    await cloud.prepare(helvetiaAiProd.id);
    await done('PUT', id.replace(cloud.subscription, helvetiaAiProd.id), account());
    expect(await cloud.call('HEAD', names, undefined, '2025-10-15')).toMatchObject({ status: 200 });
    expect(await cloud.refusal('PUT', id, account())).toBe('400 BadRequest');
    await done('DELETE', id.replace(cloud.subscription, helvetiaAiProd.id));
    expect(await cloud.call('PUT', id, account())).toMatchObject({ status: 200 });
  });

  it.each([
    ['its zones', { locations: [{ ...north, isZoneRedundant: true }] }],
    ['its write region', { locations: [{ ...north, locationName: 'westeurope' }] }],
    ['its capacity', { capabilities: [{ name: 'EnableServerless' }] }],
    ['its free tier', { enableFreeTier: true }],
    ['its backups back to periodic ones', { backupPolicy: { type: 'Periodic' } }],
  ])('does not change %s', async (_what, properties) => {
    const backupPolicy = { type: 'Continuous' };
    await done('PUT', id, account({ backupPolicy }));
    expect(await cloud.refusal('PUT', id, account({ backupPolicy, ...properties }))).toBe('400 BadRequest');
    await done('PUT', id, account({ backupPolicy, disableLocalAuth: true }));
  });

  it('takes one write at a time, beneath it too', async () => {
    await cloud.call('PUT', id, account());
    expect(await cloud.refusal('PUT', id, account())).toBe('412 PreconditionFailed');
    cloud.wait(300_000);
    await cloud.call('PUT', role(), assignment());
    expect(await cloud.refusal('PUT', role('2'), assignment())).toBe('412 PreconditionFailed');
    expect(await cloud.refusal('DELETE', id)).toBe('412 PreconditionFailed');
  });
});

function role(last = '1'): string {
  return `${id}/sqlRoleAssignments/00000000-0000-4000-8000-00000000000${last}`;
}

function assignment(properties: object = {}): Body {
  return {
    properties: {
      roleDefinitionId: `${id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002`,
      principalId: groups[0]?.objectId,
      scope: id,
      ...properties,
    },
  };
}

describe('a role of the data plane', () => {
  beforeEach(async () => void (await done('PUT', id, account())));

  it('is accepted first, and there a little later', async () => {
    expect(await cloud.call('PUT', role(), assignment())).toMatchObject({ status: 202 });
    expect(await cloud.refusal('GET', role())).toBe('404 NotFound');
    cloud.wait(60_000);
    expect(items(await cloud.call('GET', `${id}/sqlRoleAssignments`))).toMatchObject([
      { properties: { scope: id } },
    ]);
    await cloud.done('DELETE', role());
    expect(await cloud.refusal('GET', role())).toBe('404 NotFound');
  });

  it('of somebody whom the directory does not know fails, and is not there', async () => {
    const unknown = assignment({ principalId: '0f0f0f0f-0000-4000-8000-000000000001' });
    const { headers } = await cloud.call('PUT', role(), unknown);
    cloud.wait(60_000);
    const { body } = await cloud.call('GET', headers.get('azure-asyncoperation') ?? '');
    expect(body).toMatchObject({ status: 'Failed', error: { code: 'BadRequest' } });
    expect(deep(body, 'error', 'message')).toContain('was not found in the AAD tenant');
    expect(await cloud.refusal('GET', role())).toBe('404 NotFound');
  });

  it.each([
    [
      'a definition that there is not',
      { roleDefinitionId: '/sqlRoleDefinitions/00000000-0000-0000-0000-000000000009' },
    ],
    ['the scope of something else', { scope: '/subscriptions/x' }],
    ['no principal', { principalId: undefined }],
  ])('with %s is refused', async (_what, properties) => {
    expect(await cloud.refusal('PUT', role(), assignment(properties))).toBe('400 BadRequest');
  });

  it('is of one principal on one scope for good', async () => {
    await cloud.done('PUT', role(), assignment());
    const other = assignment({ principalId: groups[1]?.objectId });
    expect(await cloud.refusal('PUT', role(), other)).toBe('400 BadRequest');
    expect(await cloud.refusal('PUT', role(), assignment({ scope: `${id}/dbs/one` }))).toBe('400 BadRequest');
  });
});

it('an account is reached by a private endpoint under its own name and that of its region', async () => {
  await done('PUT', id, account());
  const { body } = await cloud.call('GET', `${id}/privateLinkResources`, undefined, '2025-10-15');
  expect(deep(body, 'value', 0, 'properties')).toEqual({
    groupId: 'Sql',
    requiredMembers: ['cosno-test', 'cosno-test-switzerlandnorth'],
    requiredZoneNames: ['privatelink.documents.azure.com'],
  });
});
