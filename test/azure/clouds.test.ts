import { describe, expect, it } from 'vitest';
import { type Cloud, cloudFromMetadata, cloudOf } from '../../src/azure/clouds.ts';
import {
  type CredentialKind,
  credentialFor,
  credentialKinds,
  type SignIn,
} from '../../src/azure/credential.ts';
import { Session } from '../../src/azure/session.ts';
import { signInProblem, telling } from '../../src/azure/sign-in.ts';
import { Refusal } from '../../src/problems/problem.ts';
import { httpClientFrom } from '../kit/http-client.ts';
import { tokenWith } from './scripted.ts';

const directoryId = '6f1d2c84-3a57-4e0b-9c21-5b8e7d4a1f10';
const noClient = () => Promise.reject(new Error('no request is expected'));
const metadata = {
  name: 'AzureStack',
  resourceManager: 'https://management.local.example/',
  microsoftGraphResourceId: 'https://graph.local.example/',
  authentication: {
    loginEndpoint: 'https://login.local.example/',
    audiences: ['https://management.core.local.example/', 'https://other.example/'],
  },
};

async function how(given: Partial<SignIn> = {}): Promise<SignIn> {
  const cloud = await cloudOf('azure', noClient);
  return { kind: 'cli', directoryId, cloud, environment: {}, showDeviceCode: () => undefined, ...given };
}

async function refusal(attempt: Promise<unknown>): Promise<Refusal> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Refusal) return error;
  throw new Error(`expected a refusal, got ${String(error)}`);
}

describe('clouds', () => {
  it.each([
    ['azure', 'https://management.azure.com', 'https://login.microsoftonline.com'],
    ['azure-usgov', 'https://management.usgovcloudapi.net', 'https://login.microsoftonline.us'],
    ['azure-china', 'https://management.chinacloudapi.cn', 'https://login.chinacloudapi.cn'],
  ])('%s is known without asking anybody', async (name, origin, authorityHost) => {
    const cloud = await cloudOf(name, noClient);
    expect(cloud).toMatchObject({ name, origin, authorityHost, scope: `${origin}/.default`, known: true });
  });

  it('of an own endpoint are described by its metadata', async () => {
    const asked: string[] = [];
    const client = httpClientFrom(async (request) => {
      asked.push(request.url);
      return new Response(JSON.stringify(metadata));
    });
    const cloud: Cloud = {
      name: 'https://management.local.example',
      origin: 'https://management.local.example',
      scope: 'https://management.core.local.example/.default',
      authorityHost: 'https://login.local.example',
      graphOrigin: 'https://graph.local.example',
      known: false,
    };
    expect(await cloudOf('https://management.local.example/', async () => client)).toEqual(cloud);
    expect(asked).toEqual(['https://management.local.example/metadata/endpoints?api-version=2022-09-01']);
    expect(cloudFromMetadata(cloud.origin, [metadata])).toEqual(cloud);
  });

  it.each(['aws', 'http://management.azure.com', ''])('refuse %j with what is allowed', async (name) => {
    const { problems, exit } = await refusal(cloudOf(name, noClient));
    expect([problems[0].code, exit]).toEqual(['GT-CLOUD-UNKNOWN', 3]);
  });

  it.each([
    ['an answer that is no JSON', 200, '<html>'],
    ['an answer without a sign-in', 200, '{}'],
    ['a refusal', 503, '{}'],
  ])('refuse %s of an endpoint', async (_what, status, text) => {
    const client = httpClientFrom(async () => new Response(text, { status }));
    const { problems, exit } = await refusal(cloudOf('https://x.example', async () => client));
    expect([problems[0].code, exit]).toEqual(['GT-CLOUD-UNREACHABLE', 4]);
  });
});

