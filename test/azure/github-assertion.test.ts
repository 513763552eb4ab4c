import { describe, expect, it } from 'vitest';
import { credentialFor } from '../../src/azure/credential.ts';
import { githubAssertion } from '../../src/azure/github-assertion.ts';
import { httpClientFrom } from '../kit/http-client.ts';

const asked = { url: 'https://actions.example/token?run=7', token: 'of-the-runner' };

describe("the token of a GitHub job, in place of a federated token's file", () => {
  it('is asked for anew each time, for Microsoft Entra, as the runner', async () => {
    const requests: Request[] = [];
    const httpClient = httpClientFrom(async (request) => {
      requests.push(request);
      return Response.json({ value: `assertion-${requests.length}` });
    });
    const assertion = githubAssertion(asked, httpClient);
    expect([await assertion(), await assertion()]).toEqual(['assertion-1', 'assertion-2']);
    expect(requests.map(({ url, headers }) => `${url} ${headers.get('authorization')}`)).toEqual(
      Array(2).fill(`${asked.url}&audience=api%3A%2F%2FAzureADTokenExchange Bearer of-the-runner`),
    );
  });

  it.each([
    ['a refusal', () => new Response('{"message":"no"}', { status: 403 })],
    ['no token', () => Response.json({})],
  ])('that is not issued (%s) is told with what the job lacks', async (_what, answer) => {
    const assertion = githubAssertion(
      asked,
      httpClientFrom(async () => answer()),
    );
    await expect(assertion()).rejects.toThrow('id-token: write');
  });

  it('is what --credential workload takes where there is no file', async () => {
    const environment = {
      AZURE_CLIENT_ID: 'app',
      ACTIONS_ID_TOKEN_REQUEST_URL: asked.url,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: asked.token,
    };
    const how = {
      kind: 'workload' as const,
      directoryId: '6f1d2c84-3a57-4e0b-9c21-5b8e7d4a1f10',
      cloud: {
        name: 'azure',
        origin: 'https://management.azure.com',
        scope: 'https://management.azure.com/.default',
        authorityHost: 'https://login.microsoftonline.com',
        graphOrigin: 'https://graph.microsoft.com',
        known: true,
      },
      showDeviceCode: () => undefined,
    };
    expect((await credentialFor({ ...how, environment })).constructor.name).toBe('ClientAssertionCredential');
    const { ACTIONS_ID_TOKEN_REQUEST_TOKEN: _, ...lacking } = environment;
    await expect(credentialFor({ ...how, environment: lacking })).rejects.toMatchObject({
      problems: [
        { code: 'GT-SIGNIN-INCOMPLETE', what: expect.stringContaining('ACTIONS_ID_TOKEN_REQUEST_TOKEN') },
      ],
    });
  });
});
