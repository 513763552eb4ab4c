import { beforeEach, expect, it } from 'vitest';
import { Cloud, deep, items } from '../cloud.ts';

let cloud: Cloud;
let plan: (name: string) => string;

const body = (properties: object): object => ({ properties });

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  plan = (name) => `/subscriptions/${cloud.subscription}/providers/Microsoft.Security/pricings/${name}`;
});

it('every plan of a subscription is there and off, whether somebody has written it or not', async () => {
  const all = items(await cloud.call('GET', plan('').slice(0, -1)));
  expect(all.map((one) => deep(one, 'properties', 'pricingTier'))).toEqual(all.map(() => 'Free'));
  expect(all.map((one) => deep(one, 'name'))).toEqual(
    expect.arrayContaining(['AI', 'Arm', 'KeyVaults', 'StorageAccounts']),
  );
  await cloud.done('PUT', plan('AI'), body({ pricingTier: 'Standard' }));
  expect(items(await cloud.call('GET', plan('').slice(0, -1)))).toHaveLength(all.length);
});

it('a plan that is put on says what it takes by itself, and off again it is as before', async () => {
  const before = await cloud.call('GET', plan('keyvaults'));
  const on = await cloud.call('PUT', plan('KeyVaults'), body({ pricingTier: 'Standard' }));
  expect(on.status).toBe(200);
  expect(deep(on.body, 'properties')).toMatchObject({
    pricingTier: 'Standard',
    subPlan: 'PerKeyVault',
    enforce: 'False',
    resourcesCoverageStatus: 'FullyCovered',
  });
  await cloud.done('PUT', plan('KeyVaults'), body({ pricingTier: 'Free' }));
  expect(deep((await cloud.call('GET', plan('KeyVaults'))).body, 'properties')).toEqual(
    deep(before.body, 'properties'),
  );
});

it('extensions that are not named are off', async () => {
  const extension = { name: 'AIPromptEvidence', isEnabled: 'True' };
  const on = await cloud.call('PUT', plan('AI'), body({ pricingTier: 'Standard', extensions: [extension] }));
  expect(deep(on.body, 'properties', 'extensions')).toEqual([
    extension,
    { name: 'AIPromptSharingWithPurview', isEnabled: 'False' },
  ]);
});

it.each([
  ['no tier', 'AI', {}],
  ['an unknown tier', 'AI', { pricingTier: 'Premium' }],
  ['an unknown plan', 'Nothing', { pricingTier: 'Standard' }],
  ['a sub-plan of another plan', 'Arm', { pricingTier: 'Standard', subPlan: 'PerKeyVault' }],
  ['a sub-plan without the tier', 'Arm', { pricingTier: 'Free', subPlan: 'PerSubscription' }],
  [
    'an extension of another plan',
    'AI',
    { pricingTier: 'Standard', extensions: [{ name: 'OnUploadMalwareScanning', isEnabled: 'True' }] },
  ],
  [
    'an extension without the tier',
    'AI',
    { pricingTier: 'Free', extensions: [{ name: 'AIPromptEvidence', isEnabled: 'True' }] },
  ],
  [
    'an extension that is a truth value',
    'AI',
    { pricingTier: 'Standard', extensions: [{ name: 'AIPromptEvidence', isEnabled: true }] },
  ],
  ['a property that it does not have', 'AI', { pricingTier: 'Standard', notes: 'ours' }],
])('%s is refused', async (_what, name, properties) => {
  expect(await cloud.refusal('PUT', plan(name), body(properties))).toBe('400 BadRequest');
});

it('a plan is neither deleted nor patched, and set on nothing but a subscription', async () => {
  expect(await cloud.refusal('DELETE', plan('AI'))).toBe('405 MethodNotAllowed');
  expect(await cloud.refusal('PATCH', plan('AI'), body({ pricingTier: 'Free' }))).toBe(
    '405 MethodNotAllowed',
  );
  expect(
    await cloud.refusal(
      'PUT',
      `${cloud.group}/providers/Microsoft.Security/pricings/AI`,
      body({ pricingTier: 'Standard' }),
    ),
  ).toBe('400 BadRequest');
});

it('a subscription that is not registered is told so in the words of the service, to reads too', async () => {
  await cloud.done('POST', `/subscriptions/${cloud.subscription}/providers/Microsoft.Security/unregister`);
  for (const [method, sent] of [['GET'], ['PUT', body({ pricingTier: 'Standard' })]] as const)
    expect(await cloud.refusal(method, plan('AI'), sent)).toBe('404 Subscription Not Registered');
});
