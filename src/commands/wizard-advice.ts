import { defenderPrice } from '../cost/defender-price.ts';
import { integrationPrice } from '../cost/integration-price.ts';
import { optionPrice } from '../cost/option-price.ts';
import type { Residency } from '../estate/estate.ts';
import { regions } from '../facts/regions.ts';
import type { Advice, RegionChoice } from '../wizard/ports.ts';
import { type KnownPrices, knownPrices } from './known-prices.ts';
import type { CloudAdvice, Ports } from './ports.ts';

type Needed = Pick<Ports, 'cloud' | 'cloudChoices' | 'files' | 'homeOf' | 'today'>;

/** What the wizard may know while it asks, of the cloud that is chosen and of its prices. */
export async function wizardAdvice(cloud: string, ports: Needed): Promise<Advice> {
  const names = [cloud, ...(await ports.cloudChoices()).map((choice) => choice.cloud)];
  const known = await Promise.all(
    [...new Set(names)].map(async (name) => [name, await knownPrices(name, ports)] as const),
  );
  return adviceOn(cloud, new Map(known), ports);
}

function adviceOn(name: string, known: ReadonlyMap<string, KnownPrices>, ports: Needed): Advice {
  const price: Advice['price'] = (option) => {
    const own = known.get(name);
    return own ? optionPrice(own.prices, own.rate, option) : 'price not known';
  };
  const planPrice: Advice['defenderPrice'] = (plan) => {
    const own = known.get(name);
    return own ? defenderPrice(own.prices, own.rate, plan) : 'price not known';
  };
  const advice = async (): Promise<CloudAdvice> => (await ports.cloud(name)).advice;
  const modelRegions: Advice['modelRegions'] = async (subscriptionId, residency) =>
    Promise.all(
      regions
        .filter((region) => keepsTo(residency, region))
        .map(async (region) => {
          const offers = await (await advice())
            .models(subscriptionId, region.name, residency)
            .catch(() => []);
          return choiceOf(region, `${offers.filter((offer) => offer.deployable).length} models on offer`);
        }),
    );
  return {
    clouds: ports.cloudChoices,
    on: (cloud) => adviceOn(cloud, known, ports),
    regions: async () => regions.map((region) => choiceOf(region, region.country)),
    modelRegions,
    directories: async () => (await advice()).directories(),
    subscriptions: async (directoryId) => (await advice()).subscriptions(directoryId),
    groups: async (directoryId) => (await advice()).groups(directoryId),
    models: async (...where) => (await advice()).models(...where),
    existingRanges: async (subscriptionId) => (await advice()).existingRanges(subscriptionId),
    nameFree: async (...what) => (await advice()).nameFree(...what),
    price,
    defenderPrice: planPrice,
    integrationPrice: (option, region) => {
      const own = known.get(name);
      if (!own || region === '') return 'price not known';
      return integrationPrice(own.prices, own.rate, { option, region, today: ports.today() });
    },
  };
}

function keepsTo(residency: Residency, region: (typeof regions)[number]): boolean {
  if (residency === 'switzerland') return region.country === 'Switzerland';
  return residency === 'anywhere' || region.dataZone === 'EU';
}

function choiceOf(region: (typeof regions)[number], offers: string): RegionChoice {
  return { region: region.name, name: region.displayName, offers };
}
