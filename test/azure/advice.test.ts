import { describe, expect, it } from 'vitest';
import { existingRanges, nameFree, offersOf, rankedOffers } from '../../src/azure/advice.ts';
import { listDirectories, subscriptionsOf } from '../../src/azure/directories.ts';
import { groupDirectory } from '../../src/azure/groups.ts';
import { Refusal } from '../../src/problems/problem.ts';
import { model } from '../checks/situation.ts';
import { httpClientFrom } from '../kit/http-client.ts';
import { testCloud } from '../kit/test-cloud.ts';

const helvetia = '6f1d2c84-3a57-4e0b-9c21-5b8e7d4a1f10';
const jura = 'b27c9e35-8d14-4f6a-a053-2e91c7f6d820';
const dev = { subscriptionId: '3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d01', directoryId: helvetia };
const shared = { ...dev, subscriptionId: '3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d03' };
const ports = { read: <T>(call: () => Promise<T>) => call(), today: '2026-11-23' };

describe('advice', () => {
  it('offers what a region can deploy, the best first', async () => {
    const cloud = testCloud();
    const swiss = await offersOf(
      cloud.session(dev),
      'switzerlandnorth',
      ['Standard', 'ProvisionedManaged'],
      ports,
    );
    const chat = swiss.filter(({ deployable, model: name }) => deployable && name.startsWith('gpt'));
    expect(chat.map(({ model: name, deploymentType }) => `${name} ${deploymentType}`)).toEqual([
      'gpt-5.1 ProvisionedManaged',
    ]);
    expect(swiss[0]).toMatchObject({ model: 'gpt-5.1', capacity: { minimum: 50 }, remaining: 100 });
    const embedding = swiss.findIndex(({ model: name }) => name.startsWith('text-embedding'));
    const retired = swiss.findIndex(({ deployable }) => !deployable);
    expect(embedding).toBeLessThan(retired);
    const anywhere = await offersOf(cloud.session(dev), 'swedencentral', ['GlobalStandard'], ports);
    expect(anywhere[0]).toMatchObject({ model: 'gpt-5.4-mini', deployable: true, remaining: 2000 });
  });

  it('puts what lives too short behind, and leaves quota open where Azure does not tell it', () => {
    const soon = model({ name: 'soon', version: '2026-11-01', retiresOn: '2027-01-01' });
    const later = model({ name: 'later', version: '2026-01-01', retiresOn: undefined });
    const other = model({ name: 'audio', capabilities: ['audio'] });
    const offers = rankedOffers([soon, other, later], [], ['Standard'], '2026-11-23');
    expect(offers.map(({ model: name, deployable, remaining }) => [name, deployable, remaining])).toEqual([
      ['later', true, undefined],
      ['soon', false, undefined],
    ]);
  });

  it('tells ranges and names that are taken', async () => {
    const cloud = testCloud();
    const ranges = await existingRanges(cloud.session(shared), ports.read);
    expect(ranges.every(({ range }) => /^\d+\.\d+\.\d+\.\d+\/\d+$/.test(range))).toBe(true);
    expect(await nameFree(cloud.session(dev), 'vault', 'kv-nobody-has-it', ports.read)).toBe(true);
    expect(await nameFree(cloud.session(dev), 'account', 'oai-nobody-has-it', ports.read)).toBe(true);
  });
});

describe('directories', () => {
  it('are those of the signed-in principal', async () => {
    const found = await listDirectories(testCloud().session({ ...dev, subscriptionId: '' }));
    expect(found.map(({ name }) => name)).toEqual(['Helvetia Care AG', 'Jura Bank SA']);
  });

  it('that refuse do not hide the subscriptions of the others', async () => {
    const cloud = testCloud();
    const problem = { code: 'AADSTS50076', what: 'no', why: 'second factor', next: ['az login'] as const };
    const { subscriptions, failed } = await subscriptionsOf([helvetia, jura], async (directoryId) => {
      if (directoryId === helvetia) throw new Refusal([problem]);
      return cloud.session({ subscriptionId: '', directoryId });
    });
    expect(subscriptions.map(({ name }) => name)).toEqual(['jura-ai-dev', 'jura-ai-prod']);
    expect(failed).toEqual({ [helvetia]: problem });
  });
});

describe('groups', () => {
  const endpoint = (fetch: (request: Request) => Promise<Response>) => ({
    origin: 'https://graph.microsoft.com',
    httpClient: httpClientFrom(fetch),
    timeoutMs: 1000,
  });

  it('are found by the beginning of their name', async () => {
    const cloud = testCloud();
    const credential = { getToken: async () => cloud.sandbox.token(helvetia) };
    const groups = groupDirectory(
      endpoint((request) => cloud.sandbox.fetch(request)),
      credential,
    );
    expect((await groups.find('AI Pla')).map(({ name }) => name)).toEqual(['AI Platform Administrators']);
    expect(await groups.find('')).toHaveLength(3);
    expect(await groups.find("O'Brien")).toEqual([]);
  });

  it('never send the token to where a link leads', async () => {
    const hosts: string[] = [];
    const fetch = async (request: Request): Promise<Response> => {
      hosts.push(new URL(request.url).host);
      return new Response(
        JSON.stringify({ value: [], '@odata.nextLink': 'https://evil.example/v1.0/groups' }),
      );
    };
    const credential = { getToken: async () => ({ token: 't', expiresOnTimestamp: 0 }) };
    await expect(groupDirectory(endpoint(fetch), credential).find('x')).rejects.toThrow('evil.example');
    expect(hosts).toEqual(['graph.microsoft.com']);
  });
});
