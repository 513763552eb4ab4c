import { beforeEach, describe, expect, it } from 'vitest';
import { Cloud, deep } from '../cloud.ts';

const role = {
  encryption: 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
  secrets: '4633458b-17de-408a-b874-0445c86b69e6',
};

let cloud: Cloud;
let account: string;
let vault: string;
let identity: string;
let principalId: string;
let clientId: string;

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  account = `${cloud.group}/providers/Microsoft.CognitiveServices/accounts/aoai-test`;
  vault = `${cloud.group}/providers/Microsoft.KeyVault/vaults/kv-test`;
  identity = `${cloud.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-test`;
  const made = await cloud.done('PUT', identity, { location: 'switzerlandnorth' });
  principalId = String(deep(made.body, 'properties', 'principalId'));
  clientId = String(deep(made.body, 'properties', 'clientId'));
  cloud.wait(60_000);
});

/** A vault with a key, and what the identity may do with it. */
async function given(
  { region = 'switzerlandnorth', granted = role.encryption, ...changed }: Record<string, unknown> = {},
  key: object = { kty: 'RSA', keySize: 2048 },
): Promise<void> {
  await cloud.done('PUT', vault, {
    location: String(region),
    properties: {
      tenantId: cloud.directory,
      sku: { family: 'A', name: 'standard' },
      enableRbacAuthorization: true,
      enablePurgeProtection: true,
      publicNetworkAccess: 'Disabled',
      networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny' },
      ...changed,
    },
  });
  await cloud.done('PUT', `${vault}/keys/cmk`, { properties: key });
  await cloud.done(
    'PUT',
    `${vault}/keys/cmk/providers/Microsoft.Authorization/roleAssignments/0f8fad5b-d9cb-469f-a165-70867728950e`,
    {
      properties: {
        roleDefinitionId: `/subscriptions/${cloud.subscription}/providers/Microsoft.Authorization/roleDefinitions/${String(granted)}`,
        principalId,
        principalType: 'ServicePrincipal',
      },
    },
  );
  cloud.wait(10 * 60_000);
}

function encrypted(changed: object = {}, users: object = { [identity]: {} }) {
  return {
    location: 'switzerlandnorth',
    kind: 'OpenAI',
    sku: { name: 'S0' },
    identity: { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: users },
    properties: {
      customSubDomainName: 'aoai-test',
      encryption: {
        keySource: 'Microsoft.KeyVault',
        keyVaultProperties: {
          keyVaultUri: 'https://kv-test.vault.azure.net/',
          keyName: 'cmk',
          identityClientId: clientId,
          ...changed,
        },
      },
    },
  };
}

describe('an account with a key of its owner', () => {
  it('is made in one PUT when identity, role, vault and key are there', async () => {
    await given();
    const made = await cloud.done('PUT', account, encrypted());
    expect(deep(made.body, 'properties', 'encryption', 'keySource')).toBe('Microsoft.KeyVault');
  });

  it('never goes back to a key of the service', async () => {
    await given();
    await cloud.done('PUT', account, encrypted());
    const off = { properties: { encryption: { keySource: 'Microsoft.CognitiveServices' } } };
    expect(await cloud.refusal('PATCH', account, off)).toBe('400 InvalidResourceProperties');
  });

  it.each<[string, Record<string, unknown>, object]>([
    ['a vault without purge protection', { enablePurgeProtection: undefined }, {}],
    ['a vault of another region', { region: 'westeurope' }, {}],
    [
      'a vault that keeps trusted services out',
      { networkAcls: { bypass: 'None', defaultAction: 'Deny' } },
      {},
    ],
    ['a vault that does not exist', {}, { keyVaultUri: 'https://kv-other.vault.azure.net/' }],
    ['a key that does not exist', {}, { keyName: 'other' }],
    ['a version that does not exist', {}, { keyVersion: '00000000000000000000000000000000' }],
    ['an identity that it does not have', {}, { identityClientId: '0f8fad5b-d9cb-469f-a165-70867728950e' }],
    ['no identity, before it has one of its own', {}, { identityClientId: undefined }],
  ])('is refused with %s', async (_what, settings, properties) => {
    await given(settings);
    expect(await cloud.refusal('PUT', account, encrypted(properties))).toBe('400 BadRequest');
  });

  it.each([
    ['an elliptic curve', { kty: 'EC', curveName: 'P-256' }],
    ['RSA of 4096 bits', { kty: 'RSA', keySize: 4096 }],
    ['a disabled key', { kty: 'RSA', keySize: 2048, attributes: { enabled: false } }],
  ])('is refused with %s', async (_what, key) => {
    await given({}, key);
    expect(await cloud.refusal('PUT', account, encrypted())).toBe('400 BadRequest');
  });

  it('is refused while its identity may not wrap and unwrap', async () => {
    await given({ granted: role.secrets });
    expect(await cloud.refusal('PUT', account, encrypted())).toBe('403 Forbidden');
  });

  it.each([
    ['no vault', { keyVaultUri: undefined }],
    ['no key', { keyName: undefined }],
  ])('is refused with %s', async (_what, properties) => {
    await given();
    expect(await cloud.refusal('PUT', account, encrypted(properties))).toBe('400 InvalidResourceProperties');
  });
});

describe('the rotation of a key', () => {
  const days = (timeAfterCreate: string) => [{ trigger: { timeAfterCreate }, action: { type: 'rotate' } }];

  it.each<[string, object]>([
    ['sooner than a week after creation', { lifetimeActions: days('P6D') }],
    ['with no ISO 8601 duration', { lifetimeActions: days('90 days') }],
    [
      'later than a week before expiry',
      { attributes: { expiryTime: 'P90D' }, lifetimeActions: days('P85D') },
    ],
    ['of a key that lives less than 28 days', { attributes: { expiryTime: 'P20D' } }],
    ['without a trigger', { lifetimeActions: [{ action: { type: 'rotate' } }] }],
    [
      'with a notice that is not counted from expiry',
      { lifetimeActions: [{ trigger: { timeAfterCreate: 'P90D' }, action: { type: 'notify' } }] },
    ],
    [
      'before an expiry that it does not have',
      { lifetimeActions: [{ trigger: { timeBeforeExpiry: 'P30D' }, action: { type: 'rotate' } }] },
    ],
  ])('is refused %s', async (_what, rotationPolicy) => {
    const settings = { tenantId: cloud.directory, sku: { family: 'A', name: 'standard' } };
    await cloud.done('PUT', vault, { location: 'switzerlandnorth', properties: settings });
    const body = { properties: { kty: 'RSA', keySize: 2048, rotationPolicy } };
    expect(await cloud.refusal('PUT', `${vault}/keys/cmk`, body)).toBe('400 BadRequest');
  });
});
