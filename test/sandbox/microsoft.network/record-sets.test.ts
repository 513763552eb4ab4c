import { describe, expect, it } from 'vitest';
import { openCloud, subscriptionPath } from '../../kit/sandbox.ts';

const group = `${subscriptionPath}/resourceGroups/rg-locks`;
const zone = `${group}/providers/Microsoft.Network/privateDnsZones/locks.internal`;
const record = `${zone}/TXT/dev.main`;
const saying = (...value: string[]) => ({ properties: { ttl: 3600, txtRecords: [{ value }] } });

async function withZone() {
  const cloud = openCloud();
  await cloud.call('PUT', group, { location: 'switzerlandnorth' });
  await cloud.settle('PUT', zone, { location: 'global' });
  return cloud;
}

describe('a TXT record set', () => {
  it('is made under If-None-Match: * only where there is none', async () => {
    const { call } = await withZone();
    const star = { 'if-none-match': '*' };
    expect((await call('PUT', record, saying('one'), star)).status).toBe(201);
    const second = await call('PUT', record, saying('two'), star);
    expect([second.status, second.code]).toEqual([412, 'PreconditionFailed']);
    expect((await call('GET', record)).body).toMatchObject(saying('one'));
    // Values of If-None-Match other than the star are ignored.
    const etag = String((await call('GET', record)).body['etag']);
    expect((await call('PUT', record, saying('two'), { 'if-none-match': etag })).status).toBe(200);
  });

  it('is written and removed under If-Match only as it was last seen, with another ETag after each write', async () => {
    const { call } = await withZone();
    const absent = await call('PUT', record, saying('one'), { 'if-match': '"seen"' });
    expect([absent.status, absent.code]).toEqual([412, 'PreconditionFailed']);
    const made = await call('PUT', record, saying('one'));
    const first = String(made.body['etag']);
    expect(made.headers.get('etag')).toBe(first);
    // The same value again is a write too.
    const again = await call('PUT', record, saying('one'), { 'if-match': first });
    const second = String(again.body['etag']);
    expect(second).not.toBe(first);
    for (const method of ['PUT', 'PATCH'])
      expect((await call(method, record, saying('two'), { 'if-match': first })).status).toBe(412);
    expect((await call('DELETE', record, undefined, { 'if-match': first })).status).toBe(412);
    expect((await call('DELETE', record, undefined, { 'if-match': second })).status).toBe(200);
    expect((await call('GET', record)).status).toBe(404);
  });

  it.each([
    ['a string of more than 255 characters', saying('x'.repeat(256))],
    ['no string', saying()],
    ['records of another type', { properties: { ttl: 3600, aRecords: [{ ipv4Address: '10.0.0.1' }] } }],
    ['no time to live', { properties: { txtRecords: [{ value: ['one'] }] } }],
    ['more than 20 records', { properties: { ttl: 1, txtRecords: Array(21).fill({ value: ['one'] }) } }],
  ])('with %s is refused', async (_what, body) => {
    const { call } = await withZone();
    expect((await call('PUT', record, body)).status).toBe(400);
  });
});
