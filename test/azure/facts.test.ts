import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import { register } from '../../src/azure/register.ts';
import { readFacts } from '../../src/azure/subscription.ts';
import { wantedFacts } from '../../src/checks/wanted-facts.ts';
import type { Operation } from '../../src/resource/kind.ts';
import { type FactsWanted, known, unread, unregistered } from '../../src/resource/subscription.ts';
import { situation } from '../checks/situation.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';

const dev = {
  subscriptionId: '3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d01',
  directoryId: '6f1d2c84-3a57-4e0b-9c21-5b8e7d4a1f10',
};
const nothing: FactsWanted = {
  namespaces: [],
  types: [],
  modelRegions: [],
  usageRegions: [],
  virtualNetworks: false,
  billingCurrency: false,
  names: [],
  uses: [],
  policySamples: [],
};
const model = {
  name: 'chat',
  model: 'gpt-5.1',
  version: '2025-11-13',
  deploymentType: 'ProvisionedManaged' as const,
  capacity: 50,
};

function read(cloud: TestCloud, wanted: FactsWanted, at = dev) {
  const { token } = cloud.sandbox.token(at.directoryId);
  return readFacts(cloud.session(at), wanted, { token, read: (call) => call() });
}

describe('facts of a subscription', () => {
  it('are read for a design, completely, with reads and name checks only', async () => {
    const cloud = testCloud();
    const { design } = situation({ environment: { models: [model] } });
    const facts = await read(cloud, wantedFacts(design, undefined, kinds));

    expect(known(facts.subscription)).toMatchObject({ name: 'helvetia-ai-dev', state: 'Enabled' });
    expect(known(facts.principal)).toMatchObject({ kind: 'user', mfa: true, directoryId: dev.directoryId });
    expect(known(facts.permissions)).toEqual([{ actions: ['*'], notActions: [] }]);
    expect(unregistered(design.providers, facts.registrations)).toContain('Microsoft.CognitiveServices');
    const vaults = known(facts.registrations)?.['microsoft.keyvault']?.locations['microsoft.keyvault/vaults'];
    expect(vaults).toContain('switzerlandnorth');
    const listed = known(facts.models['switzerlandnorth'])?.find(({ name }) => name === 'gpt-5.1');
    expect(listed).toMatchObject({
      version: '2025-11-13',
      format: 'OpenAI',
      lifecycleStatus: 'GenerallyAvailable',
    });
    const sku = listed?.skus.find(({ name }) => name === 'ProvisionedManaged');
    expect(sku?.capacity).toEqual({ minimum: 50, maximum: 100_000, step: 50, default: 100 });
    expect(known(facts.usages['switzerlandnorth'])?.map(({ name }) => name)).toContain(sku?.usageName);
    expect(known(facts.virtualNetworks)).toBeDefined();
    expect(known(facts.policies)).toEqual([]);
    const rights = known(facts.rights)?.map(({ role, endsAt }) => [role, endsAt]);
    expect(rights).toEqual([['Owner', undefined]]);
    expect(facts.names.map(({ kind, free }) => [kind, known(free)])).toEqual([
      ['vault', true],
      ['account', true],
    ]);
    const posts = cloud.exchanges.filter(({ method }) => method !== 'GET').map(({ url }) => url);
    expect(posts.every((url) => /check(Name|Domain)Availability/.test(url))).toBe(true);
    expect(cloud.exchanges.length).toBeLessThanOrEqual(11);
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  it('need few requests where nothing is to be built', async () => {
    const cloud = testCloud();
    await read(cloud, nothing);
    expect(cloud.exchanges.map(({ method }) => method)).toEqual(Array(5).fill('GET'));
  });

  it('that Azure refuses are unknown with its reason, and hide no other', async () => {
    const cloud = testCloud({
      faults: [{ method: 'GET', path: '/permissions$', fault: 403 }],
    });
    const facts = await read(cloud, nothing);
    expect(unread(facts.permissions)).toMatchObject({ code: 'AuthorizationFailed' });
    expect(known(facts.subscription)).toBeDefined();
  });

  it('of a subscription of another directory tell which one is right', async () => {
    const cloud = testCloud();
    const facts = await read(cloud, nothing, { ...dev, directoryId: 'b27c9e35-8d14-4f6a-a053-2e91c7f6d820' });
    expect(unread(facts.subscription)).toMatchObject({ code: 'InvalidAuthenticationTokenTenant' });
    expect(unread(facts.subscription)?.reason).toContain(dev.directoryId);
  });

  it('tell which existing resources are there', async () => {
    const cloud = testCloud();
    const network = `/subscriptions/${dev.subscriptionId}/resourceGroups/none/providers/Microsoft.Network/virtualNetworks/none`;
    const facts = await read(cloud, { ...nothing, uses: [network] });
    expect(facts.uses).toEqual({ [network.toLowerCase()]: { value: null } });
  });
});

describe('names that are taken', () => {
  it('name the soft-deleted vault that holds them, and the command that purges it', async () => {
    const cloud = testCloud();
    const session = cloud.session(dev);
    const group = `/subscriptions/${dev.subscriptionId}/resourceGroups/rg-old`;
    const vault = `${group}/providers/Microsoft.KeyVault/vaults/kv-old-name`;
    const done = async (operation: Operation): Promise<void> => {
      while (!operation.done) {
        await cloud.clock.sleep(30_000);
        await operation.poll();
      }
    };
    const location = 'switzerlandnorth';
    await done(await kinds.get('Microsoft.Resources/resourceGroups').put(session, group, { location }, {}));
    const properties = {
      tenantId: dev.directoryId,
      sku: { family: 'A', name: 'standard' },
      softDeleteRetentionInDays: 7,
      accessPolicies: [],
      publicNetworkAccess: 'Disabled',
      networkAcls: { defaultAction: 'Deny', bypass: 'None' },
    };
    const kind = kinds.get('Microsoft.KeyVault/vaults');
    await done(await kind.put(session, vault, { location, properties }, {}));
    const names = [{ kind: 'vault' as const, name: 'kv-old-name', id: `${group}/new` }];
    const [living] = (await read(cloud, { ...nothing, names })).names;
    expect([known(living?.free), living?.heldBy]).toEqual([false, undefined]);
    await done(await kind.remove(session, vault, { purge: false }));
    const [deleted] = (await read(cloud, { ...nothing, names })).names;
    expect(deleted).toMatchObject({
      free: { value: false },
      heldBy: {
        id: vault,
        purgeProtected: false,
        purgeCommand: 'az keyvault purge --name kv-old-name --location switzerlandnorth',
      },
    });
    expect(deleted?.heldBy?.freeOn).toMatch(/^2026-11-30/);
  });
});

describe('provider registration', () => {
  it('is done when Azure says Registered', async () => {
    const cloud = testCloud();
    const session = cloud.session(dev);
    const operation = await register(session, ['Microsoft.CognitiveServices', 'Microsoft.Insights']);
    for (let poll = 0; !operation.done && poll < 100; poll += 1) {
      await cloud.clock.sleep(10_000);
      await operation.poll();
    }
    const facts = await read(cloud, {
      ...nothing,
      namespaces: ['Microsoft.Insights', 'Microsoft.CognitiveServices'],
    });
    expect(unregistered(['Microsoft.CognitiveServices', 'Microsoft.Insights'], facts.registrations)).toEqual(
      [],
    );
  });
});
