import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressOf } from '../../src/cost/address.ts';
import { estimate } from '../../src/cost/estimate.ts';
import { explain } from '../../src/cost/explain.ts';
import { thingUses } from '../../src/cost/things.ts';
import { usageFigures, usageOf } from '../../src/cost/usage.ts';
import { parseUsage } from '../../src/cost/usage-file.ts';
import { usageOfEstate } from '../../src/cost/usage-of-estate.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { stampsOf } from '../../src/estate/estate.ts';
import { Refusal } from '../../src/problems/problem.ts';
import { costCsv } from '../../src/report/cost-csv.ts';
import { context, cost, estate, use } from './sample.ts';

const sample = estate();
const known = usageOfEstate(sample);
const parse = (text: string) => parseUsage(text, 'usage.yaml', known);
const of = (text: string, stamp = 'main/dev') => {
  const usage = parse(text).usage.get(stamp);
  if (!usage) throw new Error(`nothing for ${stamp}`);
  return usage;
};

test('a figure for everywhere counts in every environment, one of an environment before it, each ten per cent either way', () => {
  const text =
    'format: 1\neverywhere: {logGb: 20}\nenvironments:\n  main/prod: {logGb: {low: 1, expected: 2, high: 9}}\n';
  const numbers = (stamp: string) => Object.values(of(text, stamp).logGb).map(Number);
  expect(numbers('main/dev')).toEqual([18, 20, 22]);
  expect(numbers('main/prod')).toEqual([1, 2, 9]);
  expect(of(text).origins?.logGb).toBe('usage.yaml');
});

test('requests a day and tokens a request become tokens a month, and the cached share stays that of the profile', () => {
  const usage = of(
    'format: 1\neverywhere: {requestsPerDay: 1200, promptTokens: 800, answerTokens: 250, logGbPerDay: 1}',
  );
  // 365 / 12 days.
  expect(usage.inputTokens.expected.toFixed()).toBe('29200000');
  expect(usage.cachedTokens.expected.toFixed()).toBe('5840000');
  expect(usage.outputTokens.expected.toFixed()).toBe('9125000');
  expect(usage.logGb.expected.toFixed()).toBe('30.417');
});

test('every mistake of a usage file is told at once, with its key, its value and what is allowed', () => {
  const text =
    'format: 1\neverywhere: {promptToken: 5, logGb: -1}\nenvironments:\n  main/nowhere: {profile: huge}\n';
  const refusal = (() => {
    try {
      parse(text);
      return undefined;
    } catch (error) {
      return error instanceof Refusal ? error : undefined;
    }
  })();
  expect(refusal?.exit).toBe(3);
  expect(refusal?.problems.map(({ what }) => what).sort()).toEqual([
    'usage.yaml environments.main/nowhere.profile: "huge"',
    'usage.yaml environments.main/nowhere: the estate has no such environment',
    'usage.yaml everywhere.logGb: -1',
    'usage.yaml everywhere.promptToken: there is no such key',
  ]);
  expect(refusal?.problems.find(({ code }) => code === 'GT-USAGE-KEY')?.why).toContain('promptTokens');
});

test.each(['a: [', 'format: 2', '[]', 'x', 'format: 1\neverywhere: 3', 'format: 1\nenvironments: {a: [1]}'])(
  'a file that can not be read as use is refused: %j',
  (text) => {
    expect(() => parse(text)).toThrow(Refusal);
  },
);

test('what stands beside an environment has a price for each figure of a usage file, or says whose region stands in', () => {
  const things = usageFigures.filter((figure) => thingUses(use({ [figure]: '1' })).length > 0);
  expect(things.length).toBeGreaterThan(25);
  for (const figure of things) {
    const { lines, complete } = cost([], use({ [figure]: '1000000' }));
    expect([figure, complete, lines.length > 0]).toEqual([figure, true, true]);
    expect(
      lines.every((line) => line.unitPrice !== null),
      figure,
    ).toBe(true);
  }
});

