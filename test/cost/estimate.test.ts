import Big from 'big.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cost } from '../../src/cost/cost.ts';
import { estimate } from '../../src/cost/estimate.ts';
import { optionPrice } from '../../src/cost/option-price.ts';
import { exactly } from '../../src/cost/range.ts';
import { standing } from '../../src/cost/standing.ts';
import { type Usage, type UsageFigure, usageAssumptions, usageOf } from '../../src/cost/usage.ts';
import { usageOfEstate } from '../../src/cost/usage-of-estate.ts';
import { costBy } from '../../src/cost/views.ts';
import type { Design } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { stampsOf } from '../../src/estate/estate.ts';
import { shippedPrices } from '../../src/facts/prices.ts';
import {
  context,
  cost,
  deployment,
  design,
  endpoint,
  estate,
  metricAlert,
  resource,
  use,
  workspace,
} from './sample.ts';

const prices = await shippedPrices();
const zone = resource('Microsoft.Network/privateDnsZones', 'z', { location: 'global' });
const vault = resource('Microsoft.KeyVault/vaults', 'kv', { location: 'switzerlandnorth' });
const everything = [
  endpoint('a'),
  zone,
  vault,
  workspace(90),
  metricAlert(4),
  deployment('c', 'gpt-5', 'GlobalStandard'),
  deployment('p', 'gpt-5', 'ProvisionedManaged', 50),
];
const figures = Object.keys(usageAssumptions) as UsageFigure[];
const quantity = fc.bigInt({ min: 0n, max: 10n ** 13n }).map((units) => new Big(String(units)).div(1000));
const anyUsage: fc.Arbitrary<Usage> = fc
  .tuple(...figures.map(() => quantity))
  .map((values) =>
    Object.assign(
      usageOf('small'),
      Object.fromEntries(figures.map((name, i) => [name, exactly(values[i] ?? 0)])),
    ),
  )
  // The cached part of the prompts is never more than the prompts.
  .map((usage) => ({
    ...usage,
    inputTokens: exactly(usage.inputTokens.expected.plus(usage.cachedTokens.expected)),
  }));
const anyRate = fc
  .integer({ min: 500_000, max: 1_500_000 })
  .map((micro) => new Big(micro).div(1_000_000).toFixed());

const priced = (designs: readonly Design[], usage: Usage, usdChf = '1'): Cost =>
  estimate(designs, context(usage, { fx: { usdChf, source: 'test', asOf: '2026-11-23' } }));

test('totals, and the sums of every view, are the sums of the rounded lines, to the last digit', () => {
  fc.assert(
    fc.property(anyUsage, anyRate, (usage, usdChf) => {
      const designs = ['dev', 'prod'].map((environment) => design(everything, { environment }));
      const total = priced(designs, usage, usdChf);
      for (const figure of ['low', 'expected', 'high'] as const) {
        const sum = total.lines.reduce((so, line) => so.plus(line.monthly?.[figure] ?? 0), new Big(0));
        expect(sum.toFixed(2)).toBe(total.monthly[figure]);
        for (const view of ['tenant', 'environment', 'service', 'step'] as const) {
          const parts = costBy(total, view).reduce((so, part) => so.plus(part.monthly[figure]), new Big(0));
          expect(parts.toFixed(2)).toBe(total.monthly[figure]);
        }
      }
    }),
    { numRuns: 25 },
  );
});

test('every line is its quantity times its price times the rate, rounded half-up, however many digits they have', () => {
  fc.assert(
    fc.property(anyUsage, anyRate, (usage, usdChf) => {
      for (const line of priced([design(everything)], usage, usdChf).lines) {
        const exact = new Big(line.quantity).times(line.unitPrice ?? 0).times(usdChf);
        expect(line.monthly?.expected).toBe(exact.round(2, Big.roundHalfUp).toFixed(2));
      }
    }),
    { numRuns: 25 },
  );
});

