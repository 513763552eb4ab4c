import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, connect as dial, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { connect as secure } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  applicationIn,
  automationAppId,
  helvetiaCare,
  juraBank,
} from '../../src/sandbox/seed-directories.ts';
import { localBody } from '../../src/sandbox/serve/canonical.ts';
import { changesOf, documentOf, type Folder, folder, planOf, problemsOf, runsOf } from '../kit/gotthard.ts';
import { type Answered, ask, formOf, type Serving, serverIn, serving, tokenOf, tunnel } from './serving.ts';

const addresses = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
const hasIpv6 = addresses.some(({ address }) => address === '::1');
const outside = addresses.filter(({ internal, family }) => !internal && family === 'IPv4');

let at: Folder;
let served: Serving;
beforeAll(async () => {
  at = folder();
  served = await serving(at);
});

/** A folder whose server need not make certificates of its own, which takes longer than all else of its start. */
function certified(): Folder {
  const own = folder();
  const inside = '.gotthard/sandbox';
  mkdirSync(join(own.path, inside), { recursive: true, mode: 0o700 });
  copyFileSync(join(at.path, inside, 'server.pem'), join(own.path, inside, 'server.pem'));
  return own;
}

const group = (name: string): string =>
  `/subscriptions/${served.subscriptionId}/resourceGroups/${name}?api-version=2025-04-01`;

/** A request on ARM as the application. */
async function arm(method: string, path: string, body?: unknown, server = served): Promise<Answered> {
  const headers = { authorization: `Bearer ${await tokenOf(server)}` };
  const url = path.startsWith('https://') ? path : `${server.url}${path}`;
  return ask(server, url, { method, headers, ...(body === undefined ? {} : { body }) });
}

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
}

/** The code of what a socket fails with; `connected` when it does not. */
function outcome(socket: Socket, event: 'connect' | 'secureConnect'): Promise<string> {
  return new Promise((resolve) => {
    socket.once(event, () => resolve('connected'));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  }).finally(() => socket.destroy()) as Promise<string>;
}

describe('what it hands out', () => {
  it('is one line of JSON, the same in a file, and readable for its owner only', () => {
    const line = JSON.parse(served.stdout().split('\n')[0] ?? '') as Record<string, string>;
    expect(Object.keys(line)).toEqual([
      'url',
      'caFile',
      'envFile',
      'cloudFile',
      'directoryId',
      'clientId',
      'clientSecret',
      'subscriptionId',
      'proxyUrl',
    ]);
    expect(JSON.parse(at.read('.gotthard/sandbox/serve.json'))).toEqual(line);
    expect(line).toMatchObject({ directoryId: helvetiaCare.id, clientId: automationAppId });
    expect(line['url']).toMatch(/^https:\/\/localhost:\d+$/);
    const files = at.files().filter((file) => /^\.gotthard\/sandbox\/[^/]+$/.test(file));
    expect(files).toEqual([
      '.gotthard/sandbox/ca.pem',
      '.gotthard/sandbox/client-secret',
      '.gotthard/sandbox/cloud.json',
      '.gotthard/sandbox/serve.env',
      '.gotthard/sandbox/serve.json',
      '.gotthard/sandbox/server.pem',
    ]);
    expect(files.map((file) => [file, at.mode(file)])).toEqual(files.map((file) => [file, 0o600]));
  });

  it('is an environment that a shell can read, whatever the folder is called', async () => {
    const odd = folder();
    mkdirSync(join(odd.path, "it's $odd"));
    const server = await serving(odd, '--config', "it's $odd/gotthard.yaml");
    const said = execFileSync('sh', ['-c', '. "$0"; env', server.envFile], { encoding: 'utf8' });
    expect(said).toContain(`REQUESTS_CA_BUNDLE=${server.caFile}\n`);
    expect(said).toContain(`ARM_CLIENT_SECRET=${server.clientSecret}\n`);
    expect(said).toContain(`ARM_METADATA_HOSTNAME=${new URL(server.url).host}\n`);
    expect(said).toContain(`AZURE_CONFIG_DIR=${odd.path}/it's $odd/.gotthard/sandbox/azure-cli-`);
    server.signal('SIGKILL');
  });

  it('tells people the commands by which others connect, in both ways', async () => {
    const server = await serverIn(certified(), [], /AsPlainText -Force.*\n/);
    server.signal('SIGINT');
    const { code, stdout } = await server.ended;
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\[sandbox\] /)]);
    for (const part of [
      'az cloud register -n gotthard --cloud-config @',
      'az cloud set -n gotthard',
      'az login --service-principal',
      'export HTTPS_PROXY=http://127.0.0.1:',
      'metadata_host ',
      'Add-AzEnvironment',
      'gotthard plan --cloud https://localhost:',
    ]) {
      expect(stdout).toContain(part);
    }
  });

  it('stays the same from one start to the next, but for the ports', async () => {
    const again = await serving(at);
    try {
      expect([again.caFile, again.clientSecret]).toEqual([served.caFile, served.clientSecret]);
      expect(again.url).not.toBe(served.url);
      const ca = readFileSync(served.caFile, 'utf8');
      expect((await ask(served, `${again.url}/metadata/endpoints`, { ca })).status).toBe(200);
    } finally {
      again.signal('SIGTERM');
      await again.ended;
    }
    // The file spoke of the one that was started last.
    expect(at.has('.gotthard/sandbox/serve.json')).toBe(false);
  });
});

