import { createHttpHeaders, type HttpClient, RestError } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import { retailPrices } from '../../src/azure/retail-prices.ts';
import { ArmError } from '../../src/problems/arm-error.ts';
import { virtualClock } from '../../src/run/clocks.ts';
import { Requests } from '../../src/run/requests.ts';

const origin = 'https://prices.azure.com';
const good = {
  currencyCode: 'USD',
  retailPrice: 0.0000025,
  tierMinimumUnits: 0,
  armRegionName: 'switzerlandnorth',
  meterId: 'm',
  meterName: 'n',
  productName: 'p',
  skuName: 's',
  serviceName: 'v',
  unitOfMeasure: '1K',
  type: 'Consumption',
  isPrimaryMeterRegion: true,
};
const page = (items: unknown, next: unknown = null, currency = 'USD') =>
  JSON.stringify({ BillingCurrency: currency, Items: items, NextPageLink: next, Count: 1 });

type Step = { status?: number; body?: string; retryAfter?: string; lost?: string };

/** A list that answers so, one after the other, on time that costs nothing. */
function scripted(...steps: readonly Step[]) {
  const urls: string[] = [];
  const clock = virtualClock(0);
  const requests = new Requests(clock);
  const httpClient: HttpClient = {
    sendRequest: async (request) => {
      const step = steps[urls.length] ?? { status: 500, body: '' };
      urls.push(request.url);
      if (step.lost) throw new RestError('no answer', { code: step.lost, request });
      const headers = createHttpHeaders(step.retryAfter ? { 'retry-after': step.retryAfter } : {});
      return { request, status: step.status ?? 200, headers, bodyAsText: step.body ?? '' };
    },
  };
  const list = retailPrices({ origin, source: 'list', httpClient, timeoutMs: 1000 }, (call) =>
    requests.again(call),
  );
  return { list, urls, clock, items: () => list.items({ filter: "a eq 'b'", currency: 'USD' }) };
}

test('pages are followed to the last one, and numbers keep every digit', async () => {
  const { items, urls } = scripted(
    { body: page([good], `${origin}:443/api/retail/prices?$skip=1`) },
    { body: page([good], `${origin}/api/retail/prices?$skip=2`) },
    { body: page([]) },
  );
  expect((await items()).map(({ price }) => price)).toEqual(['0.0000025', '0.0000025']);
  expect(urls).toHaveLength(3);
  expect(new URL(urls[0] ?? '').searchParams.get('$filter')).toBe("a eq 'b'");
  expect(new URL(urls[0] ?? '').searchParams.get('currencyCode')).toBe("'USD'");
});

test('a list that throttles, fails for a while or loses a connection is asked again, as long as it asks to wait', async () => {
  const { items, clock, urls } = scripted(
    { status: 429, body: '{}', retryAfter: '60' },
    { status: 503, body: 'busy' },
    { lost: 'ETIMEDOUT' },
    { lost: 'ABORT' },
    { body: page([good]) },
  );
  expect(await items()).toHaveLength(1);
  expect(urls).toHaveLength(5);
  expect(clock.now()).toBeGreaterThanOrEqual(60_000);
});

test.each<[string, Step]>([
  ['text that is no JSON', { body: '<html>' }],
  ['no list of items', { body: '{"BillingCurrency":"USD"}' }],
  ['another currency', { body: page([good], null, 'EUR') }],
  ['an item in another currency', { body: page([{ ...good, currencyCode: 'EUR' }]) }],
  ['a price that is a text', { body: page([{ ...good, retailPrice: '1' }]) }],
  ['a negative price', { body: page([{ ...good, retailPrice: -1 }]) }],
  ['an item without a unit', { body: page([{ ...good, unitOfMeasure: undefined }]) }],
  ['an item that is none', { body: page(['x']) }],
  ['a link that is no URL', { body: page([good], 'next please') }],
  ['a link to another origin', { body: page([good], 'https://prices.example.com/api/retail/prices') }],
  [
    'a link to the same host without TLS',
    { body: page([good], 'http://prices.azure.com/api/retail/prices') },
  ],
  ['a host that nobody knows', { lost: 'ENOTFOUND' }],
  ['a proxy that is not there', { lost: 'ECONNREFUSED' }],
  ['a refusal', { status: 400, body: '{"error":{"code":"BadRequest","message":"no"}}' }],
])('%s is refused at once, and nothing of the answer is taken', async (_what, step) => {
  const { items, urls } = scripted(step);
  await expect(items()).rejects.toBeInstanceOf(ArmError);
  expect(urls).toHaveLength(1);
});

test('a list without an end is given up', async () => {
  const next = `${origin}/api/retail/prices?$skip=1`;
  const { items, urls } = scripted(...Array.from({ length: 60 }, () => ({ body: page([good], next) })));
  await expect(items()).rejects.toThrow(/more than 50 pages/);
  expect(urls).toHaveLength(50);
});
