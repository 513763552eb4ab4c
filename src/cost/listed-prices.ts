import { unitSizes } from '../facts/price-units.ts';
import type { PriceBook, PriceBookOrigin, PriceRow } from '../facts/prices.ts';
import { groupBy } from './group-by.ts';
import type { Meter } from './meter.ts';
import { priceFinder } from './price-lookup.ts';

/** A price as it is known for a region. */
export interface ListedPrice {
  readonly service: string;
  readonly meter: string;
  readonly unit: string;
  /** Rising; USD a unit, decimal text, from so many units on. */
  readonly tiers: readonly { readonly from: string; readonly price: string }[];
  /** Where the price holds. */
  readonly region: string;
  /** The region whose price stands in. */
  readonly substituteRegion?: string;
  readonly asOf: string | null;
  readonly source: string;
}

/** All prices that are known for a region. */
export interface ListedPrices {
  readonly region: string;
  readonly book: PriceBookOrigin;
  readonly prices: readonly ListedPrice[];
}

/** What a book knows of a region: its own prices, those that hold more widely, and other regions' that stand in. */
export function listedPrices(book: PriceBook, region: string): ListedPrices {
  const find = priceFinder(book);
  const paid = book.rows.filter((row) => row.currency === 'USD' && row.service !== 'Free');
  const things = [...groupBy(paid, (row) => JSON.stringify(fieldsOf(row))).values()];
  const prices = things.flatMap(([row]): ListedPrice[] => {
    if (!row) return [];
    const size = unitSizes[row.unit] ?? '1';
    const meter = { service: row.service, name: row.meter, unit: row.unit, prices: fieldsOf(row) };
    const found = find({ ...meter, unitSize: size }, region);
    if (!found) return [];
    return [
      {
        service: row.service,
        meter: nameOf(row),
        unit: row.unit,
        tiers: found.tiers.map(({ floor, price }) => ({ from: floor.toFixed(), price: price.toFixed() })),
        region: found.place,
        ...(found.substituteRegion === undefined ? {} : { substituteRegion: found.substituteRegion }),
        asOf: found.asOf,
        source: found.source,
      },
    ];
  });
  const key = ({ service, meter }: ListedPrice): string => `${service} ${meter}`;
  return { region, book: book.origin, prices: prices.sort((a, b) => (key(a) < key(b) ? -1 : 1)) };
}

/** The fields that tell one thing from another, whatever its region. Tokens go by their model, not by their meter's name. */
function fieldsOf({
  service,
  meter,
  model,
  deploymentType,
  direction,
  unit,
  reservationTerm,
}: PriceRow): Meter['prices'] {
  if (model !== undefined && deploymentType !== undefined && direction !== undefined)
    return { service, model, deploymentType, direction };
  return {
    service,
    meter,
    ...(deploymentType === undefined ? {} : { deploymentType }),
    // Reservations have the name of the meter that they replace.
    ...(reservationTerm === undefined && deploymentType === undefined ? {} : { unit }),
  };
}

function nameOf({ meter, model, deploymentType, direction, reservationTerm }: PriceRow): string {
  if (model !== undefined && direction !== undefined)
    return `${model} ${deploymentType}, ${direction} tokens`;
  return reservationTerm === undefined ? meter : `${meter}, reserved for ${reservationTerm}`;
}
