import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { shippedRate } from '../../src/facts/fx.ts';
import { unitSizes } from '../../src/facts/price-units.ts';
import { isPriceRow, shippedPrices } from '../../src/facts/prices.ts';

const text = readFileSync(new URL('../../src/facts/data/prices.seed.json', import.meta.url), 'utf8');
const raw: unknown[] = JSON.parse(text);
const { rows } = await shippedPrices();

test('every row has an id of its own, a source, a date or none, a known unit and a price in plain decimals', () => {
  expect(raw.filter((row) => !isPriceRow(row))).toEqual([]);
  expect(rows).toHaveLength(raw.length);
  expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  expect(rows.filter((row) => unitSizes[row.unit] === undefined)).toEqual([]);
  expect(text).not.toMatch(/"(price|tierMinimumUnits)": [^"]/);
});

test('no two rows price the same thing of the same region and tier', () => {
  const keys = rows.map((row) =>
    JSON.stringify([
      row.service,
      row.model ? [row.model, row.deploymentType, row.direction] : [row.meter, row.deploymentType],
      row.region,
      row.unit,
      Number(row.tierMinimumUnits ?? 0),
    ]),
  );
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('a price of zero is only ever a free allowance, a free thing, or a fee that is named', () => {
  const paidLater = (row: (typeof rows)[number]): boolean =>
    rows.some((other) => other.meter === row.meter && other.region === row.region && other.price !== '0');
  const free = rows.filter(
    (row) => row.price === '0' && row.service !== 'Free' && row.model !== 'model-router',
  );
  expect(free.filter((row) => !paidLater(row))).toEqual([]);
});

test('the shipped rate is dated and sourced', async () => {
  const rate = await shippedRate();
  expect(rate.usdChf).toMatch(/^0\.\d+$/);
  expect(rate.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(rate.source).toContain('currency-api');
});
