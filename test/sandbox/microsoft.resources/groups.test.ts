import { beforeEach, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/sandbox/json.ts';
import { helvetiaCare } from '../../../src/sandbox/seed-directories.ts';
import { bodies, buildNetwork, endpointBody, group, ids, vaultBody } from '../../kit/estate.ts';
import { type Cloud, openCloud, subscriptionPath } from '../../kit/sandbox.ts';

let cloud: Cloud;
beforeEach(() => {
  cloud = openCloud();
});
const names = (body: JsonObject): string[] => (body['value'] as { name: string }[]).map(({ name }) => name);

describe('a resource group', () => {
  it.each([
    ['ends with a dot', `${group}.`, bodies.group, 400, 'InvalidResourceGroup'],
    [
      'is longer than 90 characters',
      `${subscriptionPath}/resourceGroups/${'x'.repeat(91)}`,
      bodies.group,
      400,
      'InvalidResourceGroup',
    ],
    ['has no location', group, {}, 400, 'InvalidRequestContent'],
    ['has an unknown location', group, { location: 'zurich' }, 400, 'LocationNotAvailableForResourceType'],
    ['has an unknown member', group, { location: 'westeurope', owner: 'me' }, 400, 'InvalidRequestContent'],
    [
      'has 51 tags',
      group,
      {
        location: 'westeurope',
        tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, 'v'])),
      },
      400,
      'InvalidRequestContent',
    ],
    [
      'has a tag of 257 characters',
      group,
      { location: 'westeurope', tags: { a: 'x'.repeat(257) } },
      400,
      'InvalidRequestContent',
    ],
    [
      'has a tag that is a number',
      group,
      { location: 'westeurope', tags: { a: 1 } as never },
      400,
      'InvalidRequestContent',
    ],
  ])('is refused when its name or body %s', async (_, id, body, status, code) => {
    const answer = await cloud.call('PUT', id, body);
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  it('is made, patched, found, and cannot move', async () => {
    expect((await cloud.call('PATCH', group, { tags: {} })).code).toBe('ResourceGroupNotFound');
    expect((await cloud.call('HEAD', group)).status).toBe(404);
    expect((await cloud.call('PUT', group, bodies.group)).status).toBe(201);
    expect((await cloud.call('PUT', group, bodies.group)).status).toBe(200);
    expect((await cloud.call('HEAD', group)).status).toBe(204);
    expect((await cloud.call('PATCH', group, { tags: { only: 'this' } })).body['tags']).toEqual({
      only: 'this',
    });
    expect((await cloud.call('PUT', group, { location: 'westeurope' })).code).toBe(
      'InvalidResourceGroupLocation',
    );
    const filtered = `${subscriptionPath}/resourceGroups?$filter=${encodeURIComponent("tagName eq 'only' and tagValue eq 'that'")}`;
    expect((await cloud.call('GET', filtered)).body).toEqual({ value: [] });
  });

  it('is deleted with everything in it, and only vaults leave something behind', async () => {
    const before = cloud.sandbox.export();
    await buildNetwork(cloud);
    await cloud.settle('PUT', ids.zone, bodies.zone);
    await cloud.settle('PUT', ids.link, bodies.link);
    const deletion = await cloud.call('DELETE', group);
    expect([deletion.status, deletion.headers.get('retry-after')]).toEqual([202, '15']);
    expect((await cloud.call('GET', group)).body['properties']).toEqual({ provisioningState: 'Deleting' });
    expect((await cloud.call('PUT', ids.routeTable, bodies.routeTable)).code).toBe(
      'ResourceGroupBeingDeleted',
    );
    cloud.pass(600_000);
    expect((await cloud.call('GET', deletion.headers.get('location') ?? '')).status).toBe(200);
    expect(cloud.sandbox.export()).toBe(before);
    expect((await cloud.call('DELETE', group)).code).toBe('ResourceGroupNotFound');
  });

  it('stays when something in it cannot go, without what could', async () => {
    await buildNetwork(cloud);
    await cloud.call('PUT', ids.vault, vaultBody(helvetiaCare.id));
    cloud.pass(600_000);
    const elsewhere = `${subscriptionPath}/resourceGroups/rg-elsewhere`;
    await cloud.call('PUT', elsewhere, bodies.group);
    const endpoint = `${elsewhere}/providers/Microsoft.Network/privateEndpoints/pep`;
    await cloud.settle('PUT', endpoint, endpointBody(ids.vault, 'vault'));
    const end = await cloud.settle('DELETE', group);
    expect([end.status, end.code]).toEqual([409, 'ResourceGroupDeletionBlocked']);
    const [detail] = (end.body['error'] as { details: { message: string }[] }).details;
    expect(JSON.parse(detail?.message ?? '')).toMatchObject({
      error: { code: 'InUseSubnetCannotBeDeleted' },
    });
    expect((await cloud.call('GET', group)).body['properties']).toEqual({ provisioningState: 'Succeeded' });
    const left = (await cloud.call('GET', `${group}/resources`)).body;
    expect(names(left)).toEqual(['vnet-test']);
  });
});

describe("ARM's own lists", () => {
  beforeEach(() => buildNetwork(cloud));

  it('name resources without their properties, by type and by tag', async () => {
    const list = async (filter: string): Promise<JsonObject> =>
      (await cloud.call('GET', `${subscriptionPath}/resources?$filter=${encodeURIComponent(filter)}`)).body;
    const networks = await list("resourceType eq 'Microsoft.Network/virtualNetworks'");
    expect(names(networks)).toEqual(['vnet-test']);
    expect((networks['value'] as JsonObject[])[0]).not.toHaveProperty('properties');
    await cloud.settle('PATCH', ids.routeTable, { tags: { Team: 'red' } });
    expect(names(await list("tagName eq 'team' and tagValue eq 'red'"))).toEqual(['rt-test']);
    expect((await cloud.call('GET', `${subscriptionPath}/resources?$filter=nonsense`)).code).toBe(
      'InvalidFilterInQueryString',
    );
  });
});

describe('tags at a scope', () => {
  it.each([ids.vnet, group, subscriptionPath])(
    'are read, merged, replaced and cleared at %s',
    async (scope) => {
      await buildNetwork(cloud);
      const before = cloud.sandbox.export();
      const path = `${scope}/providers/Microsoft.Resources/tags/default`;
      const old = (await cloud.call('GET', path)).body['properties'] as JsonObject;
      const change = async (operation: string, tags: JsonObject): Promise<Json | undefined> =>
        (
          (await cloud.call('PATCH', path, { operation, properties: { tags } })).body[
            'properties'
          ] as JsonObject
        )['tags'];
      expect(await change('Merge', { a: '1', b: '2' })).toMatchObject({ a: '1', b: '2' });
      expect(await change('Delete', { a: '1' })).not.toHaveProperty('a');
      expect(await change('Replace', { c: '3' })).toEqual({ c: '3' });
      expect((await cloud.call('DELETE', path)).status).toBe(200);
      const tags = old['tags'] as JsonObject;
      if (Object.keys(tags).length > 0) await cloud.call('PUT', path, { properties: { tags } });
      expect(cloud.sandbox.export()).toBe(before);
    },
  );
});
