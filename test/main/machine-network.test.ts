import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, createServer as plainServer } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { machineNetwork } from '../../src/main/machine-network.ts';
import { certificatesIn } from '../../src/sandbox/serve/certificates.ts';
import { scratch } from '../kit/scratch.ts';

const { cert, key, caFile } = certificatesIn(scratch('network-'));
const ca = readFileSync(caFile, 'utf8');
const name = 'kv-main.vault.azure.net';
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** A service on this machine that answers with what it was asked. */
async function service(options: object = {}): Promise<number> {
  const server = createServer({ cert, key, ...options }, (request, answer) => {
    const { host, authorization } = request.headers;
    const message = `${request.method} ${host} ${request.url} ${authorization}`;
    answer.writeHead(403, { 'content-type': 'application/json' });
    answer.end(
      JSON.stringify({ error: { code: 'Forbidden', message, innererror: { code: 'ForbiddenByRbac' } } }),
    );
  });
  server.on('tlsClientError', () => undefined);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const tokenFor = async (directoryId: string, scope: string): Promise<string> => `${directoryId} ${scope}`;
const trusting = machineNetwork(tokenFor, ca);
const at = (port: number, called = name) => ({ name: called, address: '127.0.0.1', port });

it('connects to the address with the name, and asks there whatever the name resolves to', async () => {
  const port = await service();
  expect(await trusting.connect(at(port))).toMatchObject({
    protocol: 'TLSv1.3',
    validUntil: expect.stringMatching(/^\d{4}-.*Z$/),
  });
  const question = { method: 'GET', path: '/secrets', headers: { authorization: 'Bearer t' } } as const;
  expect(await trusting.ask(at(port), question)).toMatchObject({
    status: 403,
    said: `ForbiddenByRbac: Forbidden: GET ${name}:${port} /secrets Bearer t`,
  });
});

it('tells whether TLS 1.1 is refused or taken', async () => {
  const older = { minVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
  expect(await trusting.connectOlder(at(await service()))).toBe('refused');
  expect(await trusting.connectOlder(at(await service(older)))).toBe('taken');
});

it('trusts nobody whose certificate is of another name or authority, and sends no token there', async () => {
  const port = await service();
  const question = { method: 'GET', path: '/', headers: { authorization: 'Bearer t' } } as const;
  const strange = machineNetwork(tokenFor);
  expect(await trusting.connect(at(port, 'kv.example'))).toEqual({ problem: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  expect(await strange.connect(at(port))).toMatchObject({
    problem: expect.stringMatching(/CERT|ISSUER|VERIFY/),
  });
  expect(await strange.ask(at(port), question)).toMatchObject({
    problem: expect.stringMatching(/CERT|ISSUER|VERIFY/),
  });
});

it('tells what is in the way by its code', async () => {
  const gone = plainServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  expect(await trusting.connect(at(port))).toEqual({ problem: 'ECONNREFUSED' });
  expect(await trusting.resolve('localhost')).toMatchObject({
    addresses: expect.arrayContaining([expect.any(String)]),
  });
  expect(await trusting.token('d', 'https://vault.azure.net')).toEqual({
    token: 'd https://vault.azure.net/.default',
  });
});
