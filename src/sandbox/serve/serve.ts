import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { principalNamed } from '../authentication.ts';
import { RequestLog } from '../page/request-log.ts';
import type { Sandbox } from '../sandbox.ts';
import { applicationIn, automationAppId, helvetiaCare, subscriptions } from '../seed-directories.ts';
import { answer, type Traced } from './answer.ts';
import { certificatesIn } from './certificates.ts';
import { type Connection, cloudConfig, environmentFile, readConnection } from './connection.ts';
import type { SignIn } from './grant.ts';
import { writeOnce, writeWhole } from './private-files.ts';
import { listenAsProxy } from './proxy.ts';
import { listen } from './server.ts';

/** A sandbox that other people's clients can talk to. */
export interface Served {
  readonly connection: Connection;
  close(): Promise<void>;
}

/** How a sandbox is served. */
export interface ServeOptions {
  /** Where the certificates and the files lie that clients connect by. */
  readonly folder: string;
  /** 0: a port that is free. */
  readonly port: number;
  /** Whom the handed-out secret signs in; undefined: the seed's application, as Owner. */
  readonly principal: string | undefined;
  readonly trace?: (exchange: Traced) => void;
}

/** Serves a sandbox over HTTPS on this machine, with a proxy beside it for clients that know Azure's names alone. */
export async function serveSandbox(sandbox: Sandbox, options: ServeOptions): Promise<Served> {
  const folder = resolve(options.folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const certificates = certificatesIn(folder);
  const signIn = signInOf(sandbox, options.principal, secretIn(folder));
  const { trace } = options;
  const ports = { sandbox, log: new RequestLog(), signIn, ...(trace ? { trace } : {}) };
  const server = await listen((request) => answer(request, ports), certificates, options.port);
  const proxy = await listenAsProxy((socket) => server.adopt(socket));
  const connection: Connection = {
    url: `https://localhost:${server.port}`,
    caFile: certificates.caFile,
    envFile: join(folder, 'serve.env'),
    cloudFile: join(folder, 'cloud.json'),
    directoryId: signIn.homeDirectoryId,
    clientId: signIn.clientId,
    clientSecret: signIn.clientSecret,
    subscriptionId: subscriptions.find(({ directoryId }) => directoryId === signIn.homeDirectoryId)?.id ?? '',
    proxyUrl: `http://127.0.0.1:${proxy.port}`,
  };
  writeFiles(folder, connection);
  return {
    connection,
    close: async () => {
      // Another server of this folder may have described itself there by now.
      if (readConnection(folder)?.url === connection.url) rmSync(join(folder, 'serve.json'), { force: true });
      await Promise.all([server.close(), proxy.close()]);
    },
  };
}

function signInOf(sandbox: Sandbox, principal: string | undefined, clientSecret: string): SignIn {
  const named = principal === undefined ? undefined : principalNamed(principal);
  return {
    clientId: automationAppId,
    clientSecret,
    homeDirectoryId: named?.directories[0] ?? helvetiaCare.id,
    principalIn: (directoryId) => {
      if (named === undefined) return applicationIn(directoryId);
      return named.directories.includes(directoryId) ? named : undefined;
    },
    now: () => sandbox.time(),
  };
}

/** Stays with the sandbox, so that who is signed in stays so when the server is started again. No shell minds it. */
function secretIn(folder: string): string {
  const file = join(folder, 'client-secret');
  writeOnce(file, () => randomBytes(20).toString('hex'));
  return readFileSync(file, 'utf8').trim();
}

function writeFiles(folder: string, connection: Connection): void {
  // Tokens are kept by host name alone: a configuration of another server would be taken for this one's.
  const configDirectory = join(folder, `azure-cli-${new URL(connection.url).port}`);
  mkdirSync(configDirectory, { recursive: true, mode: 0o700 });
  writeWhole(connection.envFile, environmentFile(connection, configDirectory));
  writeWhole(connection.cloudFile, `${JSON.stringify(cloudConfig(connection), undefined, 2)}\n`);
  writeWhole(join(folder, 'serve.json'), `${JSON.stringify(connection)}\n`);
}
