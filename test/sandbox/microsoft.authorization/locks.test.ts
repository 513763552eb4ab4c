import { beforeEach, describe, expect, it } from 'vitest';
import { Cloud, deep, items } from '../cloud.ts';

let cloud: Cloud;
let vault: string;
const lockOn = (scope: string): string => `${scope}/providers/Microsoft.Authorization/locks/keep`;
const assignmentOn = (scope: string): string =>
  `${scope}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-000000000001`;

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  vault = `${cloud.group}/providers/Microsoft.KeyVault/vaults/kv-test`;
  const properties = { tenantId: cloud.directory, sku: { family: 'A', name: 'standard' } };
  await cloud.done('PUT', vault, { location: 'switzerlandnorth', properties });
  const roleDefinitionId = `/subscriptions/${cloud.subscription}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`;
  const principalId = 'c84f1b60-92d7-4a5e-b3c8-1d7e9f0a2b01';
  await cloud.done('PUT', assignmentOn(vault), { properties: { roleDefinitionId, principalId } });
});

describe('a CanNotDelete lock', () => {
  beforeEach(async () => {
    await cloud.done('PUT', lockOn(vault), { properties: { level: 'CanNotDelete', notes: 'ours' } });
  });

  it('keeps its resource, what extends it and the group around it', async () => {
    for (const id of [vault, assignmentOn(vault), cloud.group]) {
      const version = id === cloud.group ? '2025-04-01' : undefined;
      expect(await cloud.refusal('DELETE', id, undefined, version)).toBe('409 ScopeLocked');
    }
  });

  it('lets the resource be changed, and everything go once it is lifted', async () => {
    expect((await cloud.call('PATCH', vault, { tags: { a: 'b' } })).status).toBe(200);
    expect((await cloud.call('DELETE', lockOn(vault))).status).toBe(200);
    expect((await cloud.call('DELETE', assignmentOn(vault))).status).toBe(200);
    expect((await cloud.call('DELETE', vault)).status).toBe(200);
  });

  it('is listed from every scope above it', async () => {
    for (const scope of [vault, cloud.group, `/subscriptions/${cloud.subscription}`]) {
      const found = items(await cloud.call('GET', `${scope}/providers/Microsoft.Authorization/locks`));
      expect(found.map((one) => deep(one, 'id'))).toEqual([lockOn(vault)]);
    }
    const exact = await cloud.call(
      'GET',
      `${cloud.group}/providers/Microsoft.Authorization/locks?$filter=atScope()`,
    );
    expect(items(exact)).toEqual([]);
  });
});

it('a ReadOnly lock on a group refuses every write beneath it', async () => {
  await cloud.done('PUT', lockOn(cloud.group), { properties: { level: 'ReadOnly' } });
  expect(await cloud.refusal('PATCH', vault, { tags: { a: 'b' } })).toBe('409 ScopeLocked');
  expect(await cloud.refusal('DELETE', vault)).toBe('409 ScopeLocked');
});

it.each([
  ['an unknown level', { level: 'Everything' }],
  ['no level', { notes: 'x' }],
  ['notes beyond 512 characters', { level: 'ReadOnly', notes: 'x'.repeat(513) }],
])('a lock with %s is refused', async (_what, properties) => {
  expect(await cloud.refusal('PUT', lockOn(vault), { properties })).toBe('400 BadRequestFormat');
});
