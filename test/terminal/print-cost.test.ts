import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cost, CostLine } from '../../src/cost/cost.ts';
import { displayWidth } from '../../src/terminal/layout.ts';
import { costText } from '../../src/terminal/print-cost.ts';
import { styleOf } from '../kit/styles.ts';

function line(given: Partial<CostLine>): CostLine {
  return {
    stamp: 'main/dev',
    service: 'Private Link',
    step: 'Private access',
    meter: 'Private endpoint',
    unit: 'hour',
    quantity: '1460',
    unitPrice: '0.01',
    monthly: { low: '11.68', expected: '11.68', high: '11.68' },
    kind: 'fixed',
    region: 'switzerlandnorth',
    source: 'Azure Retail Prices',
    asOf: '2025-08-25',
    ...given,
  };
}

const cost: Cost = {
  currency: 'CHF',
  monthly: { low: '111.68', expected: '1246.18', high: '10011.68' },
  complete: false,
  fx: { usdChf: '0.80', source: 'Swiss National Bank', asOf: '2026-11-20' },
  prices: { source: 'shipped with Gotthard', asOf: '2026-11-23', ageDays: 1 },
  lines: [
    line({}),
    line({
      service: 'Azure OpenAI',
      meter: 'input tokens of a model with a rather long name',
      unit: '1M tokens',
      quantity: '120',
      kind: 'usage',
      monthly: { low: '100.00', expected: '1234.50', high: '10000.00' },
    }),
    line({
      service: 'Log Analytics',
      meter: 'ingestion',
      unit: 'GB',
      quantity: '12',
      kind: 'usage',
      substituteRegion: 'westeurope',
      monthly: { low: '0.00', expected: '0.00', high: '0.00' },
      note: 'The first 5 GB of a billing account are free.',
    }),
    line({ service: 'Key Vault', meter: 'HSM', kind: 'unknown', unitPrice: null, monthly: null, asOf: null }),
  ],
};

test('a cost shows fixed and usage-driven lines apart, its total, and where its prices are from', () => {
  expect(costText(cost, 'sandbox', styleOf(80))).toMatchInlineSnapshot(`
    "COST  CHF a month  [sandbox]

      main/dev
        Fixed                                  quantity     low  expected       high
          Private Link: Private            1'460 × hour   11.68     11.68      11.68
            endpoint
        Driven by usage
          Azure OpenAI: input           120 × 1M tokens  100.00  1'234.50  10'000.00
            tokens of a model with a
            rather long name
          Log Analytics: ingestion              12 × GB    0.00      0.00       0.00
            *
        Price unknown
          Key Vault: HSM                   1'460 × hour           unknown
        Total main/dev, at least                         111.68  1'246.18  10'011.68

      TOTAL  at least CHF 1'246.18 a month expected (low CHF 111.68, high
             CHF 10'011.68)
      Not priced  Key Vault HSM (main/dev)
      * estimated with the price of another region: switzerlandnorth → westeurope
      Note: The first 5 GB of a billing account are free.
      Prices of 2025-08-25; --json has the source of each. From Azure Retail Prices.
      USD 1 = CHF 0.80 (Swiss National Bank, 2026-11-20)
      Price book: shipped with Gotthard, of 2026-11-23, 1 day old.

      main/dev  OOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOI  CHF 1'246.18
      O Azure OpenAI   K Key Vault   L Log Analytics   I Private Link
    "
  `);
});

test('on 40 columns each amount stands beneath its item', () => {
  expect(costText(cost, 'sandbox', styleOf(40))).toMatchInlineSnapshot(`
    "COST  CHF a month  [sandbox]

      main/dev
        Fixed
          Private Link: Private endpoint
            11.68 (11.68 to 11.68)
        Driven by usage
          Azure OpenAI: input tokens of a
          model with a rather long name
            1'234.50 (100.00 to 10'000.00)
          Log Analytics: ingestion *
            0.00 (0.00 to 0.00)
        Price unknown
          Key Vault: HSM
            unknown
        Total main/dev, at least
            1'246.18 (111.68 to 10'011.68)

      TOTAL  at least CHF 1'246.18 a month
             expected (low CHF 111.68, high
             CHF 10'011.68)
      Not priced  Key Vault HSM (main/dev)
      * estimated with the price of another
      region: switzerlandnorth → westeurope
      Note: The first 5 GB of a billing
      account are free.
      Prices of 2025-08-25; --json has the
      source of each. From Azure Retail
      Prices.
      USD 1 = CHF 0.80 (Swiss National Bank,
      2026-11-20)
      Price book: shipped with Gotthard, of
      2026-11-23, 1 day old.

      main/dev  OOOOOOOOOOOOOO  CHF 1'246.18
      O Azure OpenAI   K Key Vault
      L Log Analytics   I Private Link
    "
  `);
});

test('an incomplete total is called at least, a complete one is not', () => {
  expect(costText(cost, 'sandbox', styleOf(80))).toContain('TOTAL  at least CHF 1');
  const complete = { ...cost, complete: true, lines: cost.lines.slice(0, 3) };
  expect(costText(complete, 'sandbox', styleOf(80))).not.toContain('at least');
});

// What a table's cells hold are texts of ours, numbers and names.
const anyText = fc.oneof(
  fc.string({ maxLength: 120 }),
  fc.constantFrom('漢字'.repeat(40), '\u001B[31mred\u001B[0m', 'a'.repeat(300)),
);

test('no line of any cost is wider than the terminal', () => {
  const amount = fc
    .bigInt({ min: 0n, max: 10n ** 9n })
    .map((cents) => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`);
  const anyLine = fc
    .record({
      stamp: anyText,
      service: anyText,
      meter: anyText,
      unit: anyText,
      source: anyText,
      note: anyText,
      amount,
    })
    .map(({ amount: value, ...given }) =>
      line({ ...given, monthly: { low: value, expected: value, high: value } }),
    );
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 4 }), fc.integer({ min: 40, max: 200 }), (lines, columns) => {
      const text = costText({ ...cost, lines: [...cost.lines, ...lines] }, 'sandbox', styleOf(columns));
      expect(text.split('\n').filter((each) => displayWidth(each) > columns)).toEqual([]);
    }),
    { numRuns: 12 },
  );
});
