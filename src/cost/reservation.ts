import Big from 'big.js';
import { termMonths } from '../facts/price-units.ts';
import type { PriceBook } from '../facts/prices.ts';
import type { DeploymentPlace } from './token-meters.ts';

/** What a unit of provisioned throughput costs a month when it is reserved. */
export interface Reservation {
  /** USD a unit and month, decimal text. */
  readonly perMonth: string;
  readonly source: string;
  readonly asOf: string | null;
}

/**
 * The newest known reservation price. The price book has it for the whole term, whatever its unit says, so it is
 * divided by the months of the term and never multiplied by hours.
 */
export function reservationOf(
  book: PriceBook,
  place: DeploymentPlace,
  term: '1 Month' | '1 Year',
): Reservation | undefined {
  const [newest] = book.rows
    .filter((row) => row.service === 'Azure OpenAI PTU' && row.currency === 'USD')
    .filter((row) => row.deploymentType === place && reservedFor(row.unit) === term)
    .sort((a, b) => (b.asOf ?? '').localeCompare(a.asOf ?? '', 'en') || (a.id < b.id ? -1 : 1));
  if (!newest) return undefined;
  const perMonth = new Big(newest.price).div(termMonths[term] ?? 1).toFixed();
  return { perMonth, source: newest.source, asOf: newest.asOf };
}

function reservedFor(unit: string): string | undefined {
  return /^1 PTU for the whole term \((.+)\)$/.exec(unit)?.[1];
}
