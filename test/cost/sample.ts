import Big from 'big.js';
import type { Cost } from '../../src/cost/cost.ts';
import { type EstimateContext, estimate } from '../../src/cost/estimate.ts';
import { exactly } from '../../src/cost/range.ts';
import { type Usage, type UsageFigure, usageAssumptions, usageOf } from '../../src/cost/usage.ts';
import type { Design, DesignedResource } from '../../src/design/design.ts';
import { type Estate, type EstateInput, estateSchema } from '../../src/estate/estate.ts';
import { shippedPrices } from '../../src/facts/prices.ts';
import type { JsonObject } from '../../src/resource/json.ts';

const group = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg';

/** A designed resource, in the step where the tests don't care. */
export function resource(type: string, name: string, body: JsonObject = {}): DesignedResource {
  const [namespace = '', ...types] = type.split('/');
  const names = name.split('/');
  const path = types.map((part, index) => `${part}/${names[index] ?? 'x'}`).join('/');
  return {
    id: `${group}/providers/${namespace}/${path}`,
    type,
    step: 'Foundation',
    title: name,
    body,
    dependsOn: [],
  };
}

export const endpoint = (name: string): DesignedResource =>
  resource('Microsoft.Network/privateEndpoints', name, { location: 'switzerlandnorth' });

export function deployment(name: string, model: string, sku: string, capacity = 10, version = '1') {
  const properties = { model: { name: model, version } };
  return resource('Microsoft.CognitiveServices/accounts/deployments', `oai/${name}`, {
    sku: { name: sku, capacity },
    properties,
  });
}

export function workspace(retentionInDays: number, dailyQuotaGb = 100): DesignedResource {
  const properties = { retentionInDays, workspaceCapping: { dailyQuotaGb } };
  return resource('Microsoft.OperationalInsights/workspaces', 'log', { properties });
}

export function metricAlert(count: number): DesignedResource {
  const criterion = {
    dimensions: [{ name: 'Any', values: Array.from({ length: count }, (_, i) => `${i}`) }],
  };
  const properties = { scopes: ['x'], criteria: { allOf: [criterion] } };
  return resource('Microsoft.Insights/metricAlerts', 'alert', { location: 'global', properties });
}

/** A design of hand-picked resources. */
export function design(
  resources: readonly DesignedResource[],
  { tenant = 'main', environment = 'dev', region = 'switzerlandnorth' } = {},
): Design {
  return {
    estateId: 'abcdefgh',
    tenant,
    environment,
    subscriptionId: '00000000-0000-0000-0000-000000000001',
    directoryId: '00000000-0000-0000-0000-0000000000d1',
    region,
    production: false,
    nameMarks: [],
    resources,
    uses: [],
    providers: [],
    loosened: [],
  };
}

/** A use of nothing but what is given, exactly so much. */
export function use(given: { readonly [figure in UsageFigure]?: string }): Usage {
  const figures = Object.keys(usageAssumptions) as UsageFigure[];
  const usage = { ...usageOf('small') };
  return Object.assign(
    usage,
    Object.fromEntries(figures.map((figure) => [figure, exactly(new Big(given[figure] ?? '0'))])),
  );
}

const prices = await shippedPrices();

/** Everything a cost depends on: one USD is one CHF, so that list prices can be read off. */
export function context(usage: Usage, changes: Partial<EstimateContext> = {}): EstimateContext {
  const stamps = ['dev', 'test', 'prod'].flatMap((environment) => [
    `main/${environment}`,
    `other/${environment}`,
  ]);
  return {
    usage: new Map(stamps.map((stamp) => [stamp, usage])),
    prices,
    fx: { usdChf: '1', source: 'test', asOf: '2026-11-23' },
    today: '2026-11-23',
    ...changes,
  };
}

/** What resources of one stamp cost at list prices. */
export function cost(
  resources: readonly DesignedResource[],
  usage = use({}),
  region = 'switzerlandnorth',
): Cost {
  return estimate([design(resources, { region })], context(usage));
}

const environment = (name: string, third: number, changes: object) => ({
  name,
  subscriptionId: `00000000-0000-0000-0000-00000000000${third}`,
  region: 'switzerlandnorth',
  production: name === 'prod',
  addressSpace: `10.40.${third * 4}.0/22`,
  network: {
    mode: 'create' as const,
    subnets: {
      privateEndpoints: `10.40.${third * 4}.0/26`,
      applications: `10.40.${third * 4}.64/26`,
      data: `10.40.${third * 4}.128/26`,
      functions: `10.40.${third * 4}.192/26`,
    },
  },
  models: [
    { name: 'chat', model: 'gpt-5', version: '2025-08-07', deploymentType: 'GlobalStandard', capacity: 30 },
  ],
  keyVault: { purgeProtection: false, softDeleteRetentionInDays: 7 },
  logs: { mode: 'create', retentionInDays: 90, dailyCapGb: 1 },
  notifications: { emails: ['ops@example.com'] },
  budget: { monthly: '2000' },
  ...changes,
});

/** An estate of two stamps that uses everything the estate file can ask for. */
export function estate(changes: object = {}): Estate {
  const input = {
    format: 1,
    id: 'abcdefgh',
    name: 'sample',
    organisation: 'Sample AG',
    residency: 'anywhere',
    addressSpace: '10.40.0.0/16',
    tenants: [
      {
        name: 'main',
        directoryId: '00000000-0000-0000-0000-0000000000d1',
        addressSpace: '10.40.0.0/20',
        groups: { administrators: '00000000-0000-0000-0000-0000000000a1' },
        environments: [
          environment('dev', 1, changes),
          environment('prod', 2, { usage: 'medium', ...changes }),
        ],
      },
    ],
  };
  return estateSchema.parse(input as EstateInput);
}
