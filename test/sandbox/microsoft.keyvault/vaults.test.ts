import { beforeEach, describe, expect, it } from 'vitest';
import { helvetiaAiProd, juraBank } from '../../../src/sandbox/seed-directories.ts';
import { type Body, Cloud, deep, items } from '../cloud.ts';

let cloud: Cloud;
let id: string;
let deleted: string;

function vault(properties: object = {}, extra: object = {}): Body {
  const base = { tenantId: cloud.directory, sku: { family: 'A', name: 'standard' } };
  return { location: 'switzerlandnorth', properties: { ...base, ...properties }, ...extra };
}

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  id = `${cloud.group}/providers/Microsoft.KeyVault/vaults/kv-test`;
  deleted = `/subscriptions/${cloud.subscription}/providers/Microsoft.KeyVault/locations/switzerlandnorth/deletedVaults/kv-test`;
});

describe('a new vault', () => {
  it('registers its name first and then succeeds', async () => {
    const made = await cloud.call('PUT', id, vault());
    expect([made.status, deep(made.body, 'properties', 'provisioningState')]).toEqual([
      200,
      'RegisteringDns',
    ]);
    cloud.wait(60_000);
    const { body } = await cloud.call('GET', id);
    expect(deep(body, 'properties')).toMatchObject({
      provisioningState: 'Succeeded',
      vaultUri: 'https://kv-test.vault.azure.net/',
      accessPolicies: [],
      enableSoftDelete: true,
      softDeleteRetentionInDays: 90,
    });
  });

  it('is in RBAC mode by default from api-version 2026-02-01 on, and not before', async () => {
    await cloud.done('PUT', id, vault());
    await cloud.done('PUT', `${id}-2`, vault(), '2024-11-01');
    const modes = [await cloud.call('GET', id), await cloud.call('GET', `${id}-2`)];
    expect(modes.map(({ body }) => deep(body, 'properties', 'enableRbacAuthorization'))).toEqual([
      true,
      false,
    ]);
  });

  it.each([
    ['1kv', 'a digit first'],
    ['kv', 'two characters'],
    ['kv--x', 'two hyphens together'],
    ['kv-', 'a hyphen last'],
    ['kv_x', 'an underscore'],
    ['k23456789012345678901234x', 'twenty-five characters'],
  ])('named %s (%s) is refused', async (name) => {
    const path = `${cloud.group}/providers/Microsoft.KeyVault/vaults/${name}`;
    expect(await cloud.refusal('PUT', path, vault())).toBe('400 VaultNameNotValid');
  });

  it.each([
    ['another directory', { tenantId: juraBank.id }],
    ['purge protection set to false', { enablePurgeProtection: false }],
    ['soft delete set to false', { enableSoftDelete: false }],
  ])('with %s is refused', async (_what, properties) => {
    expect(await cloud.refusal('PUT', id, vault(properties))).toBe('400 BadRequest');
  });

  it.each([
    ['no sku', { sku: undefined }],
    ['a sku of another family', { sku: { family: 'B', name: 'standard' } }],
    ['an unknown sku', { sku: { family: 'A', name: 'deluxe' } }],
    ['six days of retention', { softDeleteRetentionInDays: 6 }],
    ['ninety-one days of retention', { softDeleteRetentionInDays: 91 }],
    ['a misspelt property', { enableRbacAuthorisation: true }],
    ['an unknown bypass', { networkAcls: { bypass: 'Everyone' } }],
    ['an address rule without a value', { networkAcls: { ipRules: [{}] } }],
    ['an access policy without permissions', { accessPolicies: [{ tenantId: juraBank.id, objectId: 'x' }] }],
  ])('with %s is refused', async (_what, properties) => {
    expect(await cloud.refusal('PUT', id, vault(properties))).toBe('400 InvalidRequestContent');
  });

  it('cannot take a name that a vault of another subscription has, soft-deleted or not', async () => {
    await cloud.prepare(helvetiaAiProd.id);
    const other = id.replace(cloud.subscription, helvetiaAiProd.id);
    await cloud.done('PUT', other, vault());
    expect(await cloud.refusal('PUT', id, vault())).toBe('409 VaultAlreadyExists');
    await cloud.done('DELETE', other);
    expect(await cloud.refusal('PUT', id, vault())).toBe('409 VaultAlreadyExists');
  });
});

