import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../src/sandbox/json.ts';
import { bodies, group, ids, vaultBody } from '../../kit/estate.ts';
import { type Cloud, openCloud, subscriptionPath } from '../../kit/sandbox.ts';
import { deep } from '../cloud.ts';
import { assign, builtInId, enforce } from '../policies.ts';

let cloud: Cloud;
beforeEach(async () => {
  cloud = openCloud();
  await cloud.call('PUT', group, bodies.group);
});

const insights = (scope: string, action: string): string =>
  `${scope}/providers/Microsoft.PolicyInsights/${action}?api-version=2024-10-01`;

async function check(content: object, extra: object = {}, details: object = {}, scope = subscriptionPath) {
  const body = {
    resourceDetails: { resourceContent: content, apiVersion: '2026-02-01', ...details },
    ...extra,
  };
  const answer = await cloud.call('POST', insights(scope, 'checkPolicyRestrictions'), body);
  expect(answer.status).toBe(200);
  return answer.body;
}
const evaluations = (body: unknown): Json[] =>
  deep(body, 'contentEvaluationResult', 'policyEvaluations') as Json[];
const vault = (properties: object = {}) => {
  const { properties: own, ...rest } = vaultBody('x');
  return { type: 'Microsoft.KeyVault/vaults', name: 'kv', ...rest, properties: { ...own, ...properties } };
};

describe('checkPolicyRestrictions', () => {
  it('finds nothing where nothing is assigned', async () => {
    expect(await check(vault())).toEqual({
      fieldRestrictions: [],
      contentEvaluationResult: { policyEvaluations: [] },
    });
  });

  it('tells what a write would be refused for, and what would be changed', async () => {
    await assign(cloud, 'vaultPurgeProtection', { effect: 'Deny' });
    await assign(cloud, 'setTag', { tagName: 'owner', tagValue: 'platform' });
    const [tag, purge] = evaluations(await check(vault()));
    expect(purge).toMatchObject({
      policyInfo: {
        policyDefinitionId: builtInId('vaultPurgeProtection'),
        policyAssignmentId: `${subscriptionPath}/providers/Microsoft.Authorization/policyAssignments/vaultPurgeProtection`,
      },
      evaluationResult: 'NonCompliant',
      effectDetails: { policyEffect: 'Deny' },
    });
    expect(deep(tag, 'effectDetails', 'policyEffect')).toBe('Modify');
    expect(evaluations(await check(vault({ enablePurgeProtection: true })))).toHaveLength(1);
  });

  it('tells audits when it is asked to', async () => {
    await assign(cloud, 'accountNoKeys');
    const account = { type: 'Microsoft.CognitiveServices/accounts', location: 'switzerlandnorth' };
    expect(evaluations(await check(account))).toEqual([]);
    expect(evaluations(await check(account, { includeAuditEffect: true }))).toHaveLength(1);
  });

  it('looks at the scope that the resource will lie at', async () => {
    await assign(cloud, 'tag', { tagName: 'owner' }, { at: group });
    const table = { type: 'Microsoft.Network/routeTables', name: 'rt', location: 'switzerlandnorth' };
    expect(evaluations(await check(table))).toEqual([]);
    expect(evaluations(await check(table, {}, {}, group))).toHaveLength(1);
    expect(evaluations(await check(table, {}, { scope: group }))).toHaveLength(1);
    await cloud.call('PUT', ids.vnet, { ...bodies.vnet, tags: { owner: 'me' } });
    await assign(cloud, 'privateSubnets', { effect: 'Deny' });
    const subnet = {
      type: 'Microsoft.Network/virtualNetworks/subnets',
      name: 's',
      properties: { addressPrefix: '10.40.0.0/26' },
    };
    expect(evaluations(await check(subnet, {}, { scope: ids.vnet }))).toHaveLength(1);
  });

  it('looks at resource groups by the name that policies have for them', async () => {
    await assign(cloud, 'groupLocations', { listOfAllowedLocations: ['switzerlandnorth'] });
    const type = 'Microsoft.Resources/subscriptions/resourceGroups';
    expect(evaluations(await check({ type, name: 'rg', location: 'westeurope' }))).toHaveLength(1);
    expect(evaluations(await check({ type, name: 'rg', location: 'switzerlandnorth' }))).toEqual([]);
  });

  it('tells which values a field that is open may have', async () => {
    await assign(cloud, 'locations', { listOfAllowedLocations: ['switzerlandnorth', 'switzerlandwest'] });
    await assign(cloud, 'appendTag', { tagName: 'owner', tagValue: 'platform' });
    const pendingFields = [
      { field: 'location', values: ['switzerlandnorth', 'westeurope'] },
      { field: 'location' },
      { field: 'tags.owner' },
    ];
    const body = await check({ type: 'Microsoft.Network/routeTables', name: 'rt' }, { pendingFields });
    expect(body['fieldRestrictions']).toMatchObject([
      { field: 'location', restrictions: [{ result: 'Required', values: ['switzerlandnorth'] }] },
      {
        field: 'location',
        restrictions: [{ result: 'Required', values: ['switzerlandnorth', 'switzerlandwest', 'global'] }],
      },
      { field: 'tags.owner', restrictions: [{ result: 'Required', defaultValue: 'platform' }] },
    ]);
  });

  it.each([
    ['no content', { resourceDetails: {} }, 'InvalidRequestContent'],
    ['no type', { resourceDetails: { resourceContent: {} } }, 'InvalidResourceContent'],
  ])('refuses %s', async (_what, body, code) => {
    const answer = await cloud.call('POST', insights(subscriptionPath, 'checkPolicyRestrictions'), body);
    expect([answer.status, answer.code]).toEqual([400, code]);
  });

  it('is not for everybody', async () => {
    const stranger = openCloud({ principal: 'jura-owner' });
    const answer = await stranger.call('POST', insights(subscriptionPath, 'checkPolicyRestrictions'), {
      resourceDetails: { resourceContent: {} },
    });
    expect(answer.code).toBe('AuthorizationFailed');
  });
});

