import type { Advice, DirectoryChoice, ModelOffer, SubscriptionChoice } from '../../src/wizard/ports.ts';

const guid = (last: string): string => `00000000-0000-0000-0000-${last.padStart(12, '0')}`;

export const sampleDirectories: readonly DirectoryChoice[] = [
  { directoryId: guid('d1'), name: 'Helvetia Care AG' },
  { directoryId: guid('d2'), name: 'Jura Bank' },
];

export const sampleSubscriptions: readonly SubscriptionChoice[] = [
  { subscriptionId: guid('a1'), name: 'hc-ai-dev', directoryId: guid('d1'), enabled: true },
  { subscriptionId: guid('a2'), name: 'hc-ai-prod', directoryId: guid('d1'), enabled: true },
  { subscriptionId: guid('a3'), name: 'hc-legacy', directoryId: guid('d1'), enabled: false },
  { subscriptionId: guid('b1'), name: 'jura-one', directoryId: guid('d2'), enabled: true },
];

function offer(
  model: string,
  deploymentType: ModelOffer['deploymentType'],
  given: Partial<ModelOffer> = {},
): ModelOffer {
  return {
    model,
    version: '2026-01-01',
    deploymentType,
    capacity: { minimum: 1, maximum: 1000, step: 1, default: 50 },
    retiresOn: undefined,
    remaining: 300,
    deployable: true,
    ...given,
  };
}

const offers: Readonly<Record<string, readonly ModelOffer[]>> = {
  switzerland: [
    offer('chat', 'ProvisionedManaged', { capacity: { minimum: 50, maximum: 500, step: 50, default: 50 } }),
  ],
  'eu-data-zone': [
    offer('chat', 'DataZoneStandard', { retiresOn: '2027-10-01' }),
    offer('embedding', 'DataZoneStandard'),
    offer('chat-old', 'DataZoneStandard', { deployable: false }),
    offer('chat-scarce', 'DataZoneStandard', { remaining: 0 }),
  ],
  anywhere: [offer('chat', 'GlobalStandard'), offer('embedding', 'GlobalStandard')],
};

const swiss = { region: 'switzerlandnorth', name: 'Switzerland North', offers: '3 zones' };
const swedish = { region: 'swedencentral', name: 'Sweden Central', offers: '3 zones, data zone' };

/** Advice as of a small organisation; parts of it can be replaced. */
export function sampleAdvice(given: Partial<Advice> = {}): Advice {
  const advice: Advice = {
    clouds: async () => [
      { cloud: 'sandbox', name: 'Sandbox on this machine' },
      { cloud: 'azure', name: 'Azure', hint: 'signed in as ada@example.com' },
    ],
    on: () => advice,
    regions: async (_subscription, residency) => (residency === 'switzerland' ? [swiss] : [swiss, swedish]),
    modelRegions: async (_subscription, residency) =>
      residency === 'switzerland' ? [swiss] : residency === 'anywhere' ? [swiss, swedish] : [swedish],
    directories: async () => sampleDirectories,
    subscriptions: async (directoryId) =>
      sampleSubscriptions.filter((subscription) => subscription.directoryId === directoryId),
    groups: async () => [{ objectId: guid('c1'), name: 'AI administrators' }],
    models: async (_subscription, _region, residency) => offers[residency] ?? [],
    existingRanges: async (subscriptionId) => {
      const index = sampleSubscriptions.findIndex((each) => each.subscriptionId === subscriptionId);
      const id = `/subscriptions/${subscriptionId}/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub`;
      return [{ name: 'vnet-hub', id, range: `10.4${Math.max(0, index)}.0.0/22` }];
    },
    nameFree: async () => true,
    price: ({ deploymentType, capacity }) => `CHF 1.00 a month for ${capacity ?? 1} of ${deploymentType}`,
    integrationPrice: (option) => `about CHF 1.00 a month for ${option}`,
    defenderPrice: (plan) => `CHF 1.00 a month for ${plan}`,
    ...given,
  };
  return advice;
}
