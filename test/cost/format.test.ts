import { expect, test } from 'vitest';
import { formatChf, formatQuantity, formatUnitPrice } from '../../src/cost/format.ts';

test.each([
  ['5650', "CHF 5'650.00"],
  ['0', 'CHF 0.00'],
  ['0.004', '< CHF 0.01'],
  ['0.005', 'CHF 0.01'],
  ['-0.001', 'CHF 0.00'],
  ['-1234.5', "CHF -1'234.50"],
  ['1234567.895', "CHF 1'234'567.90"],
  ['999.995', "CHF 1'000.00"],
  ['100', 'CHF 100.00'],
  ['123456789012345678901.005', "CHF 123'456'789'012'345'678'901.01"],
])('an amount of %s is written %s', (amount, text) => {
  expect(formatChf(amount)).toBe(text);
});

test.each([
  ['1460', "1'460"],
  ['0', '0'],
  ['9.698630', '9.7'],
  ['0.000123456', '0.0001235'],
  ['-5', '-5'],
  ['36500', "36'500"],
  ['100', '100'],
])('a quantity of %s is written %s', (quantity, text) => {
  expect(formatQuantity(quantity)).toBe(text);
});

test.each([
  ['0.0000025', '0.0000025'],
  ['2.99', '2.99'],
  ['0.00002', '0.00002'],
  ['1234.56789', "1'234.57"],
  ['0', '0'],
])('a unit price of %s is written %s', (price, text) => {
  expect(formatUnitPrice(price)).toBe(text);
});
