import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseId } from '../../src/sandbox/arm-id.ts';
import type { Json, JsonObject } from '../../src/sandbox/json.ts';
import { modelOf } from '../../src/sandbox/models.ts';
import type { Stored } from '../../src/sandbox/provider.ts';
import { cloneSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { helvetiaCare } from '../../src/sandbox/seed-directories.ts';
import { type Cloud, openCloud, subscriptionPath } from '../kit/sandbox.ts';
import { all, buildWhole, versioned, whole } from './whole-estate.ts';

/** The same sequences in every run. */
const seed = 20_261_123;
const arm = 'https://management.azure.com';

let base: Cloud;
let stores = 0;
beforeAll(async () => {
  base = openCloud();
  await buildWhole(base);
});

/** What is sent: everything already as text, so that it can be anything. */
interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | undefined;
  /** Cloud time that passes before it. */
  readonly wait: number;
}

/** A copy of the whole estate with a clock of its own. */
function copy(principal = 'owner'): { sandbox: Sandbox; send: (sent: Sent) => Promise<Response> } {
  let time = base.now();
  const sandbox = cloneSandbox(base.sandbox, { now: () => time, principal });
  return {
    sandbox,
    send: (sent) => {
      time += sent.wait;
      const authorization = `Bearer ${sandbox.token(helvetiaCare.id).token}`;
      const init: RequestInit = { method: sent.method, headers: { authorization, ...sent.headers } };
      const carries = sent.body !== undefined && !['GET', 'HEAD'].includes(sent.method.toUpperCase());
      return sandbox.fetch(new Request(sent.url, carries ? { ...init, body: sent.body ?? '' } : init));
    },
  };
}

/** Sends, and holds the answer against what any answer has to be. */
async function checked(send: (sent: Sent) => Promise<Response>, sent: Sent): Promise<void> {
  const response = await send(sent);
  const text = await response.text();
  const body = text === '' ? {} : (JSON.parse(text) as { error?: { code?: unknown; message?: unknown } });
  const told = `${sent.method} ${sent.url} ${sent.body ?? ''}\n${response.status} ${text}`;
  expect(response.status, told).not.toBe(500);
  if (response.status === 501) expect(body.error?.code, told).toBe('SandboxNotModelled');
  if (response.status >= 400 && sent.method !== 'HEAD') {
    expect(body.error, told).toEqual({
      ...body.error,
      code: expect.any(String),
      message: expect.any(String),
    });
    expect(String(body.error?.code).length, told).toBeGreaterThan(0);
  }
}

/** Every id once, every child beneath its parent, every extension on what it extends. */
function checkStore(sandbox: Sandbox): void {
  const records = sandbox.look((world) => world.under('')) as Stored[];
  const keys = new Set(records.map(({ id }) => id.toLowerCase()));
  expect(keys.size).toBe(records.length);
  for (const record of records) {
    const parsed = parseId(record.id);
    const model = modelOf(record.type);
    // What outlives its resource outlives the group too.
    if (parsed === undefined || model === undefined || model.outlives === true) continue;
    const around = [parsed.parent, parsed.group === undefined ? undefined : groupOf(record.id)];
    if (model.placement === 'extension') around.push(parsed.scope);
    for (const id of around) {
      const type = id === undefined ? undefined : parseId(id)?.type;
      // Regions and the like are part of the URL only; subscriptions are no records.
      if (id === undefined || type === undefined || modelOf(type) === undefined) continue;
      if (type === 'Microsoft.Resources/subscriptions' || record.type.includes('/deleted')) continue;
      expect(keys.has(id.toLowerCase()), `${record.id} lies in ${id}`).toBe(true);
    }
  }
  stores += 1;
  // An export takes longer than all the requests before it.
  if (stores % 20 === 0) expect(() => JSON.parse(sandbox.export()) as unknown).not.toThrow();
}

function groupOf(id: string): string {
  return id.split('/').slice(0, 5).join('/');
}