describe('its transport', () => {
  it('is of this machine alone, by both protocols', async () => {
    const port = Number(new URL(served.url).port);
    expect(await outcome(dial(port, '127.0.0.1'), 'connect')).toBe('connected');
    if (hasIpv6) expect(await outcome(dial(port, '::1'), 'connect')).toBe('connected');
    for (const { address } of outside)
      expect([address, await outcome(dial(port, address), 'connect')]).toEqual([address, 'ECONNREFUSED']);
  });

  it('is trusted through its own authority, and not without', async () => {
    const port = Number(new URL(served.url).port);
    const ca = readFileSync(served.caFile, 'utf8');
    for (const host of ['localhost', '127.0.0.1', ...(hasIpv6 ? ['::1'] : [])]) {
      const options = { port, host, servername: host === 'localhost' ? host : '' };
      expect([host, await outcome(secure({ ...options, ca }), 'secureConnect')]).toEqual([host, 'connected']);
      expect(await outcome(secure(options), 'secureConnect')).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    }
    const elsewhere = { port, host: '127.0.0.1', servername: 'example.com', ca };
    expect(await outcome(secure(elsewhere), 'secureConnect')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('has certificates that say what they are for', () => {
    const ca = new X509Certificate(readFileSync(served.caFile));
    // The first of it.
    const leaf = new X509Certificate(at.read('.gotthard/sandbox/server.pem'));
    expect([ca.ca, leaf.ca, leaf.verify(ca.publicKey), leaf.checkIssued(ca)]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    // serverAuth
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    for (const name of [
      'DNS:localhost',
      'IP Address:127.0.0.1',
      'IP Address:0:0:0:0:0:0:0:1',
      'DNS:management.azure.com',
      'DNS:login.microsoftonline.com',
      'DNS:login.windows.net',
      'DNS:graph.microsoft.com',
      'DNS:*.vault.azure.net',
      'DNS:*.openai.azure.com',
      'DNS:*.cognitiveservices.azure.com',
    ]) {
      expect(leaf.subjectAltName?.split(', ')).toContain(name);
    }
  });

  it('keeps no key of the authority', () => {
    const keys = at.files().filter((file) => file.endsWith('.pem') && at.read(file).includes('PRIVATE KEY'));
    expect(keys).toEqual(['.gotthard/sandbox/server.pem']);
    expect(at.read('.gotthard/sandbox/server.pem').match(/BEGIN PRIVATE KEY/g)).toHaveLength(1);
  });

  it('is the same from servers that start at the same time', async () => {
    const own = folder();
    const both = await Promise.all([serving(own), serving(own)]);
    for (const server of both) {
      expect((await ask(server, `${server.url}/metadata/endpoints`)).status).toBe(200);
      server.signal('SIGKILL');
    }
    expect(both[0].clientSecret).toBe(both[1].clientSecret);
  });

  it('is refused where the port is taken', async () => {
    const { port } = new URL(served.url);
    const ended = await folder().gotthard('sandbox', 'serve', '--json', '--port', port);
    expect([ended.code, problemsOf(ended)[0]?.code]).toEqual([3, 'GT-PORT-TAKEN']);
    expect((await folder().gotthard('sandbox', 'serve', '--port', '70000')).code).toBe(3);
  });

  it('takes a port that is asked for', async () => {
    const port = await freePort();
    const server = await serving(certified(), '--port', String(port));
    expect(server.url).toBe(`https://localhost:${port}`);
    server.signal('SIGKILL');
  });

  it('ends on SIGTERM at once, with 0, and lets go of everybody', async () => {
    const own = certified();
    const server = await serving(own);
    const { port, origin } = new URL(server.url);
    const ca = readFileSync(server.caFile, 'utf8');
    // One that waits for an answer, one that waits for a question, and one that never stops listening.
    const idle = secure({ port: Number(port), host: 'localhost', servername: 'localhost', ca });
    await new Promise((resolve) => idle.once('secureConnect', resolve));
    const log = secure({ port: Number(port), host: 'localhost', servername: 'localhost', ca });
    log.write(`GET /_sandbox/log HTTP/1.1\r\nhost: ${new URL(origin).host}\r\n\r\n`);
    await new Promise((resolve) => log.once('data', resolve));
    const closed = Promise.all(
      [idle, log].map((socket) => new Promise((resolve) => socket.on('error', resolve).on('close', resolve))),
    );
    const { socket } = await tunnel(server, 'management.azure.com');
    socket?.on('error', () => undefined);
    server.signal('SIGTERM');
    const { code, signal, stderr, afterMs } = await server.ended;
    await closed;
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
    // Far above the 100 ms that it takes, and far below any timeout that could hold it.
    expect(afterMs).toBeLessThan(2_000);
    expect(own.has('.gotthard/sandbox/serve.json')).toBe(false);
    expect(own.has('.gotthard/sandbox/ca.pem')).toBe(true);
  });
});

describe('its authority', () => {
  it.each([
    'adfs',
    `adfs/${helvetiaCare.id}`,
    `${helvetiaCare.id}/v2.0`,
    'organizations/v2.0',
    'common/v2.0',
  ])('describes itself under /%s by the name that it was called by', async (path) => {
    for (const base of [served.url, served.url.replace('localhost', '127.0.0.1')]) {
      const { status, body } = await ask(served, `${base}/${path}/.well-known/openid-configuration`);
      expect(status).toBe(200);
      expect(Object.keys(body).sort()).toEqual([
        'authorization_endpoint',
        'device_authorization_endpoint',
        'id_token_signing_alg_values_supported',
        'issuer',
        'jwks_uri',
        'response_types_supported',
        'subject_types_supported',
        'token_endpoint',
        'token_endpoint_auth_methods_supported',
      ]);
      expect([new URL(body.issuer).origin, new URL(body.token_endpoint).origin]).toEqual([base, base]);
      const token = await ask(served, body.token_endpoint, { form: formOf(served) });
      const needsDirectory = /^(organizations|common)/.test(path);
      expect(token.status).toBe(needsDirectory ? 400 : 200);
      expect((await ask(served, body.jwks_uri)).status).toBe(200);
    }
  });

  it('answers who asks whether it is one', async () => {
    const { host } = new URL(served.url);
    for (const directory of ['common', helvetiaCare.id]) {
      const { body } = await ask(served, `${served.url}/${directory}/discovery/instance?api-version=1.1`);
      expect(body).toEqual({
        tenant_discovery_endpoint: `${served.url}/${directory}/v2.0/.well-known/openid-configuration`,
        'api-version': '1.1',
        metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
      });
    }
  });

  it('gives the application of the seed a token of the directory', async () => {
    for (const path of [
      `${helvetiaCare.id}/oauth2/v2.0/token`,
      `adfs/${helvetiaCare.id}/oauth2/v2.0/token`,
    ]) {
      // Terraform's address of it has a doubled slash.
      const { status, body } = await ask(served, `${served.url}//${path}`, { form: formOf(served) });
      expect([status, Object.keys(body).sort()]).toEqual([
        200,
        ['access_token', 'expires_in', 'ext_expires_in', 'token_type'],
      ]);
      expect([body.token_type, body.expires_in > 80_000]).toEqual(['Bearer', true]);
      const claims = claimsOf(body.access_token);
      expect(claims).toMatchObject({
        oid: applicationIn(helvetiaCare.id).objectId,
        sub: applicationIn(helvetiaCare.id).objectId,
        tid: helvetiaCare.id,
        appid: automationAppId,
        idtyp: 'app',
      });
      expect(Object.keys(claims)).toEqual(expect.arrayContaining(['aud', 'iss', 'iat', 'nbf', 'exp', 'ver']));
    }
  });

  it('gives tokens of the other directory, by its id or its domain, to that directory’s own principal', async () => {
    for (const directory of [juraBank.id, juraBank.domain]) {
      const { body } = await ask(served, `${served.url}/${directory}/oauth2/v2.0/token`, {
        form: formOf(served),
      });
      const claims = claimsOf(body.access_token);
      expect([claims['tid'], claims['oid']]).toEqual([juraBank.id, applicationIn(juraBank.id).objectId]);
    }
  });

  it('gives tokens by the first version of its endpoint, and by basic authentication', async () => {
    const url = `${served.url}/${helvetiaCare.id}/oauth2/token`;
    const { scope: _, ...form } = formOf(served, { resource: 'https://management.azure.com/' });
    const old = await ask(served, url, { form });
    expect(Object.keys(old.body).sort()).toEqual([
      'access_token',
      'expires_in',
      'expires_on',
      'ext_expires_in',
      'not_before',
      'resource',
      'token_type',
    ]);
    const { client_id: id, client_secret: secret, ...rest } = formOf(served);
    const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    const answer = await ask(served, `${served.url}/${helvetiaCare.id}/oauth2/v2.0/token`, {
      form: rest,
      headers: { authorization: basic },
    });
    expect(answer.status).toBe(200);
  });

  it.each([
    ['', 'https://management.azure.com'],
    ['/', 'https://management.azure.com'],
    ['https://management.azure.com', 'https://management.azure.com'],
    ['https://management.core.windows.net/', 'https://management.core.windows.net'],
    ['https://graph.microsoft.com', 'https://graph.microsoft.com'],
    ['https://vault.azure.net', 'https://vault.azure.net'],
    ['https://vault.localhost:8443', 'https://vault.azure.net'],
    ['https://cognitiveservices.azure.com', 'https://cognitiveservices.azure.com'],
  ])('takes the resource "%s"', async (resource, audience) => {
    const wanted = resource.startsWith('https') ? resource : `${served.url}${resource}`;
    expect(claimsOf(await tokenOf(served, `${wanted}/.default`))['aud']).toBe(audience);
  });

  it.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
    [
      'another application',
      { client_id: '04b07795-8ddb-461a-bbee-02f9e1bf7b46' },
      400,
      'unauthorized_client',
      700016,
    ],
    ['a password', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    [
      'a device code',
      { grant_type: 'urn:ietf:params:oauth:grant-type:device_code' },
      400,
      'unsupported_grant_type',
      70003,
    ],
    ['a resource that is none', { scope: 'https://example.com/.default' }, 400, 'invalid_resource', 500011],
  ])('refuses %s as Microsoft Entra does', async (_what, changes, status, error, code) => {
    const form = formOf(served, changes);
    const answer = await ask(served, `${served.url}/${helvetiaCare.id}/oauth2/v2.0/token`, { form });
    expect(answer).toMatchObject({ status, body: { error, error_codes: [code] } });
    expect(answer.body.error_description).toMatch(new RegExp(`^AADSTS${code}: `));
  });

  it('refuses what lacks a part, a directory that is none, and sign-ins by browser or device code', async () => {
    const token = `${served.url}/${helvetiaCare.id}/oauth2/v2.0/token`;
    const { client_secret: _, ...secretless } = formOf(served);
    const asked: readonly (readonly [url: string, form: Record<string, string>, code: number])[] = [
      [token, {}, 900144],
      [token, secretless, 7000218],
      [`${served.url}/contoso.example/oauth2/v2.0/token`, formOf(served), 90002],
      [`${served.url}/common/oauth2/v2.0/devicecode`, { client_id: 'x' }, 700016],
    ];
    for (const [url, form, code] of asked)
      expect([url, (await ask(served, url, { form })).body.error_codes]).toEqual([url, [code]]);
    const browser = await ask(served, `${served.url}/organizations/oauth2/v2.0/authorize?client_id=x`);
    expect(browser.body.error_codes).toEqual([700016]);
  });
});

describe('its metadata', () => {
  const read = async (version: string): Promise<Answered> =>
    ask(served, `${served.url}/metadata/endpoints?api-version=${version}`);

  it('has the shape of 2015 for clients that know the address of ARM alone', async () => {
    expect((await read('2015-01-01')).body).toEqual({
      galleryEndpoint: served.url,
      graphEndpoint: served.url,
      portalEndpoint: served.url,
      graphAudience: served.url,
      authentication: { loginEndpoint: `${served.url}/adfs`, audiences: [`${served.url}/`, served.url] },
    });
  });

  it('has a list of one in 2019 and that one alone in 2022', async () => {
    const [list, one] = [(await read('2019-05-01')).body, (await read('2022-09-01')).body];
    expect(list).toEqual([one]);
    expect(one).toMatchObject({
      resourceManager: served.url,
      microsoftGraphResourceId: `${served.url}/`,
      authentication: { loginEndpoint: `${served.url}/adfs`, tenant: 'common', identityProvider: 'AAD' },
      suffixes: { keyVaultDns: `vault.localhost:${new URL(served.url).port}` },
    });
    expect(one.name).toContain('sandbox');
    expect([Object.keys(one).length, Object.keys(one.suffixes).length]).toEqual([20, 14]);
  });
});

describe('Azure Resource Manager behind it', () => {
  it('sends who has no token to its own authority', async () => {
    const { status, headers } = await ask(served, `${served.url}/subscriptions?api-version=2022-12-01`);
    expect([status, headers['www-authenticate']]).toEqual([
      401,
      expect.stringContaining(`authorization_uri="${served.url}/adfs/`),
    ]);
  });

  it('has operations that say when to ask again, at URLs of the host that was asked, also later', async () => {
    const headers = { authorization: `Bearer ${await tokenOf(served)}` };
    const base = served.url.replace('localhost', '127.0.0.1');
    await ask(served, `${base}${group('rg-poll')}`, {
      method: 'PUT',
      headers,
      body: { location: 'westeurope' },
    });
    const network = group('rg-poll').replace(
      /\?.*/,
      '/providers/Microsoft.Network/virtualNetworks/vnet-1?api-version=2025-05-01',
    );
    const body = {
      location: 'westeurope',
      properties: { addressSpace: { addressPrefixes: ['10.9.0.0/24'] } },
    };
    const created = await ask(served, `${base}${network}`, { method: 'PUT', headers, body });
    const poll = String(created.headers['azure-asyncoperation']);
    expect([created.status, created.headers['retry-after'], created.body.error]).toEqual([
      201,
      '1',
      undefined,
    ]);
    expect(poll.startsWith(`${base}/subscriptions/`)).toBe(true);
    for (let round = 0; round < 2; round += 1)
      expect((await ask(served, poll, { headers })).body.status).toBe('Succeeded');
    expect((await ask(served, poll)).status).toBe(401);
    const removed = await ask(served, `${base}${group('rg-poll')}`, { method: 'DELETE', headers });
    expect([removed.status, removed.headers['retry-after']]).toEqual([202, '1']);
    expect(String(removed.headers.location).startsWith(`${base}/subscriptions/`)).toBe(true);
    expect((await ask(served, String(removed.headers.location), { headers })).status).toBe(200);
    expect((await ask(served, `${base}${group('rg-poll')}`, { method: 'HEAD', headers })).status).toBe(404);
  });

  it('leads to its own next page', () => {
    const body = '{"value":[],"nextLink":"https://management.azure.com/subscriptions?x=1"}';
    expect(localBody(body, 'https://localhost:1')).toContain(
      '"nextLink":"https://localhost:1/subscriptions?x=1"',
    );
  });

  it('knows its application as Owner, and Graph on the same port knows its name', async () => {
    const scope = `/subscriptions/${served.subscriptionId}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`;
    const { body } = await arm('GET', scope);
    const { objectId } = applicationIn(helvetiaCare.id);
    const own = body.value.find(
      (one: { properties: { principalId: string } }) => one.properties.principalId === objectId,
    );
    expect(own.properties).toMatchObject({
      principalType: 'ServicePrincipal',
      // Owner
      roleDefinitionId: expect.stringContaining('8e3af657-a8ff-443c-a75c-2fe8c4bcb635'),
    });
    const found = await arm('POST', '/v1.0/directoryObjects/getByIds', { ids: [objectId] });
    expect(found.body.value).toMatchObject([{ id: objectId, appId: automationAppId }]);
    const filter = encodeURIComponent(`servicePrincipalNames/any(c:c eq '${automationAppId}')`);
    const listed = await arm('GET', `/v1.0/servicePrincipals?$filter=${filter}`);
    expect(listed.body.value).toMatchObject([{ id: objectId }]);
    expect((await arm('GET', '/v1.0/me')).status).toBe(400);
  });

  it('signs in whom --sandbox-principal names', async () => {
    const server = await serving(certified(), '--sandbox-principal', 'reader');
    const claims = claimsOf(await tokenOf(server));
    expect([claims['idtyp'], claims['name']]).toEqual(['user', 'Sophie Rochat']);
    const refused = await arm('PUT', group('rg-no'), { location: 'westeurope' }, server);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'AuthorizationFailed']);
    server.signal('SIGKILL');
  });

  it('signs in nobody whom the seed does not have', async () => {
    const ended = await folder().gotthard('sandbox', 'serve', '--json', '--sandbox-principal', 'nobody');
    expect([ended.code, problemsOf(ended)[0]?.code]).toEqual([3, 'GT-PRINCIPAL-UNKNOWN']);
  });

  it('lets connections break where a fault says so, after it has done what was asked', async () => {
    const own = certified();
    const faults = own.faults({ method: 'PUT', fault: 'drop-after' }, { method: 'PUT', nth: 2, fault: 503 });
    const server = await serving(own, '--sandbox-faults', faults);
    const put = () => arm('PUT', group('rg-faulty'), { location: 'westeurope' }, server);
    await expect(put()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await arm('GET', group('rg-faulty'), undefined, server)).status).toBe(200);
    const refused = await put();
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);
    server.signal('SIGKILL');
  });

  it('shows a browser its page', async () => {
    const { status, headers, text } = await ask(served, `${served.url}/`);
    expect([status, headers['content-type'], text.includes('Gotthard sandbox')]).toEqual([
      200,
      'text/html; charset=utf-8',
      true,
    ]);
    // Else the browser would ask every other server on localhost by TLS from now on.
    const refused = await ask(served, `${served.url}/subscriptions`);
    expect([refused.status, refused.headers['strict-transport-security']]).toEqual([401, undefined]);
  });
});

