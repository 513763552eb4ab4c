import { beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import { readFacts } from '../../src/azure/subscription.ts';
import type { CheckResult } from '../../src/checks/check.ts';
import { runChecks } from '../../src/checks/index.ts';
import { wantedFacts } from '../../src/checks/wanted-facts.ts';
import type { DesignedResource } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { changesSomething } from '../../src/plan/irreversible.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { StampPlan } from '../../src/plan/plan.ts';
import { at, type Json, type JsonObject } from '../../src/resource/json.ts';
import { observe } from '../../src/run/observe.ts';
import { Requests } from '../../src/run/requests.ts';
import { aStamp, deployInProcess, registered, runInProcess } from '../kit/deployment.ts';
import { copyOf } from '../kit/sweep.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';

const usual = aStamp();
const environment = { ...usual.environment, policy: 'deny' as const };
const stamp = {
  ...usual,
  environment,
  estate: { ...usual.estate, tenants: [{ ...usual.tenant, environments: [environment] }] },
};
const design = makeDesign(stamp);
const authorization = 'Microsoft.Authorization';
const assignmentType = `${authorization}/policyAssignments`;
const versions = { policies: '2024-05-01', exemptions: '2022-07-01-preview' };

const clean = testCloud();
beforeAll(async () => {
  await registered(clean, design);
  const { result } = await deployInProcess(clean, stamp);
  expect(result).toMatchObject({ outcome: 'succeeded' });
  await clean.clock.sleep(30 * 60_000);
});

function resourceOf(type: string, index = 0): DesignedResource {
  const resource = design.resources.filter((each) => each.type === type)[index];
  if (!resource) throw new Error(`the design has no ${type}`);
  return resource;
}

const account = () => resourceOf('Microsoft.CognitiveServices/accounts');
const group = (id: string): string => id.slice(0, id.indexOf('/providers/'));
const assignmentOn = (id: string): DesignedResource => {
  const found = design.resources.find((each) => each.type === assignmentType && group(each.id) === group(id));
  if (!found) throw new Error(`no policy is assigned to the group of ${id}`);
  return found;
};

/** What verification says with all that it reads, and the plan that would mend it. */
async function verified(cloud: TestCloud): Promise<{ results: readonly CheckResult[]; plan: StampPlan }> {
  const azure = await cloud.warm(design);
  const observed = await observe(design, { azure, kinds, requests: new Requests(cloud.clock) });
  const plan = makePlan(design, observed, kinds, { adopt: false });
  const { token } = cloud.sandbox.token(design.directoryId);
  const wanted = wantedFacts(design, observed, kinds, { around: true });
  const facts = await readFacts(azure, wanted, { token, read: (call) => call() });
  const stamps = [{ design, observed, plan, facts }];
  return { results: runChecks('after', { estate: stamp.estate, stamps, today: '2026-11-23' }), plan };
}

const failedIn = (results: readonly CheckResult[]): string[] => [
  ...new Set(results.filter(({ status }) => status === 'failed').map(({ id }) => id)),
];

/** A request of somebody with all rights, past everything of ours. */
async function sent(
  cloud: TestCloud,
  method: string,
  id: string,
  version: string,
  body?: JsonObject,
): Promise<{ readonly status: number; readonly text: string }> {
  const { token } = cloud.sandbox.token(design.directoryId);
  const answer = await cloud.sandbox.fetch(
    new Request(`https://management.azure.com${id}?api-version=${version}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  await cloud.clock.sleep(60_000);
  return { status: answer.status, text: await answer.text() };
}

function changed(resource: DesignedResource, path: readonly string[], value: Json): JsonObject {
  const put = (into: Json | undefined, [step, ...rest]: readonly string[]): Json =>
    step === undefined ? value : { ...(into as JsonObject), [step]: put(at(into, `/${step}`), rest) };
  return put(resource.body, path) as JsonObject;
}

it('a clean environment keeps its policies, and Azure says that all of it complies', async () => {
  const { results } = await verified(copyOf(clean));
  expect(failedIn(results)).toEqual([]);
  const told = results.filter(({ id }) => id === 'GT-CHECK-COMPLIANCE');
  expect(told).toMatchObject([
    { status: 'ok', message: expect.stringMatching(/^\d+ resources comply with policy initiative/) },
  ]);
});

describe('what somebody does to policies', () => {
  const policyOf = (type: string) => resourceOf(`${authorization}/${type}`);
  const ofAccount = () => assignmentOn(account().id);
  const table: readonly (readonly [string, (cloud: TestCloud) => ReturnType<typeof sent>])[] = [
    ['taking an assignment away', (cloud) => sent(cloud, 'DELETE', ofAccount().id, versions.policies)],
    [
      'having it tell rather than refuse',
      (cloud) =>
        sent(
          cloud,
          'PUT',
          ofAccount().id,
          versions.policies,
          changed(ofAccount(), ['properties', 'parameters', 'effect', 'value'], 'Audit'),
        ),
    ],
    [
      'not enforcing it',
      (cloud) =>
        sent(
          cloud,
          'PUT',
          ofAccount().id,
          versions.policies,
          changed(ofAccount(), ['properties', 'enforcementMode'], 'DoNotEnforce'),
        ),
    ],
    [
      'sparing a resource by the assignment itself',
      (cloud) =>
        sent(
          cloud,
          'PUT',
          ofAccount().id,
          versions.policies,
          changed(ofAccount(), ['properties', 'notScopes'], [account().id]),
        ),
    ],
    [
      'letting other regions in',
      (cloud) =>
        sent(
          cloud,
          'PUT',
          ofAccount().id,
          versions.policies,
          changed(
            ofAccount(),
            ['properties', 'parameters', 'allowedLocations', 'value'],
            ['switzerlandnorth', 'swedencentral', 'eastus'],
          ),
        ),
    ],
    [
      'changing what a definition is about',
      (cloud) =>
        sent(
          cloud,
          'PUT',
          policyOf('policyDefinitions').id,
          versions.policies,
          changed(policyOf('policyDefinitions'), ['properties', 'policyRule', 'if'], {
            allOf: [{ field: 'type', equals: 'Microsoft.Storage/storageAccounts' }],
          }),
        ),
    ],
    [
      'taking a definition out of the initiative',
      (cloud) =>
        sent(
          cloud,
          'PUT',
          policyOf('policySetDefinitions').id,
          versions.policies,
          changed(
            policyOf('policySetDefinitions'),
            ['properties', 'policyDefinitions'],
            (at(policyOf('policySetDefinitions').body, '/properties/policyDefinitions') as Json[]).filter(
              (member) => at(member, '/policyDefinitionReferenceId') !== 'accountNetwork',
            ),
          ),
        ),
    ],
  ];

  it.each(table)('%s fails one check, and is mended by the plan', async (_what, tamper) => {
    const cloud = copyOf(clean);
    expect((await tamper(cloud)).status).toBeLessThan(300);
    const { results, plan } = await verified(cloud);
    expect(failedIn(results)).toEqual(['GT-CHECK-POLICIES']);
    expect(plan.actions.filter(changesSomething)).toHaveLength(1);
    const { result } = await runInProcess(cloud, plan);
    expect(result).toMatchObject({ outcome: 'succeeded' });
    expect(failedIn((await verified(cloud)).results)).toEqual([]);
  });

  it('exempting a resource is told with who is spared, and left to people', async () => {
    const cloud = copyOf(clean);
    const id = `${account().id}/providers/${authorization}/policyExemptions/for-a-while`;
    const properties = { policyAssignmentId: ofAccount().id, exemptionCategory: 'Waiver' };
    expect((await sent(cloud, 'PUT', id, versions.exemptions, { properties })).status).toBe(201);
    const { results, plan } = await verified(cloud);
    expect(results.filter(({ status }) => status === 'failed')).toMatchObject([
      { id: 'GT-CHECK-POLICIES', evidence: id, next: expect.stringContaining('az resource delete') },
    ]);
    expect(plan.actions.filter(changesSomething)).toEqual([]);
    const past = { properties: { ...properties, expiresOn: '2026-11-01T00:00:00Z' } };
    await sent(cloud, 'PUT', id, versions.exemptions, past);
    expect(failedIn((await verified(cloud)).results)).toEqual([]);
  });

  it('something of others that does not comply is named, with the policies that it breaks', async () => {
    const cloud = copyOf(clean);
    const policy = ofAccount();
    const version = '2024-11-30';
    await sent(
      cloud,
      'PUT',
      policy.id,
      versions.policies,
      changed(policy, ['properties', 'enforcementMode'], 'DoNotEnforce'),
    );
    const stray = `${group(account().id)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-stray`;
    expect((await sent(cloud, 'PUT', stray, version, { location: 'westeurope' })).status).toBe(201);
    await sent(cloud, 'PUT', policy.id, versions.policies, policy.body);
    const { results } = await verified(cloud);
    expect(results.filter(({ status }) => status === 'failed')).toMatchObject([
      {
        id: 'GT-CHECK-COMPLIANCE',
        message: expect.stringMatching(/id-stray does not comply with allowedLocations, requiredTags$/),
      },
    ]);
  });
});

describe('what the policies of an environment refuse', () => {
  const { region, modelRegion = region } = stamp.environment;
  const tags = account().body['tags'] ?? {};
  const beside = (type: string, name: string): string =>
    `${group(resourceOf(type).id)}/providers/${type}/${name}`;
  const closedAccount = {
    ...account().body,
    properties: { customSubDomainName: 'oai-other', publicNetworkAccess: 'Disabled', disableLocalAuth: true },
  };
  const vault = () => resourceOf('Microsoft.KeyVault/vaults').body;
  const table: readonly (readonly [string, string, JsonObject, string | undefined])[] = [
    [
      'another region',
      beside('Microsoft.KeyVault/vaults', 'kv-elsewhere'),
      { ...vault(), location: 'westeurope' },
      'allowedLocations',
    ],
    [
      'a public account, firewall or not',
      beside('Microsoft.CognitiveServices/accounts', 'oai-other'),
      {
        ...closedAccount,
        properties: {
          ...closedAccount.properties,
          publicNetworkAccess: 'Enabled',
          networkAcls: { defaultAction: 'Deny' },
        },
      },
      'accountPublicAccess',
    ],
    [
      'an account with keys',
      beside('Microsoft.CognitiveServices/accounts', 'oai-other'),
      { ...closedAccount, properties: { ...closedAccount.properties, disableLocalAuth: false } },
      'accountKeys',
    ],
    [
      'a public vault',
      beside('Microsoft.KeyVault/vaults', 'kv-open'),
      {
        ...vault(),
        properties: { ...(vault()['properties'] as JsonObject), publicNetworkAccess: 'Enabled' },
      },
      'vaultNetwork',
    ],
    [
      'a vault without roles',
      beside('Microsoft.KeyVault/vaults', 'kv-old'),
      {
        ...vault(),
        properties: {
          ...(vault()['properties'] as JsonObject),
          enableRbacAuthorization: false,
          accessPolicies: [],
        },
      },
      'vaultRoles',
    ],
    [
      'a model that is processed anywhere',
      `${account().id}/deployments/anywhere`,
      {
        sku: { name: 'GlobalStandard', capacity: 1 },
        properties: { model: { format: 'OpenAI', name: 'gpt-5.1', version: '2025-11-13' } },
      },
      'deploymentTypes',
    ],
    [
      'something that says not whose it is',
      beside('Microsoft.Network/routeTables', 'rt-other'),
      { location: region },
      'requiredTags',
    ],
    [
      'nothing that is as the estate file wants it',
      beside('Microsoft.Network/routeTables', 'rt-other'),
      { location: region, tags },
      undefined,
    ],
    [
      'nothing in the region of the models',
      beside('Microsoft.ManagedIdentity/userAssignedIdentities', 'id-other'),
      { location: modelRegion, tags },
      undefined,
    ],
  ];

  it.each(table)('is %s', async (_what, id, body, by) => {
    const cloud = copyOf(clean);
    const [namespace = '', ...rest] = id.split('/providers/')[1]?.split('/') ?? [];
    const type = [namespace, ...rest.filter((_, index) => index % 2 === 0)].join('/');
    const { status, text } = await sent(cloud, 'PUT', id, kinds.get(type).apiVersion, body);
    if (by === undefined) return expect(status).toBe(201);
    const { error } = JSON.parse(text) as { error: JsonObject };
    expect([status, error['code']]).toEqual([403, 'RequestDisallowedByPolicy']);
    const told = (error['additionalInfo'] as readonly Json[]).map((one) =>
      at(one, '/info/policyDefinitionReferenceId'),
    );
    return expect(told).toContain(by);
  });
});
