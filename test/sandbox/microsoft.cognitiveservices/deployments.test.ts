import { beforeEach, describe, expect, it } from 'vitest';
import { type Body, Cloud, deep, items } from '../cloud.ts';

let cloud: Cloud;
let id: string;
let locations: string;

function deployment(sku: object | undefined, model: object, properties: object = {}): Body {
  return { sku, properties: { model: { format: 'OpenAI', ...model }, ...properties } };
}

const mini = { name: 'gpt-5.4-mini', version: '2026-03-17' };
const one = { name: 'GlobalStandard', capacity: 1 };

async function newAccount(name: string, location = 'switzerlandnorth'): Promise<string> {
  const path = `${cloud.group}/providers/Microsoft.CognitiveServices/accounts/${name}`;
  const properties = { customSubDomainName: name, publicNetworkAccess: 'Disabled' };
  await cloud.done('PUT', path, { location, kind: 'OpenAI', sku: { name: 'S0' }, properties });
  return path;
}

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  locations = `/subscriptions/${cloud.subscription}/providers/Microsoft.CognitiveServices/locations`;
  id = await newAccount('aoai-test');
});

describe('a model deployment', () => {
  it('of a standard type is there when the request is answered', async () => {
    const made = await cloud.call(
      'PUT',
      `${id}/deployments/chat`,
      deployment({ name: 'GlobalStandard', capacity: 20 }, mini),
    );
    expect(made.status).toBe(201);
    expect(made.headers.get('azure-asyncoperation')).toBeNull();
    expect(deep(made.body, 'properties')).toMatchObject({
      provisioningState: 'Succeeded',
      currentCapacity: 20,
      versionUpgradeOption: 'OnceNewDefaultVersionAvailable',
      rateLimits: [
        { key: 'request', renewalPeriod: 10, count: 20 },
        { key: 'token', renewalPeriod: 60, count: 20_000 },
      ],
    });
  });

  it('of a provisioned type takes its time', async () => {
    const ptu = deployment(
      { name: 'ProvisionedManaged', capacity: 50 },
      { name: 'gpt-5.1', version: '2025-11-13' },
    );
    const made = await cloud.call('PUT', `${id}/deployments/ptu`, ptu);
    expect(made.headers.get('azure-asyncoperation')).not.toBeNull();
    expect(await cloud.refusal('PUT', `${id}/deployments/chat`, deployment(one, mini))).toBe(
      '409 RequestConflict',
    );
    cloud.wait(120_000);
    expect(
      deep((await cloud.call('GET', `${id}/deployments/ptu`)).body, 'properties', 'provisioningState'),
    ).toBe('Succeeded');
  });

  it('takes the default version of a model that names none', async () => {
    const made = await cloud.call('PUT', `${id}/deployments/chat`, deployment(one, { name: 'gpt-5.4-mini' }));
    expect(deep(made.body, 'properties', 'model', 'version')).toBe('2026-03-17');
  });

  it.each([
    ['no sku', undefined, mini, '400 InvalidResourceProperties'],
    ['a type that Switzerland lacks', { name: 'DataZoneStandard' }, mini, '400 InvalidResourceProperties'],
    ['no regional chat model', { name: 'Standard', capacity: 1 }, mini, '400 InvalidResourceProperties'],
    ['no model name', one, { version: '1' }, '400 InvalidResourceProperties'],
    ['an unknown model', one, { name: 'gpt-9' }, '400 DeploymentModelNotSupported'],
    [
      'an unknown version',
      one,
      { name: 'gpt-5.1', version: '2020-01-01' },
      '400 DeploymentModelNotSupported',
    ],
    ['another publisher', one, { ...mini, format: 'Acme' }, '400 DeploymentModelNotSupported'],
    ['a retired model', one, { name: 'gpt-4.1', version: '2025-04-14' }, '400 ServiceModelDeprecated'],
    [
      'another retired model',
      { name: 'Standard', capacity: 1 },
      { name: 'gpt-4o', version: '2024-11-20' },
      '400 ServiceModelDeprecated',
    ],
    [
      'too few provisioned units',
      { name: 'ProvisionedManaged', capacity: 25 },
      { name: 'gpt-5.1' },
      '400 InvalidResourceProperties',
    ],
    [
      'units off the step',
      { name: 'GlobalProvisionedManaged', capacity: 17 },
      { name: 'gpt-5.1' },
      '400 InvalidResourceProperties',
    ],
    ['no capacity at all', { name: 'GlobalStandard', capacity: 0 }, mini, '400 InvalidResourceProperties'],
    ['more than the quota', { name: 'GlobalStandard', capacity: 2_001 }, mini, '400 InsufficientQuota'],
  ])('with %s is refused', async (_what, sku, model, refusal) => {
    expect(await cloud.refusal('PUT', `${id}/deployments/chat`, deployment(sku, model))).toBe(refusal);
  });

  it.each([
    [
      'a content filter policy that does not exist',
      { raiPolicyName: 'mine' },
      '400 InvalidResourceProperties',
    ],
    ['a spillover to nothing', { spilloverDeploymentName: 'other' }, '400 InvalidResourceProperties'],
    ['an unknown upgrade option', { versionUpgradeOption: 'Sometimes' }, '400 InvalidRequestContent'],
  ])('with %s is refused', async (_what, properties, refusal) => {
    expect(await cloud.refusal('PUT', `${id}/deployments/chat`, deployment(one, mini, properties))).toBe(
      refusal,
    );
  });

  it('spills over at its own level of processing alone', async () => {
    await cloud.done('PUT', `${id}/deployments/chat`, deployment(one, mini));
    const more = deployment(one, mini, { spilloverDeploymentName: 'chat' });
    expect(await cloud.refusal('PUT', `${id}/deployments/second`, more)).toBe(
      '400 InvalidResourceProperties',
    );
  });

  it('takes no notice of a sku among the properties, and then becomes a Standard one', async () => {
    const misplaced = { sku: { name: 'GlobalStandard', capacity: 1 } };
    const refused = await cloud.call('PUT', `${id}/deployments/chat`, deployment(undefined, mini, misplaced));
    expect([refused.code, JSON.stringify(refused.body)]).toEqual([
      'InvalidResourceProperties',
      expect.stringContaining('Standard'),
    ]);
    const made = await cloud.call('PUT', `${id}/deployments/chat`, deployment(one, mini, misplaced));
    expect([made.status, deep(made.body, 'properties', 'sku')]).toEqual([201, undefined]);
  });

  it('keeps its model for life and changes its capacity', async () => {
    await cloud.done('PUT', `${id}/deployments/chat`, deployment(one, mini));
    expect(
      await cloud.refusal('PUT', `${id}/deployments/chat`, deployment(one, { name: 'gpt-5.4-nano' })),
    ).toBe('400 InvalidResourceProperties');
    const more = await cloud.call('PATCH', `${id}/deployments/chat`, {
      sku: { name: 'GlobalStandard', capacity: 5 },
    });
    expect([more.status, deep(more.body, 'properties', 'currentCapacity')]).toEqual([200, 5]);
  });

  it('goes by an operation', async () => {
    await cloud.done('PUT', `${id}/deployments/chat`, deployment(one, mini));
    expect((await cloud.call('DELETE', `${id}/deployments/chat`)).status).toBe(202);
    cloud.wait(60_000);
    expect((await cloud.call('GET', `${id}/deployments/chat`)).status).toBe(404);
  });

  it('shares its quota with every account of the subscription and region, and the refusal gives the numbers', async () => {
    const other = await newAccount('aoai-two');
    await cloud.done(
      'PUT',
      `${id}/deployments/chat`,
      deployment({ name: 'GlobalStandard', capacity: 1_500 }, mini),
    );
    const refused = await cloud.call(
      'PUT',
      `${other}/deployments/chat`,
      deployment({ name: 'GlobalStandard', capacity: 600 }, mini),
    );
    expect(deep(refused.body, 'error', 'code')).toBe('InsufficientQuota');
    expect(deep(refused.body, 'error', 'message')).toMatch(/600.*500.*1500.*2000.*gpt-5\.4-mini/s);
    await cloud.done(
      'PUT',
      `${other}/deployments/chat`,
      deployment({ name: 'GlobalStandard', capacity: 500 }, mini),
    );
    const usage = items(await cloud.call('GET', `${locations}/switzerlandnorth/usages`));
    const counter = usage.find(
      (each) => deep(each, 'name', 'value') === 'OpenAI.GlobalStandard.gpt-5.4-mini',
    );
    expect(counter).toMatchObject({ currentValue: 2_000, limit: 2_000 });
    const elsewhere = await newAccount('aoai-three', 'swedencentral');
    await cloud.done(
      'PUT',
      `${elsewhere}/deployments/chat`,
      deployment({ name: 'GlobalStandard', capacity: 2_000 }, mini),
    );
  });
});