describe('a vault behind it', () => {
  const vault = (name: string): string =>
    group('rg-vault').replace(/\?.*/, `/providers/Microsoft.KeyVault/vaults/${name}?api-version=2025-05-01`);
  beforeAll(async () => {
    await arm('PUT', group('rg-vault'), { location: 'westeurope' });
    const properties = { tenantId: served.directoryId, sku: { family: 'A', name: 'standard' } };
    const made = await arm('PUT', vault('kv-serve-1'), {
      location: 'westeurope',
      properties: { ...properties, enableRbacAuthorization: true },
    });
    expect([made.status, made.headers['retry-after'], made.body.error]).toEqual([200, '1', undefined]);
  });

  it('tells who has no token where to get one, by the name that it was called by', async () => {
    const { port } = new URL(served.url);
    const headers = { host: `kv-serve-1.vault.localhost:${port}` };
    const path = '/secrets/s?api-version=7.4';
    const own = await ask(served, `https://127.0.0.1:${port}${path}`, { headers });
    expect([own.status, own.headers['www-authenticate']]).toEqual([
      401,
      `Bearer authorization="https://localhost:${port}/adfs/${served.directoryId}", resource="https://vault.localhost:${port}"`,
    ]);
    const { socket } = await tunnel(served, 'kv-serve-1.vault.azure.net');
    const azure = await ask(
      served,
      `https://kv-serve-1.vault.azure.net${path}`,
      socket ? { through: socket } : {},
    );
    expect([azure.status, azure.headers['www-authenticate']]).toEqual([
      401,
      `Bearer authorization="https://login.microsoftonline.com/${served.directoryId}", resource="https://vault.azure.net"`,
    ]);
  });

  it('keeps a secret for who may, and for nobody else', async () => {
    const { port } = new URL(served.url);
    const call = async (method: string, body?: object) =>
      ask(served, `https://127.0.0.1:${port}/secrets/s?api-version=7.4`, {
        method,
        headers: {
          host: `kv-serve-1.vault.localhost:${port}`,
          authorization: `Bearer ${await tokenOf(served, `https://vault.localhost:${port}/.default`)}`,
        },
        ...(body ? { body } : {}),
      });
    expect((await call('PUT', { value: 'v' })).status).toBe(403);
    // Key Vault Secrets Officer
    const role = `/subscriptions/${served.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/b86a8fe4-44ce-4948-aee5-eccb2c155cd7`;
    const assignment = vault('kv-serve-1').replace(
      /\?.*/,
      '/providers/Microsoft.Authorization/roleAssignments/0b9f7c1e-3d52-4f6a-8c1b-7e2d9a4f5c62?api-version=2022-04-01',
    );
    const principalId = applicationIn(helvetiaCare.id).objectId;
    const granted = await arm('PUT', assignment, { properties: { roleDefinitionId: role, principalId } });
    expect(granted.status).toBe(201);
    expect((await call('PUT', { value: 'v' })).status).toBe(200);
    expect((await call('GET')).body.value).toBe('v');
  });
});

