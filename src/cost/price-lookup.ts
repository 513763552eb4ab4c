import Big from 'big.js';
import { isEuropean, isRegionName, speaksFor } from '../facts/price-regions.ts';
import { unitSizes } from '../facts/price-units.ts';
import type { PriceBook, PriceRow } from '../facts/prices.ts';
import { groupBy } from './group-by.ts';
import type { Meter } from './meter.ts';

/** From `floor` counted units on, each costs `price` USD. */
export interface Tier {
  readonly floor: Big;
  readonly price: Big;
}

/** What a meter costs in a region, and how well that is known. */
export interface FoundPrice {
  /** Rising by floor, the first at zero. */
  readonly tiers: readonly Tier[];
  /** Where the price holds: the asked region, or a wider place such as `Global`. */
  readonly place: string;
  /** The other region whose price stands in. */
  readonly substituteRegion?: string;
  readonly source: string;
  readonly asOf: string | null;
}

/** Finds prices in a book. */
export type FindPrice = (meter: Meter, region: string) => FoundPrice | undefined;

/** Books don't change, and every stamp asks for the same prices. */
const answers = new WeakMap<PriceBook, Map<string, FoundPrice | undefined>>();

/** Reads a book: the very region first, then a price that holds more widely, then another region's, else unknown. */
export function priceFinder(book: PriceBook): FindPrice {
  const found = answers.get(book) ?? new Map<string, FoundPrice | undefined>();
  answers.set(book, found);
  return (meter, region) => {
    const key = JSON.stringify([meter.prices, meter.unitSize, region]);
    if (!found.has(key)) found.set(key, lookUp(book, meter, region));
    return found.get(key);
  };
}

interface Offer {
  readonly region: string;
  readonly tiers: readonly Tier[];
  readonly source: string;
  readonly asOf: string | null;
}

function lookUp(book: PriceBook, meter: Meter, region: string): FoundPrice | undefined {
  const offers = offersOf(book, meter);
  const general = offers.filter((offer) => speaksFor(offer.region, region)).sort(newestFirst);
  const exact = offers.find((offer) => offer.region === region);
  if (meter.newest) return newestOf(offers, region);
  if (exact) return asFound(confirmed(exact, offers), region);
  const [wider] = general;
  if (wider) return asFound(wider, wider.region);
  const [other] = offers.filter((offer) => isRegionName(offer.region)).sort(nearestFirst);
  return other && { ...asFound(other, region), substituteRegion: other.region };
}

/** Of the region's own price and those that hold more widely, the one that was read last. */
function newestOf(offers: readonly Offer[], region: string): FoundPrice | undefined {
  const own = (offer: Offer): number => Number(offer.region === region);
  const [newest] = [...offers].sort(
    (a, b) => (b.asOf ?? '').localeCompare(a.asOf ?? '', 'en') || own(b) - own(a) || newestFirst(a, b),
  );
  if (!newest) return undefined;
  const substitute = isRegionName(newest.region) && newest.region !== region;
  const found = asFound(newest, substitute ? region : newest.region);
  return substitute ? { ...found, substituteRegion: newest.region } : found;
}

function asFound(offer: Offer, place: string): FoundPrice {
  return { tiers: offer.tiers, place, source: offer.source, asOf: offer.asOf };
}

/** The same price read later for another place: it hasn't changed since, so the later read-out is what is quoted. */
function confirmed(exact: Offer, offers: readonly Offer[]): Offer {
  const same = offers.filter((offer) => sameTiers(offer.tiers, exact.tiers)).sort(newestFirst);
  const [latest] = same;
  return latest && (latest.asOf ?? '') > (exact.asOf ?? '') ? latest : exact;
}

function sameTiers(a: readonly Tier[], b: readonly Tier[]): boolean {
  return (
    a.length === b.length &&
    a.every((tier, index) => {
      const other = b[index];
      return other !== undefined && tier.floor.eq(other.floor) && tier.price.eq(other.price);
    })
  );
}

function newestFirst(a: Offer, b: Offer): number {
  return (b.asOf ?? '').localeCompare(a.asOf ?? '', 'en') || (a.region < b.region ? -1 : 1);
}

function nearestFirst(a: Offer, b: Offer): number {
  return Number(isEuropean(b.region)) - Number(isEuropean(a.region)) || newestFirst(a, b);
}

/** The prices of a meter by region. What has no paid row is no offer: unknown is never zero. */
function offersOf(book: PriceBook, meter: Meter): Offer[] {
  const byRegion = groupBy(
    book.rows.filter((row) => prices(meter, row)),
    (row) => row.region,
  );
  return [...byRegion].flatMap(([region, rows]) => offerOf(region, rows, meter));
}

function prices(meter: Meter, row: PriceRow): boolean {
  return (
    row.currency === 'USD' &&
    unitSizes[row.unit] !== undefined &&
    Object.entries(meter.prices).every(([key, value]) => row[key as keyof PriceRow] === value)
  );
}

function offerOf(region: string, rows: readonly PriceRow[], meter: Meter): Offer[] {
  // Rows of one tier: the newest counts, then the first by id, so that the choice never depends on the order.
  const byFloor = [...rows].sort(
    (a, b) =>
      floorOf(a, meter).cmp(floorOf(b, meter)) ||
      (b.asOf ?? '').localeCompare(a.asOf ?? '', 'en') ||
      (a.id < b.id ? -1 : 1),
  );
  const chosen = byFloor.filter((row, index) => {
    const before = byFloor[index - 1];
    return before === undefined || !floorOf(before, meter).eq(floorOf(row, meter));
  });
  const paid = chosen.find((row) => new Big(row.price).gt(0));
  if (!paid) return [];
  const tiers = chosen.map((row) => ({ floor: floorOf(row, meter), price: priceOf(row, meter) }));
  const [first] = tiers;
  const free = first?.floor.eq(0) ? [] : [{ floor: new Big(0), price: new Big(0) }];
  return [{ region, tiers: [...free, ...tiers], source: paid.source, asOf: paid.asOf }];
}

/** Sizes are powers of ten or divide each other evenly, so scaling loses nothing. */
function priceOf(row: PriceRow, meter: Meter): Big {
  return new Big(row.price).times(meter.unitSize).div(unitSizes[row.unit] ?? '1');
}

function floorOf(row: PriceRow, meter: Meter): Big {
  return new Big(row.tierMinimumUnits ?? '0').times(unitSizes[row.unit] ?? '1').div(meter.unitSize);
}
