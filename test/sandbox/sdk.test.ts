import { NetworkManagementClient } from '@azure/arm-network';
import { ResourceManagementClient } from '@azure/arm-resources';
import { describe, expect, it } from 'vitest';
import { helvetiaAiDev, helvetiaCare } from '../../src/sandbox/seed-directories.ts';
import { httpClientFrom } from '../kit/http-client.ts';
import { type Cloud, openCloud } from '../kit/sandbox.ts';

const location = 'switzerlandnorth';
const quick = { updateIntervalInMs: 1 };

function clients(cloud: Cloud) {
  const credential = { getToken: async () => cloud.sandbox.token(helvetiaCare.id) };
  // Every request takes five seconds of cloud time, so that polling gets somewhere without waiting.
  const fetch = async (request: Request): Promise<Response> => {
    cloud.pass(5_000);
    const response = await cloud.sandbox.fetch(request);
    response.headers.delete('retry-after');
    return response;
  };
  const options = { httpClient: httpClientFrom(fetch), retryOptions: { maxRetries: 0 } };
  return {
    network: new NetworkManagementClient(credential, helvetiaAiDev.id, { ...options }),
    resources: new ResourceManagementClient(credential, helvetiaAiDev.id, { ...options }),
  };
}

describe('the official clients on the sandbox', () => {
  it.each(['typical', 'first-poll'] as const)(
    'create, read, list and delete a network (%s)',
    async (durations) => {
      const cloud = openCloud({ durations });
      const before = cloud.sandbox.export();
      const { network, resources } = clients(cloud);
      await resources.resourceGroups.createOrUpdate('rg-Net', { location, tags: { a: 'b' } });
      const group = await network.networkSecurityGroups.beginCreateOrUpdateAndWait(
        'rg-Net',
        'nsg-pe',
        { location },
        quick,
      );
      const vnet = await network.virtualNetworks.beginCreateOrUpdateAndWait(
        'rg-Net',
        'vnet-1',
        { location, addressSpace: { addressPrefixes: ['10.40.0.0/22'] } },
        quick,
      );
      expect(vnet.provisioningState).toBe('Succeeded');
      const subnet = await network.subnets.beginCreateOrUpdateAndWait(
        'rg-Net',
        'vnet-1',
        'snet-pe',
        { addressPrefix: '10.40.0.0/26', networkSecurityGroup: { id: group.id ?? '' } },
        quick,
      );
      expect(subnet.networkSecurityGroup?.id).toBe(group.id);
      const listed = [];
      for await (const one of network.virtualNetworks.listAll()) listed.push(one.name);
      expect(listed).toEqual(['vnet-1']);
      expect((await resources.resourceGroups.checkExistence('rg-net')).body).toBe(true);
      await network.virtualNetworks.beginDeleteAndWait('rg-Net', 'vnet-1', quick);
      await network.networkSecurityGroups.beginDeleteAndWait('rg-Net', 'nsg-pe', quick);
      await resources.resourceGroups.beginDeleteAndWait('rg-Net', quick);
      expect((await resources.resourceGroups.checkExistence('rg-net')).body).toBe(false);
      expect(cloud.sandbox.export()).toBe(before);
    },
  );

  it('get the code of a refusal, and a transport error for a dropped connection', async () => {
    const cloud = openCloud({ faults: [{ method: 'PUT', fault: 'drop', nth: 2 }] });
    const { resources } = clients(cloud);
    await expect(resources.resourceGroups.createOrUpdate('rg.', { location })).rejects.toMatchObject({
      code: 'InvalidResourceGroup',
      statusCode: 400,
    });
    await expect(resources.resourceGroups.createOrUpdate('rg', { location })).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    const generic = await resources.resources
      .getById(`/subscriptions/${helvetiaAiDev.id}/resourceGroups/rg`, '2025-04-01')
      .catch((error: unknown) => error);
    expect(generic).toMatchObject({ statusCode: 404, code: 'ResourceGroupNotFound' });
  });

  it('register a provider and see it through', async () => {
    const cloud = openCloud();
    const { resources } = clients(cloud);
    expect((await resources.providers.get('Microsoft.Insights')).registrationState).toBe('NotRegistered');
    expect((await resources.providers.register('Microsoft.Insights')).registrationState).toBe('Registering');
    cloud.pass(60_000);
    expect((await resources.providers.get('Microsoft.Insights')).registrationState).toBe('Registered');
  });
});
