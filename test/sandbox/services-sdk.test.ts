import { CognitiveServicesManagementClient } from '@azure/arm-cognitiveservices';
import { KeyVaultManagementClient } from '@azure/arm-keyvault';
import { ResourceManagementClient } from '@azure/arm-resources';
import { beforeEach, describe, expect, it } from 'vitest';
import { httpClientFrom } from '../kit/http-client.ts';
import { Cloud } from './cloud.ts';

const location = 'switzerlandnorth';
const quick = { updateIntervalInMs: 1 };

function clients(cloud: Cloud) {
  const credential = { getToken: async () => cloud.sandbox.token(cloud.directory) };
  // Every request takes five seconds of cloud time, so that polling gets somewhere without waiting.
  const fetch = async (request: Request): Promise<Response> => {
    cloud.wait(5_000);
    const response = await cloud.sandbox.fetch(request);
    response.headers.delete('retry-after');
    return response;
  };
  const options = { httpClient: httpClientFrom(fetch), retryOptions: { maxRetries: 0 } };
  return {
    vaults: new KeyVaultManagementClient(credential, cloud.subscription, { ...options }),
    cognitive: new CognitiveServicesManagementClient(credential, cloud.subscription, { ...options }),
    resources: new ResourceManagementClient(credential, cloud.subscription, { ...options }),
  };
}

async function collect<T>(list: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of list) found.push(one);
  return found;
}

describe.each(['typical', 'first-poll'] as const)('the official clients (%s)', (durations) => {
  let cloud: Cloud;
  let before: string;

  beforeEach(async () => {
    cloud = new Cloud({ durations });
    await cloud.prepare();
    before = cloud.sandbox.export();
  });

  it('take a vault through its whole life', async () => {
    const { vaults: client } = clients(cloud);
    const properties = {
      tenantId: cloud.directory,
      sku: { family: 'A', name: 'standard' } as const,
      softDeleteRetentionInDays: 7,
    };
    const made = await client.vaults.createOrUpdate('rg-test', 'kv-sdk', { location, properties }, quick);
    expect(made.properties.provisioningState).toBe('Succeeded');
    expect(made.properties.accessPolicies).toEqual([]);
    await client.secrets.createOrUpdate('rg-test', 'kv-sdk', 'key1', { properties: { value: 'hush' } });
    await client.keys.createIfNotExist('rg-test', 'kv-sdk', 'cmk', { properties: { kty: 'RSA' } });
    const taken = await client.vaults.checkNameAvailability({
      name: 'kv-sdk',
      type: 'Microsoft.KeyVault/vaults',
    });
    expect(taken.nameAvailable).toBe(false);
    await client.vaults.delete('rg-test', 'kv-sdk');
    expect((await collect(client.vaults.listDeleted())).map(({ name }) => name)).toEqual(['kv-sdk']);
    await client.vaults.createOrUpdate(
      'rg-test',
      'kv-sdk',
      { location, properties: { ...properties, createMode: 'recover' } },
      quick,
    );
    expect(await collect(client.secrets.list('rg-test', 'kv-sdk'))).toHaveLength(1);
    await client.vaults.delete('rg-test', 'kv-sdk');
    await client.vaults.purgeDeleted('kv-sdk', location, quick);
    expect(cloud.sandbox.export()).toBe(before);
  });

  it('take an account and its children through their whole life', async () => {
    const { cognitive: client } = clients(cloud);
    const account = {
      location,
      kind: 'OpenAI',
      sku: { name: 'S0' },
      identity: { type: 'SystemAssigned' } as const,
      properties: { customSubDomainName: 'aoai-sdk', publicNetworkAccess: 'Disabled' },
    };
    const made = await client.accounts.beginCreateAndWait('rg-test', 'aoai-sdk', account, quick);
    expect(made.properties?.provisioningState).toBe('Succeeded');
    expect(made.identity?.principalId).toMatch(/-/);
    await client.raiPolicies.createOrUpdate('rg-test', 'aoai-sdk', 'strict', {
      properties: { mode: 'Blocking' },
    });
    const deployment = {
      sku: { name: 'GlobalStandard', capacity: 10 },
      properties: { raiPolicyName: 'strict', model: { format: 'OpenAI', name: 'gpt-5.4-mini' } },
    };
    const chat = await client.deployments.beginCreateOrUpdateAndWait(
      'rg-test',
      'aoai-sdk',
      'chat',
      deployment,
      quick,
    );
    expect(chat.properties?.rateLimits).toHaveLength(2);
    await client.accounts.beginUpdateAndWait('rg-test', 'aoai-sdk', { tags: { a: 'b' } }, quick);
    const usages = await collect(client.usages.list(location));
    expect(
      usages.find(({ name }) => name?.value === 'OpenAI.GlobalStandard.gpt-5.4-mini')?.currentValue,
    ).toBe(10);
    const models = await collect(client.models.list(location));
    expect(models[0]?.model?.skus?.[0]?.deprecationDate).toBeInstanceOf(Date);
    expect((await client.accounts.listKeys('rg-test', 'aoai-sdk')).key1).toHaveLength(84);
    await client.deployments.beginDeleteAndWait('rg-test', 'aoai-sdk', 'chat', quick);
    await client.raiPolicies.beginDeleteAndWait('rg-test', 'aoai-sdk', 'strict', quick);
    await client.accounts.beginDeleteAndWait('rg-test', 'aoai-sdk', quick);
    expect(await collect(client.deletedAccounts.list())).toHaveLength(1);
    await client.deletedAccounts.beginPurgeAndWait(location, 'rg-test', 'aoai-sdk', quick);
    expect(cloud.sandbox.export()).toBe(before);
  });

  it('reach every other type by its id', async () => {
    const { resources: client } = clients(cloud);
    const made: [string, string, object][] = [
      [
        'Microsoft.OperationalInsights/workspaces/law-sdk',
        '2025-07-01',
        { location, properties: { retentionInDays: 30 } },
      ],
      ['Microsoft.ManagedIdentity/userAssignedIdentities/id-sdk', '2024-11-30', { location }],
      [
        'Microsoft.Insights/actionGroups/ag-sdk',
        '2023-01-01',
        { location: 'global', properties: { groupShortName: 'ops', enabled: true } },
      ],
    ];
    for (const [path, version, body] of made) {
      const id = `${cloud.group.slice(1)}/providers/${path}`;
      const answer = await client.resources.beginCreateOrUpdateByIdAndWait(id, version, body, quick);
      expect(answer.id).toBe(`/${id}`);
      await client.resources.beginDeleteByIdAndWait(id, version, quick);
      await expect(client.resources.getById(id, version)).rejects.toMatchObject({ statusCode: 404 });
    }
  });
});
