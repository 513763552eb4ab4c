import { beforeEach, describe, expect, it } from 'vitest';
import { Cloud, deep, items } from '../cloud.ts';

let cloud: Cloud;
let vault: string;

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  vault = `${cloud.group}/providers/Microsoft.KeyVault/vaults/kv-test`;
  const properties = {
    tenantId: cloud.directory,
    sku: { family: 'A', name: 'standard' },
    publicNetworkAccess: 'Disabled',
  };
  await cloud.done('PUT', vault, { location: 'switzerlandnorth', properties });
});

describe('a secret', () => {
  it('is written into a private vault, and its value never comes back', async () => {
    const made = await cloud.call('PUT', `${vault}/secrets/key1`, {
      properties: { value: 'top', contentType: 'k' },
    });
    const read = await cloud.call('GET', `${vault}/secrets/key1`);
    const listed = await cloud.call('GET', `${vault}/secrets`);
    expect(JSON.stringify([made.body, read.body, listed.body])).not.toContain('top');
    expect(deep(read.body, 'properties', 'secretUri')).toBe('https://kv-test.vault.azure.net/secrets/key1');
    expect(items(listed)).toHaveLength(1);
  });

  it('gets a new version with a new value and keeps it without one', async () => {
    const version = async (method: string, properties: object): Promise<unknown> =>
      deep(
        (await cloud.call(method, `${vault}/secrets/key1`, { properties })).body,
        'properties',
        'secretUriWithVersion',
      );
    const first = await version('PUT', { value: 'one' });
    expect(await version('PATCH', { contentType: 'x' })).toBe(first);
    expect(await version('PUT', { value: 'two' })).not.toBe(first);
  });

  it('is not deleted by ARM', async () => {
    await cloud.done('PUT', `${vault}/secrets/key1`, { properties: { value: 'v' } });
    expect(await cloud.refusal('DELETE', `${vault}/secrets/key1`)).toBe('405 MethodNotAllowed');
  });

  it.each([
    ['a name with an underscore', 'a_b', { value: 'v' }, '400 InvalidResourceName'],
    ['an unknown property', 'key1', { value: 'v', colour: 'red' }, '400 InvalidRequestContent'],
    [
      'an expiry that is no number',
      'key1',
      { attributes: { exp: '2027-01-01' } },
      '400 InvalidRequestContent',
    ],
  ])('with %s is refused', async (_what, name, properties, refusal) => {
    expect(await cloud.refusal('PUT', `${vault}/secrets/${name}`, { properties })).toBe(refusal);
  });

  it('needs its vault', async () => {
    expect(await cloud.refusal('PUT', `${vault}-2/secrets/key1`, { properties: { value: 'v' } })).toBe(
      '404 ParentResourceNotFound',
    );
  });
});

describe('a key', () => {
  it('is made once: a second write changes nothing', async () => {
    const made = await cloud.call('PUT', `${vault}/keys/cmk`, { properties: { kty: 'RSA', keySize: 2048 } });
    const again = await cloud.call('PUT', `${vault}/keys/cmk`, {
      properties: { kty: 'RSA', keySize: 4096 },
      tags: { a: 'b' },
    });
    expect(again.status).toBe(200);
    expect(again.body).toEqual(made.body);
  });

  it('is neither deleted nor patched by ARM', async () => {
    await cloud.done('PUT', `${vault}/keys/cmk`, { properties: { kty: 'RSA' } });
    expect(await cloud.refusal('DELETE', `${vault}/keys/cmk`)).toBe('405 MethodNotAllowed');
    expect(await cloud.refusal('PATCH', `${vault}/keys/cmk`, { tags: { a: 'b' } })).toBe(
      '405 MethodNotAllowed',
    );
  });

  it.each([
    ['without a type', {}, '400 BadRequest'],
    ['of an odd size', { kty: 'RSA', keySize: 1024 }, '400 BadRequest'],
    ['in hardware in a standard vault', { kty: 'RSA-HSM' }, '400 BadRequest'],
    ['of an unknown type', { kty: 'AES' }, '400 InvalidRequestContent'],
    ['with an unknown operation', { kty: 'RSA', keyOps: ['peek'] }, '400 InvalidRequestContent'],
  ])('%s is refused', async (_what, properties, refusal) => {
    expect(await cloud.refusal('PUT', `${vault}/keys/cmk`, { properties })).toBe(refusal);
  });
});
