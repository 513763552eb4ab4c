import { expect, test } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import { estimate } from '../../src/cost/estimate.ts';
import { freeTypes, meteringOf } from '../../src/cost/meters/by-type.ts';
import { usageOf } from '../../src/cost/usage.ts';
import { usageOfEstate } from '../../src/cost/usage-of-estate.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { stampsOf } from '../../src/estate/estate.ts';
import { context, cost, deployment, design, estate, resource, use, workspace } from './sample.ts';

test('every resource kind has a meter or is declared free with a reason', () => {
  const undecided = kinds.all.map(({ type }) => type).filter((type) => meteringOf(type) === undefined);
  expect(undecided).toEqual([]);
  for (const reason of Object.values(freeTypes)) expect(reason).not.toBe('');
});

test('a default estate is priced completely, in all its stamps', () => {
  const sample = estate();
  const designs = stampsOf(sample).map(makeDesign);
  const priced = estimate(designs, context(usageOf('small'), { usage: usageOfEstate(sample) }));
  expect(priced.lines.filter((line) => line.monthly === null)).toEqual([]);
  expect(priced.complete).toBe(true);
  expect(new Set(priced.lines.map((line) => line.service))).toEqual(
    new Set(['Azure Monitor', 'Azure OpenAI', 'Key Vault', 'Log Analytics', 'Private DNS', 'Private Link']),
  );
});

test('a type that nobody has priced is an unknown cost, never a free one', () => {
  const { complete, lines } = cost([resource('Microsoft.Network/azureFirewalls', 'fw')]);
  expect(complete).toBe(false);
  expect(lines).toMatchObject([
    { service: 'Microsoft.Network/azureFirewalls', kind: 'unknown', monthly: null },
  ]);
});

test('models of the same use share the tokens of a stamp, to the token, and vectors have their own', () => {
  const tokens = use({ inputTokens: '10', outputTokens: '7', embeddingTokens: '5' });
  const { lines } = cost(
    [
      deployment('c', 'gpt-5', 'GlobalStandard'),
      deployment('b', 'gpt-5-mini', 'GlobalStandard'),
      deployment('a', 'gpt-5-nano', 'GlobalStandard'),
      deployment('e', 'text-embedding-3-large', 'GlobalStandard'),
      deployment('p', 'gpt-5', 'ProvisionedManaged', 50),
    ],
    tokens,
  );
  const quantities = Object.fromEntries(lines.map((line) => [line.meter, line.quantity]));
  expect(quantities).toEqual({
    'gpt-5 global, input tokens': '0.000003',
    'gpt-5-mini global, input tokens': '0.000003',
    'gpt-5-nano global, input tokens': '0.000004',
    'gpt-5 global, output tokens': '0.000002',
    'gpt-5-mini global, output tokens': '0.000002',
    'gpt-5-nano global, output tokens': '0.000003',
    'text-embedding-3-large global, input tokens': '0.000005',
    'Provisioned throughput, regional': '36500',
  });
});

test('a daily cap bounds what is ingested, and what is ingested bounds what is kept', () => {
  const { lines } = cost([workspace(61, 0.1)], use({ logGb: '1000' }));
  expect(lines.filter((line) => line.stamp !== 'estate').map((line) => line.quantity)).toEqual([
    '3.041667',
    '3',
  ]);
});

test('logs that go to an existing workspace are a cost of the stamp all the same', () => {
  const settings = ['a', 'b'].map((name) => resource('Microsoft.Insights/diagnosticSettings', name));
  expect(cost(settings, use({ logGb: '20' })).lines).toMatchObject([
    { meter: 'Log ingestion', quantity: '20', note: expect.stringContaining('existing workspace') },
    { meter: 'Log ingestion, free allowance', quantity: '-5' },
  ]);
});

test('an alert counts targets times criteria times the values of their dimensions', () => {
  const alert = (properties: object) =>
    resource('Microsoft.Insights/metricAlerts', 'm', JSON.parse(JSON.stringify({ properties })));
  const quantityOf = (properties: object) =>
    cost([alert(properties)]).lines.map(({ meter, quantity }) => `${quantity} ${meter}`);
  const dimension = (...values: string[]) => ({ name: 'x', values });
  expect(
    quantityOf({ scopes: ['a', 'b'], criteria: { allOf: [{}, { dimensions: [dimension('1', '2')] }] } }),
  ).toContain('6 Metric alert');
  expect(quantityOf({ scopes: ['a'], criteria: { allOf: [{ dimensions: [dimension('*')] }] } })).toContain(
    '5 Metric alert',
  );
  const learning = { scopes: ['a'], criteria: { allOf: [{ criterionType: 'DynamicThresholdCriterion' }] } };
  expect(quantityOf(learning)).toContain('1 Metric alert, dynamic threshold');
  expect(quantityOf({ ...learning, enabled: false })).toEqual([]);
});

test('a resource is billed where it lies, or where what it lies in does', () => {
  const account = resource('Microsoft.CognitiveServices/accounts', 'oai', { location: 'SwedenCentral' });
  const resources = [account, deployment('c', 'gpt-5', 'DataZoneStandard')];
  const { lines } = estimate([design(resources)], context(usageOf('small')));
  expect(new Set(lines.map((line) => line.region))).toEqual(new Set(['swedencentral']));
});

test('a serverless database costs what is asked of it and what lies in it, and a quarter more in zones', () => {
  const database = (isZoneRedundant: boolean) =>
    resource('Microsoft.DocumentDB/databaseAccounts', 'cosno', {
      location: 'switzerlandnorth',
      properties: { locations: [{ locationName: 'switzerlandnorth', failoverPriority: 0, isZoneRedundant }] },
    });
  const used = use({ cosmosRequestUnits: '8000000', cosmosGb: '3' });
  const quantities = [false, true].map((zones) =>
    cost([database(zones)], used).lines.map(({ quantity, unitPrice }) => `${quantity} × ${unitPrice}`),
  );
  expect(quantities).toEqual([
    ['3 × 0.25', '8 × 0.279'],
    ['3 × 0.25', '10 × 0.279'],
  ]);
});

test('a serverless SQL database costs what it may hold, and computing while it is awake', () => {
  const properties = { maxSizeBytes: 32 * 1024 ** 3 };
  const database = resource('Microsoft.Sql/servers/databases', 'sql/app', { location: 'eastus', properties });
  const { lines } = cost([database], use({ sqlVcoreHours: '40' }));
  expect(lines.map(({ quantity, unitPrice, kind }) => `${kind} ${quantity} × ${unitPrice}`)).toEqual([
    'fixed 32 × 0.115',
    'usage 40 × 0.522',
  ]);
});

test('a data factory costs runs of activities, and time in its managed network, of which nobody knows the price', () => {
  const factory = resource('Microsoft.DataFactory/factories', 'adf', { location: 'westeurope' });
  const { lines, complete } = cost([factory], use({ dataFactoryRuns: '5000', dataFactoryHours: '7' }));
  expect(complete).toBe(false);
  expect(lines.map(({ kind, quantity, unitPrice }) => `${kind} ${quantity} × ${unitPrice}`)).toEqual([
    'usage 5 × 1',
    'unknown 7 × null',
  ]);
});
