import { expect, test } from 'vitest';
import { usageOf } from '../../src/cost/usage.ts';
import { costChanges, priceBookNote } from '../../src/report/cost-facts.ts';
import { costMarkdown } from '../../src/report/markdown-cost.ts';
import { costText } from '../../src/terminal/print-cost.ts';
import { cost, deployment, endpoint } from '../cost/sample.ts';
import { styleOf } from '../kit/styles.ts';

const money = (expected: string) => ({ low: expected, expected, high: expected });
const plain = cost([endpoint('a'), deployment('c', 'gpt-5', 'GlobalStandard')], usageOf('small'));
const part = {
  ...plain,
  monthly: money('250.00'),
  before: money('100.00'),
  estate: { before: money('1500.00'), monthly: money('1650.00') },
};

test('a plan tells before and after, of its environments and of the whole estate, wherever it is shown', () => {
  expect(costChanges(part)).toEqual([
    'These environments: CHF 100.00 now, CHF 250.00 with the plan (+ CHF 150.00 a month expected)',
    "The estate, all others as its file has them: CHF 1'500.00 now, CHF 1'650.00 with the plan (+ CHF 150.00 a month expected)",
  ]);
  expect(costMarkdown(part, { title: 'x', cloud: 'azure' })).toContain(
    'CHF 100.00 now, CHF 250.00 with the plan',
  );
  const text = costText(part, 'azure', styleOf(100));
  expect(text).toContain('CHANGE CHF 100.00 → CHF 250.00, + CHF 150.00 a month expected');
  expect(text).toContain("ESTATE CHF 1'500.00 → CHF 1'650.00, + CHF 150.00 a month expected");
});

test('what gets cheaper says so, and a cost without a before has no change', () => {
  const less = { ...plain, monthly: money('40.00'), before: money('100.00') };
  expect(costChanges(less)).toEqual([
    'The estate: CHF 100.00 now, CHF 40.00 with the plan (- CHF 60.00 a month expected)',
  ]);
  expect(costChanges(plain)).toEqual([]);
});

test('a price book tells its age, and warns when it is older than 30 days', () => {
  const book = (ageDays: number) =>
    priceBookNote({ prices: { source: 'a list', asOf: '2026-10-01', ageDays } });
  expect(book(30)).toBe('Price book: a list, of 2026-10-01, 30 days old.');
  expect(book(31)).toContain('Warning: it is old; gotthard prices refresh reads it anew.');
});