describe('a vault that exists', () => {
  beforeEach(async () => {
    await cloud.done('PUT', id, vault({ softDeleteRetentionInDays: 7 }));
  });

  it('keeps its retention', async () => {
    expect(await cloud.refusal('PUT', id, vault({ softDeleteRetentionInDays: 8 }))).toBe('400 BadRequest');
  });

  it('keeps purge protection once it has it', async () => {
    await cloud.done('PATCH', id, { properties: { enablePurgeProtection: true } });
    expect(await cloud.refusal('PATCH', id, { properties: { enablePurgeProtection: false } })).toBe(
      '400 BadRequest',
    );
    await cloud.done('PUT', id, vault());
    expect(deep((await cloud.call('GET', id)).body, 'properties', 'enablePurgeProtection')).toBe(true);
  });

  it('takes a patch of its tags and nothing else changes', async () => {
    const before = (await cloud.call('GET', id)).body;
    const patched = await cloud.call('PATCH', id, { tags: { owner: 'us' } });
    expect(deep(patched.body, 'tags')).toEqual({ owner: 'us' });
    expect(deep(patched.body, 'properties')).toEqual(deep(before, 'properties'));
  });

  it('stands in the lists of its group and its subscription', async () => {
    const type = 'providers/Microsoft.KeyVault/vaults';
    for (const scope of [cloud.group, `/subscriptions/${cloud.subscription}`]) {
      expect(items(await cloud.call('GET', `${scope}/${type}`)).map((one) => deep(one, 'name'))).toEqual([
        'kv-test',
      ]);
    }
  });

  it('says that its name is taken', async () => {
    const path = `/subscriptions/${cloud.subscription}/providers/Microsoft.KeyVault/checkNameAvailability`;
    const ask = async (name: string): Promise<Body> =>
      (await cloud.call('POST', path, { name, type: 'Microsoft.KeyVault/vaults' })).body;
    expect(await ask('KV-Test')).toMatchObject({ nameAvailable: false, reason: 'AlreadyExists' });
    expect(await ask('k')).toMatchObject({ nameAvailable: false, reason: 'AccountNameInvalid' });
    expect(await ask('kv-other')).toEqual({ nameAvailable: true });
  });

  it('cannot be given a private endpoint connection by hand', async () => {
    const body = { properties: { privateLinkServiceConnectionState: { status: 'Approved' } } };
    expect(await cloud.refusal('PUT', `${id}/privateEndpointConnections/mine`, body)).toBe(
      '404 PrivateEndpointConnectionNotFound',
    );
  });
});

