import { describe, expect, it } from 'vitest';
import { deploymentId, judges, models, other, type Row, unread } from './given.ts';
import { findings, model, situation, verdict } from './situation.ts';

const table: readonly Row[] = [
  [
    'MODEL',
    'an unknown model',
    { facts: models(model({ name: 'gpt-10' })) },
    /^failed: gpt-9 2026-10-01 by Standard in switzerlandnorth is not offered.*gpt-10 2026-10-01/,
  ],
  [
    'MODEL',
    'another deployment type',
    { facts: models(model({ sku: { name: 'GlobalStandard' } })) },
    /^failed.*is not offered.*offers no model by Standard/,
  ],
  [
    'MODEL',
    'a retired one',
    { facts: models(model({ retiresOn: '2026-10-14T00:00:00Z' })) },
    /^failed.*is retired/,
  ],
  [
    'MODEL',
    'a deprecated one',
    { facts: models(model({ lifecycleStatus: 'Deprecated', retiresOn: undefined })) },
    /^failed.*is retired/,
  ],
  [
    'MODEL',
    'one that retires within 60 days',
    { facts: models(model({ retiresOn: '2027-01-21T00:00:00Z' })) },
    /^failed.*retires in 59 days/,
  ],
  [
    'MODEL',
    'one that retires in 60 days',
    { facts: models(model({ retiresOn: '2027-01-22T00:00:00Z' })) },
    /^warning.*retires in 60 days: Azure then moves it/,
  ],
  [
    'MODEL',
    'a deployment type that ends before the model',
    { facts: models(model({ sku: { deprecationDate: '2026-12-01T00:00:00Z' } })) },
    /^failed.*retires in 8 days/,
  ],
  [
    'MODEL',
    'one that lasts 180 days',
    { facts: models(model({ retiresOn: '2027-05-22T00:00:00Z' })) },
    /^ok$/,
  ],
  [
    'MODEL',
    'one that may not be upgraded and retires in 89 days',
    {
      facts: models(model({ retiresOn: '2027-02-20T00:00:00Z' })),
      environment: {
        models: [
          {
            name: 'chat',
            model: 'gpt-9',
            version: '2026-10-01',
            deploymentType: 'Standard',
            capacity: 5,
            upgrade: 'NoAutoUpgrade',
          },
        ],
      },
    },
    /^failed.*retires in 89 days, and NoAutoUpgrade/,
  ],
  [
    'MODEL',
    'provisioned capacity for a model that retires soon',
    {
      facts: models(model({ retiresOn: '2027-01-01T00:00:00Z', sku: { name: 'ProvisionedManaged' } })),
      environment: {
        models: [
          {
            name: 'chat',
            model: 'gpt-9',
            version: '2026-10-01',
            deploymentType: 'ProvisionedManaged',
            capacity: 50,
          },
        ],
      },
    },
    /^warning.*retires in 39 days: from then on it answers 410/,
  ],
  [
    'MODEL',
    'an existing deployment that Azure will move',
    {
      facts: models(model({ retiresOn: '2026-12-01T00:00:00Z' })),
      existing: { [deploymentId]: { sku: { name: 'Standard', capacity: 50 } } },
    },
    /^warning.*retires in 8 days: Azure then moves it/,
  ],
  [
    'MODEL',
    'a deployment that Azure has moved',
    {
      facts: models(model({ lifecycleStatus: 'Deprecated' })),
      existing: {
        [deploymentId]: {
          sku: { name: 'Standard' },
          properties: { model: { name: 'gpt-10', version: '2027-01-01' } },
        },
      },
    },
    /^warning.*Azure has moved the deployment to gpt-10 2027-01-01 > Set `models`/,
  ],
  [
    'MODEL',
    'models that could not be read',
    { facts: { models: { switzerlandnorth: unread } } },
    /^warning.*whether switzerlandnorth offers gpt-9/,
  ],
  [
    'CAPACITY',
    'too little',
    { facts: models(model({ sku: { capacity: { minimum: 100, maximum: 500, step: 50, default: 100 } } })) },
    /^failed: capacity 50 .*Set `capacity`.*to 100\./,
  ],
  [
    'CAPACITY',
    'between two steps',
    { facts: models(model({ sku: { capacity: { minimum: 15, maximum: 500, step: 15, default: 15 } } })) },
    /^failed.*to 45 or 60\./,
  ],
  [
    'CAPACITY',
    'too much',
    { facts: models(model({ sku: { capacity: { minimum: 1, maximum: 30, step: 1, default: 1 } } })) },
    /^failed.*to 30\./,
  ],
  [
    'QUOTA',
    'too little',
    {
      facts: {
        usages: { switzerlandnorth: { value: [{ name: 'openai.standard.GPT-9', current: 60, limit: 100 }] } },
      },
    },
    /^failed.*has 40 left, the plan needs 50 more > Lower `capacity`/,
  ],
  [
    'QUOTA',
    'an empty list',
    { facts: { usages: { switzerlandnorth: { value: [] } } } },
    /^warning.*doesn't tell the quota OpenAI.Standard.gpt-9/,
  ],
  [
    'QUOTA',
    'what is held already',
    {
      facts: {
        usages: {
          switzerlandnorth: { value: [{ name: 'OpenAI.Standard.gpt-9', current: 100, limit: 100 }] },
        },
      },
      existing: { [deploymentId]: { sku: { name: 'Standard', capacity: 50 } } },
    },
    /^ok$/,
  ],
  [
    'QUOTA',
    'growth of what is held',
    {
      facts: {
        usages: { switzerlandnorth: { value: [{ name: 'OpenAI.Standard.gpt-9', current: 95, limit: 100 }] } },
      },
      existing: { [deploymentId]: { sku: { name: 'Standard', capacity: 40 } } },
    },
    /^failed.*has 5 left, the plan needs 10 more/,
  ],
  [
    'RESIDENCY',
    'a deployment that leaves the country',
    {
      environment: {
        models: [
          {
            name: 'chat',
            model: 'gpt-9',
            version: '2026-10-01',
            deploymentType: 'GlobalStandard',
            capacity: 5,
          },
        ],
      },
    },
    /^failed.*GlobalStandard does not process prompts in Switzerland only > Change/,
  ],
  [
    'RESIDENCY',
    'an account abroad',
    { environment: { modelRegion: 'swedencentral' } },
    /^failed.*swedencentral does not lie in Switzerland > Change[\s\S]*would lie in swedencentral, but/,
  ],
  [
    'RESIDENCY',
    'an account in the EU, data in Switzerland, as promised',
    { estate: { residency: 'eu-data-zone' }, environment: { modelRegion: 'swedencentral' } },
    /^ok$/,
  ],
  [
    'RESIDENCY',
    'an account in Switzerland, which is not in the EU data zone',
    { estate: { residency: 'eu-data-zone' } },
    /^failed.*switzerlandnorth does not lie in the EU data zone > Change/,
  ],
  [
    'REGION',
    'a type that the region lacks',
    {
      facts: {
        registrations: {
          value: {
            'microsoft.keyvault': {
              namespace: 'Microsoft.KeyVault',
              state: 'Registered',
              locations: { 'microsoft.keyvault/vaults': ['westeurope'] },
            },
          },
        },
      },
    },
    /^failed: Microsoft.KeyVault\/vaults in switzerlandnorth is not offered > Set `region`/,
  ],
];

describe('preflight of models', () => {
  judges(table);

  it('sums quota over all stamps of a subscription that are planned together', () => {
    const usages = {
      switzerlandnorth: { value: [{ name: 'OpenAI.Standard.gpt-9', current: 0, limit: 99 }] },
    };
    const one = situation({ facts: { usages } });
    const two = situation({ environment: { name: 'test', addressSpace: '10.40.4.0/22' } });
    const elsewhere = situation({ environment: { name: 'prod', subscriptionId: other } });
    const found = (alongside: (typeof two)[]): string =>
      verdict(findings('GT-CHECK-QUOTA', { ...one, alongside }));
    expect(found([elsewhere])).toBe('ok');
    expect(found([two])).toMatch(/^failed.*has 99 left, the plan needs 100 more/);
  });
});
