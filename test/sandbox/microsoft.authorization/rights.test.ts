import { beforeEach, describe, expect, it } from 'vitest';
import { cloneSandbox } from '../../../src/sandbox/sandbox.ts';
import { principals } from '../../../src/sandbox/seed-directories.ts';
import { bodies, group } from '../../kit/estate.ts';
import { type Cloud, cloudOf, openCloud, subscriptionPath } from '../../kit/sandbox.ts';

const roles = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
} as const;
const hour = 3_600_000;
const named = (name: string): string => principals.find((one) => one.name === name)?.objectId ?? '';
const definition = (role: keyof typeof roles): string =>
  `${subscriptionPath}/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`;

let cloud: Cloud;
beforeEach(async () => {
  cloud = openCloud();
  await cloud.call('PUT', group, bodies.group);
});

/** The same cloud, with somebody else signed in. */
function as(principal: string): Cloud {
  return cloudOf(cloneSandbox(cloud.sandbox, { now: cloud.now, principal }), cloud.now, cloud.pass);
}

function grant(scope: string, role: keyof typeof roles, principal: string) {
  const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${roles[role]}?api-version=2022-04-01`;
  const properties = {
    roleDefinitionId: definition(role),
    principalId: named(principal),
    principalType: 'User',
  };
  return cloud.call('PUT', id, { properties });
}

const tagsOn = (scope: string): string => `${scope}?api-version=2025-04-01`;
const tagged = { location: 'switzerlandnorth', tags: { seen: 'yes' } };

describe('a right', () => {
  it('takes effect some seconds after its grant', async () => {
    await grant(group, 'contributor', 'reader');
    const reader = as('reader');
    const early = await reader.call('PUT', tagsOn(group), tagged);
    expect([early.status, early.code]).toEqual([403, 'AuthorizationFailed']);
    cloud.pass(4_999);
    expect((await reader.call('PUT', tagsOn(group), tagged)).status).toBe(403);
    cloud.pass(1);
    expect((await reader.call('PUT', tagsOn(group), tagged)).status).toBe(200);
  });

  it('takes effect at once where the sandbox is told so, and where operations are done at their first poll', async () => {
    for (const options of [{ rightsLag: 0 }, { durations: 'first-poll' as const }]) {
      await grant(group, 'contributor', 'reader');
      const sandbox = cloneSandbox(cloud.sandbox, { now: cloud.now, principal: 'reader', ...options });
      const reader = cloudOf(sandbox, cloud.now, cloud.pass);
      expect((await reader.call('PUT', tagsOn(group), tagged)).status).toBe(200);
    }
  });

  it('of the seed holds from the beginning', async () => {
    expect((await as('contributor').call('PUT', tagsOn(group), tagged)).status).toBe(200);
  });

  it('holds beneath the scope that it was granted at, and nowhere else', async () => {
    const other = `${subscriptionPath}/resourceGroups/rg-other`;
    await cloud.call('PUT', other, bodies.group);
    await grant(group, 'contributor', 'reader');
    cloud.pass(5_000);
    const reader = as('reader');
    const network = `${group}/providers/Microsoft.Network/virtualNetworks/vnet-mine`;
    const body = {
      location: 'switzerlandnorth',
      properties: { addressSpace: { addressPrefixes: ['10.9.0.0/24'] } },
    };
    expect((await reader.call('PUT', network, body)).status).toBe(201);
    expect((await reader.call('PUT', network.replace(group, other), body)).code).toBe('AuthorizationFailed');
    expect((await reader.call('PUT', `${subscriptionPath}/resourceGroups/rg-third`, bodies.group)).code).toBe(
      'AuthorizationFailed',
    );
  });

  it('that is taken away is gone', async () => {
    await grant(group, 'contributor', 'reader');
    cloud.pass(5_000);
    const id = `${group}/providers/Microsoft.Authorization/roleAssignments/${roles.contributor}?api-version=2022-04-01`;
    await cloud.call('DELETE', id);
    expect((await as('reader').call('PUT', tagsOn(group), tagged)).status).toBe(403);
  });

  it('to read decides what a list holds, without a word', async () => {
    const stranger = as('jura-owner');
    const groups = `${subscriptionPath}/resourceGroups`;
    expect((await stranger.call('GET', groups)).body).toEqual({ value: [] });
    await grant(group, 'contributor', 'jura-owner').then(({ code }) =>
      expect(code).toBe('PrincipalNotFound'),
    );
    await cloud.call('PUT', `${subscriptionPath}/resourceGroups/rg-other`, bodies.group);
    const all = (await as('reader').call('GET', groups)).body['value'] as object[];
    expect(all).toHaveLength(2);
  });
});

describe('a right for a time', () => {
  const instances = `${subscriptionPath}/providers/Microsoft.Authorization/roleAssignmentScheduleInstances?api-version=2020-10-01`;
  const requests = `${subscriptionPath}/providers/Microsoft.Authorization/roleAssignmentScheduleRequests`;
  const request = (digit: number): string =>
    `${requests}/00000000-0000-4000-8000-00000000000${digit}?api-version=2020-10-01`;
  const activate = (changes: object = {}) => ({
    properties: {
      requestType: 'SelfActivate',
      principalId: named('time-limited'),
      roleDefinitionId: definition('owner'),
      justification: 'rehearsal',
      scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'PT2H' } },
      ...changes,
    },
  });

  beforeEach(() => {
    cloud = openCloud({ principal: 'time-limited' });
  });

  it('is active for eight hours after the birth of a sandbox, and lapses', async () => {
    expect((await cloud.call('PUT', group, bodies.group)).status).toBe(201);
    const listed = await cloud.call('GET', `${instances}&$filter=asTarget()`);
    const ends = (listed.body['value'] as { properties: { endDateTime?: string; assignmentType: string } }[])
      .map(({ properties }) => [properties.assignmentType, properties.endDateTime])
      .sort();
    expect(ends).toEqual([
      ['Activated', new Date(cloud.now() + 8 * hour).toISOString()],
      ['Assigned', undefined],
    ]);
    cloud.pass(8 * hour - 1);
    expect((await cloud.call('PUT', tagsOn(group), tagged)).status).toBe(200);
    cloud.pass(1);
    expect((await cloud.call('PUT', tagsOn(group), tagged)).code).toBe('AuthorizationFailed');
    expect((await cloud.call('GET', group)).status).toBe(200);
  });

  it('lapses too when the clock is advanced', async () => {
    await cloud.call('PUT', group, bodies.group);
    cloud.sandbox.advance(9 * hour);
    expect((await cloud.call('PUT', tagsOn(group), tagged)).code).toBe('AuthorizationFailed');
  });

  it('can be activated again by whoever is eligible', async () => {
    cloud.pass(9 * hour);
    const eligible = `${subscriptionPath}/providers/Microsoft.Authorization/roleEligibilityScheduleInstances?api-version=2020-10-01&$filter=asTarget()`;
    expect((await cloud.call('GET', eligible)).body['value']).toHaveLength(1);
    const made = await cloud.call('PUT', request(1), activate());
    expect([made.status, made.body['properties']]).toMatchObject([
      201,
      { status: 'Provisioned', scheduleInfo: { expiration: { duration: 'PT2H' } } },
    ]);
    expect((await cloud.call('GET', request(1))).body).toMatchObject({ name: expect.stringMatching(/1$/) });
    cloud.pass(5_000);
    expect((await cloud.call('PUT', group, bodies.group)).status).toBe(201);
    cloud.pass(2 * hour);
    expect((await cloud.call('PUT', tagsOn(group), tagged)).code).toBe('AuthorizationFailed');
  });

  it('is given back early', async () => {
    cloud.pass(9 * hour);
    await cloud.call('PUT', request(1), activate());
    const back = activate({ requestType: 'SelfDeactivate' });
    expect((await cloud.call('PUT', request(2), back)).code).toBe('ActiveDurationTooShort');
    cloud.pass(5 * 60_000);
    expect((await cloud.call('PUT', request(2), back)).body['properties']).toMatchObject({
      status: 'Revoked',
    });
    expect((await cloud.call('PUT', request(3), back)).code).toBe('RoleAssignmentDoesNotExist');
  });

  it.each([
    ['somebody who holds the role', 0, {}, '400 RoleAssignmentExists'],
    [
      'a role that one is not eligible for',
      9,
      { roleDefinitionId: definition('contributor') },
      '400 RoleAssignmentRequestPolicyValidationFailed',
    ],
    [
      'more than eight hours',
      9,
      { scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'PT9H' } } },
      '400 RoleAssignmentRequestPolicyValidationFailed',
    ],
    [
      'no end',
      9,
      { scheduleInfo: { expiration: { type: 'NoExpiration' } } },
      '400 RoleAssignmentRequestPolicyValidationFailed',
    ],
    ['somebody else', 9, { principalId: named('reader') }, '403 AuthorizationFailed'],
    [
      'an unknown role',
      9,
      { roleDefinitionId: definition('owner').replace(/.{12}$/, '000000000000') },
      '400 RoleDefinitionDoesNotExist',
    ],
    ['an unknown kind of request', 9, { requestType: 'Please' }, '400 InvalidRequestContent'],
    ['a kind that is not modelled', 9, { requestType: 'SelfExtend' }, '501 SandboxNotModelled'],
    [
      'a later beginning',
      9,
      { scheduleInfo: { startDateTime: '2030-01-01T00:00:00Z' } },
      '501 SandboxNotModelled',
    ],
  ])('is not activated for %s', async (_what, hours, changes, refusal) => {
    cloud.pass(hours * hour);
    const { status, code } = await cloud.call('PUT', request(1), activate(changes));
    expect(`${status} ${code}`).toBe(refusal);
  });

  it('is assigned by administrators with any end', async () => {
    cloud = openCloud();
    const asked = activate({
      requestType: 'AdminAssign',
      principalId: named('reader'),
      scheduleInfo: {
        expiration: {
          type: 'AfterDateTime',
          endDateTime: new Date(cloud.now() + 30 * 24 * hour).toISOString(),
        },
      },
    });
    expect((await cloud.call('PUT', request(1), asked)).status).toBe(201);
    cloud.pass(5_000);
    expect((await as('reader').call('PUT', group, bodies.group)).status).toBe(201);
    cloud.pass(30 * 24 * hour);
    expect((await as('reader').call('PUT', group, bodies.group)).code).toBe('AuthorizationFailed');
  });

  it('is nothing that the export shows', async () => {
    const before = cloud.sandbox.export();
    cloud.pass(9 * hour);
    await cloud.call('PUT', request(1), activate());
    expect(cloud.sandbox.export()).toBe(before);
  });
});
