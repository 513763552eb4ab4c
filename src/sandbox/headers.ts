import { guidFrom } from './made-values.ts';

/** Headers that ARM sends with every answer. `serial` numbers the answers of this handler. */
export function commonHeaders(request: Request, serial: number, now: number): Headers {
  const id = guidFrom(`request ${serial} ${now}`);
  const stamp = new Date(now);
  const compact = stamp.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const headers = new Headers({
    'cache-control': 'no-cache',
    date: stamp.toUTCString(),
    expires: '-1',
    pragma: 'no-cache',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-ms-correlation-request-id': request.headers.get('x-ms-correlation-request-id') ?? id,
    'x-ms-request-id': id,
    'x-ms-routing-request-id': `SWITZERLANDNORTH:${compact}:${id}`,
  });
  const client = request.headers.get('x-ms-client-request-id');
  const wanted = request.headers.get('x-ms-return-client-request-id')?.toLowerCase() === 'true';
  if (client !== null && wanted) headers.set('x-ms-client-request-id', client);
  return headers;
}
