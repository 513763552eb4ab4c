import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { genericCalls } from '../../src/azure/calls.ts';
import { redacted } from '../../src/azure/trace.ts';
import { registered } from '../kit/deployment.ts';
import { copyOf } from '../kit/sweep.ts';
import { testCloud } from '../kit/test-cloud.ts';
import { designOf, idOf, run } from '../run/running.ts';

const types = [
  'Microsoft.CognitiveServices/accounts',
  'Microsoft.KeyVault/vaults',
  'Microsoft.OperationalInsights/workspaces',
  'Microsoft.Insights/actionGroups',
] as const;
const all = types.flatMap((type) => designOf(type).resources);
const design = {
  ...designOf(types[0]),
  resources: [...new Map(all.map((resource) => [resource.id, resource])).values()],
};
const [account, vault, workspace, actionGroup] = types.map((type) => idOf(design, type));

const base = testCloud();
await registered(base, design);
await run(base, design);

/** Every text of an answer under one of these names. */
function secretsIn(value: unknown, names: RegExp): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    names.test(key) && typeof member === 'string' ? [member] : secretsIn(member, names),
  );
}

describe('the trace of every attempt on ARM', () => {
  it('hides keys that ARM hands out, and shows everything else of the exchange', async () => {
    const cloud = copyOf(base);
    const azure = cloud.session(design);
    const answers = [
      await azure.post(`${account}/listKeys`, '2025-09-01'),
      await azure.post(`${account}/regenerateKey`, '2025-09-01', { keyName: 'Key1' }),
      await azure.post(`${workspace}/sharedKeys`, '2025-07-01'),
    ];
    const secrets = secretsIn(answers, /key/i).filter((text) => text !== 'Key1');
    expect(secrets).toHaveLength(6);
    const trace = JSON.stringify(cloud.exchanges);
    for (const secret of secrets) expect(trace).not.toContain(secret);
    expect(cloud.exchanges).toMatchObject([
      { method: 'POST', status: 200, responseBody: { key1: '***', key2: '***' } },
      { method: 'POST', status: 200, requestBody: { keyName: 'Key1' }, responseBody: { key1: '***' } },
      { method: 'POST', status: 200, responseBody: { primarySharedKey: '***', secondarySharedKey: '***' } },
    ]);
  });

  it('hides what is sent as the value of a secret, and the address that an alert calls', async () => {
    const cloud = copyOf(base);
    const azure = cloud.session(design);
    const secret = 'correct horse battery staple';
    const address = 'https://hooks.example.ch/T024/B8S/c0ffee';
    const { put, read } = genericCalls('2026-02-01');
    await put(
      azure,
      `${vault}/secrets/database`,
      { properties: { value: secret, contentType: 'text/plain' } },
      {},
    );
    await read(azure, `${vault}/secrets/database`);
    const group = await azure.get(actionGroup ?? '', '2023-01-01');
    const receivers = [{ name: 'chat', serviceUri: address, useCommonAlertSchema: true }];
    const body = {
      location: 'global',
      properties: { ...(group?.['properties'] as object), emailReceivers: [], webhookReceivers: receivers },
    };
    await genericCalls('2023-01-01').put(azure, actionGroup ?? '', body, {});
    await azure.list(`/subscriptions/${design.subscriptionId}/providers/${types[3]}`, '2023-01-01');
    const trace = JSON.stringify(cloud.exchanges);
    expect(trace).not.toContain(secret);
    expect(trace).not.toContain(address);
    expect(trace).toContain('"value":"***"');
    expect(trace).toContain('"serviceUri":"***"');
    expect(trace).toContain('"contentType":"text/plain"');
  });

  it('has each attempt, also those that got no answer or a refusal, and each poll', async () => {
    const cloud = copyOf(base, [
      { method: 'GET', path: 'vaults', fault: 'drop' },
      { method: 'GET', path: 'vaults', nth: 2, fault: 503 },
    ]);
    const { result } = await run(cloud, { ...design, resources: design.resources.slice(0, 1) });
    expect(result.outcome).toBe('succeeded');
    const vaults = cloud.exchanges.filter(({ url }) => url.includes(types[1]));
    expect(vaults.slice(0, 3).map(({ status }) => status)).toEqual([null, 503, 200]);
    const operations = base.exchanges.filter(({ url }) => /\/operation(s|statuses|results)\//i.test(url));
    expect(operations.length).toBeGreaterThan(0);
    expect(operations.every(({ method, status }) => method === 'GET' && status !== null)).toBe(true);
  });

  it('shows bodies as they are wherever no secret can be', () => {
    const body = fc.jsonValue();
    fc.assert(
      fc.property(body, (value) => {
        for (const id of [account, vault, workspace])
          expect(redacted(`https://management.azure.com${id}?api-version=1`, value)).toEqual(value);
      }),
      { seed: 22 },
    );
  });

  it('hides a secret however deep it stands, and nothing beside it', () => {
    const names = fc.constantFrom(
      'value',
      'key1',
      'primarySharedKey',
      'connectionString',
      'serviceUri',
      'VALUE',
    );
    const nested = fc
      .tuple(names, fc.uuid(), fc.array(fc.constantFrom('list', 'map'), { maxLength: 5 }))
      .map(([name, secret, levels]) => ({
        secret,
        hidden: levels.reduce<unknown>(wrapped, { [name]: '***', beside: 'seen' }),
        body: levels.reduce<unknown>(wrapped, { [name]: secret, beside: 'seen' }),
      }));
    fc.assert(
      fc.property(nested, ({ body, hidden }) => {
        for (const path of [
          `${account}/listKeys`,
          `${vault}/secrets/one`,
          `${workspace}/sharedKeys`,
          actionGroup,
        ])
          expect(redacted(`https://management.azure.com${path}?api-version=1`, body)).toEqual(hidden);
      }),
      { seed: 22 },
    );
  });
});

function wrapped(inner: unknown, level: string): unknown {
  return level === 'list' ? [inner, 'beside'] : { inner, beside: 'seen' };
}
