import { Session } from '../../src/azure/session.ts';
import { httpClientFrom } from '../kit/http-client.ts';

export interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly body: unknown;
  readonly authorization: string | null;
}

/** A session whose requests are answered by a function: 200 with its value, 404 where it has none. */
export function scriptedSession(answer: (sent: Sent) => unknown): { session: Session; sent: Sent[] } {
  const sent: Sent[] = [];
  const httpClient = httpClientFrom(async (request) => {
    const text = await request.text();
    const one: Sent = {
      method: request.method,
      url: new URL(request.url),
      body: text === '' ? undefined : JSON.parse(text),
      authorization: request.headers.get('authorization'),
    };
    sent.push(one);
    const value = answer(one);
    const missing = { error: { code: 'NotFound', message: 'not found' } };
    return new Response(JSON.stringify(value ?? missing), { status: value === undefined ? 404 : 200 });
  });
  const session = new Session(
    { subscriptionId: 's1', directoryId: 'd1', correlationId: 'c1' },
    { origin: 'https://arm.example', scope: 'https://arm.example/.default', httpClient, timeoutMs: 1000 },
    { getToken: async () => ({ token: 'secret', expiresOnTimestamp: 4_102_444_800_000 }) },
  );
  return { session, sent };
}

/** A token with these claims, signed by nobody. */
export function tokenWith(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.x`;
}
