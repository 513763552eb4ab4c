import { beforeEach, describe, expect, it } from 'vitest';
import { Cloud, deep } from '../cloud.ts';

let cloud: Cloud;
let id: string;

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  id = `${cloud.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-test`;
});

describe('a user-assigned identity', () => {
  it('has ids of its own, and others when it is made again', async () => {
    const ids = async (): Promise<unknown[]> => {
      const { body } = await cloud.done('PUT', id, { location: 'switzerlandnorth' });
      return ['principalId', 'clientId'].map((name) => deep(body, 'properties', name));
    };
    const first = await ids();
    expect(new Set([...first, ...(await ids())]).size).toBe(2);
    await cloud.done('DELETE', id);
    expect(new Set([...first, ...(await ids())]).size).toBe(4);
  });

  it('shows its ids on the account that uses it', async () => {
    const made = await cloud.done('PUT', id, { location: 'switzerlandnorth' });
    const account = `${cloud.group}/providers/Microsoft.CognitiveServices/accounts/aoai-test`;
    const identity = { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [id]: {} } };
    const properties = { customSubDomainName: 'aoai-test' };
    const { body } = await cloud.done('PUT', account, {
      location: 'switzerlandnorth',
      kind: 'OpenAI',
      sku: { name: 'S0' },
      identity,
      properties,
    });
    expect(deep(body, 'identity', 'userAssignedIdentities', id)).toEqual({
      principalId: deep(made.body, 'properties', 'principalId'),
      clientId: deep(made.body, 'properties', 'clientId'),
    });
    await cloud.done('PATCH', account, { identity: { type: 'None', userAssignedIdentities: null } });
    expect(deep((await cloud.call('GET', account)).body, 'identity')).toEqual({ type: 'None' });
  });

  it.each([
    ['a name of two characters', 'id', {}, '400 InvalidResourceName'],
    ['a name with a dot', 'id.test', {}, '400 InvalidResourceName'],
    ['an unknown isolation scope', 'id-test', { isolationScope: 'Zone' }, '400 InvalidRequestContent'],
  ])('with %s is refused', async (_what, name, properties, refusal) => {
    const path = id.replace('id-test', name);
    expect(await cloud.refusal('PUT', path, { location: 'switzerlandnorth', properties })).toBe(refusal);
  });
});
