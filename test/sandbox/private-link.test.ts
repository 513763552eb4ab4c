import { expect, it } from 'vitest';
import { bodies, endpointBody, ids } from '../kit/estate.ts';
import { Cloud } from './cloud.ts';

it('a private endpoint is refused for some seconds after each write to its account or beneath it', async () => {
  const cloud = new Cloud();
  await cloud.prepare();
  await cloud.done('PUT', ids.vnet, bodies.vnet);
  await cloud.done('PUT', ids.subnet, { properties: { addressPrefix: '10.40.0.0/26' } });
  const account = ids.account;
  const body = {
    location: 'switzerlandnorth',
    kind: 'OpenAI',
    sku: { name: 'S0' },
    properties: { customSubDomainName: 'oai-test' },
  };
  const model = {
    sku: { name: 'GlobalStandard', capacity: 1 },
    properties: { model: { format: 'OpenAI', name: 'gpt-5.4-mini' } },
  };
  const endpoint = (): Promise<string> =>
    cloud.refusal('PUT', ids.endpoint, endpointBody(account, 'account'));

  await cloud.call('PUT', account, body);
  expect(await endpoint()).toBe('400 AccountProvisioningStateInvalid');
  cloud.wait(41_000);
  expect((await cloud.call('GET', account)).body['properties']).toMatchObject({
    provisioningState: 'Succeeded',
  });
  expect(await endpoint()).toBe('400 AccountProvisioningStateInvalid');
  cloud.wait(5_000);
  await cloud.call('PUT', `${account}/deployments/chat`, model);
  expect(await endpoint()).toBe('400 AccountProvisioningStateInvalid');
  cloud.wait(5_000);
  expect(await endpoint()).toBe('201 no error');
});
