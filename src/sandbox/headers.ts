import type { Asked } from './asked.ts';

/** Headers that ARM sends with every answer. `serial` numbers the answers of this handler. */
export function commonHeaders(
  asked: Pick<Asked, 'headers'>,
  serial: number,
  now: number,
): Map<string, string> {
  const id = requestId(serial, now);
  const stamp = new Date(now);
  const compact = stamp.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const headers = new Map([
    ['cache-control', 'no-cache'],
    ['date', stamp.toUTCString()],
    ['expires', '-1'],
    ['pragma', 'no-cache'],
    ['strict-transport-security', 'max-age=31536000; includeSubDomains'],
    ['x-content-type-options', 'nosniff'],
    ['x-ms-correlation-request-id', asked.headers.get('x-ms-correlation-request-id') ?? id],
    ['x-ms-request-id', id],
    ['x-ms-routing-request-id', `SWITZERLANDNORTH:${compact}:${id}`],
  ]);
  const client = asked.headers.get('x-ms-client-request-id');
  const wanted = asked.headers.get('x-ms-return-client-request-id')?.toLowerCase() === 'true';
  if (typeof client === 'string' && wanted) headers.set('x-ms-client-request-id', client);
  return headers;
}

/** A GUID of the sandbox's version, out of the moment and the number of the request: each request needs one. */
function requestId(serial: number, now: number): string {
  const moment = now.toString(16).padStart(12, '0').slice(-12);
  return `${moment.slice(0, 8)}-${moment.slice(8)}-8000-8000-${serial.toString(16).padStart(12, '0')}`;
}
