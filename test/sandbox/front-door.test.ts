import { beforeEach, describe, expect, it } from 'vitest';
import {
  helvetiaAiDev,
  helvetiaAiProd,
  helvetiaCare,
  helvetiaLegacy,
  juraAiDev,
  juraBank,
} from '../../src/sandbox/seed-directories.ts';
import { bodies, buildNetwork, group, ids } from '../kit/estate.ts';
import { type Cloud, openCloud, subscriptionPath } from '../kit/sandbox.ts';

const arm = 'https://management.azure.com';
let cloud: Cloud;
beforeEach(() => {
  cloud = openCloud();
});

async function raw(path: string, init: RequestInit = {}, token = cloud.sandbox.token(helvetiaCare.id).token) {
  const headers = { authorization: `Bearer ${token}`, ...(init.headers as object) };
  const response = await cloud.sandbox.fetch(
    new Request(path.startsWith('http') ? path : `${arm}${path}`, { ...init, headers }),
  );
  const text = await response.text();
  const body = text === '' ? {} : (JSON.parse(text) as { error?: { code: string; message: string } });
  return {
    status: response.status,
    code: body.error?.code ?? '',
    message: body.error?.message ?? '',
    headers: response.headers,
    body,
  };
}

describe('the front door', () => {
  it.each([
    ['/subscriptions', 400, 'MissingApiVersionParameter'],
    ['/subscriptions?api-version=soon', 400, 'InvalidApiVersionParameter'],
    [`${group}?api-version=1999-01-01`, 400, 'NoRegisteredProviderFound'],
    [`${group}/providers/Microsoft.Nothing/things/x?api-version=2024-01-01`, 404, 'InvalidResourceNamespace'],
    [`${group}/providers/Microsoft.Network/things/x?api-version=2025-05-01`, 404, 'InvalidResourceType'],
    [`${group}/providers/Microsoft.Network/natGateways/x?api-version=2025-05-01`, 501, 'SandboxNotModelled'],
    [`${group}?api-version=2025-04-01`, 404, 'ResourceGroupNotFound'],
    [`${ids.vnet}?api-version=2025-05-01`, 404, 'ResourceGroupNotFound'],
    [
      '/subscriptions/00000000-0000-0000-0000-000000000000?api-version=2022-12-01',
      404,
      'SubscriptionNotFound',
    ],
    [`/subscriptions/${juraAiDev.id}?api-version=2022-12-01`, 401, 'InvalidAuthenticationTokenTenant'],
    ['/nowhere?api-version=2022-12-01', 404, 'NotFound'],
    ['https://example.com/', 501, 'SandboxNotModelled'],
  ])('answers GET %s with %i %s', async (path, status, code) => {
    const answer = await raw(path);
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('lists nothing of a published type that it does not model', async () => {
    const answer = await raw(
      `${subscriptionPath}/providers/Microsoft.Network/natGateways?api-version=2025-05-01`,
    );
    expect([answer.status, answer.body]).toEqual([200, { value: [] }]);
  });

  it('takes any casing, doubled slashes and an encoded query key, and gives names back as they were sent', async () => {
    await cloud.call('PUT', `${subscriptionPath}/resourcegroups/RG-Mixed`, bodies.group);
    const path = `//SUBSCRIPTIONS/${helvetiaAiDev.id}//RESOURCEGROUPS/rg-mixed?api%2Dversion=2025-04-01`;
    expect((await raw(path)).body).toMatchObject({
      id: `${subscriptionPath}/resourceGroups/RG-Mixed`,
      name: 'RG-Mixed',
    });
  });

  it('refuses what is no token, an expired one, and one for another audience, with a challenge', async () => {
    const path = '/subscriptions?api-version=2022-12-01';
    const claims = (changes: object): string => {
      const own = JSON.parse(
        Buffer.from(cloud.sandbox.token(helvetiaCare.id).token.split('.')[1] ?? '', 'base64url').toString(),
      ) as object;
      return `x.${Buffer.from(JSON.stringify({ ...own, ...changes })).toString('base64url')}.x`;
    };
    const codes = [];
    for (const token of ['', 'garbage', claims({ exp: 1 }), claims({ aud: 'https://other' })]) {
      const { status, code, headers } = await raw(path, {}, token);
      codes.push([status, code, headers.get('www-authenticate')?.startsWith('Bearer ')]);
    }
    expect(codes).toEqual([
      [401, 'AuthenticationFailed', true],
      [401, 'AuthenticationFailed', true],
      [401, 'ExpiredAuthenticationToken', true],
      [401, 'InvalidAuthenticationToken', true],
    ]);
    cloud.pass(25 * 3_600_000);
    expect((await raw(path)).status).toBe(200);
  });

  it('names the right directory to a token of the wrong one', async () => {
    const answer = await raw(`/subscriptions/${juraAiDev.id}/resourceGroups?api-version=2025-04-01`);
    expect(answer.headers.get('www-authenticate')).toContain(juraBank.id);
  });

  it('gives each answer its own request id and echoes the correlation id', async () => {
    const headers = {
      'x-ms-correlation-request-id': 'mine',
      'x-ms-client-request-id': 'c',
      'x-ms-return-client-request-id': 'true',
    };
    const one = await raw('/subscriptions?api-version=2022-12-01', { headers });
    const other = await raw('/subscriptions?api-version=2022-12-01');
    expect(one.headers.get('x-ms-correlation-request-id')).toBe('mine');
    expect(one.headers.get('x-ms-client-request-id')).toBe('c');
    expect(one.headers.get('x-ms-request-id')).not.toBe(other.headers.get('x-ms-request-id'));
    expect(other.headers.get('x-ms-ratelimit-remaining-tenant-reads')).toBe('248');
    for (const name of [
      'date',
      'cache-control',
      'pragma',
      'expires',
      'strict-transport-security',
      'x-ms-routing-request-id',
    ]) {
      expect([name, other.headers.get(name)]).toEqual([name, expect.any(String)]);
    }
  });

  it('refuses bodies that are no JSON object', async () => {
    for (const body of ['{', '[]', '7']) {
      expect((await raw(`${group}?api-version=2025-04-01`, { method: 'PUT', body })).code).toBe(
        'InvalidRequestContent',
      );
    }
    expect((await raw(`${group}?api-version=2025-04-01`, { method: 'PUT' })).code).toBe('MissingRequestBody');
  });

  it('lists only the subscriptions of the directory that the token is for', async () => {
    const names = (body: object) =>
      (body as { value: { displayName: string }[] }).value.map(({ displayName }) => displayName);
    const jura = cloud.sandbox.token(juraBank.id).token;
    expect(names((await raw('/subscriptions?api-version=2022-12-01', {}, jura)).body)).toEqual([
      'jura-ai-dev',
      'jura-ai-prod',
    ]);
    expect(names((await raw('/tenants?api-version=2022-12-01')).body)).toEqual([
      'Helvetia Care AG',
      'Jura Bank SA',
    ]);
  });

  it('writes nothing into a disabled subscription or with an unregistered provider', async () => {
    const legacy = await cloud.call(
      'PUT',
      `/subscriptions/${helvetiaLegacy.id}/resourceGroups/rg`,
      bodies.group,
    );
    expect([legacy.status, legacy.code]).toEqual([409, 'ReadOnlyDisabledSubscription']);
    await cloud.call('PUT', group, bodies.group);
    const account = { location: 'switzerlandnorth', kind: 'OpenAI', sku: { name: 'S0' }, properties: {} };
    const refused = await cloud.call('PUT', ids.account, account);
    expect([refused.status, refused.code]).toEqual([409, 'MissingSubscriptionRegistration']);
  });

  it('pages lists with an opaque link', async () => {
    cloud = openCloud({ page: 2 });
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      await cloud.call('PUT', `${subscriptionPath}/resourceGroups/rg-${name}`, bodies.group);
    const names: string[] = [];
    let next: string | undefined = `${subscriptionPath}/resourceGroups`;
    while (next !== undefined) {
      const { body }: { body: { [key: string]: unknown } } = await cloud.call('GET', next);
      names.push(...(body['value'] as { name: string }[]).map(({ name }) => name));
      next = body['nextLink'] as string | undefined;
    }
    expect(names).toEqual(['rg-a', 'rg-b', 'rg-c', 'rg-d', 'rg-e']);
  });

  it('throttles a caller by the bucket and lets it go on when the bucket fills again', async () => {
    let status = 200;
    let count = 0;
    for (; status === 200; count += 1)
      status = (await cloud.call('GET', `${subscriptionPath}/resourceGroups`)).status;
    expect([count, status]).toEqual([251, 429]);
    const refused = await cloud.call('GET', `${subscriptionPath}/resourceGroups`);
    expect([refused.code, refused.headers.get('retry-after')]).toEqual(['TooManyRequests', '1']);
    expect((await cloud.call('GET', `/subscriptions/${helvetiaAiProd.id}/resourceGroups`)).status).toBe(200);
    cloud.pass(1_000);
    expect((await cloud.call('GET', `${subscriptionPath}/resourceGroups`)).status).toBe(200);
  });

  it('serves groups and the signed-in user as Microsoft Graph', async () => {
    const groups = await raw(
      `https://graph.microsoft.com/v1.0/groups?$filter=${encodeURIComponent("startswith(displayName,'AI A')")}`,
    );
    expect(
      (groups.body as { value: { displayName: string }[] }).value.map(({ displayName }) => displayName),
    ).toEqual(['AI Auditors']);
    expect((await raw('https://graph.microsoft.com/v1.0/me')).body).toMatchObject({
      userPrincipalName: 'owner@helvetia-care.example',
    });
    expect((await raw('https://graph.microsoft.com/v1.0/devices')).status).toBe(501);
  });
});

describe('rights', () => {
  it.each(['owner', 'contributor', 'reader', 'no-purge', 'jura-owner'])(
    'of %s decide what it reads and writes',
    async (principal) => {
      const may = {
        owner: [200, 201],
        contributor: [200, 201],
        reader: [200, 403],
        'no-purge': [200, 201],
        'jura-owner': [403, 403],
      }[principal];
      cloud = openCloud({ principal });
      const read = await cloud.call('GET', subscriptionPath);
      const written = await cloud.call('PUT', group, bodies.group);
      expect([read.status, written.status]).toEqual(may);
      if (written.status === 403) {
        expect(written.code).toBe('AuthorizationFailed');
        expect(JSON.stringify(written.body)).toContain(
          'Microsoft.Resources/subscriptions/resourceGroups/write',
        );
      }
    },
  );

  it('filter lists silently', async () => {
    const path = `${subscriptionPath}/resourceGroups`;
    await cloud.call('PUT', group, bodies.group);
    expect((await cloud.call('GET', path)).body['value']).toHaveLength(1);
    const stranger = openCloud({ principal: 'jura-owner' });
    expect((await stranger.call('GET', `/subscriptions/${helvetiaAiDev.id}/resourceGroups`)).body).toEqual({
      value: [],
    });
  });

  it('to change access are not part of Contributor', async () => {
    cloud = openCloud({ principal: 'contributor' });
    await buildNetwork(cloud);
    const assignment = `${group}/providers/Microsoft.Authorization/roleAssignments/0b9f7c1e-3d52-4f6a-8c1b-7e2d9a4f5c60?api-version=2022-04-01`;
    expect((await cloud.call('PUT', assignment, { properties: {} })).code).toBe('AuthorizationFailed');
  });
});
