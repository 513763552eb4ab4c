import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../src/sandbox/json.ts';
import { helvetiaAiDev } from '../../../src/sandbox/seed-directories.ts';
import { bodies, buildNetwork, endpointBody, group, ids, vaultBody } from '../../kit/estate.ts';
import { type Cloud, openCloud, subscriptionPath } from '../../kit/sandbox.ts';
import { deep } from '../cloud.ts';
import {
  assign,
  assignmentOf,
  assignmentPath,
  type builtIn,
  builtInId,
  definitionPath,
  enforce,
  ruleOf,
} from '../policies.ts';

type Name = keyof typeof builtIn;
const location = 'switzerlandnorth';
const hubZone = (name: string): string =>
  `/subscriptions/3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d03/resourceGroups/rg-hub/providers/Microsoft.Network/privateDnsZones/${name}`;

let cloud: Cloud;
beforeEach(async () => {
  cloud = openCloud();
  for (const namespace of ['CognitiveServices', 'OperationalInsights'])
    await cloud.call('POST', `${subscriptionPath}/providers/Microsoft.${namespace}/register`);
  cloud.pass(60_000);
  await cloud.call('PUT', group, bodies.group);
});

const account = (properties: object = {}, changes: object = {}) => ({
  location,
  kind: 'OpenAI',
  sku: { name: 'S0' },
  properties: {
    customSubDomainName: 'oai-policy-test',
    publicNetworkAccess: 'Disabled',
    disableLocalAuth: true,
    networkAcls: { defaultAction: 'Deny' },
    ...properties,
  },
  ...changes,
});
const vault = (properties: object = {}) => {
  const { properties: own, ...rest } = vaultBody(helvetiaAiDev.directoryId);
  return { ...rest, properties: { ...own, networkAcls: { defaultAction: 'Deny' }, ...properties } };
};
const workspace = (properties: object = {}) => ({
  location,
  properties: { sku: { name: 'PerGB2018' }, ...properties },
});
const workspaceId = `${group}/providers/Microsoft.OperationalInsights/workspaces/log-test?api-version=2025-07-01`;

/** Puts; answers status and code as one text. */
async function put(path: string, body: unknown): Promise<string> {
  const { status, code } = await cloud.call('PUT', path, body);
  return `${status} ${code}`.trim();
}
const denied = '403 RequestDisallowedByPolicy';

