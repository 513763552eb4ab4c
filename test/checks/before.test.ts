import { describe, expect, it } from 'vitest';
import { checks, runChecks } from '../../src/checks/index.ts';
import { purgeProtectionPolicy } from '../../src/facts/built-in-policies.ts';
import { idKey } from '../../src/resource/arm-id.ts';
import type { PrincipalFact, SubscriptionFact, SubscriptionFacts } from '../../src/resource/subscription.ts';
import { known } from '../../src/resource/subscription.ts';
import { samplePlan } from '../kit/sample-plan.ts';
import {
  directoryId,
  findings,
  goodFacts,
  idOf,
  model,
  policy,
  situation,
  subscriptionId,
  today,
  verdict,
} from './situation.ts';

const good = goodFacts(situation());
const other = 'b27c9e35-8d14-4f6a-a053-2e91c7f6d820';
const vaultId = idOf(situation(), 'Microsoft.KeyVault/vaults');
const deploymentId = idOf(situation(), 'Microsoft.CognitiveServices/accounts/deployments');
const unread = { unknown: { code: 'AuthorizationFailed', reason: 'no right to read it' } };

function subscription(given: Partial<SubscriptionFact>): Partial<SubscriptionFacts> {
  const value = known(good.subscription);
  if (!value) throw new Error('no subscription');
  return { subscription: { value: { ...value, ...given } } };
}

function principal(given: Partial<PrincipalFact>): Partial<SubscriptionFacts> {
  const value = known(good.principal);
  if (!value) throw new Error('no principal');
  return { principal: { value: { ...value, ...given } } };
}

const models = (...value: ReturnType<typeof model>[]): Partial<SubscriptionFacts> => ({
  models: { switzerlandnorth: { value } },
});
const policies = (...value: ReturnType<typeof policy>[]): Partial<SubscriptionFacts> => ({
  policies: { value },
});
const permissions = (actions: string[], notActions: string[] = []): Partial<SubscriptionFacts> => ({
  permissions: { value: [{ actions, notActions }] },
});
const rights = (
  endsAt: string | undefined,
  roleDefinitionId = '/x/8e3af657',
): Partial<SubscriptionFacts> => ({
  rights: { value: [{ role: 'Owner', roleDefinitionId, endsAt }] },
});
const name = (given: Partial<SubscriptionFacts['names'][number]>): Partial<SubscriptionFacts> => ({
  names: [
    {
      kind: 'vault',
      name: 'kv-x',
      id: vaultId,
      free: { value: false },
      reason: 'is taken',
      heldBy: undefined,
      ...given,
    },
  ],
});
const held = { id: vaultId, freeOn: '2026-11-30T00:00:00Z', purgeCommand: 'az keyvault purge --name kv-x' };

type Given = Parameters<typeof situation>[0];

