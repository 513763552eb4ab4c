import { expect, test } from 'vitest';
import { listedPrices } from '../../src/cost/listed-prices.ts';
import { shippedPrices } from '../../src/facts/prices.ts';
import { displayWidth } from '../../src/terminal/layout.ts';
import { pricesText } from '../../src/terminal/print-prices.ts';
import { styleOf } from '../kit/styles.ts';

const listed = listedPrices(await shippedPrices(), 'switzerlandnorth');

test('prices of a region tell each tier, the day, and whether another region stands in; no line is too wide', () => {
  for (const columns of [40, 60, 80, 160]) {
    const text = pricesText(listed, 'sandbox', styleOf(columns));
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  }
  const text = pricesText(listed, 'sandbox', styleOf(100));
  expect(text).toMatch(/Standard Private Endpoint +0\.01 a 1 Hour {2}2026-08-31/);
  expect(text).toMatch(/Operations \* +0\.03 a 10K {2}2024-02-10/);
  expect(text).toContain("from 0: 0.01; from 1'000'000: 0.006; from 5'000'000: 0.004");
  expect(text).toMatch(/gpt-5 global, input tokens +1\.25 a 1M tokens {2}2025-08-25/);
});