describe('credentials', () => {
  const environment = {
    AZURE_CLIENT_ID: 'app',
    AZURE_CLIENT_SECRET: 's',
    AZURE_FEDERATED_TOKEN_FILE: '/token',
    AZURE_CLIENT_CERTIFICATE_PATH: '/cert.pem',
  };

  it.each(credentialKinds)('of kind %s are made for one directory, and nothing else', async (kind) => {
    const credential = await credentialFor(await how({ kind, environment }));
    expect(credential.constructor.name).not.toMatch(/Default|Chained|Environment/);
    expect(credential.getToken).toBeTypeOf('function');
  });

  it.each(['workload', 'certificate', 'environment'] as const)(
    'of kind %s name every variable that is missing, and one of another directory',
    async (kind) => {
      const { problems } = await refusal(how({ kind }).then(credentialFor));
      expect(problems[0]).toMatchObject({ code: 'GT-SIGNIN-INCOMPLETE' });
      expect(problems[0].what).toMatch(/AZURE_CLIENT_ID and AZURE_/);
      const other = { ...environment, AZURE_TENANT_ID: 'other' };
      const wrong = await refusal(how({ kind, environment: other }).then(credentialFor));
      expect(wrong.problems[0].code).toBe('GT-SIGNIN-DIRECTORY');
    },
  );
});

describe('signing in', () => {
  const getting = async (token: string | undefined, kind: CredentialKind = 'cli') => {
    const answer = token === undefined ? null : { token, expiresOnTimestamp: 0 };
    return telling({ getToken: async () => answer }, await how({ kind })).getToken('scope');
  };

  it('hands on a token of its own directory, and one that does not tell', async () => {
    const token = tokenWith({ oid: 'o', tid: directoryId.toUpperCase(), upn: 'lena@x' });
    expect(await getting(token)).toMatchObject({ token });
    expect(await getting('opaque')).toMatchObject({ token: 'opaque' });
  });

  it('refuses an identity of another directory', async () => {
    const { problems, exit } = await refusal(getting(tokenWith({ oid: 'o', tid: 'x' }), 'managed'));
    expect([problems[0].code, exit]).toEqual(['GT-SIGNIN-DIRECTORY', 4]);
    expect(problems[0].next[0]).toContain(`az login --tenant ${directoryId}`);
  });

  it('refuses no token at all', async () => {
    const { problems } = await refusal(getting(undefined));
    expect(problems[0].code).toBe('GT-SIGNIN-FAILED');
  });

  it('tells the command when nobody is signed in', async () => {
    const error = Object.assign(new Error("Please run 'az login'"), { name: 'CredentialUnavailableError' });
    const credential = { getToken: () => Promise.reject(error) };
    const { problems } = await refusal(telling(credential, await how()).getToken('scope'));
    expect(problems[0].code).toBe('GT-SIGNIN-UNAVAILABLE');
    expect(problems[0].next[0]).toContain(`az login --tenant ${directoryId}`);
  });

  it.each([
    ['AADSTS50076: you must use multi-factor authentication. Trace ID: 1', /second factor/],
    ['AADSTS700082: The refresh token has expired\r\nTrace ID: 1', /expired/],
    ['AADSTS90002: Tenant not found', /no such directory/],
    ['AADSTS7000222: keys are expired', /secret or certificate/],
    ['something else', /nobody is signed in/],
  ])('explains %j', async (message, why) => {
    const problem = signInProblem(new Error(message), await how());
    expect(problem.why).toMatch(why);
    expect(problem.what).not.toMatch(/Trace ID/);
  });

  it('answers a claims challenge with the sign-in that fulfils it', async () => {
    const challenge = 'Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ=="';
    const asked: (string | undefined)[] = [];
    const session = new Session(
      { subscriptionId: directoryId, directoryId, correlationId: directoryId },
      {
        origin: 'https://management.azure.com',
        scope: 'https://management.azure.com/.default',
        timeoutMs: 1_000,
        httpClient: httpClientFrom(
          async () => new Response('{}', { status: 401, headers: { 'www-authenticate': challenge } }),
        ),
      },
      telling(
        {
          getToken: async (_scopes, options) => {
            asked.push(options?.claims);
            if (options?.claims !== undefined) throw new Error('this sign-in answers no claims challenge');
            return { token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 };
          },
        },
        await how(),
      ),
    );
    const refused = await refusal(session.post('/subscriptions/x/write', '2024-01-01'));
    expect(asked).toEqual([undefined, '{"a":1}']);
    expect(refused.problems[0]).toMatchObject({
      why: expect.stringContaining('second factor'),
      next: [
        `az login --tenant ${directoryId} --scope https://management.azure.com/.default --claims-challenge eyJhIjoxfQ==`,
      ],
    });
  });
});