const strange = fc.constantFrom<Json>(
  null,
  true,
  0,
  -1,
  1e308,
  '',
  ' ',
  'x',
  'é😀\u0000',
  'x'.repeat(300),
  '../../..',
  '10.40.0.0/33',
  '10.40.0.7/24',
  '0.0.0.0/0',
  '::/0',
  '2026-13-40T99:99:99Z',
  'P1Y',
  "[parameters('x')]",
  '[concat(',
  '/subscriptions/x',
  all.vnet,
  all.account,
  all.vault,
  all.subnet,
  [],
  {},
  [[]],
  [null],
  { constructor: { prototype: 1 } },
  { id: all.endpoint },
);
const anyJson = fc.oneof(strange, fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>);
const pieces = fc.oneof(
  fc.constantFrom(
    '',
    '.',
    '..',
    '-',
    '%00',
    '%2F',
    '%E0%A4%A',
    '%F0%9F%98%80',
    '%5C',
    'x'.repeat(300),
    'providers',
    'subscriptions',
    'resourceGroups',
    'Microsoft.Network',
    'Microsoft.Nothing',
    'constructor',
    '__proto__',
    'toString',
    'default',
    'null',
    '0',
  ),
  fc.string({ maxLength: 8 }).map(encodeURIComponent),
);
const names = Object.keys(whole) as (keyof typeof all)[];
const headers = fc.oneof(
  { weight: 6, arbitrary: fc.constant<{ [name: string]: string }>({}) },
  fc.constantFrom<{ [name: string]: string }>(
    { 'if-match': '*' },
    { 'if-match': '"0"' },
    { 'if-match': '' },
    { 'if-none-match': '*' },
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer a.b.c' },
    { authorization: `Bearer x.${Buffer.from('{"aud":"é\\n","exp":1e99}').toString('base64url')}.x` },
    {
      authorization: `Bearer x.${Buffer.from('{"aud":["a"],"oid":7,"tid":{},"exp":1e12,"groups":[1]}').toString('base64url')}.x`,
    },
    {
      authorization: `Bearer x.${Buffer.from('{"aud":"https://management.azure.com","exp":1e12,"groups":[null]}').toString('base64url')}.x`,
    },
    { 'x-ms-client-request-id': 'ÿ', 'x-ms-return-client-request-id': 'true' },
    { 'content-type': 'text/plain' },
  ),
);
const method = fc.constantFrom('GET', 'PUT', 'PATCH', 'DELETE', 'POST', 'HEAD', 'OPTIONS', 'get', 'BREW');
const wait = fc.constantFrom(100, 1_000, 1_000, 5_000, 60_000, 600_000, 90 * 86_400_000);

/** Where in a body something is changed: the n-th member of all, counted through. */
const change = fc.record({
  at: fc.nat(60),
  how: fc.constantFrom('replace', 'replace', 'drop', 'rename', 'add', 'upper'),
  value: anyJson,
});

/** The body with one of its members changed. */
function changed(body: JsonObject, { at, how, value }: { at: number; how: string; value: Json }): JsonObject {
  const result = structuredClone(body);
  const places: [holder: JsonObject | Json[], key: string][] = [];
  const walk = (holder: JsonObject | Json[]): void => {
    for (const [key, member] of Object.entries(holder)) {
      places.push([holder, key]);
      if (typeof member === 'object' && member !== null) walk(member);
    }
  };
  walk(result);
  const [holder, key] = places[at % Math.max(1, places.length)] ?? [result, 'x'];
  const target = holder as { [key: string]: Json };
  if (how === 'replace') target[key] = value;
  else if (how === 'add') target[`${key}x`] = value;
  else {
    const member = target[key] ?? null;
    delete target[key];
    if (how === 'rename') target[`${key}s`] = member;
    if (how === 'upper') target[key.toUpperCase()] = member;
  }
  return result;
}

/** A request that is right but for what was changed in it. */
const nearly: fc.Arbitrary<Sent> = fc
  .record({
    name: fc.constantFrom(...names),
    method: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('PUT', 'PUT', 'PATCH', 'DELETE', 'GET') },
      { arbitrary: method, weight: 1 },
    ),
    changes: fc.oneof(fc.array(change, { maxLength: 0 }), fc.array(change, { minLength: 1, maxLength: 3 })),
    other: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, fc.constantFrom(...names)),
    suffix: fc.oneof(
      { weight: 8, arbitrary: fc.constant('') },
      fc.constantFrom('/', '/listKeys', '/purge', '/providers/Microsoft.Authorization/permissions'),
    ),
    headers,
    wait,
  })
  .map(({ name, method: verb, changes, other, suffix, headers: sent, wait: pause }) => ({
    method: verb,
    url: `${arm}${versioned(`${all[name]}${suffix}`)}`,
    headers: sent,
    body: JSON.stringify(changes.reduce(changed, whole[other ?? name] as JsonObject)),
    wait: pause,
  }));

/** A path that was right once. */
const bentPath = fc
  .record({
    path: fc.constantFrom(
      ...Object.values(all),
      ...Object.values(all).map((id) => id.slice(0, id.lastIndexOf('/'))),
      `${subscriptionPath}/resources`,
      `${subscriptionPath}/providers/Microsoft.KeyVault/register`,
      `${subscriptionPath}/providers/Microsoft.KeyVault/checkNameAvailability`,
      `${subscriptionPath}/providers/Microsoft.KeyVault/locations/switzerlandnorth/deletedVaults/x/purge`,
      `${subscriptionPath}/providers/Microsoft.CognitiveServices/locations/switzerlandnorth/usages`,
      `${subscriptionPath}/providers/Microsoft.PolicyInsights/checkPolicyRestrictions`,
      `${subscriptionPath}/providers/Microsoft.PolicyInsights/policyStates/latest/summarize`,
      `${subscriptionPath}/providers/Microsoft.CostManagement/query`,
      `${subscriptionPath}/providers/Microsoft.Authorization/roleAssignmentScheduleRequests/00000000-0000-4000-8000-000000000009`,
      `${all.account}/providers/Microsoft.Insights/metrics`,
      `${all.vault}/providers/Microsoft.Resources/tags/default`,
      `${subscriptionPath}/providers/Microsoft.Network/locations/switzerlandnorth/operations/x`,
      '/subscriptions',
      '/tenants',
    ),
    at: fc.nat(12),
    how: fc.constantFrom('keep', 'replace', 'drop', 'insert', 'upper', 'double'),
    piece: pieces,
  })
  .map(({ path, at, how, piece }) => {
    const segments = path.split('/');
    const index = at % segments.length;
    if (how === 'keep') return versioned(path);
    const part = segments[index] ?? '';
    const now = {
      replace: [piece],
      drop: [],
      insert: [part, piece],
      upper: [part.toUpperCase()],
      double: [part, '', part],
    }[how] ?? [part];
    return versioned([...segments.slice(0, index), ...now, ...segments.slice(index + 1)].join('/'));
  });

