import { beforeEach, describe, expect, it } from 'vitest';
import { type Body, Cloud, deep, items } from '../cloud.ts';

let cloud: Cloud;
let id: string;
let gone: string;

function workspace(properties: object = {}): Body {
  return {
    location: 'switzerlandnorth',
    properties: { sku: { name: 'PerGB2018' }, retentionInDays: 90, ...properties },
  };
}

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  id = `${cloud.group}/providers/Microsoft.OperationalInsights/workspaces/law-test`;
  gone = `/subscriptions/${cloud.subscription}/providers/Microsoft.OperationalInsights/deletedWorkspaces`;
});

describe('a workspace', () => {
  it('is created by an operation and shows what was asked for', async () => {
    const asked = { workspaceCapping: { dailyQuotaGb: 5 }, features: { disableLocalAuth: true } };
    const made = await cloud.call('PUT', id, workspace(asked));
    expect([made.status, deep(made.body, 'properties', 'provisioningState')]).toEqual([201, 'Creating']);
    cloud.wait(60_000);
    expect(deep((await cloud.call('GET', id)).body, 'properties')).toMatchObject({
      provisioningState: 'Succeeded',
      retentionInDays: 90,
      publicNetworkAccessForIngestion: 'Enabled',
      ...asked,
    });
  });

  it.each([
    ['29 days of retention', { retentionInDays: 29 }, '400 InvalidRequestContent'],
    ['731 days of retention', { retentionInDays: 731 }, '400 InvalidRequestContent'],
    ['a tier of old', { sku: { name: 'Standalone' } }, '400 BadRequest'],
    ['an unknown tier', { sku: { name: 'Gold' } }, '400 InvalidRequestContent'],
    ['an unknown switch', { publicNetworkAccess: 'Disabled' }, '400 InvalidRequestContent'],
    ['an unknown access', { publicNetworkAccessForQuery: 'Sometimes' }, '400 InvalidRequestContent'],
  ])('with %s is refused', async (_what, properties, refusal) => {
    expect(await cloud.refusal('PUT', id, workspace(properties))).toBe(refusal);
  });

  it.each(['abc', '-law', 'law-', 'law_test'])('cannot be called %s', async (name) => {
    const path = `${cloud.group}/providers/Microsoft.OperationalInsights/workspaces/${name}`;
    expect(await cloud.refusal('PUT', path, workspace())).toBe('400 InvalidResourceName');
  });

  it('deleted, can be had back for 14 days with the same customer id', async () => {
    await cloud.done('PUT', id, workspace());
    const before = deep((await cloud.call('GET', id)).body, 'properties', 'customerId');
    await cloud.done('DELETE', id);
    expect(items(await cloud.call('GET', gone)).map((one) => deep(one, 'id'))).toEqual([id]);
    await cloud.done('PUT', id, workspace());
    expect(deep((await cloud.call('GET', id)).body, 'properties', 'customerId')).toBe(before);
    expect(items(await cloud.call('GET', gone))).toEqual([]);
    await cloud.done('DELETE', id);
    cloud.wait(14 * 86_400_000);
    expect(items(await cloud.call('GET', gone))).toEqual([]);
  });

  it('deleted, cannot come back in another region', async () => {
    await cloud.done('PUT', id, workspace());
    await cloud.done('DELETE', id);
    const elsewhere = { ...(workspace() as object), location: 'swedencentral' };
    expect(await cloud.refusal('PUT', id, elsewhere)).toBe('409 Conflict');
  });

  it('deleted with force, is gone for good', async () => {
    await cloud.done('PUT', id, workspace());
    const before = deep((await cloud.call('GET', id)).body, 'properties', 'customerId');
    await cloud.done('DELETE', `${id}?force=true`);
    expect(items(await cloud.call('GET', gone))).toEqual([]);
    await cloud.done('PUT', id, workspace());
    expect(deep((await cloud.call('GET', id)).body, 'properties', 'customerId')).not.toBe(before);
  });
});
