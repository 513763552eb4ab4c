import { describe, expect, it } from 'vitest';
import { checks, runChecks } from '../../src/checks/index.ts';
import type { CheckInput } from '../../src/checks/rule.ts';
import { estimate } from '../../src/cost/estimate.ts';
import { usageOf } from '../../src/cost/usage.ts';
import { idKey } from '../../src/resource/arm-id.ts';
import { context } from '../cost/sample.ts';
import { samplePlan } from '../kit/sample-plan.ts';
import {
  deploymentId,
  type Given,
  held,
  models,
  name,
  other,
  permissions,
  policies,
  principal,
  rights,
  subscription,
  unread,
  vaultId,
} from './given.ts';
import { idOf, model, policy, situation, subscriptionId, today } from './situation.ts';

type CheckId = `GT-CHECK-${string}`;

/** One thing that stands in the way of a first deployment, and the one check that says so. */
interface Obstacle {
  readonly what: string;
  readonly told: CheckId;
  readonly as?: 'warning';
  readonly given: Given | (() => CheckInput);
}

const network = `/subscriptions/${subscriptionId}/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub`;
const action = {
  ...{ key: vaultId, id: vaultId, title: 'key vault kv', type: 'Microsoft.KeyVault/vaults' },
  ...{ step: 'Key Vault' as const, action: 'blocked' as const, reason: 'it exists; --adopt takes it over' },
  ...{ dependsOn: [], changes: [], typicalMs: 1 },
};
const usage = (current: number) => ({
  usages: { switzerlandnorth: { value: [{ name: 'OpenAI.Standard.gpt-9', current, limit: 100 }] } },
});
const group = idOf(situation(), 'Microsoft.Resources/resourceGroups').replace(/-network$/, '-ai');

/** Two tenants that share a subscription, as the estate file may allow. */
function shared(): CheckInput {
  const input = situation();
  const [tenant] = input.estate.tenants;
  const [environment] = tenant?.environments ?? [];
  if (!tenant || !environment) throw new Error('the estate is empty');
  const jura = {
    ...tenant,
    name: 'jura',
    addressSpace: '10.40.16.0/20',
    environments: [{ ...environment, addressSpace: '10.40.16.0/22' }],
  };
  return {
    ...input,
    estate: { ...input.estate, allowSharedSubscriptions: true, tenants: [tenant, jura] },
  };
}

/** More than the budget of the file. */
function overspent(): CheckInput {
  const input = situation({
    environment: { budget: { monthly: '1', thresholds: [100], whenOver: 'refuse' } },
    facts: { billingCurrency: { value: 'CHF' } },
  });
  return {
    ...input,
    cost: estimate(
      [input.design],
      context(usageOf('small'), { fx: { usdChf: '0.8', source: 'test', asOf: today } }),
    ),
  };
}

