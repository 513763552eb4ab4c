import { randomUUID } from 'node:crypto';
import type { Sandbox } from '../sandbox.ts';
import { page } from './html.ts';
import { preparedFaults } from './prepared-faults.ts';
import type { Logged, RequestLog } from './request-log.ts';

/** What the page needs of the server that it stands in. */
export interface PagePorts {
  readonly sandbox: Pick<Sandbox, 'look' | 'faults'>;
  readonly log: RequestLog;
}

/** Answers a browser; undefined for what is no request of the page. */
export async function answerPage(request: Request, ports: PagePorts): Promise<Response | undefined> {
  const url = new URL(request.url);
  if (url.pathname === '/' && request.method === 'GET') return wholePage(ports);
  // Browsers ask for it of themselves; ARM would refuse it, and the log of requests would tell.
  if (url.pathname === '/favicon.ico') return new Response(null, { status: 204 });
  if (!url.pathname.startsWith('/_sandbox/')) return undefined;
  // The page's own script alone: another site that a browser shows must not throw switches here.
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return text(403, 'Only the page itself may ask.');
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /_sandbox/resource':
      return resource(ports, url.searchParams.get('id') ?? '');
    case 'GET /_sandbox/log':
      return liveLog(ports, request.signal);
    case 'GET /_sandbox/faults':
      return json(pendingKeys(ports));
    case 'POST /_sandbox/faults':
      return switchFault(ports, request);
    default:
      return text(404, 'There is no such thing here.');
  }
}

function wholePage({ sandbox, log }: PagePorts): Response {
  const nonce = randomUUID();
  const pending = sandbox.faults.pending();
  const body = sandbox.look((world) => page(world, { nonce, log: log.recent(), pending }));
  return new Response(body, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; connect-src 'self'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'`,
      'cache-control': 'no-store',
    },
  });
}

function resource({ sandbox }: PagePorts, id: string): Response {
  const shown = sandbox.look((world) => {
    const record = world.find(id);
    return record === undefined ? undefined : world.shown(record);
  });
  return shown === undefined ? text(404, `${id} is not there any more.`) : json(shown);
}

function pendingKeys({ sandbox }: PagePorts): string[] {
  const pending = sandbox.faults.pending();
  return preparedFaults.filter(({ fault }) => pending.includes(fault)).map(({ key }) => key);
}

async function switchFault(ports: PagePorts, request: Request): Promise<Response> {
  const sent: unknown = await request.json().catch(() => undefined);
  const { fault: key, on } = (sent ?? {}) as { fault?: unknown; on?: unknown };
  const prepared = preparedFaults.find((one) => one.key === key);
  if (prepared === undefined || typeof on !== 'boolean')
    return text(400, 'A fault and whether it is on are needed.');
  ports.sandbox.faults.remove(prepared.fault);
  if (on) ports.sandbox.faults.add(prepared.fault);
  return json(pendingKeys(ports));
}

/** Server-sent events: one for each request that is in the log, and for each that is answered from now on. */
function liveLog({ log }: PagePorts, gone: AbortSignal): Response {
  const encoder = new TextEncoder();
  let stop: (() => void) | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(encoder.encode(': live\n\n'));
      const tell = (logged: Logged): void =>
        controller.enqueue(encoder.encode(`data: ${JSON.stringify(logged)}\n\n`));
      // What came between the page and this connection, or while the browser had none.
      for (const logged of log.recent()) tell(logged);
      stop = log.listen(tell);
      gone.addEventListener('abort', () => {
        stop?.();
        controller.close();
      });
    },
    cancel: () => stop?.(),
  });
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
  });
}

function json(value: unknown): Response {
  return new Response(JSON.stringify(value, undefined, 2), {
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}

function text(status: number, said: string): Response {
  return new Response(said, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}
