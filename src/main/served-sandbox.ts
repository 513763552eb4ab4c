import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { Refusal } from '../problems/problem.ts';
import { scaledClock } from '../run/clocks.ts';
import { type Connection, readConnection } from '../sandbox/serve/connection.ts';
import { type Reached, sandboxPrices } from './reached-cloud.ts';

/** The server of this folder's sandbox, if a URL is its own; known by the file that it writes. */
export function serverAt(home: string, url: string): Connection | undefined {
  const port = localPort(url);
  if (port === undefined) return undefined;
  const connection = readConnection(join(home, 'sandbox'));
  return connection && localPort(connection.url) === port ? { ...connection, url } : undefined;
}

/** This machine has several names. */
function localPort(url: string): string | undefined {
  const asked = URL.canParse(url) ? new URL(url) : undefined;
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(asked?.hostname ?? '');
  return asked?.protocol === 'https:' && isLocal ? asked.port : undefined;
}

/** This folder's sandbox, reached over HTTPS: with the CA, the directory and the secret of its own file. */
export async function servedReached(server: Connection): Promise<Omit<Reached, 'networkView'>> {
  const [{ cloudOf }, { credentialFor }, { telling }, { trustingHttpClient }] = await Promise.all([
    import('../azure/clouds.ts'),
    import('../azure/credential.ts'),
    import('../azure/sign-in.ts'),
    import('../azure/http-client.ts'),
  ]);
  const client = trustingHttpClient(readFileSync(server.caFile, 'utf8'));
  const httpClient = async (): Promise<HttpClient> => client;
  const cloud = await cloudOf(server.url, httpClient).catch((error: unknown) => {
    throw error instanceof Refusal ? notServing(server.url) : error;
  });
  const open = async (directoryId: string): Promise<TokenCredential> => {
    const how = {
      kind: 'environment' as const,
      directoryId,
      cloud,
      environment: { AZURE_CLIENT_ID: server.clientId, AZURE_CLIENT_SECRET: server.clientSecret },
      showDeviceCode: () => undefined,
      httpClient: client,
    };
    return telling(await credentialFor(how), how);
  };
  const credentials = new Map<string, Promise<TokenCredential>>();
  return {
    sandbox: true,
    clock: scaledClock(1, cloud.sandbox?.now ?? Date.now()),
    origin: cloud.origin,
    scope: cloud.scope,
    graphOrigin: cloud.graphOrigin,
    prices: sandboxPrices(cloud.origin),
    homeDirectory: server.directoryId,
    httpClient,
    credential: (directoryId) => {
      const credential = credentials.get(directoryId) ?? open(directoryId);
      credentials.set(directoryId, credential);
      return credential;
    },
  };
}

function notServing(url: string): Refusal {
  return new Refusal(
    [
      {
        code: 'GT-CLOUD-UNREACHABLE',
        what: `the sandbox of this folder does not answer at ${url}`,
        why: 'its server has ended without taking its file away, or another program has the port',
        next: [`gotthard sandbox serve --port ${new URL(url).port}`, 'Or leave --cloud away.'],
      },
    ],
    4,
  );
}