describe('its proxy', () => {
  it.each([
    ['management.azure.com', '/metadata/endpoints?api-version=2022-09-01', 200],
    ['login.microsoftonline.com', `/${helvetiaCare.id}/v2.0/.well-known/openid-configuration`, 200],
    ['graph.microsoft.com', '/v1.0/users', 401],
    ['kv-nobody.vault.azure.net', '/secrets?api-version=7.4', undefined],
  ])('answers for %s under its own name', async (host, path, status) => {
    const { socket } = await tunnel(served, host);
    const answer = ask(served, `https://${host}${path}`, socket ? { through: socket } : {});
    // A vault that is not there has no name to be reached by.
    if (status === undefined) await expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' });
    else expect((await answer).status).toBe(status);
  });

  it('shows Azure’s own names to who comes through it', async () => {
    const { socket } = await tunnel(served, 'login.microsoftonline.com');
    const path = `/${helvetiaCare.id}/oauth2/v2.0/token`;
    const form = formOf(served, { scope: 'https://management.azure.com/.default' });
    const token = await ask(served, `https://login.microsoftonline.com${path}`, {
      form,
      ...(socket ? { through: socket } : {}),
    });
    expect(token.status).toBe(200);
    const armTunnel = await tunnel(served, 'management.azure.com');
    const metadata = await ask(
      served,
      'https://management.azure.com/metadata/endpoints?api-version=2022-09-01',
      {
        ...(armTunnel.socket ? { through: armTunnel.socket } : {}),
      },
    );
    expect(metadata.body.authentication.loginEndpoint).toBe('https://login.microsoftonline.com');
  });

  it('leads nowhere else', async () => {
    for (const host of [
      'example.com',
      'azure.microsoft.com',
      'management.azure.com.example.com',
      'xn--management.azure.com',
    ])
      expect([host, (await tunnel(served, host)).status]).toEqual([host, 403]);
    const plain = await fetch(served.proxyUrl);
    expect(plain.status).toBe(403);
  });
});

