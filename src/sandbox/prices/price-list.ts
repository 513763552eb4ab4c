import { ArmError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Answer } from '../provider.ts';
import { type Filter, type FilterField, parseFilter } from './filter.ts';
import items from './items.json' with { type: 'json' };

/**
 * The retail price list of the sandbox: the shape, the filters and the pages of Microsoft's Retail Prices API, over a list
 * of its own. Token prices are those that the API had in 2025-08; what no public copy has, above all regional prices of
 * Switzerland North, is invented. Nobody's bill is made of it.
 */

/** A price in USD, as `items.json` writes it: a list for each, to keep the file short. */
interface Priced {
  readonly serviceName: string;
  readonly productName: string;
  readonly skuName: string;
  readonly meterName: string;
  readonly unitOfMeasure: string;
  readonly usd: number;
  readonly armRegionName: string;
  readonly tierMinimumUnits: number;
  readonly meterId: string;
  readonly reservationTerm: string | null;
  readonly type: string;
  readonly effectiveStartDate: string;
  readonly isPrimaryMeterRegion: boolean;
}

/** What a USD costs in each currency of the sandbox this month. */
const rates: Readonly<Record<string, number>> = { USD: 1, CHF: 0.8012345, EUR: 0.8612345 };

/** Below this a price in another currency is rounded, so that no rate can be told from it. */
const roundedBelow = 5;

const apiVersions: readonly (string | null)[] = [null, '2021-10-01-preview', '2023-01-01-preview'];
const parameters = ['api-version', '$filter', 'currencyCode', 'meterRegion', '$skip', '$top'];

const prices: readonly Priced[] = (items as unknown as readonly (readonly unknown[])[]).map((row) => ({
  serviceName: String(row[0]),
  productName: String(row[1]),
  skuName: String(row[2]),
  meterName: String(row[3]),
  unitOfMeasure: String(row[4]),
  usd: Number(row[5]),
  armRegionName: String(row[6]),
  tierMinimumUnits: Number(row[7]),
  meterId: String(row[8]),
  reservationTerm: row[9] === null ? null : String(row[9]),
  type: String(row[10]),
  effectiveStartDate: `${String(row[11])}T00:00:00Z`,
  isPrimaryMeterRegion: row[12] === true,
}));

/** Answers `GET /api/retail/prices`; nobody has to sign in for it. */
export function answerPrices(method: string, url: URL, pageSize: number): Answer {
  if (url.pathname.replace(/\/$/, '') !== '/api/retail/prices')
    throw new ArmError(404, 'NotFound', `There is no ${url.pathname} here.`);
  if (method !== 'GET') throw new ArmError(405, 'MethodNotAllowed', 'The price list can only be read.');
  const asked = url.searchParams;
  for (const name of asked.keys())
    if (!parameters.includes(name))
      throw new ArmError(400, 'BadRequest', `The parameter '${name}' is not supported.`);
  const version = asked.get('api-version');
  if (!apiVersions.includes(version))
    throw new ArmError(400, 'BadRequest', `The api-version '${version}' is not known.`);
  const currency = unquoted(asked.get('currencyCode') ?? 'USD');
  const rate = rates[currency];
  if (rate === undefined) throw new ArmError(400, 'BadRequest', `The currency '${currency}' is not known.`);
  const filter: Filter = asked.get('$filter') === null ? () => true : parseFilter(asked.get('$filter') ?? '');
  const primary = unquoted(asked.get('meterRegion') ?? '') === 'primary';
  const found = prices.filter(
    (price) => filter((field) => fieldOf(price, field)) && (!primary || price.isPrimaryMeterRegion),
  );
  const skip = wholeNumber(asked.get('$skip'), 0);
  const size = Math.min(pageSize, wholeNumber(asked.get('$top'), pageSize));
  const page = found.slice(skip, skip + size);
  return {
    status: 200,
    body: {
      BillingCurrency: currency,
      CustomerEntityId: 'Default',
      CustomerEntityType: 'Retail',
      Items: page.map((price) => itemOf(price, currency, rate)),
      NextPageLink: skip + size < found.length ? linkTo(url, skip + size) : null,
      Count: page.length,
    },
  };
}

function fieldOf(price: Priced, field: FilterField): string {
  if (field === 'priceType') return price.type;
  if (field === 'location') return price.armRegionName;
  return String((price as unknown as Record<string, unknown>)[field] ?? '');
}

function itemOf(price: Priced, currency: string, rate: number): JsonObject {
  const { usd, reservationTerm, ...rest } = price;
  const amount = currency === 'USD' ? usd : converted(usd, rate);
  return {
    currencyCode: currency,
    ...rest,
    retailPrice: amount,
    unitPrice: amount,
    location: price.armRegionName,
    serviceId: '',
    serviceFamily: '',
    productId: '',
    skuId: '',
    armSkuName: price.type === 'Reservation' ? price.skuName.replaceAll(' ', '_') : '',
    ...(reservationTerm === null ? {} : { reservationTerm }),
  };
}

function converted(usd: number, rate: number): number {
  return Number((usd * rate).toFixed(usd >= roundedBelow ? 6 : 4));
}

/** Absolute, with the port, as the API writes it. */
function linkTo(url: URL, skip: number): string {
  const next = new URLSearchParams(url.searchParams);
  next.set('$skip', String(skip));
  return `https://${url.hostname}:443${url.pathname}?${next}`;
}

function unquoted(text: string): string {
  return text.replace(/^'(.*)'$/, '$1');
}

function wholeNumber(text: string | null, otherwise: number): number {
  if (text === null) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new ArmError(400, 'BadRequest', `'${text}' is not a whole number.`);
  return Number(text);
}
