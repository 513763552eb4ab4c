import type { Estate } from '../../estate/estate.ts';
import { designedHoldings, existingHoldings, type Holding, type Looked, withDesigned } from './holding.ts';
import { type Isolation, isolationOf } from './isolation.ts';

const known = new WeakMap<Estate, Isolation>();

/** The isolation of an estate by its design alone. Computed once for each estate: every stamp of it asks. */
export function designedIsolation(estate: Estate): Isolation {
  const isolation = known.get(estate) ?? isolationOf(designedHoldings(estate));
  known.set(estate, isolation);
  return isolation;
}

/** The isolation of an estate by what exists of the stamps that were looked at, and by the design of all others. */
export function existingIsolation(estate: Estate, looked: readonly Looked[]): Isolation {
  return isolationOf(existingHoldings(estate, looked));
}

/** The same of stamps that were looked at one after another. */
export function isolationAmong(estate: Estate, holdings: readonly Holding[]): Isolation {
  return isolationOf(withDesigned(estate, holdings));
}
