import { checks } from '../../src/checks/index.ts';
import type { CheckInput, Finding } from '../../src/checks/rule.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { type EstateInput, estateSchema, stampsOf } from '../../src/estate/estate.ts';
import type { Observed } from '../../src/plan/observed.ts';
import { idKey } from '../../src/resource/arm-id.ts';
import type { JsonObject } from '../../src/resource/json.ts';
import type { ModelFact, PolicyFact, SubscriptionFacts } from '../../src/resource/subscription.ts';

export const directoryId = '6f1d2c84-3a57-4e0b-9c21-5b8e7d4a1f10';
export const subscriptionId = '3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d01';
export const today = '2026-11-23';
const group = 'c84f1b60-92d7-4a5e-b3c8-1d7e9f0a2b01';

type Environment = EstateInput['tenants'][number]['environments'][number];

/** A small estate file with one stamp; `environment` replaces parts of it. */
function estateInput(environment: Partial<Environment> = {}): EstateInput {
  return {
    format: 1,
    id: 'abcdefgh',
    name: 'helvetia',
    organisation: 'Helvetia Care AG',
    residency: 'switzerland',
    addressSpace: '10.40.0.0/16',
    tenants: [
      {
        name: 'main',
        directoryId,
        addressSpace: '10.40.0.0/20',
        groups: { administrators: group },
        environments: [
          {
            name: 'dev',
            subscriptionId,
            region: 'switzerlandnorth',
            production: false,
            addressSpace: '10.40.0.0/22',
            network: {
              mode: 'create',
              subnets: {
                privateEndpoints: '10.40.0.0/26',
                applications: '10.40.1.0/24',
                data: '10.40.2.0/25',
                functions: '10.40.2.128/25',
              },
            },
            models: [
              {
                name: 'chat',
                model: 'gpt-9',
                version: '2026-10-01',
                deploymentType: 'Standard',
                capacity: 50,
              },
            ],
            keyVault: { purgeProtection: false, softDeleteRetentionInDays: 7 },
            logs: { mode: 'create', retentionInDays: 30, dailyCapGb: 1 },
            notifications: { emails: ['ops@example.ch'] },
            ...environment,
          },
        ],
      },
    ],
  };
}

/** A model version as a region lists it. */
export function model(
  given: Partial<ModelFact> & { sku?: Partial<ModelFact['skus'][number]> } = {},
): ModelFact {
  const { sku, ...rest } = given;
  return {
    name: 'gpt-9',
    version: '2026-10-01',
    format: 'OpenAI',
    lifecycleStatus: 'GenerallyAvailable',
    retiresOn: '2027-10-01T00:00:00Z',
    capabilities: ['chatCompletion'],
    skus: [
      {
        name: 'Standard',
        usageName: 'OpenAI.Standard.gpt-9',
        capacity: { minimum: 1, maximum: 1000, step: 1, default: 10 },
        deprecationDate: undefined,
        ...sku,
      },
    ],
    ...rest,
  };
}

/** An enforced assignment of a built-in policy. */
export function policy(definition: string, given: Partial<PolicyFact> = {}): PolicyFact {
  return {
    id: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/policyAssignments/p`,
    displayName: 'Company rule',
    scope: `/subscriptions/${subscriptionId}`,
    notScopes: [],
    definitionId: `/providers/Microsoft.Authorization/policyDefinitions/${definition}`,
    effect: 'deny',
    enforced: true,
    parameters: {},
    ...given,
  };
}

/** Facts of a subscription in which everything is possible. */
export function goodFacts(input: Pick<CheckInput, 'design'>): SubscriptionFacts {
  const namespaces = input.design.providers.map((namespace) => [
    namespace.toLowerCase(),
    { namespace, state: 'Registered', locations: {} },
  ]);
  return {
    subscription: {
      value: {
        id: subscriptionId,
        name: 'helvetia-ai-dev',
        state: 'Enabled',
        directoryId,
        managedBy: [],
        tags: {},
      },
    },
    principal: {
      value: {
        objectId: group,
        name: 'lena@helvetia.example',
        directoryId,
        kind: 'user',
        mfa: true,
        tokenExpiresAt: '2026-11-24T00:00:00Z',
      },
    },
    permissions: { value: [{ actions: ['*'], notActions: [] }] },
    registrations: { value: Object.fromEntries(namespaces) },
    models: { switzerlandnorth: { value: [model()] } },
    usages: { switzerlandnorth: { value: [{ name: 'OpenAI.Standard.gpt-9', current: 0, limit: 100 }] } },
    virtualNetworks: { value: [] },
    policies: { value: [] },
    verdicts: { value: [] },
    rights: { value: [] },
    names: [],
    uses: {},
  };
}

/** A check input in which everything is as it should be, with parts replaced. */
export function situation(
  given: {
    environment?: Partial<Environment>;
    estate?: Partial<EstateInput>;
    facts?: Partial<SubscriptionFacts>;
    existing?: Readonly<Record<string, JsonObject>>;
    input?: Partial<CheckInput>;
  } = {},
): CheckInput {
  const estate = estateSchema.parse({ ...estateInput(given.environment), ...given.estate });
  const [stamp] = stampsOf(estate);
  if (!stamp) throw new Error('the estate has no stamp');
  const design = makeDesign(stamp);
  const resources = Object.entries(given.existing ?? {}).map(([id, body]) => [idKey(id), body]);
  const observed: Observed = {
    at: '2026-11-23T09:00:00.000Z',
    resources: Object.fromEntries(resources),
    deleted: {},
    standIns: {},
    orphans: [],
  };
  const facts = { ...goodFacts({ design }), ...given.facts };
  return { estate, design, observed, facts, today, ...given.input };
}

/** What the check of an id finds. */
export function findings(id: string, input: CheckInput): readonly Finding[] {
  const check = checks.find((each) => each.id === id);
  if (!check) throw new Error(`there is no check ${id}`);
  return check.run(input);
}

/** Status and text of everything that isn't good, or `ok`. */
export function verdict(found: readonly Finding[]): string {
  const bad = found.filter(({ status }) => status === 'failed' || status === 'warning');
  return (
    bad
      .map((each) => `${each.status}: ${each.message}${'next' in each ? ` > ${each.next}` : ''}`)
      .join('\n') || 'ok'
  );
}

/** Id of the first designed resource of a type. */
export function idOf({ design }: Pick<CheckInput, 'design'>, type: string): string {
  const found = design.resources.find((each) => each.type === type);
  if (!found) throw new Error(`the design has no ${type}`);
  return found.id;
}
