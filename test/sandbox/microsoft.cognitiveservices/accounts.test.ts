import { beforeEach, describe, expect, it } from 'vitest';
import { helvetiaAiProd } from '../../../src/sandbox/seed-directories.ts';
import { type Body, Cloud, deep, items } from '../cloud.ts';

let cloud: Cloud;
let subscription: string;
let id: string;
let deleted: string;

const network = { publicNetworkAccess: 'Disabled', networkAcls: { defaultAction: 'Deny', bypass: 'None' } };

function account(properties: object = {}, extra: object = {}): Body {
  return {
    location: 'switzerlandnorth',
    kind: 'OpenAI',
    sku: { name: 'S0' },
    properties: { customSubDomainName: 'aoai-test', ...network, ...properties },
    ...extra,
  };
}

const chat = {
  sku: { name: 'GlobalStandard', capacity: 100 },
  properties: { model: { format: 'OpenAI', name: 'gpt-5.4-mini', version: '2026-03-17' } },
};

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  subscription = `/subscriptions/${cloud.subscription}`;
  id = `${cloud.group}/providers/Microsoft.CognitiveServices/accounts/aoai-test`;
  deleted = `${subscription}/providers/Microsoft.CognitiveServices/locations/switzerlandnorth/resourceGroups/rg-test/deletedAccounts/aoai-test`;
});

describe('a new account', () => {
  it('is created by an operation that is polled at its own URL', async () => {
    const made = await cloud.call('PUT', id, account());
    const poll = made.headers.get('azure-asyncoperation') ?? '';
    expect([made.status, deep(made.body, 'properties', 'provisioningState')]).toEqual([201, 'Creating']);
    expect(deep((await cloud.call('GET', poll)).body, 'status')).toBe('InProgress');
    cloud.wait(60_000);
    expect(deep((await cloud.call('GET', poll)).body, 'status')).toBe('Succeeded');
    expect(deep((await cloud.call('GET', id)).body, 'properties')).toMatchObject({
      provisioningState: 'Succeeded',
      endpoint: 'https://aoai-test.openai.azure.com/',
    });
  });

  it.each([
    ['no kind', { kind: undefined }, '400 InvalidResourceProperties'],
    ['no sku', { sku: undefined }, '400 InvalidResourceProperties'],
    ['a sku that is not offered', { sku: { name: 'F0' } }, '400 InvalidResourceProperties'],
    ['an unknown kind', { kind: 'OpenAi2' }, '400 InvalidRequestContent'],
    ['no region', { location: undefined }, '400 InvalidRequestContent'],
    ['an unknown region', { location: 'mars' }, '400 LocationNotAvailableForResourceType'],
    [
      'an identity type without the space',
      { identity: { type: 'SystemAssigned,UserAssigned' } },
      '400 InvalidRequestContent',
    ],
    ['an identity that lists nobody', { identity: { type: 'UserAssigned' } }, '400 InvalidIdentityValues'],
    [
      'an identity that does not exist',
      { identity: { type: 'UserAssigned', userAssignedIdentities: { '/subscriptions/x/nobody': {} } } },
      '400 FailedIdentityOperation',
    ],
  ])('with %s is refused', async (_what, extra, refusal) => {
    expect(await cloud.refusal('PUT', id, account({}, extra))).toBe(refusal);
  });

  it.each([
    ['network rules but no subdomain', { customSubDomainName: undefined }, '400 BadRequest'],
    ['a misspelt switch', { disableLocalAuthentication: true }, '400 InvalidRequestContent'],
    ['an unknown bypass', { networkAcls: { bypass: 'All' } }, '400 InvalidRequestContent'],
    ['a subdomain that is no host name', { customSubDomainName: 'a_b' }, '400 InvalidRequestContent'],
    ['a restore of nothing', { restore: true }, '404 ResourceNotFound'],
    [
      'a key from a vault that does not exist',
      {
        encryption: {
          keySource: 'Microsoft.KeyVault',
          keyVaultProperties: { keyName: 'k', keyVaultUri: 'https://x.vault.azure.net/' },
        },
      },
      '400 BadRequest',
    ],
    [
      'a managed key without its vault',
      { encryption: { keySource: 'Microsoft.KeyVault' } },
      '400 InvalidResourceProperties',
    ],
  ])('with %s is refused', async (_what, properties, refusal) => {
    expect(await cloud.refusal('PUT', id, account(properties))).toBe(refusal);
  });

  it('cannot take a subdomain that any other account has', async () => {
    await cloud.prepare(helvetiaAiProd.id);
    await cloud.done('PUT', id.replace(cloud.subscription, helvetiaAiProd.id), account());
    expect(await cloud.refusal('PUT', id, account())).toBe('409 CustomDomainInUse');
    const ask = { subdomainName: 'AOAI-test', type: 'Microsoft.CognitiveServices/accounts', kind: 'OpenAI' };
    const check = `${subscription}/providers/Microsoft.CognitiveServices/checkDomainAvailability`;
    expect((await cloud.call('POST', check, ask)).body).toMatchObject({ isSubdomainAvailable: false });
    expect((await cloud.call('POST', check, { ...ask, subdomainName: 'free' })).body).toMatchObject({
      isSubdomainAvailable: true,
    });
  });

  it('has a principal that its directory knows some seconds later', async () => {
    const made = await cloud.done('PUT', id, account({}, { identity: { type: 'SystemAssigned' } }));
    const principalId = deep(made.body, 'identity', 'principalId');
    expect(principalId).toMatch(/^[0-9a-f-]{36}$/);
    expect(deep(made.body, 'identity', 'tenantId')).toBe(cloud.directory);
    await cloud.done('DELETE', id);
    await cloud.done('DELETE', deleted);
    const again = await cloud.done('PUT', id, account({}, { identity: { type: 'SystemAssigned' } }));
    expect(deep(again.body, 'identity', 'principalId')).not.toBe(principalId);
  });
});

