import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

const known =
  /^(management\.azure\.com|login\.microsoftonline\.com|login\.windows\.net|graph\.microsoft\.com|api\.loganalytics\.io|[a-z0-9-]+\.(vault\.azure\.net|openai\.azure\.com|cognitiveservices\.azure\.com)|localhost|127\.0\.0\.1)$/i;

/** A proxy that leads nowhere but to the sandbox: with it a client can't reach Azure, whatever it tries. */
export async function listenAsProxy(
  adopt: (socket: Socket) => void,
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((_incoming, outgoing) => {
    outgoing.writeHead(403, { 'content-type': 'text/plain' });
    outgoing.end('This proxy leads to the Gotthard sandbox alone.\n');
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('connect', (request, stream, head) => {
    const socket = stream as Socket;
    // A client that goes away in between is nobody's concern.
    socket.on('error', () => socket.destroy());
    const host = (request.url ?? '').replace(/:\d+$/, '');
    if (!known.test(host)) {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    adopt(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