describe('a content filter policy', () => {
  const filters = [
    { name: 'Hate', enabled: true, blocking: true, severityThreshold: 'Medium', source: 'Prompt' },
    { name: 'Jailbreak', enabled: true, blocking: true, source: 'Prompt' },
  ];

  it('exists at once, is used by a deployment and then cannot be deleted', async () => {
    const made = await cloud.call('PUT', `${id}/raiPolicies/strict`, {
      properties: { mode: 'Blocking', contentFilters: filters },
    });
    expect([made.status, deep(made.body, 'properties', 'type')]).toEqual([201, 'UserManaged']);
    await cloud.done('PUT', `${id}/deployments/chat`, deployment(one, mini, { raiPolicyName: 'strict' }));
    expect(await cloud.refusal('DELETE', `${id}/raiPolicies/strict`)).toBe('400 BadRequest');
    await cloud.done('DELETE', `${id}/deployments/chat`);
    expect((await cloud.call('DELETE', `${id}/raiPolicies/strict`)).status).toBe(202);
  });

  it.each([
    [
      'an unknown filter',
      { contentFilters: [{ name: 'Rudeness', source: 'Prompt' }] },
      '400 InvalidResourceProperties',
    ],
    [
      'a filter on the wrong side',
      { contentFilters: [{ name: 'Jailbreak', source: 'Completion' }] },
      '400 InvalidResourceProperties',
    ],
    [
      'a threshold for an ungraded filter',
      { contentFilters: [{ name: 'Jailbreak', source: 'Prompt', severityThreshold: 'Low' }] },
      '400 InvalidResourceProperties',
    ],
    ['an unknown mode', { mode: 'Strict' }, '400 InvalidRequestContent'],
  ])('with %s is refused', async (_what, properties, refusal) => {
    expect(await cloud.refusal('PUT', `${id}/raiPolicies/strict`, { properties })).toBe(refusal);
  });

  it('of the system cannot be written', async () => {
    expect(await cloud.refusal('PUT', `${id}/raiPolicies/Microsoft.Default`, { properties: {} })).toBe(
      '400 InvalidResourceProperties',
    );
  });

  it('is made of filters that the region lists', async () => {
    const list = items(await cloud.call('GET', `${locations}/switzerlandnorth/raiContentFilters`));
    expect(list.map((filter) => deep(filter, 'properties', 'name'))).toContain('Protected Material Code');
  });
});

