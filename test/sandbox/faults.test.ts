import { describe, expect, it } from 'vitest';
import { type Fault, parseFaults } from '../../src/sandbox/faults.ts';
import { bodies, buildNetwork, group, ids } from '../kit/estate.ts';
import { type Cloud, openCloud } from '../kit/sandbox.ts';

async function withFault(fault: Fault, options = {}): Promise<Cloud> {
  const cloud = openCloud({ faults: [fault], ...options });
  await cloud.call('PUT', group, bodies.group);
  return cloud;
}
const onNetwork = (fault: Fault['fault'], method = 'PUT'): Fault => ({
  method,
  path: 'virtualNetworks/[^/]+$',
  fault,
});
const stateOf = async (cloud: Cloud, id: string): Promise<unknown> => {
  const { status, body } = await cloud.call('GET', id);
  return status === 404 ? 'absent' : (body['properties'] as { provisioningState: string }).provisioningState;
};

describe('fault rules', () => {
  it.each([
    [{}, 'array'],
    [[7], 'faults[0] must be an object'],
    [[{ fault: 'explode' }], 'faults[0].fault'],
    [[{ fault: 429 }, { fault: 429, time: 2 }], 'faults[1].time'],
    [[{ fault: 429, nth: 0 }], 'faults[0].nth'],
    [[{ fault: 429, times: 1.5 }], 'faults[0].times'],
    [[{ fault: 429, path: '(' }], 'faults[0].path'],
    [[{ fault: 429, code: 5 }], 'faults[0].code'],
    [[{ fault: 429, retryAfter: -1 }], 'faults[0].retryAfter'],
  ])('of a wrong form name the wrong key: %j', (json, named) => {
    expect(() => parseFaults(json)).toThrow(named);
  });

  it('of the right form are read as they are', () => {
    const rules = [
      { method: 'PUT', path: 'accounts', nth: 2, fault: 'drop-late', times: 3, code: 'X', retryAfter: 0 },
    ];
    expect(parseFaults(rules)).toEqual(rules);
  });

  it('count every match, fire from the nth for the given times, and the first due rule wins', async () => {
    const faults: Fault[] = [
      { method: 'GET', path: 'RESOURCEGROUPS/rg-test$', nth: 2, times: 2, fault: 503, retryAfter: 7 },
      { path: 'resourcegroups', nth: 3, fault: 409, code: 'Busy' },
    ];
    const cloud = openCloud({ faults });
    const seen = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const answer = await cloud.call('GET', group);
      seen.push([answer.status, answer.code, answer.headers.get('retry-after')]);
    }
    expect(seen).toEqual([
      [404, 'ResourceGroupNotFound', null],
      [503, 'ServiceUnavailable', '7'],
      [503, 'ServiceUnavailable', '7'],
      [404, 'ResourceGroupNotFound', null],
      [404, 'ResourceGroupNotFound', null],
    ]);
  });

  it.each([
    [429, 'TooManyRequests', '1'],
    [500, 'InternalServerError', null],
    [503, 'ServiceUnavailable', '1'],
    [409, 'Conflict', null],
    [403, 'AuthorizationFailed', null],
  ] as const)('%i answers %s and applies nothing', async (fault, code, wait) => {
    const cloud = await withFault(onNetwork(fault));
    const answer = await cloud.call('PUT', ids.vnet, bodies.vnet);
    expect([answer.status, answer.code, answer.headers.get('retry-after')]).toEqual([fault, code, wait]);
    expect(await stateOf(cloud, ids.vnet)).toBe('absent');
  });

  it('token-expired is a 401 that applies nothing', async () => {
    const cloud = await withFault(onNetwork('token-expired'));
    expect((await cloud.call('PUT', ids.vnet, bodies.vnet)).code).toBe('ExpiredAuthenticationToken');
    expect(await stateOf(cloud, ids.vnet)).toBe('absent');
  });

  it.each([
    ['drop', 'absent'],
    ['drop-after', 'Updating'],
    ['drop-late', 'absent'],
    ['crash', 'Updating'],
  ] as const)('%s breaks the connection and leaves the network %s', async (fault, state) => {
    let crashed = 0;
    const cloud = await withFault(onNetwork(fault), {
      crash: () => {
        crashed += 1;
      },
    });
    await expect(cloud.call('PUT', ids.vnet, bodies.vnet)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await stateOf(cloud, ids.vnet)).toBe(state);
    expect(crashed).toBe(fault === 'crash' ? 1 : 0);
  });

  it('drop-late applies the request a little later, as its caller', async () => {
    const cloud = await withFault(onNetwork('drop-late'));
    await cloud.call('PUT', ids.vnet, bodies.vnet).catch(() => undefined);
    cloud.pass(1_999);
    expect(await stateOf(cloud, ids.vnet)).toBe('absent');
    cloud.pass(1);
    expect(await stateOf(cloud, ids.vnet)).toBe('Updating');
    cloud.pass(60_000);
    expect(await stateOf(cloud, ids.vnet)).toBe('Succeeded');
  });

  it('lro-failed leaves a create behind as Failed, and a PUT repairs it', async () => {
    const cloud = await withFault(onNetwork('lro-failed'));
    const end = await cloud.settle('PUT', ids.vnet, bodies.vnet);
    expect(end.body).toMatchObject({ status: 'Failed', error: { code: 'InternalServerError' } });
    expect(await stateOf(cloud, ids.vnet)).toBe('Failed');
    await cloud.settle('PUT', ids.vnet, bodies.vnet);
    expect(await stateOf(cloud, ids.vnet)).toBe('Succeeded');
  });

  it('lro-failed changes nothing when it hits an update or a delete', async () => {
    const cloud = openCloud({
      faults: [{ ...onNetwork('lro-failed'), nth: 2 }, onNetwork('lro-failed', 'DELETE')],
    });
    await buildNetwork(cloud);
    const before = cloud.sandbox.export();
    const more = {
      location: 'switzerlandnorth',
      tags: { new: 'tag' },
      properties: { addressSpace: { addressPrefixes: ['10.40.0.0/22', '10.60.0.0/24'] } },
    };
    expect((await cloud.settle('PUT', ids.vnet, more)).body['status']).toBe('Failed');
    expect(cloud.sandbox.export()).toBe(before);
    const deletion = await cloud.settle('DELETE', ids.vnet);
    expect(deletion.body['status']).toBe('Failed');
    expect(cloud.sandbox.export()).toBe(before);
  });

  it('lro-failed answers 500 and applies nothing when the call is synchronous', async () => {
    const cloud = openCloud({ faults: [{ method: 'PUT', fault: 'lro-failed' }] });
    expect((await cloud.call('PUT', group, bodies.group)).status).toBe(500);
    expect((await cloud.call('GET', group)).status).toBe(404);
  });

  it('lro-flip says Failed once and Succeeded from then on', async () => {
    const cloud = await withFault(onNetwork('lro-flip'));
    const operation =
      (await cloud.call('PUT', ids.vnet, bodies.vnet)).headers.get('azure-asyncoperation') ?? '';
    cloud.pass(60_000);
    const told = [await cloud.call('GET', operation), await cloud.call('GET', operation)].map(
      ({ body }) => body['status'],
    );
    expect(told).toEqual(['Failed', 'Succeeded']);
    expect(await stateOf(cloud, ids.vnet)).toBe('Succeeded');
  });
});
