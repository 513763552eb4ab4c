import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../src/sandbox/json.ts';
import { bodies, group, ids } from '../../kit/estate.ts';
import { type Cloud, openCloud, subscriptionPath } from '../../kit/sandbox.ts';
import { enforce } from '../policies.ts';

let cloud: Cloud;
beforeEach(async () => {
  cloud = openCloud();
  await cloud.call('PUT', group, { ...bodies.group, tags: { env: 'Prod' } });
});

const table = {
  location: 'Switzerland North',
  tags: { Owner: 'Platform', 'cost center': '47-11' },
  properties: {
    disableBgpRoutePropagation: true,
    routes: [
      { name: 'drop-dev', properties: { addressPrefix: '10.41.0.0/22', nextHopType: 'None' } },
      {
        name: 'drop-all',
        properties: {
          addressPrefix: '0.0.0.0/0',
          nextHopType: 'VirtualAppliance',
          nextHopIpAddress: '10.0.0.4',
        },
      },
    ],
  },
};
const own = 'Microsoft.Network/routeTables';
const routes = `${own}/routes[*]`;

/** Whether a deny policy with this condition refuses the route table. */
async function holds(condition: Json): Promise<boolean> {
  await enforce(cloud, { allOf: [{ field: 'type', equals: own }, condition] });
  const { status, code } = await cloud.call('PUT', ids.routeTable, table);
  if (code !== '' && code !== 'RequestDisallowedByPolicy') throw new Error(`${status} ${code}`);
  return status === 403;
}

