import { expect, test } from 'vitest';
import { estateLines } from '../../src/cost/estate-lines.ts';
import { sumOf } from '../../src/cost/estimate.ts';
import type { Meter } from '../../src/cost/meter.ts';
import { priceFinder } from '../../src/cost/price-lookup.ts';
import { basePrice } from '../../src/cost/priced-line.ts';
import { exactly } from '../../src/cost/range.ts';
import { reservedMeter } from '../../src/cost/token-meters.ts';
import { shippedPrices } from '../../src/facts/prices.ts';
import { context, cost, deployment, endpoint, metricAlert, resource, use, workspace } from './sample.ts';

const prices = await shippedPrices();
const europe = 'westeurope';

const logAlert = (evaluationFrequency: string) =>
  resource('Microsoft.Insights/scheduledQueryRules', 'q', { properties: { evaluationFrequency } });

/** What one reserved unit costs a month, in USD. */
function reserved(place: 'global' | 'regional', term: '1 Month' | '1 Year'): string {
  const found = priceFinder(prices)(reservedMeter(place, term), 'switzerlandnorth');
  return found ? basePrice(found).toFixed() : 'unknown';
}

/** Worked out by hand from the list prices, in USD. */
const examples: readonly [what: string, usd: string, actual: () => string][] = [
  [
    '5,120,000 GB into private endpoints, over three tiers',
    '34480.00',
    () => {
      const { lines } = cost([endpoint('a')], use({ endpointGbIn: '5120000' }));
      return sumOf(lines.filter((line) => line.meter.startsWith('Data sent'))).expected;
    },
  ],
  ['a private endpoint for a month', '7.30', () => cost([endpoint('a')]).monthly.expected],
  [
    '5,000 advanced keys in a hardware module, over four tiers',
    '7025.00',
    () => {
      const meter: Meter = {
        service: 'Key Vault',
        name: 'HSM keys',
        unit: 'key',
        unitSize: '1',
        prices: { service: 'Key Vault', meter: 'Premium HSM-protected Advanced Key' },
      };
      const used = {
        stamp: 'main/dev',
        step: 'Key Vault',
        meter,
        region: 'eastus',
        quantity: exactly(5000),
        kind: 'fixed',
        notes: [],
        parts: [],
      } as const;
      return sumOf(estateLines([used], priceFinder(prices), context(use({})))).expected;
    },
  ],
  [
    '5 GB of logs, all within the allowance',
    '0.00',
    () => cost([workspace(30)], use({ logGb: '5' }), europe).monthly.expected,
  ],
  [
    '20 GB of logs, 15 beyond the allowance',
    '44.85',
    () => cost([workspace(30)], use({ logGb: '20' }), europe).monthly.expected,
  ],
  ['10 alert time series', '0.00', () => cost([metricAlert(10)]).monthly.expected],
  ['11 alert time series', '0.10', () => cost([metricAlert(11)]).monthly.expected],
  [
    'a log alert every 7 minutes, billed as every 5',
    '1.50',
    () => cost([logAlert('PT7M')], use({}), europe).monthly.expected,
  ],
  ['a log alert every hour', '0.50', () => cost([logAlert('PT1H')], use({}), europe).monthly.expected],
  [
    'a million tokens of a model priced by the thousand',
    '2.00',
    () =>
      cost([deployment('c', 'gpt-4.1', 'GlobalStandard')], use({ inputTokens: '1000000' })).monthly.expected,
  ],
  [
    'a million tokens of a model priced by the million',
    '1.25',
    () =>
      cost([deployment('c', 'gpt-5', 'GlobalStandard')], use({ inputTokens: '1000000' })).monthly.expected,
  ],
  [
    '1e9 cached tokens at 0.000025 a thousand',
    '25.00',
    () => {
      const tokens = use({ inputTokens: '1000000000', cachedTokens: '1000000000' });
      return cost([deployment('c', 'gpt-4.1-nano', 'GlobalStandard')], tokens).monthly.expected;
    },
  ],
  ['a month of a throughput unit reserved for a year', '221', () => reserved('global', '1 Year')],
  [
    '50 regional throughput units for a month',
    '73000.00',
    () => cost([deployment('c', 'gpt-5', 'ProvisionedManaged', 50)]).monthly.expected,
  ],
];

test.each(examples)('%s: %s USD', (_what, usd, actual) => {
  expect(actual()).toBe(usd);
});

test('of two reservation prices the newer one counts', () => {
  expect(reserved('regional', '1 Year')).toBe('243');
});