describe('the same folder', () => {
  it('plans and deploys over HTTPS, and says sandbox everywhere', { timeout: 120_000 }, async () => {
    const own = certified();
    const server = await serving(own);
    const planned = await own.gotthard('plan', '--environments', 'dev', '--json', '--cloud', server.url);
    expect([planned.code, planOf(planned).cloud, changesOf(planned).length > 40]).toEqual([
      0,
      'sandbox',
      true,
    ]);
    const shown = await own.gotthard('plan', '--environments', 'dev', '--cloud', server.url);
    expect(shown.stderr).toContain('[sandbox]');

    const deployed = await own.gotthard(
      'deploy',
      '--environments',
      'dev',
      '--json',
      '--cloud',
      server.url.replace('localhost', '127.0.0.1'),
      '--trace',
      'trace.jsonl',
    );
    expect([deployed.code, runsOf(deployed).map(({ outcome }) => outcome)]).toEqual([0, ['succeeded']]);
    expect((documentOf(deployed) as { cloud: string }).cloud).toBe('sandbox');
    expect(deployed.stderr).toContain('[sandbox]');
    const hosts = new Set(own.trace().map(({ url }) => new URL(url).hostname));
    expect([...hosts]).toEqual(['127.0.0.1']);
    expect(own.read('gotthard.yaml')).toContain('cloud: sandbox\n');

    // One store, one history: whoever comes by whichever way sees the same.
    for (const way of [[], ['--cloud', server.url]])
      expect(changesOf(await own.gotthard('plan', '--json', ...way))).toEqual([]);
    const listed = await own.gotthard('runs', 'list', '--json', '--cloud', server.url);
    expect((documentOf(listed) as { runs: object[] }).runs).toHaveLength(1);
    const reports = own.files().filter((file) => file.endsWith('.md'));
    expect(reports).toHaveLength(1);
    expect(own.read(reports[0] ?? '')).toContain('**sandbox**');
    server.signal('SIGTERM');
    expect((await server.ended).code).toBe(0);
  });

  it('shows clients what a command of another process has just done, and the other way round', async () => {
    await at.elsewhere(async (cloud) => {
      await cloud.call('PUT', group('rg-beside'), { location: 'westeurope' });
      expect((await arm('GET', group('rg-beside'))).status).toBe(200);
      expect((await arm('PUT', group('rg-served'), { location: 'westeurope' })).status).toBe(201);
      expect((await cloud.call('GET', group('rg-served'))).status).toBe(200);
    });
    expect(await at.exported()).toContain('/resourcegroups/rg-served"');
  });

  it('tells when its server has gone without a word', async () => {
    const own = certified();
    const server = await serving(own);
    server.signal('SIGKILL');
    await server.ended;
    const ended = await own.gotthard('plan', '--json', '--cloud', server.url);
    expect([ended.code, problemsOf(ended)[0]]).toMatchObject([
      4,
      {
        code: 'GT-CLOUD-UNREACHABLE',
        next: [`gotthard sandbox serve --port ${new URL(server.url).port}`, {}],
      },
    ]);
  });

  it('injects no faults through a server: that is the server’s business', async () => {
    const own = certified();
    const server = await serving(own);
    const faults = own.faults({ fault: 503 });
    const ended = await own.gotthard('plan', '--json', '--cloud', server.url, '--sandbox-faults', faults);
    expect([ended.code, problemsOf(ended)[0]?.code]).toEqual([3, 'GT-FAULTS-CLOUD']);
    server.signal('SIGKILL');
  });
});

describe('another folder', () => {
  it('reaches it with the process’s own credential, and takes it for no real work either', async () => {
    const other = folder();
    const started = other.start(
      ['plan', '--environments', 'dev', '--json', '--cloud', served.url, '--credential', 'environment'],
      {
        AZURE_CLIENT_ID: served.clientId,
        AZURE_CLIENT_SECRET: served.clientSecret,
        NODE_EXTRA_CA_CERTS: served.caFile,
      },
    );
    const ended = await started.ended;
    expect([ended.code, planOf(ended).cloud]).toEqual([0, `sandbox at ${served.url}`]);
    expect(ended.stderr).toContain('[sandbox at ');
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