describe('a condition', () => {
  it.each<[condition: Json, expected: boolean]>([
    [{ field: 'name', equals: 'RT-TEST' }, true],
    [{ field: 'name', notEquals: 'rt-test' }, false],
    [{ field: 'fullName', equals: 'rt-test' }, true],
    [{ field: 'kind', exists: 'false' }, true],
    [{ field: 'identity.type', exists: true }, false],
    [{ field: 'id', contains: '/resourcegroups/RG-TEST/' }, true],
    [{ field: 'location', equals: 'switzerland north' }, true],
    [{ field: 'location', in: ['West Europe', 'Switzerland North'] }, true],
    [{ field: 'location', notIn: ['switzerlandnorth'] }, false],
    [{ field: 'tags', containsKey: 'owner' }, true],
    [{ field: 'tags', notContainsKey: 'owner' }, false],
    [{ field: 'tags.owner', equals: 'platform' }, true],
    [{ field: 'tags[owner]', like: 'Plat*' }, true],
    [{ field: "tags['cost center']", match: '##-##' }, true],
    [{ field: 'tags[owner]', match: 'platform' }, false],
    [{ field: 'tags[owner]', matchInsensitively: '?????or#' }, false],
    [{ field: 'tags[owner]', matchInsensitively: '????f...' }, true],
    [{ field: 'tags[owner]', notMatch: 'Platform' }, false],
    [{ field: 'tags[owner]', notMatchInsensitively: 'PLATFORM' }, false],
    [{ field: 'tags[owner]', notLike: '*form' }, false],
    [{ field: 'tags[owner]', contains: 'LAT' }, true],
    [{ field: 'tags[owner]', notContains: 'lat' }, false],
    [{ field: 'tags[nobody]', exists: 'false' }, true],
    [{ field: 'tags[nobody]', notEquals: 'x' }, true],
    [{ field: 'tags[nobody]', in: ['x'] }, false],
    [{ field: `${own}/disableBgpRoutePropagation`, equals: 'true' }, true],
    [{ field: `${own}/disableBgpRoutePropagation`, notEquals: true }, false],
    [{ field: `${own}/routes[*].nextHopType`, equals: 'None' }, false],
    [{ field: `${own}/routes[*].nextHopType`, in: ['None', 'VirtualAppliance'] }, true],
    [{ field: 'Microsoft.KeyVault/vaults/sku.name', exists: 'false' }, true],
    [{ field: 'Microsoft.KeyVault/vaults/accessPolicies[*].objectId', exists: 'false' }, true],
    [{ field: 'Microsoft.KeyVault/vaults/accessPolicies[*].objectId', equals: 'anybody' }, true],
    [{ not: { field: 'name', equals: 'rt-test' } }, false],
    [
      {
        anyOf: [
          { field: 'name', equals: 'other' },
          { field: 'name', equals: 'rt-test' },
        ],
      },
      true,
    ],
    [{ count: { field: routes }, equals: 2 }, true],
    [{ count: { field: routes }, less: 2 }, false],
    [
      {
        count: { field: routes, where: { field: `${own}/routes[*].nextHopType`, equals: 'None' } },
        greater: 0,
      },
      true,
    ],
    [
      {
        count: {
          field: routes,
          where: {
            allOf: [
              { field: `${own}/routes[*].nextHopType`, equals: 'None' },
              { field: `${own}/routes[*].addressPrefix`, equals: '0.0.0.0/0' },
            ],
          },
        },
        greaterOrEquals: 1,
      },
      false,
    ],
    [
      {
        count: {
          field: routes,
          where: {
            value: `[ipRangeContains('10.0.0.0/8', current('${own}/routes[*].addressPrefix'))]`,
            equals: true,
          },
        },
        equals: 1,
      },
      true,
    ],
    [
      {
        count: {
          field: routes,
          where: {
            count: {
              value: ['10.41.0.0/16', '10.50.0.0/16'],
              name: 'block',
              where: {
                value: `[ipRangeContains(current('block'), current('${own}/routes[*].addressPrefix'))]`,
                equals: true,
              },
            },
            greater: 0,
          },
        },
        equals: 1,
      },
      true,
    ],
    [
      { count: { value: ['RT-*', 'x-*'], where: { field: 'name', like: '[current()]' } }, lessOrEquals: 1 },
      true,
    ],
    [{ value: "[length(field('tags'))]", equals: 2 }, true],
    [{ value: `[length(field('${own}/routes[*].addressPrefix'))]`, greater: 1 }, true],
    [
      { value: "[concat(resourceGroup().name, '/', toLower(field('name')))]", equals: 'rg-test/rt-test' },
      true,
    ],
    [{ field: 'tags[env]', notEquals: "[resourceGroup().tags['env']]" }, true],
    [{ value: "[resourceGroup().tags['nobody']]", equals: '' }, true],
    [{ value: "[resourceGroup().tags['nobody']]", notEquals: 'x' }, true],
    [{ value: '[requestContext().apiVersion]', greaterOrEquals: '2025-01-01' }, true],
    [{ value: "[tryGet(requestContext().identity, 'idtyp')]", equals: 'user' }, true],
    [{ value: '[subscription().subscriptionId]', equals: subscriptionPath.split('/')[2] ?? '' }, true],
    [{ value: '[policy().assignmentId]', contains: '/policyAssignments/custom' }, true],
    [{ value: "[addDays('2026-01-01T00:00:00Z', 1)]", equals: '2026-01-02T00:00:00.000Z' }, true],
    [{ value: '[utcNow()]', greater: '2020-01-01' }, true],
    [
      {
        value: "[if(greater(length(field('name')), 3), substring(field('name'), 0, 3), 'short')]",
        equals: 'rt-',
      },
      true,
    ],
    [{ value: "[first(split('a,b', ','))]", equals: 'a' }, true],
    [{ value: "[last(createArray('a', 'b'))]", equals: 'b' }, true],
    [{ value: "[join(union(createArray('a'), createArray('a', 'b')), '-')]", equals: 'a-b' }, true],
    [{ value: "[padLeft('7', 3, '0')]", equals: '007' }, true],
    [{ value: "[and(not(empty('a')), or(false(), contains(createArray('a'), 'a')))]", equals: true }, true],
    [{ value: "[coalesce(null(), 'x')]", equals: 'x' }, true],
    [{ value: "[string(add(int('2'), max(1, 3)))]", equals: '5' }, true],
    [{ value: "[replace(trim(' a.b '), '.', '-')]", equals: 'a-b' }, true],
    [{ value: "[startsWith(toUpper('abc'), 'ab')]", equals: true }, true],
    [{ value: "[skip(take('abcd', 3), 1)]", equals: 'bc' }, true],
    [{ value: '[[plain]', equals: '[[plain]' }, true],
  ])('%j holds: %j', async (condition, expected) => {
    expect(await holds(condition)).toBe(expected);
  });
});

describe('a rule that can not be evaluated', () => {
  it.each<[condition: Json]>([
    [{ value: "[substring(field('name'), 0, 300)]", equals: 'abc' }],
    [{ value: "[ipRangeContains('10.0.0.0/8', 'somewhere')]", equals: true }],
    [{ value: "[ipRangeContains('10.0.0.0/8', '::1')]", equals: true }],
    [{ value: '[resourceGroup().nothing]', equals: 'x' }],
    [{ field: `${own}/disableBgpRoutePropagation`, less: 3 }],
    [{ value: "[int('three')]", equals: 3 }],
  ])('%j denies', async (condition) => {
    expect(await holds(condition)).toBe(true);
    const { body } = await cloud.call('PUT', ids.routeTable, table);
    expect(JSON.stringify(body)).toContain('"reason":');
  });
});

it('parses expressions no deeper than Azure does', async () => {
  const deep = `${'not('.repeat(70)}true()${')'.repeat(70)}`;
  await expect(holds({ value: `[${deep}]`, equals: true })).rejects.toThrow('InvalidPolicyRule');
});
