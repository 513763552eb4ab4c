import { formatUnitPrice } from '../cost/format.ts';
import { listedPrices } from '../cost/listed-prices.ts';
import { mergedBook, type PriceCache, pricedThing, writePriceCache } from '../cost/price-cache.ts';
import { daysBetween } from '../cost/priced-line.ts';
import { type PriceChange, priceChanges } from '../cost/retail/changes.ts';
import { type Wanted, wantedPrices } from '../cost/retail/wanted.ts';
import { makeDesign } from '../design/make-design.ts';
import { type Estate, stampsOf } from '../estate/estate.ts';
import { stampsWithShared } from '../estate/shared-stamp.ts';
import type { ExchangeRate } from '../facts/fx.ts';
import { shippedPrices } from '../facts/prices.ts';
import type { ArmError } from '../problems/arm-error.ts';
import { problemFrom } from '../problems/from-arm.ts';
import { Refusal } from '../problems/problem.ts';
import { estimateContext } from './cost-of.ts';
import { exit } from './exit-code.ts';
import { knownPrices, priceFile } from './known-prices.ts';
import type { CommonOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { type ReadAll, rateOf, readAll } from './read-prices.ts';
import { writtenEstate } from './written-estate.ts';

/** Why prices need an estate file. */
const whyEstate = 'the prices are those of what an estate uses';

/** Prints what is known of prices for a region: the given one, else those of the estate file. Reads files alone. */
export async function pricesShow(
  options: CommonOptions & { readonly region?: string },
  ports: Ports,
): Promise<number> {
  const estate = options.region === undefined ? await writtenEstate(options, ports, whyEstate) : undefined;
  const cloud = ports.about(options.cloud ?? estate?.cloud ?? 'sandbox');
  const { prices, rate } = await knownPrices(cloud, ports);
  const regions = options.region === undefined ? regionsOf(estate) : [options.region];
  const listed = regions.map((region) => listedPrices(prices, region));
  for (const one of listed) ports.show.prices(one);
  if (options.json) ports.json({ cloud, book: prices.origin, fx: estate?.fx ?? rate, regions: listed });
  return exit.done;
}

function regionsOf(estate: Estate | undefined): string[] {
  const stamps = estate ? stampsOf(estate) : [];
  return [
    ...new Set(stamps.flatMap(({ environment: { region, modelRegion } }) => [region, modelRegion ?? region])),
  ];
}

/**
 * Reads the prices of exactly what the estate uses, and this month's rate, from the cloud's price list, and keeps them
 * beside the estate file. What could not be read keeps the price that it had; if nothing could, nothing is written.
 */
export async function pricesRefresh(options: CommonOptions, ports: Ports): Promise<number> {
  const estate = await writtenEstate(options, ports, whyEstate);
  const cloud = await ports.cloud(options.cloud ?? estate.cloud);
  const { cache: before, prices: known } = await knownPrices(cloud.name, ports);
  const context = await estimateContext(estate, ports, { cloud: cloud.name });
  const wanted = wantedPrices(stampsWithShared(estate).map(makeDesign), context);
  const at = { source: cloud.prices.source, today: ports.today() };
  ports.show.text(`Reading ${wanted.length} meters from the ${at.source} …`);
  const read = await readAll(wanted, cloud.prices, at);
  if (read.rows.length === 0) throw nothingRead(read.failures, before, ports.today());
  const rate = await rateOf(cloud.prices, at);
  const cache: PriceCache = {
    cloud: cloud.name,
    source: at.source,
    fetchedOn: at.today,
    fx: 'usdChf' in rate ? rate : before?.fx,
    rows: [...kept(before, read.rows), ...read.rows],
  };
  await ports.files.write(priceFile(cloud.name, ports), writePriceCache(cache));
  const changes = priceChanges(wanted, known, mergedBook(await shippedPrices(), cache));
  tell({ cache, read, rate, wanted, changes }, ports);
  if (options.json) {
    const { fx, fetchedOn, source } = cache;
    ports.json({
      cloud: cloud.name,
      source,
      fetchedOn,
      fx: fx ?? null,
      read: read.rows,
      findings: read.findings,
      changes,
    });
  }
  return exit.done;
}

/** Refreshed prices of before that were not read now: the last that is known of them. */
function kept(before: PriceCache | undefined, rows: PriceCache['rows']): PriceCache['rows'] {
  const renewed = new Set(rows.map(pricedThing));
  return (before?.rows ?? []).filter((row) => !renewed.has(pricedThing(row)));
}

function tell(
  told: {
    cache: PriceCache;
    read: ReadAll;
    rate: ExchangeRate | { readonly none: string };
    wanted: readonly Wanted[];
    changes: readonly PriceChange[];
  },
  { show }: Pick<Ports, 'show'>,
): void {
  const { cache, read, rate, wanted, changes } = told;
  const found = wanted.length - read.findings.length;
  const rateText =
    'usdChf' in rate
      ? `1 USD = ${rate.usdChf} CHF: ${rate.source}.`
      : `The rate could not be derived (${rate.none}): ${cache.fx ? `that of ${cache.fx.asOf} stays` : 'the shipped one stays'}.`;
  show.text(
    [
      `${found} of ${wanted.length} meters read from the ${cache.source}; prices in USD, of ${cache.fetchedOn}.`,
      rateText,
      ...changes.map(changeText),
      ...read.findings.map(
        ({ meter, region, what, message }) => `  ! ${what}: ${meter} in ${region}: ${message}.`,
      ),
      ...(read.findings.length > 0 ? ['  What was not read keeps the price that was known before.'] : []),
    ].join('\n'),
  );
}

/** Per cent from which a change is worth a second look. */
const LARGE = 25;

function changeText({ meter, unit, region, before, after, percent }: PriceChange): string {
  const was = before === null ? 'not known before' : `${formatUnitPrice(before)} before`;
  const by = percent === null ? (before === null ? '' : ', of another region') : `, ${percent} %`;
  const mark = Math.abs(Number(percent ?? 0)) > LARGE ? '!' : '~';
  return `  ${mark} ${meter} in ${region}: ${formatUnitPrice(after)} USD a ${unit} (${was}${by}).`;
}

function nothingRead(failures: readonly ArmError[], before: PriceCache | undefined, today: string): Refusal {
  const [first] = failures;
  const age = before ? daysBetween(before.fetchedOn, today) : undefined;
  const stays = before
    ? `the prices of ${before.fetchedOn}, ${age} days old, are still used`
    : 'the shipped prices are still used';
  const problem = first
    ? { ...problemFrom(first, undefined), what: `no price could be read, ${stays}: ${first.message}` }
    : {
        code: 'GT-PRICES-NONE',
        what: `the price list has none of the meters of the estate; ${stays}`,
        why: 'the estate uses nothing that is listed, or the list answers for another cloud',
        next: ['gotthard prices show tells what is known.'] as const,
      };
  return new Refusal([problem], 4);
}
