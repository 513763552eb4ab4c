import { beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import { register } from '../../src/azure/register.ts';
import { readFacts } from '../../src/azure/subscription.ts';
import { checks, runChecks } from '../../src/checks/index.ts';
import type { CheckInput } from '../../src/checks/rule.ts';
import { wantedFacts } from '../../src/checks/wanted-facts.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Observed } from '../../src/plan/observed.ts';
import { idKey } from '../../src/resource/arm-id.ts';
import { isObject, type Json, type JsonObject } from '../../src/resource/json.ts';
import { observe } from '../../src/run/observe.ts';
import { Requests } from '../../src/run/requests.ts';
import { runPlan } from '../../src/run/run.ts';
import { testCloud } from '../kit/test-cloud.ts';
import { directoryId, findings, idOf, situation, subscriptionId, verdict } from './situation.ts';

const model = {
  name: 'chat',
  model: 'gpt-5.1',
  version: '2025-11-13',
  deploymentType: 'ProvisionedManaged' as const,
  capacity: 50,
};

let built: CheckInput;
let preflight: CheckInput;

/** Deploys the stamp of the tests in a sandbox and looks at it. */
beforeAll(async () => {
  const cloud = testCloud();
  const azure = cloud.session({ subscriptionId, directoryId });
  const requests = new Requests(cloud.clock);
  const input = situation({ environment: { models: [model] } });
  const { design } = input;
  const ports = { azure, kinds, requests };
  const { token } = cloud.sandbox.token(directoryId);
  const facts = async (observed: Observed | undefined) =>
    readFacts(azure, wantedFacts(design, observed, kinds, { around: true }), {
      token,
      read: (call) => requests.read(call),
    });
  const before = await observe(design, ports);
  preflight = { ...input, observed: before, facts: await facts(before) };
  const registration = await register(azure, design.providers);
  while (!registration.done) {
    await cloud.clock.sleep(10_000);
    await registration.poll();
  }
  const plan = makePlan(design, before, kinds, { adopt: false });
  preflight = { ...preflight, plan };
  const result = await runPlan(plan, {
    ...ports,
    journal: { runId: 'r1', append: async () => undefined },
    emit: () => undefined,
    decide: async () => 'keep',
    mayUndo: async () => true,
    mayWrite: async () => undefined,
    interrupted: new AbortController().signal,
    concurrency: 16,
    cloud: 'sandbox',
    by: 'test',
  });
  expect(result.failure).toBeUndefined();
  const after = await observe(design, ports);
  built = { ...input, observed: after, facts: await facts(after) };
});

/** The built stamp with the body of a resource changed, or taken away. */
function spoiled(type: string, change: (body: JsonObject) => JsonObject | null): CheckInput {
  const { observed } = built;
  if (!observed) throw new Error('nothing was observed');
  const key = idKey(idOf(built, type));
  const body = observed.resources[key];
  if (!body) throw new Error(`${key} was not observed`);
  return { ...built, observed: { ...observed, resources: { ...observed.resources, [key]: change(body) } } };
}

/** A body with a value at a path of its properties. */
function withProperty(path: readonly string[], value: Json): (body: JsonObject) => JsonObject {
  const put = (at: Json | undefined, [key, ...rest]: readonly string[]): Json =>
    key === undefined
      ? value
      : { ...(isObject(at) ? at : {}), [key]: put(isObject(at) ? at[key] : undefined, rest) };
  return (body) => ({ ...body, properties: put(body['properties'], path) });
}

const account = 'Microsoft.CognitiveServices/accounts';
const vault = 'Microsoft.KeyVault/vaults';
const network = 'Microsoft.Network';

const spoilings: readonly (readonly [
  id: string,
  type: string,
  path: readonly string[],
  value: Json,
  says: RegExp,
])[] = [
  [
    'PUBLIC-ACCESS',
    vault,
    ['publicNetworkAccess'],
    'Enabled',
    /^failed: key vault .* reachable from the internet/,
  ],
  [
    'PUBLIC-ACCESS',
    account,
    ['publicNetworkAccess'],
    'Enabled',
    /^failed: Azure OpenAI account .* reachable/,
  ],
  ['LOCAL-AUTH', account, ['disableLocalAuth'], false, /^failed: .* takes API keys/],
  ['VAULT', vault, ['enableRbacAuthorization'], false, /^failed: .* governed by access policies/],
  [
    'ENDPOINTS',
    `${network}/privateEndpoints`,
    ['privateLinkServiceConnections'],
    [{ properties: { privateLinkServiceConnectionState: { status: 'Pending' } } }],
    /^failed: .* is not approved > Ask the owner/,
  ],
  [
    'DNS',
    `${network}/privateEndpoints/privateDnsZoneGroups`,
    ['privateDnsZoneConfigs'],
    [],
    /^failed: .* names no zone/,
  ],
  [
    'DNS',
    `${network}/privateEndpoints/privateDnsZoneGroups`,
    ['privateDnsZoneConfigs'],
    [{ properties: { privateDnsZoneId: '/x/privatelink.openai.azure.com', recordSets: [] } }],
    /^failed: privatelink.openai.azure.com holds no record/,
  ],
  [
    'SUBNETS',
    `${network}/virtualNetworks/subnets`,
    ['networkSecurityGroup'],
    null,
    /^failed: .* has no network security group/,
  ],
  [
    'DIAGNOSTICS',
    'Microsoft.Insights/diagnosticSettings',
    ['workspaceId'],
    null,
    /^failed: .* collects nothing/,
  ],
  ['TLS', account, ['endpoint'], 'http://plain.example', /^failed: .* shows no HTTPS address/],
];

describe('verification', () => {
  it('finds an estate that was just built as it should be, and shows what it saw', () => {
    const { estate, design, observed, facts, today } = built;
    const stamp = { design, facts, ...(observed ? { observed } : {}) };
    const results = runChecks('after', { estate, stamps: [stamp], today });
    expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
    // What its file leaves out: groups for two of three roles, and a budget.
    const warned = results.filter(({ status }) => status === 'warning').map(({ id }) => id);
    expect(warned).toEqual(['GT-CHECK-ROLES', 'GT-CHECK-BUDGET-KEPT']);
    expect(new Set(results.map(({ id }) => id)).size).toBe(
      checks.filter(({ stage }) => stage === 'after').length,
    );
    const told = results.filter(({ status }) => status === 'ok' || status === 'attested');
    expect(told.filter(({ evidence }) => !evidence?.includes('/subscriptions/'))).toEqual([]);
  });

  it.each(spoilings)('GT-CHECK-%s sees what is wrong with %s', (id, type, path, value, says) => {
    expect(verdict(findings(`GT-CHECK-${id}`, spoiled(type, withProperty(path, value))))).toMatch(says);
  });

  it('misses every resource that is gone', () => {
    const missed = (id: string, type: string): string =>
      verdict(
        findings(
          id,
          spoiled(type, () => null),
        ),
      );
    expect(missed('GT-CHECK-ROLES', 'Microsoft.Authorization/roleAssignments')).toMatch(/does not exist/);
    expect(missed('GT-CHECK-PUBLIC-ACCESS', vault)).toMatch(/does not exist/);
  });

  it('takes API keys for a warning where the estate file asks for them', () => {
    const keys = situation({ environment: { models: [model], authentication: 'keys' } });
    const input = { ...spoiled(account, withProperty(['disableLocalAuth'], false)), estate: keys.estate };
    expect(verdict(findings('GT-CHECK-LOCAL-AUTH', input))).toMatch(
      /^warning: .* as the estate file asks for/,
    );
  });
});

describe('preflight of the sandbox', () => {
  it('lets a first deployment pass, and announces what it registers', () => {
    const { estate, design, observed, plan, facts, today } = preflight;
    const stamp = { design, facts, ...(observed ? { observed } : {}), ...(plan ? { plan } : {}) };
    const results = runChecks('before', { estate, stamps: [stamp], today });
    const bad = results.filter(({ status }) => status === 'failed' || status === 'warning');
    expect(bad.map(({ id, message }) => `${id}: ${message}`)).toEqual([
      expect.stringMatching(/^GT-CHECK-PROVIDERS: .* will be registered/),
      expect.stringMatching(/^GT-CHECK-MODEL: .*retires in 173 days/),
    ]);
  });

  it('reads next to nothing for an estate that is there already', () => {
    const wanted = wantedFacts(built.design, built.observed, kinds);
    expect(wanted).toMatchObject({
      usageRegions: [],
      names: [],
      virtualNetworks: false,
      policySamples: [],
      types: [],
    });
  });

  it.each([
    ['owner', []],
    ['contributor', ['GT-CHECK-PERMISSION-ASSIGN', 'GT-CHECK-PERMISSION-GOVERN']],
    [
      'reader',
      [
        'GT-CHECK-PERMISSION-WRITE',
        'GT-CHECK-PERMISSION-ASSIGN',
        'GT-CHECK-PERMISSION-GOVERN',
        'GT-CHECK-PROVIDERS',
      ],
    ],
    ['no-purge', []],
  ])('stops a principal of the seed where it must: %s', async (principal, stopped) => {
    const cloud = testCloud({ principal });
    const input = situation({ environment: { models: [model] } });
    const { token } = cloud.sandbox.token(directoryId);
    const azure = cloud.session({ subscriptionId, directoryId });
    const wanted = wantedFacts(input.design, undefined, kinds);
    const facts = await readFacts(azure, wanted, { token, read: (call) => call() });
    const { estate, design, today } = input;
    const results = runChecks('before', { estate, stamps: [{ design, facts }], today });
    expect(results.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual(stopped);
    const purge = results.filter(
      ({ id, status }) => id === 'GT-CHECK-PERMISSION-PURGE' && status === 'warning',
    );
    expect(purge.length > 0).toBe(['reader', 'no-purge'].includes(principal));
  });
});