describe('a built-in policy that denies', () => {
  const rows: [name: Name, values: { [name: string]: Json }, path: string, bad: object, good: object][] = [
    [
      'locations',
      { listOfAllowedLocations: ['Switzerland North'] },
      ids.routeTable,
      { ...bodies.routeTable, location: 'westeurope' },
      bodies.routeTable,
    ],
    [
      'groupLocations',
      { listOfAllowedLocations: ['switzerlandnorth'] },
      `${group}-2`,
      { location: 'westeurope' },
      { location },
    ],
    [
      'types',
      { listOfResourceTypesAllowed: ['Microsoft.Network/routeTables'] },
      ids.routeTable,
      {},
      bodies.routeTable,
    ],
    [
      'accountNetwork',
      { effect: 'Deny' },
      ids.account,
      account({ publicNetworkAccess: 'Enabled', networkAcls: { defaultAction: 'Allow' } }),
      account({ publicNetworkAccess: 'Enabled' }),
    ],
    ['accountNoKeys', { effect: 'Deny' }, ids.account, account({ disableLocalAuth: false }), account()],
    [
      'accountOwnKey',
      { effect: 'Deny', excludedKinds: ['AIServices'] },
      ids.account,
      account(),
      account({}, { kind: 'AIServices' }),
    ],
    [
      'accountIdentity',
      { effect: 'Deny' },
      ids.account,
      account(),
      account({}, { identity: { type: 'SystemAssigned' } }),
    ],
    [
      'vaultNoPublicAccess',
      { effect: 'Deny' },
      ids.vault,
      vault({ publicNetworkAccess: 'Enabled' }),
      vault(),
    ],
    [
      'vaultFirewall',
      { effect: 'Deny' },
      ids.vault,
      vault({ publicNetworkAccess: 'Enabled', networkAcls: { defaultAction: 'Allow' } }),
      vault({ publicNetworkAccess: 'Enabled' }),
    ],
    ['vaultPurgeProtection', { effect: 'Deny' }, ids.vault, vault(), vault({ enablePurgeProtection: true })],
    [
      'vaultRoles',
      { effect: 'Deny' },
      ids.vault,
      vault({ enableRbacAuthorization: false, accessPolicies: [] }),
      vault(),
    ],
    [
      'tag',
      { tagName: 'owner' },
      ids.routeTable,
      bodies.routeTable,
      { ...bodies.routeTable, tags: { Owner: 'me' } },
    ],
    [
      'tagAndValue',
      { tagName: 'owner', tagValue: 'me' },
      ids.routeTable,
      { ...bodies.routeTable, tags: { owner: 'you' } },
      { ...bodies.routeTable, tags: { owner: 'me' } },
    ],
    ['groupTag', { tagName: 'owner' }, `${group}-2`, { location }, { location, tags: { owner: '' } }],
    [
      'groupTagAndValue',
      { tagName: 'owner', tagValue: 'me' },
      `${group}-2`,
      { location, tags: { owner: 'you' } },
      { location, tags: { owner: 'me' } },
    ],
    [
      'workspaceNoPublicAccess',
      { effect: 'Deny' },
      workspaceId,
      workspace(),
      workspace({ publicNetworkAccessForIngestion: 'Disabled', publicNetworkAccessForQuery: 'Disabled' }),
    ],
  ];

  it.each(rows)('%s lets only pass what it demands', async (name, values, path, bad, good) => {
    await assign(cloud, name, values);
    const wrong =
      name === 'types' ? await put(ids.securityGroup, bodies.securityGroup) : await put(path, bad);
    expect(wrong).toBe(denied);
    expect((await cloud.call('GET', path)).status).toBe(404);
    expect(await put(path, good)).toMatch(/^20[01]/);
  });

  it('of subnets looks at networks and at subnets', async () => {
    await assign(cloud, 'privateSubnets', { effect: 'Deny' });
    const inline = (defaultOutboundAccess: boolean) => ({
      location,
      properties: {
        addressSpace: { addressPrefixes: ['10.40.0.0/22'] },
        subnets: [{ name: 'a', properties: { addressPrefix: '10.40.1.0/26', defaultOutboundAccess } }],
      },
    });
    expect(await put(ids.vnet, inline(true))).toBe(denied);
    await cloud.settle('PUT', ids.vnet, inline(false));
    expect(await put(ids.subnet, { properties: { addressPrefix: '10.40.0.0/26' } })).toBe(denied);
    expect(await put(ids.subnet, bodies.subnet)).toBe('201');
  });

  it('of a type that the sandbox has not got can be assigned, and meets nothing', async () => {
    await assign(cloud, 'storageTls', { effect: 'Deny' });
    expect(await put(ids.routeTable, bodies.routeTable)).toBe('201');
  });
});