/** Worked out by hand from the list prices, in USD. */
test.each([
  [{ natGateways: '1', natGb: '100' }, '37.35'],
  [{ firewalls: '1', firewallGb: '1000' }, '928.50'],
  [{ premiumFirewalls: '1' }, '1277.50'],
  [{ publicIps: '2' }, '7.30'],
  [{ ddosPlans: '1' }, '2943.58'],
  [{ peeringGbIn: '10', peeringGbOut: '10' }, '0.20'],
  [{ defenderKeyVaults: '4', defenderSubscriptions: '1' }, '6.03'],
  [{ functionExecutions: '1000000' }, '0.30'],
  [{ functionGbSeconds: '200000' }, '2.60'],
  [{ hsmAdvancedKeys: '5000' }, '7025.00'],
  [{ keyRotations: '4', advancedVaultOperations: '1000000' }, '19.00'],
  [{ storageLrsGb: '100' }, '1.84'],
] as const)('%o costs %s USD a month', (given, usd) => {
  expect(cost([], use(given)).monthly.expected).toBe(usd);
});

test('reserved throughput costs what its term costs, by the month', () => {
  const sku = { deploymentType: 'ProvisionedManaged', capacity: 50 };
  const model = { name: 'chat', model: 'gpt-5.1', version: '2025-11-13', ...sku };
  const provisioned = estate({ models: [model] });
  const usage = (reservation: string) =>
    parseUsage(`format: 1\neverywhere: {reservation: ${reservation}}`, 'u', usageOfEstate(provisioned)).usage;
  const [stamp] = stampsOf(provisioned);
  if (!stamp) throw new Error('no stamp');
  const line = (reservation: string) =>
    estimate([makeDesign(stamp)], { ...context(usageOf('small')), usage: usage(reservation) }).lines.find(
      ({ unit }) => unit === 'PTU-month',
    )?.monthly?.expected;
  expect([line('1 Month'), line('1 Year')]).toEqual(['14300.00', '12150.00']);
});

test('every line of an estate explains itself, with a formula that gives its amount', () => {
  const usage = of('format: 1\neverywhere: {natGateways: 1, vaultOperations: 123456, endpointGbIn: 2000000}');
  const designs = stampsOf(sample).map(makeDesign);
  const given = context(usage, { fx: { usdChf: '0.83', source: 'test', asOf: '2026-11-23' } });
  const total = estimate(designs, given);
  for (const line of total.lines) {
    const [explained] = explain(total, addressOf(line), designs, given).filter((one) => one.line === line);
    expect(explained?.steps[0], addressOf(line)).toMatch(/^Quantity: /);
    expect(
      explained?.steps.some((step) => step.includes('× 0.83 CHF/USD = ')),
      addressOf(line),
    ).toBe(true);
    expect(explained?.steps.some((step) => step.startsWith('Source: '))).toBe(true);
  }
  // Words in any order find the lines, and an address of its own only that one.
  expect(explain(total, 'operations prod vault', designs, given).map(({ address }) => address)).toEqual([
    'main/prod/key-vault/operations',
  ]);
});

test('CSV has a row for every line, and no cell that a spreadsheet would run', () => {
  const total = cost([], use({ natGateways: '1' }));
  const [first] = total.lines;
  if (!first) throw new Error('no line');
  fc.assert(
    fc.property(fc.string(), (text) => {
      const rows = costCsv({ ...total, lines: [{ ...first, meter: text }] });
      const cells = rows.slice(rows.indexOf('\r\n') + 2);
      expect(
        /(^|,)"?[=+@]/.test(
          cells.replaceAll(/"(?:[^"]|"")*"/g, (quoted) => (/^"[=+@]/.test(quoted) ? quoted : '""')),
        ),
      ).toBe(false);
    }),
  );
  expect(costCsv(total).split('\r\n')).toHaveLength(total.lines.length + 1);
});
