import { expect, test } from 'vitest';
import { withBillingCurrency } from '../../src/checks/billing-currency.ts';
import type { CheckInput } from '../../src/checks/rule.ts';
import { estimate } from '../../src/cost/estimate.ts';
import { usageOf } from '../../src/cost/usage.ts';
import { at } from '../../src/resource/json.ts';
import type { Fact } from '../../src/resource/subscription.ts';
import { context } from '../cost/sample.ts';
import { findings, idOf, situation, verdict } from './situation.ts';

const id = 'GT-CHECK-BUDGET';
const fx = { usdChf: '0.8', source: 'test', asOf: '2026-11-23' };

function priced(
  budget: { monthly: string; whenOver?: 'warn' | 'refuse' },
  currency?: Fact<string>,
  existing: CheckInput['observed'] = undefined,
): CheckInput {
  const facts = currency ? { billingCurrency: currency } : {};
  const input = situation({ environment: { budget: { thresholds: [100], ...budget } }, facts });
  const cost = estimate([input.design], context(usageOf('small'), { fx }));
  return { ...input, cost, ...(existing ? { observed: existing } : {}) };
}
const francs = { value: 'CHF' };
const written = (input: CheckInput) => {
  const design = withBillingCurrency(input, fx);
  const budget = design.resources.find(({ type }) => type === 'Microsoft.Consumption/budgets');
  return at(budget?.body ?? {}, '/properties/amount');
};

test('a plan within its budget is good; one over it is a warning, and refused where the estate file says so', () => {
  expect(findings(id, priced({ monthly: '100000' }, francs))).toMatchObject([
    { status: 'ok', message: expect.stringContaining("of the budget of CHF 100'000.00") },
  ]);
  expect(findings(id, priced({ monthly: '1' }, francs))).toMatchObject([{ status: 'warning' }]);
  expect(findings(id, priced({ monthly: '1', whenOver: 'warn' }, francs))).toMatchObject([
    { status: 'warning' },
  ]);
  expect(findings(id, priced({ monthly: '1', whenOver: 'refuse' }, francs))).toMatchObject([
    { status: 'failed', next: expect.stringContaining('budget.monthly') },
  ]);
});

test('without a budget there is nothing to hold a cost against', () => {
  expect(findings(id, situation())).toMatchObject([{ status: 'not-applicable' }]);
});

test.each<[string, Fact<string> | undefined, number, string]>([
  ['CHF', francs, 2000, 'ok'],
  ['USD, converted at the rate of the plan', { value: 'USD' }, 2500, 'USD 2500.00'],
  ['EUR, to which no rate is known', { value: 'EUR' }, 2000, 'no rate is known'],
  ['a currency that could not be read', { unknown: { code: 'NotFound', reason: 'x' } }, 2000, 'not known'],
])(
  'a budget of 2000 francs in %s is written as it has to be, and what is not sure is a warning',
  (_what, currency, amount, said) => {
    const input = priced({ monthly: '2000' }, currency);
    expect(written(input)).toBe(amount);
    expect(verdict(findings(id, input))).toContain(said);
  },
);

test('a budget that exists tells the currency itself', () => {
  const input = priced({ monthly: '2000' }, undefined);
  const budget = idOf(input, 'Microsoft.Consumption/budgets');
  const body = { properties: { currentSpend: { amount: 0, unit: 'USD' } } };
  const observed = input.observed && { ...input.observed, resources: { [budget.toLowerCase()]: body } };
  expect(written(priced({ monthly: '2000' }, undefined, observed))).toBe(2500);
});
