import { anchors, deriveRate } from '../cost/retail/derive-rate.ts';
import { type Finding, filterOf, type Read, type ReadAt, readMeter } from '../cost/retail/read-meter.ts';
import { selectorOf } from '../cost/retail/selectors.ts';
import type { Wanted } from '../cost/retail/wanted.ts';
import type { ExchangeRate } from '../facts/fx.ts';
import { ArmError } from '../problems/arm-error.ts';
import type { PriceList, RetailItem } from '../resource/price-list.ts';

/** What came of reading a price list: prices, and why others were not taken. */
export interface ReadAll extends Read {
  readonly failures: readonly ArmError[];
}

/** How many questions are asked at once: nobody knows how many the list bears. */
const AT_ONCE = 2;

/** Reads the prices of what is wanted. What can't be read is a finding; the list's refusals stand beside. */
export async function readAll(wanted: readonly Wanted[], list: PriceList, at: ReadAt): Promise<ReadAll> {
  const answers = new Map<string, Promise<readonly RetailItem[]>>();
  let down: ArmError | undefined;
  const ask = async (filter: string): Promise<readonly RetailItem[]> => {
    if (down) throw down;
    const answer = answers.get(filter) ?? list.items({ filter, currency: 'USD' });
    answers.set(filter, answer);
    try {
      return await answer;
    } catch (error) {
      // Where there is no way, nobody has to be sent again.
      if (error instanceof ArmError && error.code === 'PriceListUnreachable') down = error;
      throw error;
    }
  };
  const results: { read: Read; failure?: ArmError }[] = [];
  const queue = [...wanted];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) results.push(await readOne(next, ask, at));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return {
    rows: results.flatMap(({ read }) => read.rows),
    findings: results
      .flatMap(({ read }) => read.findings)
      .sort((a, b) => (`${a.region} ${a.meter}` < `${b.region} ${b.meter}` ? -1 : 1)),
    failures: results.flatMap(({ failure }) => failure ?? []),
  };
}

/** Asks for a meter under each name of its service and in each place where it may be listed, until it is found. */
async function readOne(
  { meter, region }: Wanted,
  ask: (filter: string) => Promise<readonly RetailItem[]>,
  at: ReadAt,
): Promise<{ read: Read; failure?: ArmError }> {
  const name = `${meter.service}: ${meter.name}`;
  const finding = (what: Finding['what'], message: string): Read => ({
    rows: [],
    findings: [{ meter: name, region, what, message }],
  });
  const selector = selectorOf(meter);
  if (!selector) return { read: finding('missing', 'nobody knows how the price list calls it') };
  let last = finding('missing', 'the price list does not have it');
  try {
    for (const place of selector.regions) {
      for (const service of selector.services) {
        const items = await ask(filterOf(selector, service, place === 'own' ? region : place));
        const read = readMeter(meter, selector, items, { ...at, region });
        if (read.rows.length > 0) return { read };
        if (read.findings.some(({ what }) => what !== 'missing')) return { read };
        last = read;
      }
    }
    return { read: last };
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return { read: finding('not readable', error.message), failure: error };
  }
}

/** Asks for the next dear meters only while the first ones are too few to tell the rate. */
export async function rateOf(list: PriceList, at: ReadAt): Promise<ExchangeRate | { readonly none: string }> {
  const [usd, chf]: [RetailItem[], RetailItem[]] = [[], []];
  let rate: ExchangeRate | { readonly none: string } = { none: 'it was not asked for' };
  for (const filter of anchors) {
    try {
      usd.push(...(await list.items({ filter, currency: 'USD' })));
      chf.push(...(await list.items({ filter, currency: 'CHF' })));
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      return { none: error.message };
    }
    rate = deriveRate(usd, chf, at);
    if ('usdChf' in rate) return rate;
  }
  return rate;
}
