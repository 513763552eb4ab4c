import Big from 'big.js';
import type { PriceRow } from '../../facts/prices.ts';
import type { RetailItem } from '../../resource/price-list.ts';
import { groupBy } from '../group-by.ts';
import type { Meter } from '../meter.ts';
import { bookFields, type Selector } from './selectors.ts';
import { readTokenName } from './token-names.ts';

/** Why no price of a meter was taken from a list. */
export interface Finding {
  readonly meter: string;
  readonly region: string;
  readonly what: 'missing' | 'ambiguous' | 'unknown unit' | 'zero-priced' | 'new name' | 'not readable';
  readonly message: string;
}

export interface Read {
  readonly rows: readonly PriceRow[];
  readonly findings: readonly Finding[];
}

/** Where and when a list was read. */
export interface ReadAt {
  readonly source: string;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** What is asked for, as OData: `service`, the place, and what narrows the answer down to one meter. */
export function filterOf(selector: Selector, service: string, region: string): string {
  const { product, sku, meters, term } = selector;
  const equals = (field: string, value: string): string => `${field} eq '${value.replaceAll("'", "''")}'`;
  const names = (meters ?? []).map((name) => equals('meterName', name));
  return [
    equals('serviceName', service),
    equals('armRegionName', region),
    equals('priceType', term === undefined ? 'Consumption' : 'Reservation'),
    ...(product === undefined ? [] : [equals('productName', product)]),
    ...(sku === undefined ? [] : [equals('skuName', sku)]),
    ...(names.length > 1 ? [`(${names.join(' or ')})`] : names),
    ...(meters === undefined ? ["contains(productName,'Azure OpenAI')"] : []),
  ].join(' and ');
}

/**
 * The prices of a meter out of a list's answer: every tier of it. What is not there, has two prices, an unknown unit or no
 * price above zero is told, and never guessed.
 */
export function readMeter(
  meter: Meter,
  selector: Selector,
  items: readonly RetailItem[],
  at: ReadAt & { readonly region: string },
): Read {
  const none = (what: Finding['what'], message: string): Read => ({
    rows: [],
    findings: [{ meter: `${meter.service}: ${meter.name}`, region: at.region, what, message }],
  });
  const meant = items.filter((item) => isMeant(item, meter, selector));
  if (meant.length === 0) {
    const strange = newNames(items, meter, selector);
    if (strange.length > 0)
      return none('new name', `no name is understood as this one; not understood: ${strange.join(', ')}`);
    return none('missing', 'the price list does not have it');
  }
  const unit = meant.find(({ unitOfMeasure }) => selector.units[unitOfMeasure] === undefined);
  if (unit)
    return none('unknown unit', `${unit.meterName} is priced by '${unit.unitOfMeasure}', an unknown unit`);
  const tiers = [...groupBy(meant, (item) => `${item.tierMinimumUnits} ${item.unitOfMeasure}`).values()].map(
    oneOf,
  );
  const disputed = tiers.find((tier) => typeof tier === 'string');
  if (typeof disputed === 'string') return none('ambiguous', disputed);
  const taken = tiers.filter((tier) => typeof tier !== 'string');
  if (taken.every(({ price }) => new Big(price).eq(0)))
    return none('zero-priced', 'every tier of it has the price 0, which nothing that is billed has');
  if (new Set(taken.map(({ unitOfMeasure }) => unitOfMeasure)).size > 1)
    return none('ambiguous', 'its tiers are priced by different units');
  return { rows: taken.map((item) => rowOf(item, meter, selector, at)), findings: [] };
}

function isMeant(item: RetailItem, meter: Meter, selector: Selector): boolean {
  const { product, sku, meters, term, services } = selector;
  if (!services.includes(item.serviceName)) return false;
  if (item.type !== (term === undefined ? 'Consumption' : 'Reservation') || item.reservationTerm !== term)
    return false;
  if (product !== undefined && item.productName !== product) return false;
  if (sku !== undefined && item.skuName !== sku) return false;
  if (meters !== undefined) return meters.includes(item.meterName);
  const said = readTokenName(item.meterName);
  const { model, deploymentType, direction } = meter.prices;
  return said?.model === model && said?.deploymentType === deploymentType && said?.direction === direction;
}

/** Names that are not understood but speak of the model: somebody has to look at them. */
function newNames(items: readonly RetailItem[], { prices }: Meter, { meters }: Selector): string[] {
  if (meters !== undefined) return [];
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '');
  const wanted = plain(prices.model ?? '').replace(/(gpt4o)\d+$/, '$1');
  const strange = items
    .filter(({ meterName }) => readTokenName(meterName) === undefined && plain(meterName).startsWith(wanted))
    .map(({ meterName }) => meterName);
  return [...new Set(strange)].slice(0, 5);
}

/** Of several items of one tier the one of the primary region; items that agree are one; others are a dispute. */
function oneOf(items: readonly RetailItem[]): RetailItem | string {
  const primary = items.filter(({ isPrimaryMeterRegion }) => isPrimaryMeterRegion);
  const counted = primary.length > 0 ? primary : items;
  const prices = [...new Set(counted.map(({ price }) => price))].sort();
  const [first] = [...counted].sort((a, b) => (a.meterId < b.meterId ? -1 : 1));
  if (first && prices.length === 1) return first;
  return `${first?.meterName ?? 'it'} is listed at ${prices.join(' and at ')} USD a ${first?.unitOfMeasure ?? 'unit'}`;
}

function rowOf(
  item: RetailItem,
  meter: Meter,
  selector: Selector,
  { source, today, region }: ReadAt & { readonly region: string },
): PriceRow {
  const place = item.armRegionName === '' ? 'Zone 1' : item.armRegionName;
  const term = item.reservationTerm === undefined ? '' : `.${item.reservationTerm}`;
  return {
    id: `list.${item.meterId}.${region}.${item.tierMinimumUnits}${term}`,
    ...bookFields(meter, item.meterName),
    unit: selector.units[item.unitOfMeasure] ?? item.unitOfMeasure,
    price: item.price,
    currency: item.currencyCode,
    region: place,
    tierMinimumUnits: item.tierMinimumUnits,
    source: `${source}, ${item.meterName} (${item.meterId})`,
    asOf: today,
    confidence: 'high',
  };
}