describe('a denial', () => {
  beforeEach(async () => {
    await assign(cloud, 'accountNoKeys', { effect: 'Deny' }, { displayName: 'No keys, please' });
  });

  it('tells which policy, where it is assigned, and what it found', async () => {
    const { body } = await cloud.call('PUT', ids.account, account({ disableLocalAuth: false }));
    expect(deep(body, 'error', 'target')).toBe('oai-test');
    expect(deep(body, 'error', 'message')).toContain(
      `Resource 'oai-test' was disallowed by policy. Policy identifiers: '[{"policyAssignment":{"name":"No keys, please"`,
    );
    expect(deep(body, 'error', 'additionalInfo', 0)).toMatchObject({
      type: 'PolicyViolation',
      info: {
        policyDefinitionDisplayName: expect.stringContaining('key access disabled'),
        policyDefinitionId: builtInId('accountNoKeys'),
        policyDefinitionEffect: 'deny',
        policyAssignmentName: 'accountNoKeys',
        policyAssignmentDisplayName: 'No keys, please',
        policyAssignmentScope: subscriptionPath,
        policyAssignmentParameters: { effect: { value: 'Deny' } },
        evaluationDetails: {
          evaluatedExpressions: [
            { result: 'True', expressionKind: 'Field', expression: 'type', operator: 'Equals' },
            {
              result: 'True',
              path: 'properties.disableLocalAuth',
              expressionValue: false,
              targetValue: true,
              operator: 'NotEquals',
            },
          ],
        },
      },
    });
  });

  it('says why in the words of whoever assigned it', async () => {
    await assign(
      cloud,
      'accountNoKeys',
      { effect: 'Deny' },
      { nonComplianceMessages: [{ message: 'Ask the platform team.' }] },
    );
    const { body } = await cloud.call('PUT', ids.account, account({ disableLocalAuth: false }));
    expect(deep(body, 'error', 'message')).toContain("Reasons: 'Ask the platform team.'");
  });

  it('names all policies that stand in the way', async () => {
    await assign(cloud, 'accountNetwork', { effect: 'Deny' });
    const { body } = await cloud.call('PUT', ids.account, { ...account(), properties: {} });
    expect(deep(body, 'error', 'additionalInfo')).toHaveLength(2);
  });

  it('holds for a PATCH as for a PUT, and for tags that are set past the resource', async () => {
    await cloud.settle('PUT', ids.account, account());
    const patch = await cloud.call('PATCH', ids.account, { properties: { disableLocalAuth: false } });
    expect(patch.code).toBe('RequestDisallowedByPolicy');
    await assign(cloud, 'tag', { tagName: 'owner' });
    const tags = `${ids.account}/providers/Microsoft.Resources/tags/default?api-version=2025-04-01`;
    expect((await cloud.call('PUT', tags, { properties: { tags: {} } })).code).toBe(
      'RequestDisallowedByPolicy',
    );
  });
});

