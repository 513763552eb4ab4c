import { expect, it } from 'vitest';
import { integrationPrice } from '../../src/cost/integration-price.ts';
import type { IntegrationOption } from '../../src/estate/integration.ts';
import { shippedRate } from '../../src/facts/fx.ts';
import { shippedPrices } from '../../src/facts/prices.ts';

const [prices, fx] = [await shippedPrices(), await shippedRate()];
const hint = (option: IntegrationOption, region: string, rows = prices.rows): string =>
  integrationPrice({ ...prices, rows }, fx, { option, region, today: '2026-11-26' });

it('what stands beside the models says what it adds to a month, a Data Lake more than blobs', () => {
  const amounts = (['blob', 'data-lake', 'cosmos', 'sql'] as const).map((option) => {
    const [, amount = ''] = /^about CHF ([\d'.]+) a month/.exec(hint(option, 'switzerlandnorth')) ?? [];
    return Number(amount.replaceAll("'", ''));
  });
  for (const amount of amounts) expect(amount).toBeGreaterThan(5);
  // A second endpoint, and a second zone.
  expect((amounts[1] ?? 0) - (amounts[0] ?? 0)).toBeGreaterThan(5);
});

it('what has no price is told, and not left out', () => {
  expect(hint('cosmos', 'switzerlandnorth', [])).toMatch(/a part not known$/);
  expect(hint('dataFactory', 'switzerlandnorth')).toMatch(/^about CHF \d.* a month beside storage/);
});
