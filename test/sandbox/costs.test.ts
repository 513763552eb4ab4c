import { beforeEach, expect, it } from 'vitest';
import { Cloud, deep } from './cloud.ts';

let cloud: Cloud;
let scope: string;
const provider = 'providers/Microsoft.CostManagement';
const aggregation = { totalCost: { name: 'Cost', function: 'Sum' } };
const grouping = [
  { type: 'Dimension', name: 'ServiceName' },
  { type: 'Dimension', name: 'Meter' },
];
const monthToDate = { type: 'ActualCost', timeframe: 'MonthToDate' };

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  scope = `/subscriptions/${cloud.subscription}`;
});

const query = (dataset: object, body: object = monthToDate) =>
  cloud.call('POST', `${scope}/${provider}/query`, { ...body, dataset });

it('what stands is billed by the hour since it stands, by service and meter, in the currency of the bill', async () => {
  const zone = `${cloud.group}/providers/Microsoft.Network/privateDnsZones/example.ch`;
  expect((await cloud.call('PUT', zone, { location: 'global' }, '2024-06-01')).status).toBeLessThan(300);
  cloud.wait(3_600_000);
  const { status, body } = await query({ aggregation, grouping });
  expect(status).toBe(200);
  expect(deep(body, 'properties', 'columns')).toEqual([
    { name: 'Cost', type: 'Number' },
    { name: 'ServiceName', type: 'String' },
    { name: 'Meter', type: 'String' },
    { name: 'Currency', type: 'String' },
  ]);
  const [row] = deep(body, 'properties', 'rows') as [number, string, string, string][];
  expect(row?.slice(1)).toEqual(['Azure DNS', 'Private Zone', 'CHF']);
  expect(row?.[0]).toBeGreaterThan(0);
});

it.each<[string, object, object]>([
  ['an unknown aggregation', { aggregation: { a: { name: 'Tears', function: 'Sum' } } }, monthToDate],
  ['an unknown function', { aggregation: { a: { name: 'Cost', function: 'Median' } } }, monthToDate],
  ['an unknown dimension', { aggregation, grouping: [{ type: 'Dimension', name: 'Mood' }] }, monthToDate],
  [
    'an unknown filter',
    { aggregation, filter: { tags: { name: 'a', operator: 'In', values: ['b'] } } },
    monthToDate,
  ],
  ['an unknown timeframe', { aggregation }, { type: 'ActualCost', timeframe: 'Forever' }],
  ['an unknown type', { aggregation }, { type: 'Guess', timeframe: 'MonthToDate' }],
  ['an unknown member', { aggregation, sense: true }, monthToDate],
])('%s is refused with 400', async (_what, dataset, body) => {
  expect((await query(dataset, body)).status).toBe(400);
});

it('a forecast reaches into the future, and is refused for the past', async () => {
  const forecast = (from: string, to: string) =>
    cloud.call('POST', `${scope}/${provider}/forecast`, {
      type: 'ActualCost',
      timeframe: 'Custom',
      timePeriod: { from, to },
      dataset: { granularity: 'Daily', aggregation },
      includeActualCost: false,
    });
  expect((await forecast('2020-01-01T00:00:00Z', '2020-02-01T00:00:00Z')).status).toBe(400);
  expect((await forecast('2036-02-01T00:00:00Z', '2036-01-01T00:00:00Z')).status).toBe(400);
  const { status, body } = await forecast('2026-11-23T00:00:00Z', '2036-12-01T00:00:00Z');
  expect(status).toBe(200);
  expect(deep(body, 'properties', 'columns')).toMatchObject([
    { name: 'Cost' },
    { name: 'UsageDate' },
    {},
    {},
  ]);
});
