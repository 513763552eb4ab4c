import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../src/sandbox/json.ts';
import { juraAiDev } from '../../../src/sandbox/seed-directories.ts';
import { bodies, group } from '../../kit/estate.ts';
import { type Cloud, openCloud, subscriptionPath } from '../../kit/sandbox.ts';
import { deep } from '../cloud.ts';
import {
  assignmentOf,
  assignmentPath,
  builtIn,
  builtInId,
  definitionOf,
  definitionPath,
  ruleOf,
  setPath,
} from '../policies.ts';

let cloud: Cloud;
beforeEach(async () => {
  cloud = openCloud();
  await cloud.call('PUT', group, bodies.group);
});

const named = { field: 'name', equals: 'x' };
const customId = `${subscriptionPath}/providers/Microsoft.Authorization/policyDefinitions/custom`;
const roles = ['/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c'];

async function put(path: string, body: unknown): Promise<string> {
  const { status, code } = await cloud.call('PUT', path, body);
  return `${status} ${code}`.trim();
}

describe('a policy definition', () => {
  it('is put with 201 each time, shown with who made it, and deleted', async () => {
    expect(await put(definitionPath('custom'), definitionOf(named))).toBe('201');
    expect(await put(definitionPath('custom'), definitionOf(named))).toBe('201');
    const { body } = await cloud.call('GET', definitionPath('custom'));
    expect(body).toMatchObject({
      id: customId,
      type: 'Microsoft.Authorization/policyDefinitions',
      properties: { policyType: 'Custom', mode: 'All', metadata: { createdBy: expect.any(String) } },
    });
    expect((await cloud.call('DELETE', definitionPath('custom'))).status).toBe(200);
    expect((await cloud.call('DELETE', definitionPath('custom'))).status).toBe(204);
    expect((await cloud.call('GET', definitionPath('custom'))).code).toBe('PolicyDefinitionNotFound');
  });

  it.each<[what: string, body: Json, refusal: string]>([
    ['no rule', { properties: { displayName: 'x' } }, '400 InvalidRequestContent'],
    [
      'an unknown member',
      { properties: { policyRule: ruleOf(named, 'deny'), rule: 1 } },
      '400 InvalidRequestContent',
    ],
    ['a rule that is no object', { properties: { policyRule: 'deny' } }, '400 InvalidPolicyRule'],
    ['a rule in a rule', { properties: { policyRule: { policyRule: {} } } }, '400 InvalidPolicyRule'],
    ['no then', { properties: { policyRule: { if: named } } }, '400 InvalidPolicyRule'],
    ['an unknown operator', definitionOf({ field: 'name', is: 'x' }), '400 InvalidPolicyRule'],
    ['two operators', definitionOf({ field: 'name', equals: 'x', like: 'x' }), '400 InvalidPolicyRule'],
    [
      'a field and a value',
      definitionOf({ field: 'name', value: 'y', equals: 'x' }),
      '400 InvalidPolicyRule',
    ],
    ['an empty allOf', definitionOf({ allOf: [] }), '400 InvalidPolicyRule'],
    ['the old source action', definitionOf({ source: 'action', equals: 'x' }), '400 InvalidPolicyRule'],
    ['in without a list', definitionOf({ field: 'name', in: 'x' }), '400 InvalidPolicyRule'],
    ['equals with a list', definitionOf({ field: 'name', equals: ['x'] }), '400 InvalidPolicyRule'],
    ['two stars', definitionOf({ field: 'name', like: '*x*' }), '400 InvalidPolicyRule'],
    ['a star in contains', definitionOf({ field: 'name', contains: 'x*' }), '400 InvalidPolicyRule'],
    ['a count of no array', definitionOf({ count: { field: 'tags' }, equals: 1 }), '400 InvalidPolicyRule'],
    ['a broken expression', definitionOf({ value: "[concat('a'", equals: 'x' }), '201'],
    [
      'a broken expression in brackets',
      definitionOf({ value: "[concat('a', ]", equals: 'x' }),
      '400 InvalidPolicyRule',
    ],
    ['an unknown effect', { properties: { policyRule: ruleOf(named, 'refuse') } }, '400 InvalidPolicyRule'],
    ['an unknown mode', definitionOf(named, { mode: 'Some' }), '400 InvalidPolicyDefinitionMode'],
    ['an unknown field', definitionOf({ field: 'size', equals: 'x' }), '400 InvalidPolicyAlias'],
    [
      'an unknown alias',
      definitionOf({ field: 'Microsoft.KeyVault/vaults/colour', equals: 'x' }),
      '400 InvalidPolicyAlias',
    ],
    [
      'an alias of an unknown type',
      definitionOf({ field: 'Microsoft.KeyVault/safes/sku', equals: 'x' }),
      '400 InvalidPolicyAlias',
    ],
    [
      'an alias of an unknown provider',
      definitionOf({ field: 'Contoso.Safes/safes/sku', equals: 'x' }),
      '400 InvalidProviderNameInPolicyAlias',
    ],
    [
      'an alias of a type that is not modelled',
      definitionOf({ field: 'Microsoft.Storage/storageAccounts/sku.name', equals: 'x' }),
      '201',
    ],
    [
      'an undefined parameter',
      definitionOf({ field: 'name', equals: "[parameters('x')]" }),
      '400 InvalidPolicyParameters',
    ],
    [
      'an unused parameter',
      definitionOf(named, { parameters: { x: { type: 'String' } } }),
      '400 UnusedPolicyParameters',
    ],
    [
      'a parameter of no type',
      definitionOf({ field: 'name', equals: "[parameters('x')]" }, { parameters: { x: { type: 'Text' } } }),
      '400 InvalidPolicyParameters',
    ],
    [
      'a default of the wrong type',
      definitionOf(
        { field: 'name', equals: "[parameters('x')]" },
        { parameters: { x: { type: 'String', defaultValue: 1 } } },
      ),
      '400 InvalidPolicyParameters',
    ],
    [
      'a function that rules can not use',
      definitionOf({ value: "[reference('x')]", equals: 'x' }),
      '400 InvalidPolicyParameters',
    ],
    [
      'modify without roles',
      {
        properties: {
          policyRule: ruleOf(named, 'modify', {
            operations: [{ operation: 'add', field: 'tags[a]', value: 'b' }],
          }),
        },
      },
      '400 InvalidPolicyRuleEffectDetails',
    ],
    [
      'modify without operations',
      { properties: { policyRule: ruleOf(named, 'modify', { roleDefinitionIds: roles }) } },
      '400 InvalidPolicyRuleEffectDetails',
    ],
    [
      'append without details',
      { properties: { policyRule: ruleOf(named, 'append') } },
      '400 InvalidPolicyRuleEffectDetails',
    ],
  ])('with %s is answered as Azure does', async (_what, body, refusal) => {
    expect(await put(definitionPath('custom'), body)).toBe(refusal);
  });

  it('keeps its parameters, and gets new ones with a default only', async () => {
    const rule = (name: string) => definitionOf({ field: 'name', equals: `[parameters('${name}')]` }, {});
    const withParameters = (parameters: Json) => {
      const { properties } = rule('x');
      const condition = {
        anyOf: Object.keys(parameters as object).map((name) => ({
          field: 'name',
          equals: `[parameters('${name}')]`,
        })),
      };
      return { properties: { ...properties, parameters, policyRule: ruleOf(condition, 'deny') } };
    };
    expect(await put(definitionPath('custom'), withParameters({ x: { type: 'String' } }))).toBe('201');
    expect(await put(definitionPath('custom'), definitionOf(named))).toBe('400 InvalidPolicyParameterUpdate');
    const added = { x: { type: 'String' }, y: { type: 'String' } };
    expect(await put(definitionPath('custom'), withParameters(added))).toBe(
      '400 InvalidPolicyParameterUpdate',
    );
    const fine = { x: { type: 'String' }, y: { type: 'String', defaultValue: 'z' } };
    expect(await put(definitionPath('custom'), withParameters(fine))).toBe('201');
  });

  it('is known to Azure when it is built in, and then stays', async () => {
    const all = await cloud.call(
      'GET',
      '/providers/Microsoft.Authorization/policyDefinitions?api-version=2024-05-01',
    );
    const names = (all.body['value'] as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.values(builtIn)));
    const one = await cloud.call('GET', `${builtInId('locations')}?api-version=2024-05-01`);
    expect(deep(one.body, 'properties', 'policyType')).toBe('BuiltIn');
    expect(await put(`${builtInId('locations')}?api-version=2024-05-01`, definitionOf(named))).toBe(
      '400 MismatchingResourceSegments',
    );
    await put(definitionPath('custom'), definitionOf(named));
    const list = `${subscriptionPath}/providers/Microsoft.Authorization/policyDefinitions?api-version=2024-05-01&$filter=`;
    const count = async (filter: string) =>
      ((await cloud.call('GET', list + encodeURIComponent(filter))).body['value'] as object[]).length;
    expect([await count("policyType eq 'Custom'"), await count('atExactScope()')]).toEqual([1, 1]);
    expect(await count("category eq 'Key Vault'")).toBeGreaterThan(5);
    expect(await count('')).toBe(names.length + 1);
  });

  it('stays while something uses it', async () => {
    await put(definitionPath('custom'), definitionOf(named));
    await put(assignmentPath('mine'), assignmentOf(customId));
    expect((await cloud.call('DELETE', definitionPath('custom'))).code).toBe(
      'InvalidDeletePolicyDefinitionRequest',
    );
    await cloud.call('DELETE', assignmentPath('mine'));
    await put(setPath('set'), { properties: { policyDefinitions: [{ policyDefinitionId: customId }] } });
    expect((await cloud.call('DELETE', definitionPath('custom'))).code).toBe(
      'InvalidDeletePolicyDefinitionRequest',
    );
    const id = `${subscriptionPath}/providers/Microsoft.Authorization/policySetDefinitions/set`;
    await put(assignmentPath('mine'), assignmentOf(id));
    expect((await cloud.call('DELETE', setPath('set'))).code).toBe('InvalidDeletePolicySetDefinitionRequest');
  });
});

