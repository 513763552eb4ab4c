import fc from 'fast-check';
import { proposeRange, proposeSubnets, proposeTenantRange } from '../../src/estate/address-plan.ts';
import { type Estate, type EstateInput, estateSchema, usageProfiles } from '../../src/estate/estate.ts';
import { residencyRules } from '../../src/facts/residency.ts';

/** Estates that pass every rule, as odd as the rules allow. Address ranges are planned, everything else is drawn. */
export function estates(options: { tenants?: number } = {}): fc.Arbitrary<Estate> {
  return fc
    .tuple(
      record(options.tenants ?? 3),
      fc.constantFrom('switzerland', 'eu-data-zone', 'anywhere' as const),
      fc.subarray(['10.40.0.0/20', '10.40.32.0/24', '192.168.0.0/16']),
    )
    .chain(([shape, residency, reserved]) =>
      fc.tuple(...shape.tenants.map((tenant) => tenantOf(tenant, residency))).map((tenants) =>
        estateSchema.parse(
          addressed({
            ...shape,
            residency,
            reservedRanges: reserved.map((range) => ({ name: `range ${range.length % 2}`, range })),
            tenants,
          }),
        ),
      ),
    );
}

type Input = EstateInput;
type TenantInput = Input['tenants'][number];
type EnvironmentInput = TenantInput['environments'][number];

const word = (maximum: number): fc.Arbitrary<string> =>
  fc.stringMatching(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/).filter((text) => text.length <= maximum);