describe('a deleted vault', () => {
  const assignment =
    '/providers/Microsoft.Authorization/roleAssignments/11111111-2222-4333-8444-555555555555';

  beforeEach(async () => {
    await cloud.done('PUT', id, vault({ softDeleteRetentionInDays: 7, publicNetworkAccess: 'Disabled' }));
    await cloud.done('PUT', `${id}/secrets/hush`, { properties: { value: 'v1' } });
    await cloud.done('PUT', id + assignment, {
      properties: {
        roleDefinitionId: `/subscriptions/${cloud.subscription}/providers/Microsoft.Authorization/roleDefinitions/21090545-7ca7-4776-b22c-e363652d74d2`,
        principalId: 'c84f1b60-92d7-4a5e-b3c8-1d7e9f0a2b01',
      },
    });
  });

  it('goes at once, and a second delete finds nothing', async () => {
    expect((await cloud.call('DELETE', id)).status).toBe(200);
    expect((await cloud.call('DELETE', id)).status).toBe(204);
    expect((await cloud.call('GET', id)).status).toBe(404);
  });

  it('is listed with the day of its purge and holds its name', async () => {
    await cloud.call('DELETE', id);
    const gone = await cloud.call('GET', deleted);
    const { deletionDate, scheduledPurgeDate, vaultId } = deep(gone.body, 'properties') as {
      [key: string]: string;
    };
    expect(vaultId).toBe(id);
    expect(Date.parse(scheduledPurgeDate ?? '') - Date.parse(deletionDate ?? '')).toBe(7 * 86_400_000);
    const list = `/subscriptions/${cloud.subscription}/providers/Microsoft.KeyVault/deletedVaults`;
    expect(items(await cloud.call('GET', list))).toEqual([gone.body]);
    expect(await cloud.refusal('PUT', id, vault())).toBe('409 ConflictError');
  });

  it('frees its name when the retention is over', async () => {
    await cloud.call('DELETE', id);
    cloud.wait(7 * 86_400_000);
    expect((await cloud.call('GET', deleted)).status).toBe(404);
    await cloud.done('PUT', id, vault());
  });

  it('comes back with its old settings and secrets, without its role assignments', async () => {
    await cloud.call('DELETE', id);
    await cloud.done('PUT', id, vault({ createMode: 'recover', publicNetworkAccess: 'Enabled' }));
    const { body } = await cloud.call('GET', id);
    expect(deep(body, 'properties', 'publicNetworkAccess')).toBe('Disabled');
    expect(deep(body, 'properties', 'createMode')).toBeUndefined();
    expect(items(await cloud.call('GET', `${id}/secrets`))).toHaveLength(1);
    expect((await cloud.call('GET', id + assignment)).status).toBe(404);
    expect((await cloud.call('GET', deleted)).status).toBe(404);
  });

  it('cannot be recovered when there is none, or from another region', async () => {
    const recover = { createMode: 'recover' };
    expect(await cloud.refusal('PUT', `${id}-x`, vault(recover))).toBe('404 SoftDeletedVaultDoesNotExist');
    await cloud.call('DELETE', id);
    const elsewhere = vault(recover, { location: 'swedencentral' });
    expect(await cloud.refusal('PUT', id, elsewhere)).toBe('404 SoftDeletedVaultDoesNotExist');
  });

  it('is purged by an operation, and its name is free', async () => {
    await cloud.call('DELETE', id);
    const purge = await cloud.call('POST', `${deleted}/purge`);
    expect(purge.status).toBe(202);
    const poll = purge.headers.get('location') ?? '';
    expect((await cloud.call('GET', poll)).status).toBe(202);
    cloud.wait(60_000);
    expect((await cloud.call('GET', poll)).status).toBe(200);
    expect((await cloud.call('GET', deleted)).status).toBe(404);
    await cloud.done('PUT', id, vault());
  });

  it('with purge protection cannot be purged', async () => {
    await cloud.done('PATCH', id, { properties: { enablePurgeProtection: true } });
    await cloud.call('DELETE', id);
    expect(await cloud.refusal('POST', `${deleted}/purge`)).toBe('405 MethodNotAllowed');
    expect(deep((await cloud.call('GET', deleted)).body, 'properties', 'purgeProtectionEnabled')).toBe(true);
  });

  it('can be purged only with the right to at subscription scope', async () => {
    const limited = new Cloud({ principal: 'no-purge' });
    await limited.prepare();
    await limited.done('PUT', id, vault());
    await limited.call('DELETE', id);
    expect(await limited.refusal('POST', `${deleted}/purge`)).toBe('403 AuthorizationFailed');
  });

  it('is soft-deleted with its group too', async () => {
    await cloud.done('DELETE', cloud.group, undefined, '2025-04-01');
    cloud.wait(600_000);
    expect((await cloud.call('GET', deleted)).status).toBe(200);
  });
});
