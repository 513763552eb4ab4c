import { beforeEach, expect, it } from 'vitest';
import { type Body, Cloud, deep, items } from '../cloud.ts';

let cloud: Cloud;
let id: string;

const notification = {
  enabled: true,
  operator: 'GreaterThanOrEqualTo',
  threshold: 80,
  contactEmails: ['ops@example.ch'],
};

function budget(properties: object = {}, extra: object = {}): Body {
  const base = {
    category: 'Cost',
    amount: 1000,
    timeGrain: 'Monthly',
    timePeriod: { startDate: '2026-11-01T00:00:00Z' },
    notifications: { actual80: notification },
  };
  return { properties: { ...base, ...properties }, ...extra };
}

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  id = `/subscriptions/${cloud.subscription}/providers/Microsoft.Consumption/budgets/monthly`;
});

it('a budget of a subscription or a group counts in the billing currency', async () => {
  for (const path of [id, `${cloud.group}/providers/Microsoft.Consumption/budgets/monthly`]) {
    const made = await cloud.call('PUT', path, budget());
    expect(made.status).toBe(201);
    expect(deep(made.body, 'properties', 'currentSpend')).toEqual({ amount: 0, unit: 'CHF' });
    expect(items(await cloud.call('GET', path.replace(/\/monthly$/, '')))).toHaveLength(1);
  }
});

it('a budget is changed with its own tag or without one, not with an old one', async () => {
  const made = await cloud.call('PUT', id, budget());
  const eTag = deep(made.body, 'eTag');
  expect((await cloud.call('PUT', id, budget({ amount: 2 }, { eTag }))).status).toBe(200);
  expect(await cloud.refusal('PUT', id, budget({ amount: 3 }, { eTag }))).toBe('412 PreconditionFailed');
  expect((await cloud.call('PUT', id, budget({ amount: 3 }))).status).toBe(200);
});

it('a budget keeps its start when the months go by', async () => {
  await cloud.done('PUT', id, budget());
  cloud.wait(60 * 86_400_000);
  expect((await cloud.call('PUT', id, budget({ amount: 2 }))).status).toBe(200);
});

it.each([
  ['no amount', { amount: 0 }],
  ['a start in the middle of a month', { timePeriod: { startDate: '2026-11-15T00:00:00Z' } }],
  ['a start in a month that is over', { timePeriod: { startDate: '2026-10-01T00:00:00Z' } }],
  ['a start that is no date', { timePeriod: { startDate: 'soon' } }],
  [
    'an end before its start',
    { timePeriod: { startDate: '2026-11-01T00:00:00Z', endDate: '2026-10-31T00:00:00Z' } },
  ],
  ['a threshold above 1000', { notifications: { a: { ...notification, threshold: 1001 } } }],
  ['a notification without contacts', { notifications: { a: { ...notification, contactEmails: [] } } }],
  [
    'a notification without the member contactEmails',
    { notifications: { a: { ...notification, contactEmails: undefined } } },
  ],
  ['the same threshold twice', { notifications: { a: notification, b: notification } }],
  ['an unknown period', { timeGrain: 'Weekly' }],
  [
    'six notifications',
    {
      notifications: Object.fromEntries(
        [1, 2, 3, 4, 5, 6].map((n) => [`n${n}`, { ...notification, threshold: n }]),
      ),
    },
  ],
])('a budget with %s is refused', async (_what, properties) => {
  expect(await cloud.refusal('PUT', id, budget(properties))).toBe('400 BadRequest');
});

it('a budget does not belong to a resource', async () => {
  const identity = `${cloud.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-test`;
  await cloud.done('PUT', identity, { location: 'switzerlandnorth' });
  expect(
    await cloud.refusal('PUT', `${identity}/providers/Microsoft.Consumption/budgets/monthly`, budget()),
  ).toBe('400 BadRequest');
});

it('the billing currency stands in the columns of a cost query', async () => {
  const path = `/subscriptions/${cloud.subscription}/providers/Microsoft.CostManagement/query`;
  const { body } = await cloud.call('POST', path, {
    type: 'ActualCost',
    timeframe: 'MonthToDate',
    dataset: {},
  });
  expect(deep(body, 'properties', 'columns', 1, 'name')).toBe('Currency');
  expect(deep(body, 'properties', 'rows', 0, 1)).toBe('CHF');
});
