import { describe, expect, it } from 'vitest';
import { roleCondition } from '../../../src/report/role-condition.ts';
import { type Asked, parseCondition } from '../../../src/sandbox/microsoft.authorization/condition.ts';

const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const write = (roledefinitionid: string, principaltype = 'group'): Asked => ({
  action: 'Microsoft.Authorization/roleAssignments/write',
  request: { roledefinitionid, principaltype },
  resource: {},
});
const remove = (roledefinitionid: string, principaltype = 'group'): Asked => ({
  action: 'Microsoft.Authorization/roleAssignments/delete',
  request: {},
  resource: { roledefinitionid, principaltype },
});
const is = (text: string, asked: Asked): boolean => parseCondition(text)(asked);

describe('a condition on role assignments', () => {
  it('that names roles and types of holders lets those alone be assigned and taken away', () => {
    const text = roleCondition({ roles: [reader], principalTypes: ['Group', 'ServicePrincipal'] });
    for (const asked of [write, remove]) {
      expect(is(text, asked(reader))).toBe(true);
      expect(is(text, asked(reader, 'serviceprincipal'))).toBe(true);
      expect(is(text, asked(reader, 'user'))).toBe(false);
      expect(is(text, asked(owner))).toBe(false);
    }
  });

  it.each([
    [`NOT`, `!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})`, false],
    [
      'roles that are excluded',
      `@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAllValues:GuidNotEquals {${owner}}`,
      true,
    ],
    [
      'one value',
      `@Request[Microsoft.Authorization/roleAssignments:PrincipalType] StringEqualsIgnoreCase 'Group'`,
      true,
    ],
    [
      'AND before OR',
      `@Request[Microsoft.Authorization/roleAssignments:PrincipalType] StringEqualsIgnoreCase 'User' AND ActionMatches{'x'} OR ActionMatches{'Microsoft.Authorization/roleAssignments/write'}`,
      true,
    ],
  ])('is read as Azure reads it: %s', (_what, text, expected) => {
    expect(is(text, write(reader))).toBe(expected);
  });

  it.each([
    `@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals 'x'`,
    `@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals`,
    `(ActionMatches{'x'}`,
    'anything',
    '',
  ])('that is not modelled is not taken for granted: %s', (text) => {
    expect(() => parseCondition(text)).toThrow(/does not model/);
  });
});
