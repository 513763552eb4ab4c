import { expect, test } from 'vitest';
import { openSandbox } from '../../../src/sandbox/sandbox.ts';

const sandbox = openSandbox({ directory: undefined, now: () => Date.UTC(2026, 10, 23), page: 3 });
const ask = async (query: Record<string, string>, method = 'GET') => {
  const url = `https://prices.azure.com/api/retail/prices?${new URLSearchParams(query)}`;
  const answer = await sandbox.fetch(new Request(url, { method }));
  return { status: answer.status, body: (await answer.json()) as Record<string, never> };
};
const items = async (filter: string) =>
  (await ask({ $filter: filter })).body['Items'] as unknown as Record<string, never>[];

test('the price list needs no sign-in, pages by absolute links, and answers nothing with 200', async () => {
  const filter = "serviceName eq 'Azure DNS' and skuName eq 'Private'";
  const first = await ask({ $filter: filter });
  expect(first.body).toMatchObject({ BillingCurrency: 'USD', Count: 3, CustomerEntityType: 'Retail' });
  const link = new URL(String(first.body['NextPageLink']));
  expect(link.origin).toBe('https://prices.azure.com');
  const second = (await (await sandbox.fetch(new Request(link))).json()) as {
    Items: unknown[];
    NextPageLink: null;
  };
  expect([second.Items.length, second.NextPageLink]).toEqual([1, null]);
  expect((await ask({ $filter: "serviceName eq 'Nothing'" })).body).toMatchObject({
    Items: [],
    NextPageLink: null,
  });
});

test.each([
  ["serviceName eq 'Azure DNS' and (meterName eq 'Private Zone' or meterName eq 'x')", 2],
  ["contains(meterName,'Private Zone')", 2],
  ["contains(tolower(meterName),'private zone')", 2],
  ["contains(meterName,'private zone')", 0],
  ["serviceName eq 'azure dns'", 0],
  ["meterName eq 'it''s'", 0],
])('%s lets %i items through', async (filter, count) => {
  expect(await items(filter)).toHaveLength(count);
});

test.each([
  "serviceName ne 'x'",
  'serviceName eq x',
  "price eq 'x'",
  'retailPrice gt 5',
  "startswith(serviceName,'x')",
  "serviceName eq 'x' and",
  "(serviceName eq 'x'",
  "serviceName eq 'x')",
  "type eq 'Consumption'",
  'contains(serviceName)',
  "not serviceName eq 'x'",
  '',
  "serviceName eq 'x' -- y",
])('the filter %j is refused with 400', async (filter) => {
  expect((await ask({ $filter: filter })).status).toBe(400);
});

test.each([{ currencyCode: 'XXX' }, { 'api-version': '2019-01-01' }, { $orderby: 'price' }, { $skip: '-1' }])(
  'the parameter %o is refused with 400',
  async (query) => {
    expect((await ask({ $filter: "serviceName eq 'Azure DNS'", ...query })).status).toBe(400);
  },
);

test('dear prices are converted exactly and cheap ones rounded, so that only dear ones tell the rate', async () => {
  const filter = "serviceName eq 'Azure DDOS Protection' or meterName eq 'Standard Private Endpoint'";
  const inFrancs = (
    await ask({ $filter: "meterName eq 'Provisioned Throughput Units'", currencyCode: "'CHF'" })
  ).body;
  const [unit] = inFrancs['Items'] as unknown as { retailPrice: number; currencyCode: string }[];
  expect(unit).toMatchObject({ retailPrice: 249.985164, currencyCode: 'CHF' });
  const cheap = (await ask({ $filter: filter, currencyCode: 'CHF' })).body['Items'] as unknown as {
    retailPrice: number;
  }[];
  expect(cheap.map(({ retailPrice }) => retailPrice)).toContain(0.008);
});

test('nothing but reading is served', async () => {
  expect((await ask({}, 'POST')).status).toBe(405);
});