describe('policy states', () => {
  beforeEach(async () => {
    await cloud.call('PUT', ids.routeTable, bodies.routeTable);
    await cloud.call('PUT', ids.securityGroup, { ...bodies.securityGroup, tags: { owner: 'me' } });
    await assign(cloud, 'tag', { tagName: 'owner' });
  });

  it('are summed up', async () => {
    const { body } = await cloud.call('POST', insights(subscriptionPath, 'policyStates/latest/summarize'));
    expect(deep(body, 'value', 0, 'results')).toEqual({
      nonCompliantResources: 1,
      nonCompliantPolicies: 1,
      resourceDetails: [
        { complianceState: 'noncompliant', count: 1 },
        { complianceState: 'compliant', count: 1 },
      ],
      policyDetails: [{ complianceState: 'noncompliant', count: 1 }],
    });
    expect(deep(body, 'value', 0, 'policyAssignments', 0)).toMatchObject({
      policyAssignmentId: expect.stringMatching(/\/tag$/),
      policyDefinitions: [{ policyDefinitionId: builtInId('tag'), effect: 'deny' }],
    });
  });

  it('are told for each resource and policy', async () => {
    await enforce(cloud, { field: 'name', equals: 'nsg-test' }, { mode: 'Indexed' });
    const { body } = await cloud.call('POST', insights(group, 'policyStates/latest/queryResults'));
    const states = (
      body['value'] as { resourceId: string; policyAssignmentName: string; complianceState: string }[]
    )
      .map((one) => [one.resourceId.split('/').at(-1), one.policyAssignmentName, one.complianceState])
      .sort();
    expect(states).toEqual([
      ['nsg-test', 'custom', 'NonCompliant'],
      ['nsg-test', 'tag', 'Compliant'],
      ['rt-test', 'custom', 'Compliant'],
      ['rt-test', 'tag', 'NonCompliant'],
    ]);
  });

  const states = async (scope: string, filter = '') => {
    const path = insights(scope, 'policyStates/latest/queryResults');
    const answer = await cloud.call(
      'POST',
      filter === '' ? path : `${path}&$filter=${encodeURIComponent(filter)}`,
    );
    const value = answer.body['value'] as { resourceId: string }[] | undefined;
    return value?.map((one) => one.resourceId.split('/').at(-1)) ?? answer.code;
  };

  it('are told of one assignment, definition or set alone', async () => {
    await enforce(cloud, { field: 'name', equals: 'nsg-test' }, { mode: 'Indexed' });
    for (const type of ['policyDefinitions', 'policyAssignments'])
      expect(
        await states(`${subscriptionPath}/providers/Microsoft.Authorization/${type}/custom`),
      ).toHaveLength(2);
    expect(
      await states(`${subscriptionPath}/providers/Microsoft.Authorization/policySetDefinitions/none`),
    ).toEqual([]);
  });

  it.each([
    ['IsCompliant eq false', ['rt-test']],
    ["complianceState ne 'NonCompliant' and policyAssignmentName eq 'tag'", ['nsg-test']],
    ["startswith(resourceId,'/subscriptions')", 'SandboxNotModelled'],
  ])('are filtered: %s', async (filter, passing) => {
    expect(await states(subscriptionPath, filter)).toEqual(passing);
  });

  it('are not grouped or ordered here, and say so', async () => {
    const path = `${insights(subscriptionPath, 'policyStates/latest/queryResults')}&$orderby=resourceId`;
    expect(await cloud.call('POST', path)).toMatchObject({ status: 501, code: 'SandboxNotModelled' });
  });
});