describe('the model list', () => {
  interface Listed {
    readonly name: string;
    readonly lifecycleStatus: string;
    readonly skus: readonly {
      readonly name: string;
      readonly usageName: string;
      readonly capacity: object;
    }[];
  }

  async function models(region: string): Promise<Listed[]> {
    const list = items(await cloud.call('GET', `${locations}/${region}/models`));
    return list
      .filter((each) => deep(each, 'kind') === 'OpenAI')
      .map((each) => deep(each, 'model') as Listed);
  }

  it('offers no data zone in Switzerland and provisioned throughput as the only regional chat', async () => {
    const current = (await models('switzerlandnorth')).filter(
      ({ lifecycleStatus }) => lifecycleStatus !== 'Deprecated',
    );
    const skus = current.flatMap(({ name, skus: each }) => each.map((sku) => `${sku.name} ${name}`));
    expect(skus.filter((sku) => sku.startsWith('DataZone'))).toEqual([]);
    expect(skus.filter((sku) => sku.startsWith('Standard gpt'))).toEqual([]);
    expect(skus).toContain('ProvisionedManaged gpt-5.1');
    expect(skus).toContain('GlobalStandard gpt-5.4-mini');
    const regional = current
      .flatMap(({ skus: each }) => each)
      .find(({ name }) => name === 'ProvisionedManaged');
    expect(regional).toMatchObject({
      usageName: 'OpenAI.ProvisionedManaged',
      capacity: { minimum: 50, step: 50 },
    });
  });

  it('tells what is retired, what is going and what stays', async () => {
    const status = new Map(
      (await models('switzerlandnorth')).map(({ name, lifecycleStatus }) => [name, lifecycleStatus]),
    );
    expect(['gpt-4.1', 'gpt-4o', 'whisper', 'gpt-5.1'].map((name) => status.get(name))).toEqual([
      'Deprecated',
      'Deprecated',
      'Deprecating',
      'GenerallyAvailable',
    ]);
  });

  it('has a quota counter for every deployment type of every region', async () => {
    for (const region of [
      'switzerlandnorth',
      'switzerlandwest',
      'swedencentral',
      'germanywestcentral',
      'westeurope',
      'francecentral',
    ]) {
      const counters = items(await cloud.call('GET', `${locations}/${region}/usages`));
      const limits = new Map(
        counters.map((each) => [deep(each, 'name', 'value'), deep(each, 'limit') as number]),
      );
      const wanted = (await models(region)).flatMap(({ skus }) => skus.map(({ usageName }) => usageName));
      expect(wanted.filter((name) => !((limits.get(name) ?? 0) > 0))).toEqual([]);
    }
  });

  it('shows the capacity that the quota leaves, region by region', async () => {
    const query = 'modelFormat=OpenAI&modelName=gpt-5.4-mini&modelVersion=2026-03-17';
    const all = items(
      await cloud.call('GET', `${locations.replace('/locations', '')}/modelCapacities?${query}`),
    );
    expect(all.map((each) => deep(each, 'location'))).toContain('switzerlandwest');
    expect(deep(all[0], 'properties', 'availableCapacity')).toBe(2_000);
  });
});