test('more of anything never costs less, tiers and allowances included', () => {
  fc.assert(
    fc.property(anyUsage, fc.constantFrom(...figures), quantity, (usage, figure, more) => {
      const grown = { ...usage, [figure]: exactly(usage[figure].expected.plus(more)) };
      // Prompts that the cache answers are prompts too.
      if (figure === 'cachedTokens') {
        Object.assign(grown, { inputTokens: exactly(usage.inputTokens.expected.plus(more)) });
      }
      const [less, greater] = [usage, grown].map(
        (each) => priced([design(everything)], each).monthly.expected,
      );
      // One meter has up to three lines, each rounded on its own: half a Rappen each, before and after.
      expect(new Big(greater ?? 0).plus('0.03').gte(less ?? 0)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('where a cheaper tier begins, or a free allowance ends, nothing leaps: one unit more costs at most the first price', () => {
  // A GB of logs is kept as well: 2.99 to come in, and 0.25 to stay 59 days longer than is free.
  const edges: readonly (readonly [UsageFigure, string, string])[] = [
    ['endpointGbIn', '1000000', '0.01'],
    ['endpointGbOut', '5000000', '0.01'],
    ['dnsQueries', '1000000000', '0.0000004'],
    ['logGb', '5', '3.25'],
    ['hsmAdvancedKeys', '250', '5'],
    ['hsmAdvancedKeys', '4000', '5'],
    ['functionGbSeconds', '100000', '0.000026'],
    ['storageZrsGb', '51200', '0.026'],
  ];
  for (const [figure, edge, first] of edges) {
    const at = (amount: Big) =>
      new Big(priced([design(everything)], use({ [figure]: amount.toFixed() })).monthly.expected);
    for (const from of [new Big(edge).minus(1), new Big(edge)]) {
      const step = at(from.plus(1)).minus(at(from));
      // Up to three lines, each rounded by itself.
      expect([figure, edge, step.gte('-0.03') && step.lte(new Big(first).plus('0.03'))]).toEqual([
        figure,
        edge,
        true,
      ]);
    }
  }
});

test('neither the order of stamps nor that of resources changes an amount', () => {
  const stamps = ['dev', 'test', 'prod'].map((environment, index) =>
    design(everything.slice(index), { environment, region: index === 1 ? 'westus2' : 'switzerlandnorth' }),
  );
  const sorted = (result: Cost) => [...result.lines].map((line) => JSON.stringify(line)).sort();
  const expected = priced(stamps, usageOf('medium'));
  fc.assert(
    fc.property(
      fc.shuffledSubarray(stamps, { minLength: 3 }),
      fc.shuffledSubarray([...everything.keys()], { minLength: everything.length }),
      (order, inner) => {
        const shuffled = order.map((each) => ({
          ...each,
          resources: inner.flatMap((index) => each.resources.filter((r) => r === everything[index])),
        }));
        const actual = priced(shuffled, usageOf('medium'));
        expect(actual.monthly).toEqual(expected.monthly);
        expect(sorted(actual)).toEqual(sorted(expected));
      },
    ),
    { numRuns: 30 },
  );
});

test('n equal stamps cost n times one, less what they share, which is listed once', () => {
  const one = priced([design(everything)], usageOf('large'));
  const all = priced(
    ['dev', 'test', 'prod'].map((environment) => design(everything, { environment })),
    usageOf('large'),
  );
  const own = (result: Cost) =>
    result.lines
      .filter((line) => line.stamp !== 'estate')
      .reduce((sum, line) => sum.plus(line.monthly?.expected ?? 0), new Big(0));
  expect(own(all).toFixed(2)).toBe(own(one).times(3).toFixed(2));
  expect(
    all.lines.filter((line) => line.stamp === 'estate').map(({ meter, quantity }) => [meter, quantity]),
  ).toEqual([
    ['Metric alert, free allowance', '-10'],
    ['Log ingestion, free allowance', '-5'],
  ]);
});

test('a free allowance goes to the cheapest region once, and never pays for more than was used', () => {
  const stamps = ['dev', 'prod'].map((environment, index) =>
    design([workspace(30)], { environment, region: index === 0 ? 'westeurope' : 'westus2' }),
  );
  const grants = priced(stamps, use({ logGb: '3' })).lines.filter((line) => line.stamp === 'estate');
  expect(grants.map(({ region, quantity }) => [region, quantity])).toEqual([
    ['westeurope', '-2'],
    ['westus2', '-3'],
  ]);
  const many = ['dev', 'test', 'prod'].map((environment) => design([workspace(30)], { environment }));
  expect(priced(many, use({ logGb: '0.0016' })).monthly.expected).toBe('0.00');
});

test('a price of another region says so and widens its range; the exact region and Global ones do not', () => {
  const { lines } = cost([vault, endpoint('a')], use({ vaultOperations: '1000000000' }));
  const of = (service: string) => lines.find((line) => line.service === service);
  expect(of('Key Vault')).toMatchObject({
    region: 'switzerlandnorth',
    substituteRegion: 'westeurope',
    monthly: { low: '2100.00', expected: '3000.00', high: '4500.00' },
  });
  expect(of('Private Link')?.substituteRegion).toBeUndefined();
  expect(of('Private Link')?.monthly).toEqual({ low: '7.30', expected: '7.30', high: '7.30' });
});

test('a price read over a year ago widens the range; the same price read since does not', () => {
  const later = (today: string) =>
    estimate([design([endpoint('a')])], context(use({}), { today })).lines.find((l) => l.unit === 'hour')
      ?.monthly;
  expect(later('2026-11-23')).toEqual({ low: '7.30', expected: '7.30', high: '7.30' });
  expect(later('2027-11-23')).toEqual({ low: '5.11', expected: '7.30', high: '10.95' });
});

test.each([
  ['a model nobody has priced', 'gpt-99', 'GlobalStandard'],
  ['a model priced for another deployment type only', 'gpt-5', 'Standard'],
  ['another version of a model priced by version', 'gpt-4o', 'GlobalStandard'],
  ['a deployment type nobody knows', 'gpt-5', 'HyperspaceBatch'],
])('%s has no price: the line says unknown and the total is incomplete', (_what, model, sku) => {
  const { lines, complete, monthly } = cost([deployment('c', model, sku)], usageOf('small'));
  expect(complete).toBe(false);
  expect(monthly.expected).toBe('0.00');
  expect(
    lines.every((line) => line.kind === 'unknown' && line.monthly === null && line.unitPrice === null),
  ).toBe(true);
  expect(lines.map((line) => line.quantity)).toEqual(['20', '5']);
});

test('cached tokens without a price of their own count in full, and the line says so', () => {
  const tokens = use({ inputTokens: '10000000', cachedTokens: '4000000' });
  expect(cost([deployment('c', 'o4-mini', 'GlobalStandard')], tokens).lines).toMatchObject([
    {
      quantity: '10',
      monthly: { expected: '11.00' },
      note: expect.stringContaining('Cached tokens count in full'),
    },
  ]);
});

test('more zones than the known tier covers count at the full price, and say so', () => {
  const zones = (count: number) =>
    Array.from({ length: count }, (_, i) => resource('Microsoft.Network/privateDnsZones', `z${i}`));
  expect(cost(zones(25)).lines[0]?.note).toBeUndefined();
  expect(cost(zones(26)).lines[0]).toMatchObject({
    quantity: '26',
    note: expect.stringContaining('Beyond 25'),
  });
});

test('an old exchange rate says so wherever it is shown', () => {
  const at = (asOf: string) =>
    estimate([], context(use({}), { fx: { usdChf: '0.8', source: 'bank', asOf } })).fx.source;
  expect(at('2026-10-24')).toBe('bank');
  expect(at('2026-10-23')).toBe('bank; more than 30 days old');
});

test('what stands is priced as it is, not as it is meant to be, and what is not designed any more with it', () => {
  const meant = deployment('p', 'gpt-5', 'ProvisionedManaged', 100);
  const is = deployment('p', 'gpt-5', 'ProvisionedManaged', 50);
  const gone = endpoint('gone');
  const observed = {
    [meant.id.toLowerCase()]: is.body,
    [gone.id.toLowerCase()]: gone.body,
    [zone.id.toLowerCase()]: null,
  };
  const stands = standing(design([meant, zone]), observed);
  expect(priced([stands], use({})).monthly.expected).toBe('73007.30');
  expect(priced([standing(design([meant, zone]), {})], use({})).monthly.expected).toBe('0.00');
});

test('low, expected and high of a default estate rise, and the environment with more use costs more', () => {
  const sample = estate();
  const total = estimate(
    stampsOf(sample).map(makeDesign),
    context(usageOf('small'), { usage: usageOfEstate(sample) }),
  );
  const rising = ({ low, expected, high }: Cost['monthly']) =>
    new Big(low).lte(expected) && new Big(expected).lte(high);
  expect(rising(total.monthly)).toBe(true);
  expect(
    total.lines.filter((line) => line.stamp !== 'estate' && line.monthly && !rising(line.monthly)),
  ).toEqual([]);
  const [dev, prod] = costBy(total, 'environment');
  expect(dev?.name).toBe('main/dev');
  expect(new Big(prod?.monthly.expected ?? 0).gt(dev?.monthly.expected ?? 0)).toBe(true);
});

test.each([
  [{ deploymentType: 'ProvisionedManaged', capacity: 50 }, "CHF 73'000.00 a month"],
  [{ model: 'gpt-5', deploymentType: 'GlobalStandard' }, 'CHF 1.25 in / CHF 10.00 out per 1M tokens'],
  [{ model: 'gpt-5', deploymentType: 'Standard' }, 'price not known'],
  [{ model: 'text-embedding-3-large', deploymentType: 'Standard' }, 'CHF 0.13 per 1M tokens'],
  [
    { model: 'gpt-4.1', deploymentType: 'Standard' },
    'CHF 2.42 in / CHF 9.68 out per 1M tokens (price of swedencentral)',
  ],
] as const)('the hint for %o in switzerlandnorth is %s', (option, text) => {
  expect(optionPrice(prices, { usdChf: '1' }, { ...option, region: 'switzerlandnorth' })).toBe(text);
});