const noise: fc.Arbitrary<Sent> = fc
  .record({
    method,
    path: bentPath,
    query: fc.oneof(
      fc.constant(''),
      fc.constantFrom(
        '&$filter=%27',
        '&$skiptoken=-7',
        '&$top=x',
        '&api-version=1999-01-01',
        '&api-version=',
        '&$filter=atScope()',
        '&force=true',
      ),
    ),
    body: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 6, arbitrary: fc.constantFrom(...names).map((name) => JSON.stringify(whole[name])) },
      { weight: 2, arbitrary: anyJson.map((value) => JSON.stringify(value)) },
      fc.string(),
      fc.constantFrom('{"a":', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, '{"__proto__":{"x":1}}'),
    ),
    headers,
    wait,
  })
  .map(({ path, query, body, ...rest }) => ({
    ...rest,
    url: `${arm}${path.startsWith('/') ? '' : '/'}${path}${query}`,
    body,
  }));

/** Conversions that make no URL are the client's business. */
const isUrl = ({ url, method: verb }: Sent): boolean =>
  URL.canParse(url) && new URL(url).host === 'management.azure.com' && verb !== '';

/** Calls of services beside ARM. */
const beside: fc.Arbitrary<Sent> = fc
  .record({
    method,
    host: fc.constantFrom(
      'kv-endpoint-test.vault.azure.net',
      'oai-test.openai.azure.com',
      'nobody.vault.azure.net',
      'graph.microsoft.com',
      'api.loganalytics.io',
      'example.com',
    ),
    path: fc.oneof(
      fc.constantFrom(
        '/',
        '/secrets',
        '/secrets/one',
        '/secrets/one/x?api-version=7.4',
        '/openai/deployments/chat/chat/completions?api-version=2024-10-21',
        '/v1.0/me',
        '/v1.0/groups',
        "/v1.0/groups?$filter=startswith(displayName,'A')",
        '/v1.0/users/x',
        '/v1/workspaces/x/query',
      ),
      fc.array(pieces, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
    ),
    body: fc.oneof(
      fc.constant(undefined),
      anyJson.map((value) => JSON.stringify(value)),
      fc.string(),
    ),
    headers: fc.oneof(
      headers,
      fc.constantFrom(
        { 'x-sandbox-from': all.subnet },
        { 'x-sandbox-from': 'é'.normalize('NFD').slice(0, 1) },
        { 'api-key': 'x' },
      ),
    ),
    wait,
  })
  .map(({ host, path, ...rest }) => ({ ...rest, url: `https://${host}${path}` }));

/** Names that do not resolve and doors that stay shut are no answers, but they are ARM's neighbours' own. */
const silences: readonly unknown[] = ['ENOTFOUND', 'ETIMEDOUT'];

describe('the sandbox', () => {
  it('survives requests that are nearly right, in any order, with a store that makes sense', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(nearly, { minLength: 4, maxLength: 14 }), async (sequence) => {
        const { sandbox, send } = copy();
        for (const sent of sequence) await checked(send, sent);
        checkStore(sandbox);
      }),
      { seed, numRuns: 60 },
    );
  });

  it('survives paths, methods, headers and bodies of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(noise.filter(isUrl), { minLength: 4, maxLength: 16 }),
        fc.constantFrom('owner', 'reader', 'no-purge', 'time-limited'),
        async (sequence, principal) => {
          const { sandbox, send } = copy(principal);
          for (const sent of sequence) await checked(send, sent);
          checkStore(sandbox);
        },
      ),
      { seed, numRuns: 60 },
    );
  });

  it('survives calls of every other host', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          beside.filter(({ url }) => URL.canParse(url)),
          { maxLength: 8 },
        ),
        async (sequence) => {
          const { sandbox, send } = copy();
          for (const sent of sequence) {
            const silent = await checked(send, sent).catch((error: unknown) => error);
            const code = silent instanceof Error && 'code' in silent ? silent.code : undefined;
            if (silent !== undefined && !silences.includes(code)) throw silent;
          }
          checkStore(sandbox);
        },
      ),
      { seed, numRuns: 40 },
    );
  });
});
