import { describe, expect, it } from 'vitest';
import { checkContract, hasContract } from '../../kit/contract.ts';
import { bodies, group } from '../../kit/estate.ts';
import { openCloud, subscriptionPath } from '../../kit/sandbox.ts';
import { assign, builtInId, definitionOf, definitionPath, enforce, setPath } from '../policies.ts';

describe.skipIf(!hasContract)('answers about policies', () => {
  it('satisfy and never exceed the types that Microsoft publishes', async () => {
    const cloud = openCloud();
    await cloud.call('PUT', group, bodies.group);
    await enforce(cloud, { field: 'name', like: 'x*' });
    await cloud.call('PUT', definitionPath('custom'), definitionOf({ field: 'name', like: 'y*' }));
    const set = {
      policyDefinitions: [{ policyDefinitionId: builtInId('tag'), parameters: { tagName: { value: 'a' } } }],
    };
    await cloud.call('PUT', setPath('set'), { properties: set });
    const { body } = await assign(
      cloud,
      'setTag',
      { tagName: 'a', tagValue: 'b' },
      { at: group, notScopes: [] },
    );
    const exemption = `${group}/providers/Microsoft.Authorization/policyExemptions/x?api-version=2026-01-01-preview`;
    await cloud.call('PUT', exemption, {
      properties: { policyAssignmentId: body['id'], exemptionCategory: 'Waiver' },
    });
    for (const type of ['policyDefinitions', 'policySetDefinitions', 'policyAssignments'])
      await cloud.call(
        'GET',
        `${subscriptionPath}/providers/Microsoft.Authorization/${type}?api-version=2024-05-01`,
      );
    expect(cloud.exchanges.filter(({ status }) => status >= 300)).toEqual([]);
    const { errors, warnings, report, seen } = await checkContract(cloud.exchanges);
    expect([errors, warnings], report).toEqual([0, 0]);
    expect(Object.keys(seen)).toEqual(
      expect.arrayContaining([expect.stringMatching(/policyassignments@2024-05-01/i)]),
    );
  });
});
