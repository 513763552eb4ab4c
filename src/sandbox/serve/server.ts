import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { Certificates } from './certificates.ts';

export type Answer = (request: Request) => Promise<Response>;

const idleMs = 120_000;

/** A server on this machine alone. */
export interface Listening {
  readonly port: number;
  /** Takes over a connection, as the proxy does: it then talks to the server as if it had dialled it. */
  adopt(socket: Socket): void;
  close(): Promise<void>;
}

/** HTTPS on 127.0.0.1, and on ::1 at the same port where this machine has one. */
export async function listen(answer: Answer, certificates: Certificates, wanted: number): Promise<Listening> {
  const sockets = new Set<Socket>();
  const make = (): Server => {
    const server = createServer({ cert: certificates.cert, key: certificates.key }, (incoming, outgoing) => {
      void reply(incoming, outgoing, answer);
    });
    // Clients keep connections and use them again after their waits.
    server.keepAliveTimeout = idleMs;
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    return server;
  };
  const first = make();
  await bind(first, wanted, '127.0.0.1');
  const { port } = first.address() as AddressInfo;
  const second = make();
  const servers = [
    first,
    ...((await bind(second, port, '::1').then(
      () => true,
      () => false,
    ))
      ? [second]
      : []),
  ];
  return {
    port,
    adopt: (socket) => void first.emit('connection', socket),
    close: async () => {
      const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

function bind(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function reply(incoming: IncomingMessage, outgoing: ServerResponse, answer: Answer): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort());
  let response: Response;
  try {
    response = await answer(await asRequest(incoming, gone.signal));
  } catch (error) {
    // The sandbox lets a connection break, as a fault or because nothing would answer there.
    if (isConnection(error)) incoming.socket.destroy();
    else outgoing.writeHead(500, { 'content-type': 'application/json' }).end(bug(error));
    return;
  }
  const headers = Object.fromEntries(response.headers);
  if (response.headers.get('content-type') === 'text/event-stream' && response.body) {
    outgoing.writeHead(response.status, headers);
    Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]).pipe(outgoing);
    return;
  }
  const body = Buffer.from(await response.arrayBuffer());
  const bare = response.status === 204 || response.status === 304;
  outgoing.writeHead(response.status, { ...headers, ...(bare ? {} : { 'content-length': body.length }) });
  outgoing.end(incoming.method === 'HEAD' ? undefined : body);
}

function isConnection(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code));
}

function bug(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return JSON.stringify({ error: { code: 'SandboxBug', message } });
}

async function asRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const { method = 'GET', url = '/', headers } = incoming;
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const given = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    // The body is whole by now, and belongs to one connection no more.
    if (/^(connection|host|transfer-encoding|content-length|expect)$/.test(name)) continue;
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) given.append(name, one);
  }
  // Not resolved against the host: a path that begins with two slashes would be taken for another one.
  return new Request(url.startsWith('/') ? `https://${headers.host ?? 'localhost'}${url}` : url, {
    method,
    headers: given,
    signal,
    ...(body.length > 0 && method !== 'GET' && method !== 'HEAD' ? { body } : {}),
  });
}
