import Big from 'big.js';
import { mergedBook, type PriceCache, readPriceCache } from '../cost/price-cache.ts';
import type { Estate } from '../estate/estate.ts';
import { type ExchangeRate, shippedRate } from '../facts/fx.ts';
import { type PriceBook, shippedPrices } from '../facts/prices.ts';
import { Refusal } from '../problems/problem.ts';
import type { Ports } from './ports.ts';

/** What is known of prices for a cloud: refreshed ones where there are some, else the shipped ones. */
export interface KnownPrices {
  readonly prices: PriceBook;
  /** The refreshed rate, else the shipped one. */
  readonly rate: ExchangeRate;
  readonly cache: PriceCache | undefined;
}

type Needed = Pick<Ports, 'files' | 'homeOf'>;

/** The file that keeps refreshed prices of a cloud. */
export function priceFile(cloud: string, { homeOf }: Pick<Ports, 'homeOf'>): string {
  return `${homeOf(cloud)}/prices.json`;
}

/** Reads the refreshed prices of a cloud over the shipped ones. A file that is broken counts as none. */
export async function knownPrices(cloud: string, ports: Needed): Promise<KnownPrices> {
  const path = priceFile(cloud, ports);
  const [shipped, rate, text] = await Promise.all([shippedPrices(), shippedRate(), ports.files.read(path)]);
  const read = text === undefined ? undefined : readPriceCache(text, path);
  // A file that was copied from another cloud's folder is not that cloud's: a sandbox's prices are nobody's.
  const cache = read?.cloud === cloud ? read : undefined;
  return {
    prices: cache ? mergedBook(shipped, cache) : shipped,
    rate: cache?.fx ?? rate,
    cache,
  };
}

/** The rate that counts: the flag's, else the estate file's, else the refreshed one, else the shipped one. */
export function rateFor(
  known: Pick<KnownPrices, 'rate'>,
  { estate, flag, today }: { estate: Pick<Estate, 'fx'>; flag: string | undefined; today: string },
): ExchangeRate {
  if (flag !== undefined) return { usdChf: rateOf(flag), source: 'given by --fx', asOf: today };
  return estate.fx ?? known.rate;
}

function rateOf(flag: string): string {
  const plain = /^\d+(\.\d{1,10})?$/.test(flag) && new Big(flag).gt(0);
  if (plain) return flag;
  throw new Refusal([
    {
      code: 'GT-FX-WRONG',
      what: `--fx ${flag} is not a rate`,
      why: 'it says how many CHF a USD costs',
      next: ['--fx 0.82'],
    },
  ]);
}
