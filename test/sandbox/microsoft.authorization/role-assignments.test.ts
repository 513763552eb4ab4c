import { beforeEach, describe, expect, it } from 'vitest';
import { type Body, Cloud, deep, items } from '../cloud.ts';

const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const admins = 'c84f1b60-92d7-4a5e-b3c8-1d7e9f0a2b01';
const auditors = 'c84f1b60-92d7-4a5e-b3c8-1d7e9f0a2b03';
const strangers = 'd95a2c71-a3e8-4b6f-84d9-2e8f0a1b3c01';
const guid = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`;

let cloud: Cloud;
let subscription: string;

function at(scope: string, digit: number): string {
  return `${scope}/providers/Microsoft.Authorization/roleAssignments/${guid(digit)}`;
}

function grant(role: string, principalId: string, extra: object = {}): Body {
  const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
  return { properties: { roleDefinitionId, principalId, ...extra } };
}

async function ids(scope: string, filter = ''): Promise<Body[]> {
  const query = filter === '' ? '' : `?$filter=${encodeURIComponent(filter)}`;
  const answer = await cloud.call(
    'GET',
    `${scope}/providers/Microsoft.Authorization/roleAssignments${query}`,
  );
  return items(answer).map((one) => deep(one, 'id'));
}

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  subscription = `/subscriptions/${cloud.subscription}`;
});

describe('a role assignment', () => {
  it('is created once and may be repeated', async () => {
    const made = await cloud.call('PUT', at(cloud.group, 1), grant(reader, admins));
    const again = await cloud.call(
      'PUT',
      at(cloud.group, 1),
      grant(reader, admins, { principalType: 'Group' }),
    );
    expect([made.status, again.status]).toEqual([201, 200]);
    expect(deep(made.body, 'properties')).toMatchObject({ scope: cloud.group, principalType: 'Group' });
  });

  it.each([
    ['a name that is no GUID', 'mine', grant, '400 InvalidRoleAssignmentId'],
    ['an unknown principal', guid(1), () => grant(reader, guid(9)), '400 PrincipalNotFound'],
    ['a group of another directory', guid(1), () => grant(reader, strangers), '400 PrincipalNotFound'],
    ['an unknown role', guid(1), () => grant(guid(9), admins), '400 RoleDefinitionDoesNotExist'],
    [
      'the wrong principal type',
      guid(1),
      () => grant(reader, admins, { principalType: 'User' }),
      '400 UnmatchedPrincipalType',
    ],
    [
      'an unknown principal type',
      guid(1),
      () => grant(reader, admins, { principalType: 'Robot' }),
      '400 BadRequestFormat',
    ],
    [
      'a condition without a version',
      guid(1),
      () => grant(reader, admins, { condition: 'x' }),
      '400 InvalidConditionVersion',
    ],
    ['no role', guid(1), () => ({ properties: { principalId: admins } }), '400 BadRequestFormat'],
    [
      'members outside of properties',
      guid(1),
      () => ({ roleDefinitionId: 'x', principalId: admins }),
      '400 BadRequestFormat',
    ],
  ])('with %s is refused', async (_what, name, body, refusal) => {
    const path = `${cloud.group}/providers/Microsoft.Authorization/roleAssignments/${name}`;
    expect(await cloud.refusal('PUT', path, body(reader, admins))).toBe(refusal);
  });

  it('cannot be there twice under two names', async () => {
    await cloud.done('PUT', at(cloud.group, 1), grant(reader, admins));
    expect(await cloud.refusal('PUT', at(cloud.group, 2), grant(reader, admins))).toBe(
      '409 RoleAssignmentExists',
    );
    await cloud.done('PUT', at(subscription, 2), grant(reader, admins));
  });

  it('cannot become another one under its name', async () => {
    await cloud.done('PUT', at(cloud.group, 1), grant(reader, admins));
    for (const other of [grant(contributor, admins), grant(reader, auditors)]) {
      expect(await cloud.refusal('PUT', at(cloud.group, 1), other)).toBe(
        '400 RoleAssignmentUpdateNotPermitted',
      );
    }
  });

  it('needs its scope to exist', async () => {
    expect(
      await cloud.refusal('PUT', at(`${subscription}/resourceGroups/none`, 1), grant(reader, admins)),
    ).toBe('404 ResourceGroupNotFound');
    const vault = `${cloud.group}/providers/Microsoft.KeyVault/vaults/none`;
    expect(await cloud.refusal('PUT', at(vault, 1), grant(reader, admins))).toBe('404 ResourceNotFound');
  });

  it('is not for a contributor to make', async () => {
    const limited = new Cloud({ principal: 'contributor' });
    await limited.prepare();
    expect(await limited.refusal('PUT', at(cloud.group, 1), grant(reader, admins))).toBe(
      '403 AuthorizationFailed',
    );
  });

  it('must wait until the directory knows a new identity, whatever its type says', async () => {
    const identity = `${cloud.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-test`;
    const made = await cloud.call('PUT', identity, { location: 'switzerlandnorth' });
    const body = grant(reader, String(deep(made.body, 'properties', 'principalId')), {
      principalType: 'ServicePrincipal',
    });
    expect(await cloud.refusal('PUT', at(cloud.group, 1), body)).toBe('400 PrincipalNotFound');
    cloud.wait(10_000);
    expect((await cloud.call('PUT', at(cloud.group, 1), body)).status).toBe(201);
  });

  it('outlives its principal and dies with its scope', async () => {
    const identity = `${cloud.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-test`;
    const made = await cloud.done('PUT', identity, { location: 'switzerlandnorth' });
    const principal = String(deep(made.body, 'properties', 'principalId'));
    await cloud.done('PUT', at(subscription, 1), grant(reader, principal));
    await cloud.done('PUT', at(identity, 2), grant(reader, admins));
    await cloud.done('DELETE', identity);
    expect((await cloud.call('GET', at(subscription, 1))).status).toBe(200);
    expect(await ids(subscription, `principalId eq '${admins}'`)).toEqual([]);
    expect(await cloud.refusal('PUT', at(cloud.group, 3), grant(reader, principal))).toBe(
      '400 PrincipalNotFound',
    );
    expect((await cloud.call('DELETE', at(subscription, 1))).status).toBe(200);
    expect((await cloud.call('DELETE', at(subscription, 1))).status).toBe(204);
  });

  it('is listed at its scope, above it and beneath it, but not beneath with atScope()', async () => {
    await cloud.done('PUT', at(subscription, 1), grant(reader, admins));
    await cloud.done('PUT', at(cloud.group, 2), grant(reader, auditors));
    const mine = (found: Body[]): Body[] => found.filter((id) => String(id).includes('00000000-0000-4000'));
    expect(mine(await ids(subscription))).toEqual([at(subscription, 1), at(cloud.group, 2)]);
    expect(mine(await ids(cloud.group))).toEqual([at(subscription, 1), at(cloud.group, 2)]);
    expect(mine(await ids(subscription, 'atScope()'))).toEqual([at(subscription, 1)]);
    expect(mine(await ids(cloud.group, 'atScope()'))).toHaveLength(2);
    expect(await ids(subscription, `principalId eq '${auditors}'`)).toEqual([at(cloud.group, 2)]);
  });
});

describe('a role definition', () => {
  const custom = {
    roleName: 'Key Rotator',
    permissions: [{ actions: ['Microsoft.CognitiveServices/accounts/regenerateKey/action'] }],
  };
  const path = (scope: string, digit = 5): string =>
    `${scope}/providers/Microsoft.Authorization/roleDefinitions/${guid(digit)}`;
  const body = (extra: object = {}): Body => ({
    properties: { ...custom, assignableScopes: [subscription], ...extra },
  });

  it('is found by its name, built-in or custom, at any scope', async () => {
    await cloud.done('PUT', path(subscription), body());
    for (const name of ['Reader', 'Key Rotator']) {
      const query = `?$filter=${encodeURIComponent(`roleName eq '${name}'`)}`;
      const found = items(
        await cloud.call('GET', `${cloud.group}/providers/Microsoft.Authorization/roleDefinitions${query}`),
      );
      expect(found.map((one) => deep(one, 'properties', 'roleName'))).toEqual([name]);
    }
    expect(await cloud.refusal('GET', path(subscription, 9))).toBe('404 RoleDefinitionDoesNotExist');
  });

  it.each([
    ['the name of another', { roleName: 'Reader' }, '409 RoleDefinitionWithSameNameExists'],
    ['no permissions', { permissions: [] }, '400 BadRequestFormat'],
    ['no scope to assign it at', { assignableScopes: [] }, '400 BadRequestFormat'],
    ['the root to assign it at', { assignableScopes: ['/'] }, '400 InvalidAssignableScope'],
  ])('with %s is refused', async (_what, extra, refusal) => {
    expect(await cloud.refusal('PUT', path(subscription), body(extra))).toBe(refusal);
  });

  it('cannot go while it is assigned', async () => {
    await cloud.done('PUT', path(subscription), body());
    await cloud.done('PUT', at(cloud.group, 1), grant(guid(5), admins));
    expect(await cloud.refusal('DELETE', path(subscription))).toBe('400 RoleDefinitionHasAssignments');
    await cloud.done('DELETE', at(cloud.group, 1));
    expect((await cloud.call('DELETE', path(subscription))).status).toBe(200);
  });
});

describe('what a caller may do', () => {
  it('is told at any scope', async () => {
    const limited = new Cloud({ principal: 'contributor' });
    const answer = await limited.call('GET', `${subscription}/providers/Microsoft.Authorization/permissions`);
    expect(items(answer)[0]).toMatchObject({ actions: ['*'] });
    expect(deep(items(answer)[0], 'notActions')).toContain('Microsoft.Authorization/*/Write');
  });

  it('has no deny assignments', async () => {
    const path = `${subscription}/providers/Microsoft.Authorization/denyAssignments`;
    const answer = await cloud.call('GET', path, undefined, '2022-04-01');
    expect([answer.status, answer.body]).toEqual([200, { value: [] }]);
  });
});