const obstacles: readonly Obstacle[] = [
  {
    what: 'a token that does not tell who signed in',
    told: 'GT-CHECK-SIGNED-IN',
    as: 'warning',
    given: { facts: { principal: unread } },
  },
  {
    what: 'a subscription of another directory',
    told: 'GT-CHECK-DIRECTORY',
    given: { facts: subscription({ directoryId: other }) },
  },
  {
    what: 'a guest',
    told: 'GT-CHECK-GUEST',
    as: 'warning',
    given: { facts: principal({ guestFrom: other }) },
  },
  { what: 'no second factor', told: 'GT-CHECK-MFA', given: { facts: principal({ mfa: false }) } },
  {
    what: 'a disabled subscription',
    told: 'GT-CHECK-SUBSCRIPTION',
    given: { facts: subscription({ state: 'Disabled' }) },
  },
  {
    what: 'a right that ends in mid-run',
    told: 'GT-CHECK-RIGHTS-END',
    given: {
      facts: rights('2026-11-23T09:10:00Z'),
      input: { plan: samplePlan([], { expectedDurationMs: 900_000 }) },
    },
  },
  {
    what: 'no right to join a network',
    told: 'GT-CHECK-PERMISSION-WRITE',
    given: { facts: permissions(['*'], ['Microsoft.Network/*/join/action']) },
  },
  {
    what: 'no right to assign roles',
    told: 'GT-CHECK-PERMISSION-ASSIGN',
    given: { facts: permissions(['*'], ['Microsoft.Authorization/roleAssignments/Write']) },
  },
  {
    what: 'no right to assign policies',
    told: 'GT-CHECK-PERMISSION-GOVERN',
    given: { facts: permissions(['*'], ['Microsoft.Authorization/policyAssignments/Write']) },
  },
  {
    what: 'no right to purge',
    told: 'GT-CHECK-PERMISSION-PURGE',
    as: 'warning',
    given: { facts: permissions(['*'], ['Microsoft.KeyVault/locations/deletedVaults/purge/action']) },
  },
  {
    what: 'providers that are not registered',
    told: 'GT-CHECK-PROVIDERS',
    as: 'warning',
    given: { facts: { registrations: { value: {} } } },
  },
  {
    what: 'a policy that demands what is not planned',
    told: 'GT-CHECK-POLICY',
    given: { facts: policies(policy('67121cc7-ff39-4ab8-b7e3-95b84dab487d')) },
  },
  {
    what: 'a region outside of where prompts may be processed',
    told: 'GT-CHECK-RESIDENCY',
    given: { estate: { residency: 'eu-data-zone' } },
  },
  {
    what: 'a region without vaults',
    told: 'GT-CHECK-REGION',
    given: {
      facts: {
        registrations: {
          value: Object.fromEntries(
            situation().design.providers.map((namespace) => [
              namespace.toLowerCase(),
              {
                namespace,
                state: 'Registered',
                locations:
                  namespace === 'Microsoft.KeyVault' ? { 'microsoft.keyvault/vaults': ['westeurope'] } : {},
              },
            ]),
          ),
        },
      },
    },
  },
  {
    what: 'a model that retires',
    told: 'GT-CHECK-MODEL',
    given: { facts: models(model({ retiresOn: '2026-12-01T00:00:00Z' })) },
  },
  {
    what: 'a capacity that is not sold',
    told: 'GT-CHECK-CAPACITY',
    given: {
      facts: models(model({ sku: { capacity: { minimum: 100, maximum: 1000, step: 100, default: 100 } } })),
    },
  },
  {
    what: 'too little quota',
    told: 'GT-CHECK-QUOTA',
    given: { facts: usage(60), existing: { [`${deploymentId}-other`]: {} } },
  },
  {
    what: 'a name that is taken',
    told: 'GT-CHECK-NAMES',
    given: { facts: name({ heldBy: { ...held, purgeProtected: false } }) },
  },
  {
    what: 'a network with the same addresses',
    told: 'GT-CHECK-ADDRESSES',
    given: {
      facts: { virtualNetworks: { value: [{ id: '/x/old', name: 'old', ranges: ['10.40.3.0/24'] }] } },
    },
  },
  { what: 'a subscription of two tenants', told: 'GT-CHECK-ISOLATION-DESIGN', given: shared },
  {
    what: 'a network of others that is not there',
    told: 'GT-CHECK-EXISTING',
    given: {
      environment: {
        network: {
          mode: 'existing',
          virtualNetworkId: network,
          privateEndpointSubnetId: `${network}/subnets/pe`,
        },
      },
      facts: { uses: { [idKey(network)]: { value: null }, [idKey(`${network}/subnets/pe`)]: { value: {} } } },
    },
  },
  {
    what: 'zones that no policy attaches',
    told: 'GT-CHECK-DNS-POLICY',
    given: { environment: { dns: { mode: 'policy' } } },
  },
  {
    what: 'a vault of others in the way',
    told: 'GT-CHECK-BLOCKED',
    given: { input: { plan: samplePlan([action]) } },
  },
  {
    what: 'an incident that is not over',
    told: 'GT-CHECK-INCIDENT-OPEN',
    given: { existing: { [group]: { id: group, tags: { 'gotthard-incident': 'access-revoked' } } } },
  },
  { what: 'a cost above the budget', told: 'GT-CHECK-BUDGET', given: overspent },
];

describe('what stands in the way of a first deployment', () => {
  it.each(obstacles.map((obstacle) => [obstacle.what, obstacle] as const))(
    'is told by one check and no other: %s',
    (_what, { told, as = 'failed', given }) => {
      const { estate, cost, ...stamp } = typeof given === 'function' ? given() : situation(given);
      const results = runChecks('before', { estate, today, stamps: [stamp], ...(cost ? { cost } : {}) });
      const bad = results.filter(({ status }) => status === 'failed' || status === 'warning');
      expect([...new Set(bad.map(({ id }) => id))]).toEqual([told]);
      expect(bad.some(({ status }) => status === 'failed')).toBe(as === 'failed');
      expect(bad.every(({ next }) => next)).toBe(true);
    },
  );

  it('is at least one thing for every check before a run', () => {
    const before = checks.filter(({ stage }) => stage === 'before').map(({ id }) => id);
    expect(before.filter((id) => !obstacles.some(({ told }) => told === id))).toEqual([]);
  });
});
