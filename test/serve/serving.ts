import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { request } from 'node:https';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import type { Connection } from '../../src/sandbox/serve/connection.ts';
import { atEnd } from '../kit/endings.ts';
import type { Ended, Folder } from '../kit/gotthard.ts';
import { witnessAnswer, witnessTrace } from '../kit/traffic.ts';

/** A process of `gotthard sandbox serve`. */
export interface Server {
  /** Everything that it has printed on stdout so far. */
  stdout(): string;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<Ended & { readonly afterMs: number }>;
}

/** Such a process, and how it is reached. */
export type Serving = Server & Connection;

const program = fileURLToPath(new URL('../../bin/gotthard.js', import.meta.url));
const living = new Set<ChildProcess>();

let traces: string | undefined;
let count = 0;
const written: string[] = [];

atEnd(() => {
  for (const child of living) child.kill('SIGKILL');
  for (const trace of written.splice(0)) if (existsSync(trace)) witnessTrace(trace, witnessAnswer);
  if (traces !== undefined) rmSync(traces, { recursive: true, force: true });
  traces = undefined;
});

/** Serves the sandbox of a folder; resolves once it says how it is reached. */
export async function serving(at: Folder, ...args: readonly string[]): Promise<Serving> {
  const server = await serverIn(at, ['--json', ...args], /\n/);
  const [line = ''] = server.stdout().split('\n');
  // Whoever refuses to serve says why in a document of several lines.
  if (!line.endsWith('}')) throw new Error((await server.ended).stdout);
  return { ...server, ...(JSON.parse(line) as Connection) };
}

/** The same without `--json`, or with anything else: resolves once stdout holds such a text. */
export async function serverIn(at: Folder, args: readonly string[], said: RegExp): Promise<Server> {
  traces ??= mkdtempSync(join(tmpdir(), 'gotthard-served-'));
  const trace = join(traces, `${count++}.jsonl`);
  written.push(trace);
  const child = spawn(process.execPath, [program, 'sandbox', 'serve', '--trace', trace, ...args], {
    cwd: at.path,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: at.path, LANG: 'C.UTF-8' },
  });
  living.add(child);
  let [stdout, stderr] = ['', ''];
  let signalled = Number.NaN;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended & { afterMs: number }>((resolve) => {
    child.on('close', (code, signal) => {
      living.delete(child);
      resolve({ code, signal, stdout, stderr, afterMs: performance.now() - signalled });
    });
  });
  const ready = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (said.test(stdout)) resolve();
    });
  });
  const tooEarly = ended.then(({ code }) => {
    throw new Error(`it ended with ${code} instead of serving: ${stderr}`);
  });
  await Promise.race([ready, tooEarly]);
  tooEarly.catch(() => undefined);
  return {
    stdout: () => stdout,
    signal: (name) => {
      signalled = performance.now();
      child.kill(name);
    },
    ended,
  };
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks at it knows better than a type
  readonly body: any;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** A connection that is there already, such as one through the proxy. */
  readonly through?: Socket;
  readonly ca?: string;
}

/** One HTTPS request that trusts the sandbox's own authority alone. */
export function ask({ caFile }: Connection, url: string, asked: Asked = {}): Promise<Answered> {
  const body = asked.form ? new URLSearchParams(asked.form).toString() : textOf(asked.body);
  const type = asked.form ? 'application/x-www-form-urlencoded' : 'application/json';
  const headers = {
    ...(body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
    ...asked.headers,
  };
  const ca = asked.ca ?? readFileSync(caFile, 'utf8');
  const { through } = asked;
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: asked.method ?? (body === undefined ? 'GET' : 'POST'),
        headers,
        ca,
        ...(through ? { createConnection: () => through } : { agent: false }),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('error', reject);
        response.on('end', () => {
          const isJson = response.headers['content-type']?.includes('json') && text !== '';
          const answered = { status: response.statusCode ?? 0, headers: response.headers, text };
          resolve({ ...answered, body: isJson ? JSON.parse(text) : undefined });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function textOf(body: unknown): string | undefined {
  return body === undefined ? undefined : JSON.stringify(body);
}

/** Asks the proxy for a way to a host; answers its status, and the secured connection if it gave one. */
export function tunnel(
  { proxyUrl, caFile }: Connection,
  host: string,
): Promise<{ status: number; socket: Socket | undefined }> {
  return new Promise((resolve, reject) => {
    const asked = plainRequest(proxyUrl, { method: 'CONNECT', path: `${host}:443`, agent: false });
    asked.on('error', reject);
    asked.on('connect', ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode !== 200) return resolve({ status: statusCode, socket: undefined });
      const ca = readFileSync(caFile, 'utf8');
      const secured = connect({ socket, servername: host, ca }, () =>
        resolve({ status: statusCode, socket: secured }),
      );
      secured.on('error', reject);
    });
    asked.end();
  });
}

/** A token as clients get one: with the secret that the sandbox handed out. */
export async function tokenOf(at: Connection, scope = `${at.url}/.default`): Promise<string> {
  const { body } = await ask(at, `${at.url}/${at.directoryId}/oauth2/v2.0/token`, {
    form: formOf(at, { scope }),
  });
  return String(body.access_token);
}

export function formOf(
  { clientId, clientSecret, url }: Connection,
  changes: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: `${url}/.default`,
    ...changes,
  };
}