describe('an account that exists', () => {
  beforeEach(async () => {
    await cloud.done('PUT', id, account());
  });

  it('takes one write at a time, its own or beneath it', async () => {
    await cloud.call('PATCH', id, { tags: { a: 'b' } });
    expect(await cloud.refusal('PATCH', id, { tags: { a: 'c' } })).toBe('409 RequestConflict');
    expect(await cloud.refusal('PUT', `${id}/deployments/chat`, chat)).toBe('409 RequestConflict');
    cloud.wait(60_000);
    await cloud.done('PUT', `${id}/deployments/chat`, chat);
  });

  it.each([
    ['its subdomain', { customSubDomainName: 'other' }, {}],
    ['its kind to something else', {}, { kind: 'OpenAI', sku: { name: 'F0' } }],
  ])('cannot change %s', async (_what, properties, extra) => {
    expect(await cloud.refusal('PUT', id, account(properties, extra))).toBe('400 InvalidResourceProperties');
  });

  it('cannot move to another region', async () => {
    expect(await cloud.refusal('PUT', id, account({}, { location: 'swedencentral' }))).toBe(
      '409 InvalidResourceLocation',
    );
  });

  it('keeps its subdomain when a write leaves it out', async () => {
    await cloud.done('PUT', id, account({ customSubDomainName: undefined, networkAcls: undefined }));
    expect(deep((await cloud.call('GET', id)).body, 'properties', 'customSubDomainName')).toBe('aoai-test');
  });

  it('gives its keys, new ones on demand, and none when local authentication is off', async () => {
    const first = await cloud.call('POST', `${id}/listKeys`);
    const second = await cloud.call('POST', `${id}/regenerateKey`, { keyName: 'Key1' });
    expect(deep(second.body, 'key1')).not.toBe(deep(first.body, 'key1'));
    expect(deep(second.body, 'key2')).toBe(deep(first.body, 'key2'));
    expect(await cloud.refusal('POST', `${id}/regenerateKey`, { keyName: 'Key3' })).toBe(
      '400 InvalidRequestContent',
    );
    await cloud.done('PATCH', id, { properties: { disableLocalAuth: true } });
    expect(await cloud.refusal('POST', `${id}/listKeys`)).toBe('400 BadRequest');
    expect(await cloud.refusal('POST', `${id}/regenerateKey`, { keyName: 'Key1' })).toBe('400 BadRequest');
  });
});

describe('a deleted account', () => {
  beforeEach(async () => {
    await cloud.done('PUT', id, account({}, { tags: { a: 'b' } }));
    await cloud.done('PUT', `${id}/deployments/chat`, chat);
    await cloud.done('DELETE', id);
  });

  it('is kept for 48 hours with its name, subdomain and quota', async () => {
    const gone = await cloud.call('GET', deleted);
    const { deletionDate, scheduledPurgeDate } = deep(gone.body, 'properties') as { [key: string]: string };
    expect(Date.parse(scheduledPurgeDate ?? '') - Date.parse(deletionDate ?? '')).toBe(48 * 3_600_000);
    const list = `${subscription}/providers/Microsoft.CognitiveServices/deletedAccounts`;
    expect(items(await cloud.call('GET', list))).toEqual([gone.body]);
    expect(await cloud.refusal('PUT', id, account())).toBe('409 FlagMustBeSetForRestore');
    expect(await cloud.refusal('PUT', `${id}-2`, account())).toBe('409 CustomDomainInUse');
    const usages = await cloud.call(
      'GET',
      `${subscription}/providers/Microsoft.CognitiveServices/locations/switzerlandnorth/usages`,
    );
    const counter = items(usages).find(
      (one) => deep(one, 'name', 'value') === 'OpenAI.GlobalStandard.gpt-5.4-mini',
    );
    expect(deep(counter, 'currentValue')).toBe(100);
    cloud.wait(48 * 3_600_000);
    expect((await cloud.call('GET', deleted)).status).toBe(404);
  });

  it('comes back as it was with its deployments', async () => {
    await cloud.done('PUT', id, { location: 'switzerlandnorth', properties: { restore: true } });
    const { body } = await cloud.call('GET', id);
    expect(body).toMatchObject({
      kind: 'OpenAI',
      tags: { a: 'b' },
      properties: { customSubDomainName: 'aoai-test' },
    });
    expect(deep(body, 'properties', 'restore')).toBeUndefined();
    expect(items(await cloud.call('GET', `${id}/deployments`))).toHaveLength(1);
    expect((await cloud.call('GET', deleted)).status).toBe(404);
  });

  it('is purged by an operation and frees everything', async () => {
    expect((await cloud.call('DELETE', deleted)).status).toBe(202);
    cloud.wait(60_000);
    expect((await cloud.call('GET', deleted)).status).toBe(404);
    expect((await cloud.call('DELETE', deleted)).status).toBe(204);
    await cloud.done('PUT', id, account());
  });

  it('can be purged only with the right to at subscription scope', async () => {
    const limited = new Cloud({ principal: 'no-purge' });
    await limited.prepare();
    await limited.done('PUT', id, account());
    await limited.done('DELETE', id);
    expect(await limited.refusal('DELETE', deleted)).toBe('403 AuthorizationFailed');
  });
});