const guid = fc.uuid();
const text = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' });
const tagNames = fc.stringMatching(/^[b-lo-vx-zB-LO-VX-Z][ \w:.#-]{0,20}$/);
const tags = fc.dictionary(tagNames, text, { maxKeys: 3 });

function record(maximum: number) {
  const tenantShape = fc.record({
    name: word(20),
    environments: fc.uniqueArray(word(8), { minLength: 1, maxLength: 4 }),
  });
  return fc.record({
    format: fc.constant(1 as const),
    id: fc.stringMatching(/^[a-z2-7]{8,16}$/),
    name: word(20),
    organisation: text,
    cloud: fc.constantFrom('sandbox', 'azure'),
    tags,
    naming: fc.record({ generation: fc.integer({ min: 1, max: 999 }), overrides: fc.constant({}) }),
    tenants: fc.uniqueArray(tenantShape, { minLength: 1, maxLength: maximum, selector: ({ name }) => name }),
  });
}

type Residency = keyof typeof residencyRules;

function tenantOf(
  { name, environments }: { name: string; environments: readonly string[] },
  residency: Residency,
): fc.Arbitrary<TenantInput> {
  const groups = fc.record(
    { administrators: guid, contributors: guid, readers: guid, applications: guid },
    { requiredKeys: [] },
  );
  return fc
    .record({
      directoryId: guid,
      groups: fc.oneof(
        groups,
        // One group for everything.
        guid.map((id) => ({ administrators: id, contributors: id, readers: id, applications: id })),
      ),
      subscriptions: fc.array(guid, { minLength: 1, maxLength: environments.length }),
      environments: fc.tuple(...environments.map((each) => environmentOf(each, residency))),
    })
    .map(({ subscriptions, ...tenant }) => ({
      ...tenant,
      name,
      addressSpace: '',
      environments: tenant.environments.map((environment, index) => ({
        ...environment,
        subscriptionId: subscriptions[index % subscriptions.length] ?? '',
      })),
    }));
}

function environmentOf(name: string, residency: Residency): fc.Arbitrary<EnvironmentInput> {
  const rule = residencyRules[residency];
  const regions = rule.accountRegions ?? ['switzerlandnorth', 'eastus'];
  const group = fc.constantFrom('/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/rg-hub');
  const network = group.map((id) => `${id}/providers/Microsoft.Network/virtualNetworks/vnet-${name}`);
  const zone = (service: string): fc.Arbitrary<string> =>
    group.map((id) => `${id}/providers/Microsoft.Network/privateDnsZones/privatelink.${service}`);
  const model = fc.record({
    name: fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,20}$/),
    model: fc.constantFrom('model-a', 'model-b'),
    version: fc.constantFrom('2026-01-01', '1'),
    deploymentType: fc.constantFrom(...rule.deploymentTypes),
    capacity: fc.integer({ min: 1, max: 5000 }),
    upgrade: fc.constantFrom('OnceCurrentVersionExpired', 'NoAutoUpgrade' as const),
  });
  return fc.record(
    {
      name: fc.constant(name),
      subscriptionId: fc.constant(''),
      region: fc.constantFrom(...(rule.dataRegions ?? ['switzerlandnorth', 'westus'])),
      modelRegion: fc.constantFrom(...regions),
      production: fc.boolean(),
      addressSpace: fc.constant(''),
      network: fc.oneof(
        fc.record(
          { mode: fc.constant('create' as const), firewallAddress: fc.ipV4() },
          { requiredKeys: ['mode'] },
        ),
        network.map((id) => ({
          mode: 'existing' as const,
          virtualNetworkId: id,
          privateEndpointSubnetId: `${id}/subnets/endpoints`,
        })),
      ) as fc.Arbitrary<EnvironmentInput['network']>,
      dns: fc.oneof(
        fc.constant({ mode: 'own' as const }),
        fc.constant({ mode: 'policy' as const }),
        fc.record({
          mode: fc.constant('central' as const),
          openai: zone('openai.azure.com'),
          keyVault: zone('vaultcore.azure.net'),
        }),
      ),
      authentication: fc.constantFrom('entra', 'keys'),
      models: fc.uniqueArray(model, {
        maxLength: 3,
        selector: (each) => each.name.toLowerCase(),
      }) as fc.Arbitrary<EnvironmentInput['models']>,
      keyVault: fc.record({
        purgeProtection: fc.boolean(),
        softDeleteRetentionInDays: fc.integer({ min: 7, max: 90 }),
      }),
      logs: fc.oneof(
        fc.record({
          mode: fc.constant('create' as const),
          retentionInDays: fc.integer({ min: 30, max: 730 }),
          dailyCapGb: fc.constantFrom(0.5, 1, 100),
        }),
        group.map((id) => ({
          mode: 'existing' as const,
          workspaceId: `${id}/providers/Microsoft.OperationalInsights/workspaces/log-hub`,
        })),
      ),
      notifications: fc.record({
        emails: fc.array(fc.constantFrom('ops@example.ch', 'OPS@example.ch', 'on-call@example.ch')),
      }),
      budget: fc.record({
        monthly: fc.constantFrom('0.50', '2000', '123456789.10'),
        thresholds: fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 4 }),
      }),
      usage: fc.constantFrom(...usageProfiles),
      tags,
    },
    {
      requiredKeys: [
        'name',
        'subscriptionId',
        'region',
        'modelRegion',
        'production',
        'addressSpace',
        'network',
        'models',
        'keyVault',
        'logs',
      ],
    },
  );
}

/** Fills in every range from the address plan. */
function addressed(given: Omit<Input, 'addressSpace'>): Input {
  const space = '10.0.0.0/8';
  const used = (given.reservedRanges ?? []).map(({ range }) => range);
  const tenants = given.tenants.map((tenant) => {
    const tenantSpace = proposeTenantRange(space, tenant.environments.length, used) ?? '';
    const taken = [...used];
    used.push(tenantSpace);
    const environments = tenant.environments.map((environment) => {
      const addressSpace = proposeRange(tenantSpace, 22, taken) ?? '';
      taken.push(addressSpace);
      const subnets = proposeSubnets(addressSpace);
      const network =
        environment.network.mode === 'create' && subnets
          ? { ...environment.network, subnets }
          : environment.network;
      return { ...environment, addressSpace, network };
    });
    return { ...tenant, addressSpace: tenantSpace, environments };
  });
  return { ...given, addressSpace: space, tenants };
}