describe('an assignment', () => {
  it('reaches what lies at and beneath its scope, and not what it leaves out', async () => {
    const other = `${group}-2`;
    await cloud.call('PUT', other, bodies.group);
    const table = (at: string): string => `${at}/providers/Microsoft.Network/routeTables/rt`;
    await assign(cloud, 'tag', { tagName: 'owner' }, { at: group });
    expect(await put(table(group), bodies.routeTable)).toBe(denied);
    expect(await put(table(other), bodies.routeTable)).toBe('201');
    await cloud.call('DELETE', assignmentPath('tag', group));
    await assign(cloud, 'tag', { tagName: 'owner' }, { notScopes: [group.toUpperCase()] });
    expect(await put(table(group), bodies.routeTable)).toBe('201');
    expect(await put(table(other), { ...bodies.routeTable, tags: {} })).toBe(denied);
  });

  it('refuses nothing while it does not enforce, audits or is disabled', async () => {
    await assign(cloud, 'tag', { tagName: 'owner' }, { enforcementMode: 'DoNotEnforce' });
    await assign(cloud, 'accountNoKeys', { effect: 'Audit' });
    await assign(cloud, 'accountNetwork', { effect: 'Disabled' });
    expect(await put(ids.account, account({ disableLocalAuth: false }))).toBe('201');
  });

  it('ends at once when it is deleted, and deleting what is there is always possible', async () => {
    await put(ids.routeTable, bodies.routeTable);
    await assign(cloud, 'tag', { tagName: 'owner' });
    expect(await put(ids.routeTable, bodies.routeTable)).toBe(denied);
    expect((await cloud.settle('DELETE', ids.routeTable)).status).toBeLessThan(300);
    expect((await cloud.call('DELETE', assignmentPath('tag'))).status).toBe(200);
    expect(await put(ids.routeTable, bodies.routeTable)).toBe('201');
  });

  it('is waived by an exemption until that ends', async () => {
    const { body } = await assign(cloud, 'tag', { tagName: 'owner' });
    const exemption = `${group}/providers/Microsoft.Authorization/policyExemptions/waived?api-version=2022-07-01-preview`;
    const properties = {
      policyAssignmentId: body['id'],
      exemptionCategory: 'Waiver',
      expiresOn: new Date(cloud.now() + 60_000).toISOString(),
    };
    expect((await cloud.call('PUT', exemption, { properties })).status).toBe(201);
    expect(await put(ids.routeTable, bodies.routeTable)).toBe('201');
    cloud.pass(60_000);
    expect(await put(ids.routeTable, bodies.routeTable)).toBe(denied);
  });

  it('of a set brings each of its definitions with its own values', async () => {
    const set = {
      properties: {
        displayName: 'tags and places',
        parameters: { name: { type: 'String' } },
        policyDefinitions: [
          {
            policyDefinitionId: builtInId('tag'),
            policyDefinitionReferenceId: 'tag',
            parameters: { tagName: { value: "[parameters('name')]" } },
          },
          {
            policyDefinitionId: builtInId('locations'),
            parameters: { listOfAllowedLocations: { value: [location] } },
          },
        ],
      },
    };
    const path = `${subscriptionPath}/providers/Microsoft.Authorization/policySetDefinitions/both`;
    expect(await put(`${path}?api-version=2024-05-01`, set)).toBe('201');
    expect(await put(assignmentPath('both'), assignmentOf(path, { name: 'owner' }))).toBe('201');
    const { body } = await cloud.call('PUT', ids.routeTable, {
      ...bodies.routeTable,
      location: 'westeurope',
    });
    const infos = deep(body, 'error', 'additionalInfo') as {
      info: { policyDefinitionReferenceId: string; policySetDefinitionId: string };
    }[];
    expect(infos.map(({ info }) => info.policyDefinitionReferenceId)).toEqual(['tag', 'Allowedlocations_2']);
    expect(infos[0]?.info.policySetDefinitionId).toBe(path);
    const message = String(deep(body, 'error', 'message'));
    expect(message).toContain(`"policySetDefinition":{"name":"tags and places"`);
  });

  it('shows its scope and who made it, and lists what applies to a scope', async () => {
    const { body } = await assign(cloud, 'tag', { tagName: 'owner' }, { at: group });
    await assign(cloud, 'locations', { listOfAllowedLocations: [location] });
    expect(body).toMatchObject({
      properties: {
        scope: group,
        enforcementMode: 'Default',
        metadata: { createdBy: expect.stringMatching(/^1e0a/) },
      },
      identity: { type: 'SystemAssigned', principalId: expect.any(String) },
    });
    const names = async (scope: string, filter = ''): Promise<string[]> => {
      const path = `${scope}/providers/Microsoft.Authorization/policyAssignments?api-version=2024-05-01&$filter=${encodeURIComponent(filter)}`;
      return ((await cloud.call('GET', path)).body['value'] as { name: string }[]).map(({ name }) => name);
    };
    expect(await names(subscriptionPath)).toEqual(['locations', 'tag']);
    expect(await names(subscriptionPath, 'atScope()')).toEqual(['locations']);
    expect(await names(group, 'atScope()')).toEqual(['locations', 'tag']);
    expect(await names(group, 'atExactScope()')).toEqual(['tag']);
    expect(await names(group, `policyDefinitionId eq '${builtInId('tag')}'`)).toEqual(['tag']);
  });
});