describe('a set of definitions', () => {
  const member = (changes: object = {}) => ({
    policyDefinitionId: builtInId('tag'),
    parameters: { tagName: { value: 'a' } },
    ...changes,
  });
  it.each<[what: string, properties: object, refusal: string]>([
    ['no members', { policyDefinitions: [] }, '400 InvalidRequestContent'],
    [
      'an unknown member',
      { policyDefinitions: [member({ policyDefinitionId: `${customId}-2` })] },
      '404 PolicyDefinitionNotFound',
    ],
    [
      'a member without its parameter',
      { policyDefinitions: [member({ parameters: {} })] },
      '400 MissingPolicyParameter',
    ],
    [
      'a parameter that a member does not have',
      { policyDefinitions: [member({ parameters: { tagName: { value: 'a' }, effect: { value: 'Deny' } } })] },
      '400 UndefinedPolicyParameter',
    ],
    [
      'an unused parameter',
      { parameters: { x: { type: 'String' } }, policyDefinitions: [member()] },
      '400 UnusedPolicyParameters',
    ],
    [
      'an undefined parameter',
      { policyDefinitions: [member({ parameters: { tagName: { value: "[parameters('x')]" } } })] },
      '400 InvalidPolicyParameters',
    ],
    [
      'a reference id twice',
      {
        policyDefinitions: [
          member({ policyDefinitionReferenceId: 'a' }),
          member({ policyDefinitionReferenceId: 'a' }),
        ],
      },
      '400 PolicySetDefinitionReferenceIdNotUnique',
    ],
    [
      'a value that is not allowed',
      {
        policyDefinitions: [
          { policyDefinitionId: builtInId('accountNoKeys'), parameters: { effect: { value: 'Refuse' } } },
        ],
      },
      '400 PolicyParameterValueNotAllowed',
    ],
  ])('with %s is refused', async (_what, properties, refusal) => {
    expect(await put(setPath('set'), { properties })).toBe(refusal);
  });
});

