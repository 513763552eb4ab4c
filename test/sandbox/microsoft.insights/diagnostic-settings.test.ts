import { beforeEach, describe, expect, it } from 'vitest';
import { type Body, Cloud, deep, items } from '../cloud.ts';

let cloud: Cloud;
let account: string;
let workspaceId: string;
const all = { categoryGroup: 'allLogs', enabled: true };
const metrics = [{ category: 'AllMetrics', enabled: true }];

function on(target: string, name = 'ours'): string {
  return `${target}/providers/Microsoft.Insights/diagnosticSettings/${name}`;
}

function setting(properties: object = {}): Body {
  return { properties: { workspaceId, logs: [all], metrics, ...properties } };
}

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  account = `${cloud.group}/providers/Microsoft.CognitiveServices/accounts/aoai-test`;
  workspaceId = `${cloud.group}/providers/Microsoft.OperationalInsights/workspaces/law-test`;
  const properties = { customSubDomainName: 'aoai-test' };
  await cloud.done('PUT', workspaceId, { location: 'switzerlandnorth' });
  await cloud.done('PUT', account, {
    location: 'switzerlandnorth',
    kind: 'OpenAI',
    sku: { name: 'S0' },
    properties,
  });
});

describe('a diagnostic setting', () => {
  it('answers 200 whether it is new or not', async () => {
    expect((await cloud.call('PUT', on(account), setting())).status).toBe(200);
    expect((await cloud.call('PUT', on(account), setting())).status).toBe(200);
    const { body } = await cloud.call('GET', on(account));
    expect(deep(body, 'properties', 'logs', 0)).toMatchObject(all);
    expect(deep(body, 'properties', 'logAnalyticsDestinationType')).toBeNull();
  });

  it.each([
    ['no sink', { workspaceId: undefined }, '400 BadRequest'],
    ['a workspace that does not exist', { workspaceId: '/subscriptions/x/none' }, '404 ResourceNotFound'],
    ['neither category nor group', { logs: [{ enabled: true }] }, '400 BadRequest'],
    ['category and group in one entry', { logs: [{ ...all, category: 'Audit' }] }, '400 BadRequest'],
    [
      'categories and groups side by side',
      { logs: [all, { category: 'Audit', enabled: true }] },
      '400 BadRequest',
    ],
    ['a category of another type', { logs: [{ category: 'AuditEvent', enabled: true }] }, '400 BadRequest'],
    ['an unknown group', { logs: [{ categoryGroup: 'most', enabled: true }] }, '400 BadRequest'],
    ['an unknown metric category', { metrics: [{ category: 'Some', enabled: true }] }, '400 BadRequest'],
    ['nothing to send', { logs: [], metrics: [] }, '400 BadRequest'],
    ['an entry that is neither on nor off', { logs: [{ category: 'Audit' }] }, '400 InvalidRequestContent'],
    ['an unknown member', { sink: 'x' }, '400 InvalidRequestContent'],
  ])('with %s is refused', async (_what, properties, refusal) => {
    expect(await cloud.refusal('PUT', on(account), setting(properties))).toBe(refusal);
  });

  it('cannot drop the category group silently, as a client of the old api-version does', async () => {
    const logs = [{ enabled: true }];
    expect(await cloud.refusal('PUT', on(account), setting({ logs }), '2017-05-01-preview')).toBe(
      '400 BadRequest',
    );
  });

  it('cannot send the same category to the same sink under another name', async () => {
    await cloud.done('PUT', on(account), setting());
    const again = setting({ logs: [{ category: 'Audit', enabled: true }], metrics: [] });
    expect(await cloud.refusal('PUT', on(account, 'theirs'), again)).toBe('409 Conflict');
    const off = setting({ logs: [{ category: 'Audit', enabled: false }], metrics: [] });
    expect((await cloud.call('PUT', on(account, 'theirs'), off)).status).toBe(200);
  });

  it('is one of at most five', async () => {
    const categories = [
      'Audit',
      'RequestResponse',
      'Trace',
      'AzureOpenAIRequestUsage',
      'ManagedNetworkEvent',
    ];
    for (const category of categories) {
      const logs = [{ category, enabled: true }];
      await cloud.done('PUT', on(account, category), setting({ logs, metrics: [] }));
    }
    expect(await cloud.refusal('PUT', on(account, 'sixth'), setting({ logs: [] }))).toBe('400 BadRequest');
  });

  it('outlives its resource and shows up again with the next one of the same id', async () => {
    await cloud.done('PUT', on(account), setting());
    await cloud.done('DELETE', account);
    await cloud.done('PUT', account, { location: 'switzerlandnorth', properties: { restore: true } });
    const list = `${account}/providers/Microsoft.Insights/diagnosticSettings`;
    expect(items(await cloud.call('GET', list)).map((one) => deep(one, 'name'))).toEqual(['ours']);
  });

  it('of the activity log takes single categories and no metrics', async () => {
    const subscription = `/subscriptions/${cloud.subscription}`;
    const logs = [{ category: 'Administrative', enabled: true }];
    expect((await cloud.call('PUT', on(subscription), setting({ logs, metrics: [] }))).status).toBe(200);
    expect(await cloud.refusal('PUT', on(subscription), setting({ metrics: [] }))).toBe('400 BadRequest');
    expect(await cloud.refusal('PUT', on(subscription), setting({ logs }))).toBe('400 BadRequest');
  });

  it('is not for every type', async () => {
    const identity = `${cloud.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-test`;
    await cloud.done('PUT', identity, { location: 'switzerlandnorth' });
    expect(await cloud.refusal('PUT', on(identity), setting())).toBe('400 ResourceTypeNotSupported');
  });

  it('can be looked up by the categories of its target', async () => {
    const path = `${account}/providers/Microsoft.Insights/diagnosticSettingsCategories`;
    const names = items(await cloud.call('GET', path)).map((one) => deep(one, 'name'));
    expect(names).toEqual(expect.arrayContaining(['RequestResponse', 'AllMetrics']));
  });
});
