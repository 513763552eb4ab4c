import type { JsonObject } from '../../src/sandbox/json.ts';
import { openSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import {
  directories,
  helvetiaAiDev,
  helvetiaCare,
  subscriptions,
} from '../../src/sandbox/seed-directories.ts';
import { witnessed } from './traffic.ts';

/** One exchange with the sandbox, in the form of the contract checker. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly requestBody?: unknown;
  readonly responseBody?: unknown;
}

/** An answer, read. `body` is an empty object when there was none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
  /** Code of the error envelope, '' when there is none. */
  readonly code: string;
}

/** A sandbox with a clock that tests move, and a short way to call it. */
export interface Cloud {
  readonly sandbox: Sandbox;
  readonly exchanges: Exchange[];
  now(): number;
  /** Moves cloud time on, in ms. */
  pass(ms: number): void;
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: { readonly [name: string]: string },
  ): Promise<Answer>;
  /** Calls, and when the answer is an operation lets time pass and polls to its end; answers the last answer of all. */
  settle(method: string, path: string, body?: unknown): Promise<Answer>;
}

/** Default subscription of tests. */
export const subscriptionPath = `/subscriptions/${helvetiaAiDev.id}`;
const start = Date.UTC(2026, 10, 23, 8, 0, 0);
const latest: readonly (readonly [type: RegExp, version: string])[] = [
  [/\/providers\/microsoft\.resources\/tags/i, '2025-04-01'],
  [/\/privatednszones/i, '2024-06-01'],
  [/\/providers\/microsoft\.network\//i, '2025-05-01'],
  [/\/providers\/microsoft\.keyvault/i, '2026-02-01'],
  [/\/providers\/microsoft\.cognitiveservices/i, '2025-09-01'],
];

/** Opens a sandbox in memory (unless a directory is given) with a clock that stands still. */
export function openCloud(options: Partial<SandboxOptions> = {}): Cloud {
  let time = start;
  const now = options.now ?? (() => time);
  const sandbox = witnessed(openSandbox({ directory: undefined, ...options, now }));
  return cloudOf(sandbox, now, (ms) => {
    time += ms;
  });
}

/** Wraps an open sandbox. */
export function cloudOf(sandbox: Sandbox, now: () => number, pass: (ms: number) => void): Cloud {
  const exchanges: Exchange[] = [];
  const call: Cloud['call'] = async (method, path, body, headers = {}) => {
    const url = withVersion(path.startsWith('https://') ? path : `https://management.azure.com${path}`);
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const authorization = `Bearer ${sandbox.token(directoryOf(path)).token}`;
    const response = await sandbox.fetch(
      new Request(url, { method, headers: { authorization, ...headers }, ...sent }),
    );
    const text = await response.text();
    const answered = text === '' ? undefined : (JSON.parse(text) as JsonObject);
    exchanges.push({
      method,
      url,
      status: response.status,
      ...(body === undefined ? {} : { requestBody: body }),
      ...(answered === undefined ? {} : { responseBody: answered }),
    });
    const error = answered?.['error'] as JsonObject | undefined;
    return {
      status: response.status,
      headers: response.headers,
      body: answered ?? {},
      code: String(error?.['code'] ?? ''),
    };
  };
  const settle: Cloud['settle'] = async (method, path, body) => {
    const answer = await call(method, path, body);
    const operation = answer.headers.get('azure-asyncoperation') ?? answer.headers.get('location');
    if (operation === null || answer.status >= 300) return answer;
    pass(600_000);
    const end = await call('GET', operation);
    return method === 'DELETE' || end.body['status'] === 'Failed' ? end : call('GET', path);
  };
  return { sandbox, exchanges, now, pass, call, settle };
}

function withVersion(url: string): string {
  if (/[?&]api(-|%2d)version=/i.test(url)) return url;
  const path = new URL(url).pathname;
  const version = latest.find(([type]) => type.test(path))?.[1] ?? '2025-04-01';
  return `${url}${url.includes('?') ? '&' : '?'}api-version=${version}`;
}

/** The directory of the subscription in a path. */
function directoryOf(path: string): string {
  const id = /\/subscriptions\/([^/?]+)/i.exec(path)?.[1]?.toLowerCase();
  const found = subscriptions.find((one) => one.id === id)?.directoryId;
  return found ?? directories.find(({ id: known }) => known === helvetiaCare.id)?.id ?? '';
}
