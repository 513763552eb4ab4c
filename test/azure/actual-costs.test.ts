import { expect, test } from 'vitest';
import { readActualCosts } from '../../src/azure/actual-costs.ts';
import { compare } from '../../src/cost/actual.ts';
import { usageOf } from '../../src/cost/usage.ts';
import type { ActualCosts } from '../../src/resource/actual-costs.ts';
import { helvetiaAiDev } from '../../src/sandbox/seed-directories.ts';
import { context, deployment, design, endpoint, resource } from '../cost/sample.ts';
import { testCloud } from '../kit/test-cloud.ts';

const once = <T>(call: () => Promise<T>): Promise<T> => call();
const at = { subscriptionId: helvetiaAiDev.id, directoryId: helvetiaAiDev.directoryId };

test('the month so far and the rest of it are read by service and meter, for the named groups alone', async () => {
  const cloud = testCloud();
  const session = cloud.session(at);
  const put = (id: string, body: object, version: string) =>
    cloud.sandbox.fetch(
      new Request(`https://management.azure.com${id}?api-version=${version}`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${cloud.sandbox.token(at.directoryId).token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      }),
    );
  await session.post(
    `/subscriptions/${at.subscriptionId}/providers/Microsoft.Network/register`,
    '2025-04-01',
  );
  await cloud.clock.sleep(600_000);
  for (const group of ['rg-ours', 'rg-others']) {
    const scope = `/subscriptions/${at.subscriptionId}/resourceGroups/${group}`;
    await put(scope, { location: 'switzerlandnorth' }, '2025-04-01');
    const zone = `${scope}/providers/Microsoft.Network/privateDnsZones/${group}.example.ch`;
    expect((await put(zone, { location: 'global' }, '2024-06-01')).status).toBeLessThan(300);
  }
  await cloud.clock.sleep(73 * 3_600_000);
  const actual = await readActualCosts(session, { groups: ['RG-Ours'], now: cloud.clock.now() }, once);
  expect(actual.currency).toBe('CHF');
  expect(actual.lines).toHaveLength(1);
  const [line] = actual.lines;
  // A tenth of a month of half a dollar, at the sandbox's own rate.
  expect([line?.service, line?.meter, Number(line?.amount).toFixed(4)]).toEqual([
    'Azure DNS',
    'Private Zone',
    '0.0401',
  ]);
  expect('amount' in actual.rest && Number(actual.rest.amount)).toBeGreaterThan(0);
});

const bill: ActualCosts = {
  currency: 'CHF',
  lines: [
    { service: 'Virtual Network', meter: 'Standard Private Endpoint', amount: '3.65' },
    { service: 'Foundry Models', meter: 'GPT 5 Rsng outpt Glbl 1M Tokens', amount: '90' },
    { service: 'Storage', meter: 'Hot LRS Data Stored', amount: '12.345' },
  ],
  rest: { amount: '100' },
};
const designed = design([
  endpoint('a'),
  deployment('c', 'gpt-5', 'GlobalStandard'),
  resource('Microsoft.KeyVault/vaults', 'k'),
]);

test('an estimate stands beside the bill line by line, scaled to the days that have passed, the largest difference first', () => {
  const compared = compare(designed, bill, context(usageOf('small')), 0.5);
  expect(compared?.lines.slice(0, 3)).toEqual([
    {
      service: 'Azure OpenAI',
      meter: 'gpt-5 global, output tokens',
      estimated: '25.00',
      actual: '90.00',
      difference: '65.00',
    },
    {
      service: 'Storage',
      meter: 'Hot LRS Data Stored',
      estimated: null,
      actual: '12.35',
      difference: '12.35',
    },
    {
      service: 'Azure OpenAI',
      meter: 'gpt-5 global, input tokens',
      estimated: '10.00',
      actual: null,
      difference: '-10.00',
    },
  ]);
  expect(compared?.lines.find(({ meter }) => meter === 'Private endpoint')).toMatchObject({
    estimated: '3.65',
    actual: '3.65',
    difference: '0.00',
  });
  expect(compared).toMatchObject({ actualSoFar: '106.00', forecastMonth: '206.00', passed: '50.0' });
});

test('a bill in USD is converted at the rate of the estimate, one in a currency without a rate is not compared', () => {
  const fx = { usdChf: '0.8', source: 'test', asOf: '2026-11-23' };
  const given = context(usageOf('small'), { fx });
  expect(compare(designed, { ...bill, currency: 'USD' }, given, 0.5)?.actualSoFar).toBe('84.80');
  expect(compare(designed, { ...bill, currency: 'EUR' }, given, 0.5)).toBeUndefined();
});

test('without a forecast the reason stands in its place', () => {
  const compared = compare(
    designed,
    { ...bill, rest: { unknown: 'not supported' } },
    context(usageOf('small')),
    0.5,
  );
  expect(compared).toMatchObject({ forecastMonth: null, why: 'not supported' });
});
