import type { DeploymentType } from '../estate/estate.ts';
import type { Meter } from './meter.ts';

export type TokenDirection = 'input' | 'cached-input' | 'output';

/** How the price book calls the places in which a deployment type processes prompts. */
export type DeploymentPlace = 'regional' | 'datazone' | 'global';

export interface Place {
  readonly deploymentType: DeploymentPlace;
  readonly billing: 'tokens' | 'capacity';
}

const places: { readonly [sku in DeploymentType]: Place } = {
  Standard: { deploymentType: 'regional', billing: 'tokens' },
  DataZoneStandard: { deploymentType: 'datazone', billing: 'tokens' },
  GlobalStandard: { deploymentType: 'global', billing: 'tokens' },
  ProvisionedManaged: { deploymentType: 'regional', billing: 'capacity' },
  DataZoneProvisionedManaged: { deploymentType: 'datazone', billing: 'capacity' },
  GlobalProvisionedManaged: { deploymentType: 'global', billing: 'capacity' },
};

/** How a deployment type is billed; undefined for one that is not known. */
export function placeOf(sku: string): Place | undefined {
  return Object.hasOwn(places, sku) ? places[sku as DeploymentType] : undefined;
}

const placeNames: { readonly [place: string]: string } = {
  regional: 'regional',
  datazone: 'data zone',
  global: 'global',
};
const directionNames = { input: 'input', 'cached-input': 'cached input', output: 'output' } as const;

/**
 * The meter of a model's tokens. The price book lists some versions under names of their own (`gpt-4o-2024-11-20`):
 * such a version has that price or none, since another version's or another model's price is never taken.
 */
export function tokenMeter(model: string, version: string, place: string, direction: TokenDirection): Meter {
  const name = pricedByVersion.has(model) ? `${model}-${version}` : model;
  return {
    service: 'Azure OpenAI',
    name: `${name} ${placeNames[place] ?? place}, ${directionNames[direction]} tokens`,
    unit: '1M tokens',
    unitSize: '1000000',
    prices: { service: 'Azure OpenAI', model: name, deploymentType: place, direction },
  };
}

/** Models whose versions differ in price. */
const pricedByVersion: ReadonlySet<string> = new Set(['gpt-4o']);

/** The meter of provisioned throughput units, the same for every model. */
export function capacityMeter(place: DeploymentPlace): Meter {
  return {
    service: 'Azure OpenAI',
    name: `Provisioned throughput, ${placeNames[place] ?? place}`,
    unit: 'PTU-hour',
    unitSize: '1',
    prices: { service: 'Azure OpenAI PTU', deploymentType: place, unit: '1 PTU-hour' },
  };
}

/** The meter of provisioned throughput that is reserved for a term, by units and months. */
export function reservedMeter(place: DeploymentPlace, term: '1 Month' | '1 Year'): Meter {
  return {
    service: 'Azure OpenAI',
    name: `Provisioned throughput, ${placeNames[place] ?? place}, reserved for ${term}`,
    unit: 'PTU-month',
    unitSize: '1',
    prices: {
      service: 'Azure OpenAI PTU',
      deploymentType: place,
      unit: `1 PTU for the whole term (${term})`,
    },
    newest: true,
  };
}
