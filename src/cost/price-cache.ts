import type { ExchangeRate } from '../facts/fx.ts';
import { isPriceRow, type PriceBook, type PriceRow } from '../facts/prices.ts';
import { isRecord } from '../facts/row.ts';
import { Refusal } from '../problems/problem.ts';

/** Format of the file that keeps refreshed prices. */
const CACHE_FORMAT = 1;

/** Prices that were read from a price list, as they are kept beside the estate file. */
export interface PriceCache {
  /** The cloud whose price list it was; a sandbox's list is never taken for Azure's. */
  readonly cloud: string;
  /** What answered, for people: `Azure Retail Prices API`. */
  readonly source: string;
  /** `YYYY-MM-DD` on which it was read. */
  readonly fetchedOn: string;
  readonly fx: ExchangeRate | undefined;
  readonly rows: readonly PriceRow[];
}

/** The file's text. */
export function writePriceCache({ fx, ...cache }: PriceCache): string {
  return `${JSON.stringify({ format: CACHE_FORMAT, ...cache, ...(fx ? { fx } : {}) }, null, 1)}\n`;
}

/** Reads the file. Undefined: it is broken, and counts as none. Throws a Refusal when a newer version wrote it. */
export function readPriceCache(text: string, path: string): PriceCache | undefined {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(given) || typeof given['format'] !== 'number') return undefined;
  if (given['format'] > CACHE_FORMAT) throw newer(given['format'], path);
  const { cloud, source, fetchedOn, rows, fx } = given;
  if (typeof cloud !== 'string' || typeof source !== 'string' || !isDate(fetchedOn)) return undefined;
  if (!Array.isArray(rows)) return undefined;
  const known: readonly unknown[] = rows;
  // One row that can't be read makes all of them doubtful.
  if (!known.every(isPriceRow)) return undefined;
  if (fx !== undefined && !isRate(fx)) return undefined;
  return { cloud, source, fetchedOn, rows: known, fx };
}

function newer(format: number, path: string): Refusal {
  return new Refusal([
    {
      code: 'GT-PRICES-NEWER',
      what: `${path} has format ${format}; this Gotthard knows formats up to ${CACHE_FORMAT}`,
      why: 'it was written by a newer version',
      next: ['Update Gotthard, or delete the file: gotthard prices refresh writes it again.'],
    },
  ]);
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
}

function isRate(value: unknown): value is ExchangeRate {
  if (!isRecord(value)) return false;
  const { usdChf, source, asOf, validMonth } = value;
  return (
    typeof usdChf === 'string' &&
    /^\d+(\.\d+)?$/.test(usdChf) &&
    typeof source === 'string' &&
    typeof asOf === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(asOf) &&
    (validMonth === undefined || (typeof validMonth === 'string' && /^\d{4}-\d{2}$/.test(validMonth)))
  );
}

/** What a price speaks of: the meter or the model, and where. All tiers of it are one. */
export function pricedThing(row: PriceRow): string {
  const what =
    row.model === undefined
      ? [row.meter, row.deploymentType ?? '']
      : [row.model, row.deploymentType ?? '', row.direction ?? ''];
  return JSON.stringify([row.service, ...what, row.reservationTerm ?? '', row.region]);
}

/** The shipped book with refreshed prices in place of those that they renew, all tiers of a meter at once. */
export function mergedBook(shipped: PriceBook, cache: PriceCache): PriceBook {
  const renewed = new Set(cache.rows.map(pricedThing));
  return {
    rows: [...shipped.rows.filter((row) => !renewed.has(pricedThing(row))), ...cache.rows],
    origin: { source: `${cache.source}, over the shipped prices`, asOf: cache.fetchedOn },
  };
}