describe('an assignment', () => {
  const deny = { effect: 'Deny' };
  it.each<[what: string, body: object, refusal: string]>([
    ['no definition', { properties: { displayName: 'x' } }, '400 InvalidRequestContent'],
    ['an unknown definition', assignmentOf(`${customId}-2`), '404 PolicyDefinitionNotFound'],
    [
      'an unknown built-in definition',
      assignmentOf(builtInId('tag').replace(/.{12}$/, '000000000000')),
      '404 PolicyDefinitionNotFound',
    ],
    [
      'an unknown set',
      assignmentOf(customId.replace('policyDefinitions', 'policySetDefinitions')),
      '404 PolicySetDefinitionNotFound',
    ],
    [
      'an undefined parameter',
      assignmentOf(builtInId('tag'), { tagName: 'a', effect: 'Deny' }),
      '400 UndefinedPolicyParameter',
    ],
    ['a missing parameter', assignmentOf(builtInId('tag')), '400 MissingPolicyParameter'],
    [
      'a value that is not allowed',
      assignmentOf(builtInId('accountNoKeys'), { effect: 'deny' }),
      '400 PolicyParameterValueNotAllowed',
    ],
    [
      'a value of the wrong type',
      assignmentOf(builtInId('locations'), { listOfAllowedLocations: 'here' }),
      '400 InvalidPolicyParameters',
    ],
    [
      'Modify without an identity',
      assignmentOf(builtInId('setTag'), { tagName: 'a', tagValue: 'b' }),
      '400 ResourceIdentityRequired',
    ],
    [
      'an identity without a location',
      {
        ...assignmentOf(builtInId('setTag'), { tagName: 'a', tagValue: 'b' }),
        identity: { type: 'SystemAssigned' },
      },
      '400 LocationRequired',
    ],
    [
      'an unknown enforcement mode',
      assignmentOf(builtInId('accountNoKeys'), deny, { enforcementMode: 'Later' }),
      '400 InvalidRequestContent',
    ],
    [
      'an unknown sku',
      { ...assignmentOf(builtInId('accountNoKeys'), deny), sku: { name: 'A2', tier: 'Free' } },
      '400 InvalidPolicySku',
    ],
    ['an effect that is not modelled', assignmentOf(builtInId('accountLogs')), '501 SandboxNotModelled'],
    ['a mode that is not modelled', assignmentOf(builtInId('secretExpiry'), deny), '501 SandboxNotModelled'],
    [
      'overrides',
      assignmentOf(builtInId('accountNoKeys'), deny, {
        overrides: [{ kind: 'policyEffect', value: 'audit' }],
      }),
      '501 SandboxNotModelled',
    ],
    [
      'resource selectors',
      assignmentOf(builtInId('accountNoKeys'), deny, { resourceSelectors: [{ name: 'x' }] }),
      '501 SandboxNotModelled',
    ],
    [
      'a disabled effect that is not modelled',
      assignmentOf(builtInId('accountLogs'), { effect: 'Disabled' }),
      '201',
    ],
    ['an audit', assignmentOf(builtInId('accountPrivateLink')), '201'],
  ])('with %s is answered as Azure does', async (_what, body, refusal) => {
    expect(await put(assignmentPath('mine'), body)).toBe(refusal);
  });

  it('of functions that are not modelled is refused, loudly', async () => {
    expect(await put(definitionPath('custom'), definitionOf({ value: "[guid('a')]", equals: 'x' }))).toBe(
      '201',
    );
    expect(await put(assignmentPath('mine'), assignmentOf(customId))).toBe('501 SandboxNotModelled');
  });

  it('wants its resource group, its resource and the right', async () => {
    const body = assignmentOf(builtInId('tag'), { tagName: 'a' });
    expect(await put(assignmentPath('mine', `${group}-2`), body)).toBe('404 ResourceGroupNotFound');
    const contributor = openCloud({ principal: 'contributor' });
    expect((await contributor.call('PUT', assignmentPath('mine'), body)).code).toBe('AuthorizationFailed');
    const management = '/providers/Microsoft.Management/managementGroups/all';
    expect(await put(assignmentPath('mine', management), body)).toBe('403 AuthorizationFailed');
    expect(await put(assignmentPath('mine', `/subscriptions/${juraAiDev.id}`), assignmentOf(customId))).toBe(
      '404 PolicyDefinitionNotFound',
    );
    expect((await cloud.call('GET', assignmentPath('mine'))).code).toBe('PolicyAssignmentNotFound');
  });
});

it('an exemption is of an assignment, at or beneath its scope', async () => {
  await put(assignmentPath('mine', group), assignmentOf(builtInId('tag'), { tagName: 'a' }));
  const id = `${group}/providers/Microsoft.Authorization/policyAssignments/mine`;
  const at = (scope: string): string =>
    `${scope}/providers/Microsoft.Authorization/policyExemptions/x?api-version=2022-07-01-preview`;
  const of = (policyAssignmentId: string, exemptionCategory = 'Waiver') => ({
    properties: { policyAssignmentId, exemptionCategory },
  });
  expect(await put(at(group), of(`${id}-2`))).toBe('404 PolicyAssignmentNotFound');
  expect(await put(at(subscriptionPath), of(id))).toBe('400 InvalidPolicyExemptionScope');
  expect(await put(at(group), of(id, 'Because'))).toBe('400 InvalidRequestContent');
  expect(await put(at(group), of(id))).toBe('201');
});