describe('a policy that modifies', () => {
  it('adds and replaces tags, also those of the group', async () => {
    await cloud.call('PUT', group, { ...bodies.group, tags: { 'cost-center': '4711' } });
    await assign(cloud, 'inheritTag', { tagName: 'cost-center' });
    await assign(cloud, 'setTag', { tagName: 'owner', tagValue: 'platform' });
    await put(ids.routeTable, { ...bodies.routeTable, tags: { owner: 'me', mine: 'yes' } });
    expect((await cloud.call('GET', ids.routeTable)).body['tags']).toEqual({
      owner: 'platform',
      mine: 'yes',
      'cost-center': '4711',
    });
  });

  it('closes an account in the middle of its PUT', async () => {
    await assign(cloud, 'accountNoPublicAccess');
    const { body } = await cloud.call('PUT', ids.account, account({ publicNetworkAccess: 'Enabled' }));
    expect(deep(body, 'properties', 'publicNetworkAccess')).toBe('Disabled');
  });

  it('appends what is missing, and denies what stands against it', async () => {
    await assign(cloud, 'appendTag', { tagName: 'owner', tagValue: 'platform' });
    await put(ids.routeTable, bodies.routeTable);
    expect((await cloud.call('GET', ids.routeTable)).body['tags']).toEqual({ owner: 'platform' });
    const details = [{ field: 'Microsoft.KeyVault/vaults/publicNetworkAccess', value: 'Disabled' }];
    const vaults = { field: 'type', equals: 'Microsoft.KeyVault/vaults' };
    await enforce(cloud, vaults, { policyRule: ruleOf(vaults, 'append', details) });
    expect(await put(ids.vault, vault({ publicNetworkAccess: 'Enabled' }))).toBe(denied);
    expect(await put(ids.vault, vault({ publicNetworkAccess: undefined }))).toBe('200');
  });

  it('goes past the same property of another one only as their conflict effects say', async () => {
    const modify = (value: string, conflictEffect: string) => ({
      mode: 'Indexed',
      policyRule: ruleOf({ field: 'type', equals: 'Microsoft.Network/routeTables' }, 'modify', {
        roleDefinitionIds: [
          '/providers/microsoft.authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c',
        ],
        conflictEffect,
        operations: [{ operation: 'addOrReplace', field: 'tags[owner]', value }],
      }),
    });
    const both = async (one: string, other: string): Promise<unknown> => {
      for (const [name, effect] of [
        ['a', one],
        ['b', other],
      ] as const) {
        await cloud.call('PUT', definitionPath(name), { properties: modify(name, effect) });
        const id = `${subscriptionPath}/providers/Microsoft.Authorization/policyDefinitions/${name}`;
        await cloud.call('PUT', assignmentPath(name), {
          ...assignmentOf(id),
          location,
          identity: { type: 'SystemAssigned' },
        });
      }
      const { code, body } = await cloud.call('PUT', ids.routeTable, bodies.routeTable);
      return code || body['tags'];
    };
    expect(await both('deny', 'audit')).toEqual({ owner: 'a' });
    await cloud.settle('DELETE', ids.routeTable);
    expect(await both('audit', 'audit')).toBeUndefined();
    expect(await both('deny', 'deny')).toBe('RequestDisallowedByPolicy');
  });
});

describe('a policy that deploys', () => {
  const contributor = '4d97b98b-1d4f-4787-a291-c67834d212e7';

  async function endpointWith(granted: boolean): Promise<unknown> {
    await buildNetwork(cloud);
    const { body } = await assign(cloud, 'accountDnsZone', {
      privateDnsZoneId: hubZone('privatelink.cognitiveservices.azure.com'),
    });
    cloud.pass(10_000);
    if (granted) {
      const grant = `${subscriptionPath}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-000000000001?api-version=2022-04-01`;
      const roleDefinitionId = `${subscriptionPath}/providers/Microsoft.Authorization/roleDefinitions/${contributor}`;
      const answer = await cloud.call('PUT', grant, {
        properties: { roleDefinitionId, principalId: deep(body, 'identity', 'principalId') },
      });
      expect(answer.status).toBe(201);
    }
    await cloud.settle('PUT', ids.account, account());
    cloud.pass(60_000);
    await cloud.settle('PUT', ids.endpoint, endpointBody(ids.account, 'account'));
    const groups = await cloud.call('GET', `${ids.endpoint}/privateDnsZoneGroups`);
    return (groups.body['value'] as { name: string }[]).map(({ name }) => name);
  }

  it('attaches a zone group to a new endpoint when its identity may', async () => {
    expect(await endpointWith(true)).toEqual(['deployedByPolicy']);
  });

  it('does nothing without the right', async () => {
    expect(await endpointWith(false)).toEqual([]);
  });
});
