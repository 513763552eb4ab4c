import { lookup } from 'node:dns/promises';
import { request } from 'node:https';
import { isIP } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import {
  type NetworkView,
  type Question,
  type Reachable,
  type Secured,
  type ServiceAnswer,
  saidIn,
  type Tried,
} from '../resource/sighting.ts';

/** Milliseconds after which nothing answers. */
const patienceMs = 10_000;

/** Bytes of an answer that are looked at. */
const longestAnswer = 100_000;

/**
 * The network as this machine sees it: its own resolver and its own routes, past any proxy.
 *
 * @param ca certificates of the authorities that are trusted; default those of the process
 */
export function machineNetwork(
  tokenFor: (directoryId: string, scope: string) => Promise<string>,
  ca?: string,
): NetworkView {
  const trust: Trust = ca === undefined ? {} : { ca };
  return {
    resolve: (name) =>
      tried(async () => ({
        addresses: (await lookup(name, { all: true })).map(({ address }) => address),
      })),
    connect: (to) => tried(() => handshake(to, { ...trust, minVersion: 'TLSv1.2' }).then(described)),
    connectOlder: (to) => olderOf(to, trust),
    ask: (to, question) => tried(() => answered(to, question, trust)),
    token: (directoryId, audience) =>
      tried(async () => ({ token: await tokenFor(directoryId, `${audience}/.default`) })),
  };
}

type Trust = Pick<ConnectionOptions, 'ca'>;

/** A connection whose certificate is valid for the name; rejects with the code of what is in the way. */
function handshake({ name, address, port, alpn }: Reachable, more: ConnectionOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: address,
      port,
      servername: name,
      ...(alpn === undefined ? {} : { ALPNProtocols: [alpn] }),
      ...more,
    });
    socket.setTimeout(patienceMs, () => socket.destroy(timedOut()));
    socket.once('secureConnect', () => resolve(socket));
    socket.once('error', reject);
  });
}

function described(socket: TLSSocket): Secured {
  const { subject, valid_to: until } = socket.getPeerCertificate();
  const protocol = socket.getProtocol() ?? 'unknown';
  socket.destroy();
  const named = subject?.CN;
  return {
    protocol,
    subject: Array.isArray(named) ? named.join(', ') : (named ?? 'without a name'),
    validUntil: new Date(until).toISOString(),
  };
}

/** Offers TLS 1.1 at most. Only an alert of the other side about the version is a refusal of it. */
async function olderOf(to: Reachable, trust: Trust): Promise<'refused' | 'taken' | 'untried'> {
  try {
    // OpenSSL offers so old a version at no security level but the lowest.
    const older = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const socket = await handshake(to, { ...trust, ...older });
    socket.destroy();
    return 'taken';
  } catch (error) {
    return /ALERT_PROTOCOL_VERSION|ECONNRESET/.test(problemOf(error)) ? 'refused' : 'untried';
  }
}

/** Asks over a connection to that very address, whatever the name resolves to by then. */
function answered(
  to: Reachable,
  { method, path, headers, body }: Question,
  trust: Trust,
): Promise<ServiceAnswer> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const family = isIP(to.address);
    const asked = request(
      {
        host: to.name,
        servername: to.name,
        port: to.port,
        method,
        path,
        headers,
        ...trust,
        agent: false,
        minVersion: 'TLSv1.2',
        timeout: patienceMs,
        lookup: (_name, options, done) =>
          options.all === true
            ? done(null, [{ address: to.address, family }])
            : done(null, to.address, family),
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => {
          if (text.length < longestAnswer) text += part;
        });
        answer.on('error', reject);
        answer.on('end', () => {
          const code = answer.headers['x-ms-error-code'];
          resolve({
            status: answer.statusCode ?? 0,
            said: saidIn(parsed(text), typeof code === 'string' ? code : undefined),
            ms: Math.round(performance.now() - began),
          });
        });
      },
    );
    asked.on('timeout', () => asked.destroy(timedOut()));
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** What is no JSON says nothing more than its status. */
function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function timedOut(): Error {
  return Object.assign(new Error('nothing answered'), { code: 'ETIMEDOUT' });
}

async function tried<T>(act: () => Promise<T>): Promise<Tried<T>> {
  try {
    return await act();
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.message;
}