/** Check, situation, and what it says of it. */
const table: readonly (readonly [id: string, what: string, given: Given, says: RegExp])[] = [
  [
    'SIGNED-IN',
    'an opaque token',
    { facts: { principal: unread } },
    /^warning.*does not tell who.*> az account show/,
  ],
  [
    'DIRECTORY',
    'another directory in the file',
    { facts: subscription({ directoryId: other }) },
    new RegExp(`^failed.*trusts directory ${other}.*Set`),
  ],
  [
    'DIRECTORY',
    'a token of another directory',
    { facts: principal({ directoryId: other }) },
    new RegExp(`^failed.*token is of directory ${other}.*az login --tenant ${directoryId}`),
  ],
  [
    'DIRECTORY',
    'access by Lighthouse',
    { facts: { ...principal({ directoryId: other }), ...subscription({ managedBy: [other] }) } },
    /^failed.*Lighthouse/,
  ],
  [
    'DIRECTORY',
    'the refusal of a token of another directory',
    {
      facts: {
        subscription: {
          unknown: {
            code: 'InvalidAuthenticationTokenTenant',
            reason: `wrong issuer. It must match the tenant 'https://sts.windows.net/${other}/' associated`,
          },
        },
      },
    },
    new RegExp(`^failed.*trusts ${other} > az login --tenant ${other}`),
  ],
  [
    'DIRECTORY',
    'an unknown subscription',
    { facts: { subscription: { unknown: { code: 'SubscriptionNotFound', reason: 'not found' } } } },
    /^failed.*can not see it > az account list/,
  ],
  [
    'DIRECTORY',
    'an unreadable subscription',
    { facts: { subscription: unread } },
    /^warning.*no right to read it > Ask/,
  ],
  [
    'SUBSCRIPTION',
    'a disabled one',
    { facts: subscription({ state: 'Disabled' }) },
    /^failed.*is Disabled: it can only be read/,
  ],
  [
    'SUBSCRIPTION',
    'one that is past due',
    { facts: subscription({ state: 'PastDue' }) },
    /^warning.*PastDue/,
  ],
  [
    'MFA',
    'a user without a second factor',
    { facts: principal({ mfa: false }) },
    /^failed.*refuses every write > az logout && az login/,
  ],
  ['MFA', 'a token that does not tell', { facts: principal({ mfa: undefined }) }, /^warning.*does not tell/],
  ['MFA', 'an application', { facts: principal({ mfa: undefined, kind: 'application' }) }, /^ok$/],
  [
    'RIGHTS-END',
    'a right that ends in mid-run',
    {
      facts: rights('2026-11-23T09:10:00Z'),
      input: { plan: samplePlan([], { expectedDurationMs: 15 * 60_000 }) },
    },
    /^failed.*ends in 10 minutes, the run takes about 15.*Privileged Identity/,
  ],
  [
    'RIGHTS-END',
    'a right that ends soon after',
    {
      facts: rights('2026-11-23T09:20:00Z'),
      input: { plan: samplePlan([], { expectedDurationMs: 15 * 60_000 }) },
    },
    /^warning.*ends in 20 minutes/,
  ],
  [
    'RIGHTS-END',
    'a right that lasts',
    {
      facts: rights('2026-11-23T17:00:00Z'),
      input: { plan: samplePlan([], { expectedDurationMs: 15 * 60_000 }) },
    },
    /^ok$/,
  ],
  [
    'RIGHTS-END',
    'a Reader role that ends',
    { facts: rights('2026-11-23T09:01:00Z', '/x/acdd72a7-3385-48ef-bd42-f606fba81ae7') },
    /^ok$/,
  ],
  [
    'PERMISSION-WRITE',
    'a reader',
    { facts: permissions(['*/read']) },
    /^failed.*Microsoft.Network\/virtualNetworks\/write.*Contributor[\s\S]*warning: a failed run could not be undone/,
  ],
  [
    'PERMISSION-WRITE',
    'one who may not join subnets',
    { facts: permissions(['*'], ['Microsoft.Network/*/join/action']) },
    /^failed.*Microsoft.Network\/virtualNetworks\/subnets\/join\/action/,
  ],
  [
    'PERMISSION-WRITE',
    'one who may not delete',
    { facts: permissions(['*'], ['*/delete']) },
    /^warning: a failed run could not be undone/,
  ],
  [
    'PERMISSION-WRITE',
    'a contributor',
    { facts: permissions(['*'], ['Microsoft.Authorization/*/Write']) },
    /^ok$/,
  ],
  [
    'PERMISSION-ASSIGN',
    'a contributor',
    { facts: permissions(['*'], ['Microsoft.Authorization/*/Write']) },
    /^failed.*roleAssignments\/write: Contributor does not/,
  ],
  [
    'PERMISSION-PURGE',
    'one who may not purge',
    { facts: permissions(['*'], ['Microsoft.KeyVault/locations/deletedVaults/purge/action']) },
    /^warning.*leaves a soft-deleted key vault, and the next run recovers it.*Purge Operator/,
  ],
  [
    'PERMISSION-PURGE',
    'a right on accounts only',
    { facts: permissions(['Microsoft.CognitiveServices/*']) },
    /^warning.*key vault/,
  ],
  [
    'PROVIDERS',
    'an unregistered one',
    { facts: { registrations: { value: {} } } },
    /^warning.*Microsoft.Network.*will be registered/,
  ],
  [
    'PROVIDERS',
    'one that may not be registered',
    { facts: { registrations: { value: {} }, ...permissions(['*'], ['Microsoft.KeyVault/*']) } },
    /^failed: Microsoft.KeyVault is not registered.*az provider register --namespace Microsoft.KeyVault/,
  ],
  [
    'POLICY',
    'locations that are not allowed',
    {
      facts: policies(
        policy('e56962a6-4747-49cd-b67b-bf8b01975c4c', {
          parameters: { listOfAllowedLocations: ['West Europe'] },
        }),
      ),
    },
    /^failed.*"Company rule" denies.*location one of westeurope, not switzerlandnorth.*exemption/,
  ],
  [
    'POLICY',
    'locations that are allowed',
    {
      facts: policies(
        policy('e56962a6-4747-49cd-b67b-bf8b01975c4c', {
          parameters: { listOfAllowedLocations: ['Switzerland North'] },
        }),
      ),
    },
    /^ok$/,
  ],
  [
    'POLICY',
    'a missing tag',
    {
      facts: policies(
        policy('871b6d14-10aa-478d-b590-94f262ecfa99', { parameters: { tagName: 'cost-center' } }),
      ),
    },
    /^failed.*demands tag cost-center/,
  ],
  [
    'POLICY',
    'a customer-managed key',
    { facts: policies(policy('67121cc7-ff39-4ab8-b7e3-95b84dab487d')) },
    /^failed.*keySource = Microsoft.KeyVault/,
  ],
  [
    'POLICY',
    'no public access, which is so already',
    { facts: policies(policy('405c5871-3e91-4644-8a63-58e19d68ff5b')) },
    /^ok$/,
  ],
  [
    'POLICY',
    'a demand that is only audited',
    { facts: policies(policy('67121cc7-ff39-4ab8-b7e3-95b84dab487d', { effect: 'audit' })) },
    /^ok$/,
  ],
  [
    'POLICY',
    'a demand that is not enforced',
    { facts: policies(policy('67121cc7-ff39-4ab8-b7e3-95b84dab487d', { enforced: false })) },
    /^ok$/,
  ],
  [
    'POLICY',
    'purge protection from the start',
    { facts: policies(policy(purgeProtectionPolicy)) },
    /^failed.*demands purge protection.*`keyVault.purgeProtection`/,
  ],
  [
    'POLICY',
    'purge protection that is planned',
    {
      facts: policies(policy(purgeProtectionPolicy)),
      environment: { keyVault: { purgeProtection: true, softDeleteRetentionInDays: 7 } },
    },
    /^warning.*a rollback leaves it soft-deleted for 7 days/,
  ],
  [
    'POLICY',
    "Azure's own verdict",
    {
      facts: {
        ...policies(policy('custom', { id: '/a/1' })),
        verdicts: {
          value: [
            {
              resourceId: vaultId,
              assignmentId: '/a/1',
              definitionId: '/custom',
              effect: 'deny',
              because: ['tags (absent) Exists true'],
            },
          ],
        },
      },
    },
    /^failed.*"Company rule" denies key vault.*tags \(absent\)/,
  ],
  [
    'POLICY',
    'an own definition that nobody could judge',
    { facts: { ...policies(policy('custom', { effect: undefined })), verdicts: unread } },
    /^warning: 1 policy assignments could not be judged: Company rule/,
  ],
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
    'NAMES',
    'a taken name',
    { facts: name({}) },
    /^failed.*kv-x is taken: is taken > Raise `naming.generation`/,
  ],
  [
    'NAMES',
    'a name held by a deleted vault',
    { facts: name({ heldBy: { ...held, purgeProtected: false } }) },
    /^failed.*held until 2026-11-30 by a deleted resource > az keyvault purge --name kv-x, or raise/,
  ],
  [
    'NAMES',
    'a name held by a protected vault',
    { facts: name({ heldBy: { ...held, purgeProtected: true } }) },
    /^failed.*with purge protection > Recover it \(az keyvault recover/,
  ],
  [
    'NAMES',
    'a name that could not be checked',
    { facts: name({ free: unread }) },
    /^warning.*could not be checked/,
  ],
  ['NAMES', 'a free name', { facts: name({ free: { value: true } }) }, /^ok$/],
  [
    'ADDRESSES',
    'a foreign network in the way',
    {
      facts: {
        virtualNetworks: {
          value: [{ id: '/x/vnet-old', name: 'vnet-old', ranges: ['192.168.0.0/16', '10.40.3.0/24'] }],
        },
      },
    },
    /^failed: 10.40.0.0\/22 overlaps 10.40.3.0\/24 of virtual network vnet-old > Choose/,
  ],
  [
    'ADDRESSES',
    'our own network',
    {
      facts: {
        virtualNetworks: {
          value: [
            {
              id: idOf(situation(), 'Microsoft.Network/virtualNetworks').toUpperCase(),
              name: 'ours',
              ranges: ['10.40.0.0/22'],
            },
          ],
        },
      },
    },
    /^ok$/,
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
    /^failed.*is GlobalStandard, which does not process in Switzerland only > Set/,
  ],
  [
    'RESIDENCY',
    'an account abroad',
    { environment: { modelRegion: 'swedencentral' } },
    /^failed.*lies in swedencentral, but prompts are to be processed in Switzerland/,
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
    /^failed.*lies in switzerlandnorth, but prompts are to be processed in the European Union/,
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

describe('preflight', () => {
  it.each(table)('GT-CHECK-%s judges %s', (id, _what, given, says) => {
    expect(verdict(findings(`GT-CHECK-${id}`, situation(given)))).toMatch(says);
  });

  it('finds nothing wrong where nothing is', () => {
    const { estate, design, observed, facts } = situation();
    const results = runChecks('before', {
      estate,
      today,
      stamps: [{ design, facts, ...(observed ? { observed } : {}) }],
    });
    expect(results.filter(({ status }) => status === 'failed' || status === 'warning')).toEqual([]);
    expect(new Set(results.map(({ stamp }) => stamp))).toEqual(new Set(['main/dev']));
  });

  it('says all that is wrong at once, each with what to do', () => {
    const nothing = { ...good, names: [] };
    const facts = Object.fromEntries(
      Object.entries(nothing).map(([key, fact]) => [key, 'value' in Object(fact) ? unread : fact]),
    ) as unknown as SubscriptionFacts;
    const { estate, design } = situation();
    const results = runChecks('before', { estate, today, stamps: [{ design, facts }] });
    const bad = results.filter(({ status }) => status === 'warning' || status === 'failed');
    expect(bad.length).toBeGreaterThan(8);
    expect(bad.filter(({ next }) => !next)).toEqual([]);
    expect(bad.filter(({ status }) => status === 'failed')).toEqual([]);
  });

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

  it('names what is blocked, each with what to do', () => {
    const blocked = (reason: string) => ({
      title: 'key vault kv',
      id: vaultId,
      action: 'blocked' as const,
      reason,
    });
    const plan = (reason: string) => {
      const action = {
        ...blocked(reason),
        key: vaultId,
        type: 'Microsoft.KeyVault/vaults',
        step: 'Key Vault' as const,
      };
      return samplePlan([{ ...action, dependsOn: [], changes: [], typicalMs: 1 }]);
    };
    const found = (reason: string, given: Given = {}): string =>
      verdict(findings('GT-CHECK-BLOCKED', situation({ ...given, input: { plan: plan(reason) } })));
    expect(found('it exists; --adopt takes it over')).toMatch(
      /^failed: key vault kv: it exists.*> gotthard plan --adopt/,
    );
    expect(found('it lies beneath /x, which is blocked')).toMatch(/above it/);
    expect(found('a deleted key vault still holds this name', { facts: name({}) })).toBe('ok');
  });

  it('judges what exists and is used by id', () => {
    const hub = `/subscriptions/${subscriptionId}/resourceGroups/hub/providers/Microsoft.Network`;
    const network = `${hub}/virtualNetworks/vnet-hub`;
    const subnet = `${network}/subnets/pe`;
    const environment = {
      network: { mode: 'existing' as const, virtualNetworkId: network, privateEndpointSubnetId: subnet },
    };
    const uses = (vnet: object | null, pe: object | null): Partial<SubscriptionFacts> => ({
      uses: { [idKey(network)]: { value: vnet as never }, [idKey(subnet)]: { value: pe as never } },
    });
    const found = (facts: Partial<SubscriptionFacts>): string =>
      verdict(findings('GT-CHECK-EXISTING', situation({ environment, facts })));
    const here = { location: 'Switzerland North', properties: { provisioningState: 'Succeeded' } };
    expect(found(uses(here, {}))).toBe('ok');
    expect(found(uses(null, {}))).toMatch(/^failed: the virtual network does not exist/);
    expect(found(uses({ ...here, location: 'westeurope' }, {}))).toMatch(
      /^failed.*lies in westeurope, but private endpoint/,
    );
    expect(found(uses(here, { properties: { delegations: [{ name: 'x' }] } }))).toMatch(
      /^failed.*is delegated/,
    );
    expect(found({ uses: {} })).toMatch(/^warning.*could not be checked/);
  });

  it('asks the DNS team for the zone that no policy attaches', () => {
    const environment = { dns: { mode: 'policy' as const } };
    const zone = (zoneName: string) => ({
      privateDnsZoneId: `/subscriptions/x/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/${zoneName}`,
    });
    const usual = policy('c4bc6f10-cb41-49eb-b000-d5ab82e2a091', {
      effect: undefined,
      parameters: zone('privatelink.cognitiveservices.azure.com'),
    });
    const vaults = policy('dns-of-vaults', { parameters: zone('privatelink.vaultcore.azure.net') });
    const openai = policy('dns-of-openai', { parameters: zone('privatelink.openai.azure.com') });
    const found = (...value: ReturnType<typeof policy>[]): string =>
      verdict(findings('GT-CHECK-DNS-POLICY', situation({ environment, facts: policies(...value) })));
    expect(found(usual, vaults)).toMatch(
      /^failed: privatelink.openai.azure.com would not be attached.*attaches another zone.*Send to the DNS team/,
    );
    expect(found(openai)).toMatch(/^failed: privatelink.vaultcore.azure.net.*no policy of the subscription/);
    expect(found(usual, vaults, openai)).toBe('ok');
  });

  it('has ids that are unique and rows of the checklist that exist', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    const rows =
      /^(NET-[1-7]|IAM-[1-3]|POL-[1-3]|KEY-[1-5]|MON-[1-6]|DAT-[1-5]|COST-[1-6]|TEN-[1-4]|INC-[1-5]|VAL-[12]|GUI-[12])$/;
    expect(checks.flatMap(({ checklist }) => checklist.filter((row) => !rows.test(row)))).toEqual([]);
  });
});
