import type { DeploymentType } from '../estate/estate.ts';
import type { ExchangeRate } from '../facts/fx.ts';
import { isEmbedding } from '../facts/model-purposes.ts';
import type { PriceBook } from '../facts/prices.ts';
import { formatChf } from './format.ts';
import { HOURS, type Meter } from './meter.ts';
import { type FoundPrice, priceFinder } from './price-lookup.ts';
import { basePrice } from './priced-line.ts';
import { capacityMeter, placeOf, type TokenDirection, tokenMeter } from './token-meters.ts';

/** A choice somebody is about to make. */
export interface PriceOption {
  readonly model?: string;
  readonly version?: string;
  readonly deploymentType: DeploymentType;
  /** Units of provisioned throughput; one when left out. */
  readonly capacity?: number;
  readonly region: string;
}

/**
 * What an option costs, for a hint: `CHF 60'836.04 a month` for provisioned throughput, `CHF 1.04 in / CHF 8.33 out
 * per 1M tokens` for what is billed by tokens, or that the price isn't known.
 */
export function optionPrice(book: PriceBook, fx: Pick<ExchangeRate, 'usdChf'>, option: PriceOption): string {
  const place = placeOf(option.deploymentType);
  const find = priceFinder(book);
  const look = (meter: Meter): FoundPrice | undefined => find(meter, option.region);
  const chf = (found: FoundPrice, quantity: string | number): string =>
    formatChf(basePrice(found).times(quantity).times(fx.usdChf).toFixed());
  if (place?.billing === 'capacity') {
    const found = look(capacityMeter(place.deploymentType));
    if (!found) return 'price not known';
    const hours = basePrice(found)
      .times(HOURS)
      .times(option.capacity ?? 1);
    return `${formatChf(hours.times(fx.usdChf).toFixed())} a month${elsewhere(found)}`;
  }
  if (option.model === undefined || place === undefined) return 'billed by tokens';
  const { model, version = '' } = option;
  const price = (direction: TokenDirection): FoundPrice | undefined =>
    look(tokenMeter(model, version, place.deploymentType, direction));
  const input = price('input');
  if (!input) return 'price not known';
  if (isEmbedding(model)) return `${chf(input, 1)} per 1M tokens${elsewhere(input)}`;
  const output = price('output');
  if (!output) return `${chf(input, 1)} in per 1M tokens, out not known${elsewhere(input)}`;
  return `${chf(input, 1)} in / ${chf(output, 1)} out per 1M tokens${elsewhere(input)}`;
}

function elsewhere({ substituteRegion }: FoundPrice): string {
  return substituteRegion === undefined ? '' : ` (price of ${substituteRegion})`;
}
