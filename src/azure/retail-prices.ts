import { createHttpHeaders, createPipelineRequest, type HttpClient } from '@azure/core-rest-pipeline';
import Big from 'big.js';
import { ArmError } from '../problems/arm-error.ts';
import { isObject, type Json, type JsonObject } from '../resource/json.ts';
import type { PriceList, PriceQuery, RetailItem } from '../resource/price-list.ts';
import { armErrorFrom, connectionLost, parse } from './arm-errors.ts';

/**
 * Microsoft's Retail Prices API: public, without a sign-in, in pages. Microsoft, "Azure Retail Prices overview" (REST API
 * reference of Cost Management), api-version 2023-01-01-preview.
 */
export interface PriceEndpoint {
  /** `https://prices.azure.com` */
  readonly origin: string;
  /** What people are told of it. */
  readonly source: string;
  readonly httpClient: HttpClient;
  /** Milliseconds after which an unanswered page is given up. */
  readonly timeoutMs: number;
}

const apiVersion = '2023-01-01-preview';
/** A filter that lets more through than this was not meant. */
const mostPages = 50;

/**
 * Reads the API through an HTTP client.
 * @param again tries one page again where that can help
 */
export function retailPrices(
  endpoint: PriceEndpoint,
  again: <T>(call: () => Promise<T>) => Promise<T>,
): PriceList {
  return {
    source: endpoint.source,
    items: async (query) => {
      const items: RetailItem[] = [];
      let url: string | undefined = firstPage(endpoint.origin, query);
      for (let page = 0; url !== undefined; page += 1) {
        if (page === mostPages) throw garbled(`it has more than ${mostPages} pages for ${query.filter}`);
        const from: string = url;
        const body: JsonObject = await again(() => pageAt(endpoint, from));
        items.push(...itemsOf(body, query.currency));
        url = nextOf(body);
      }
      return items;
    },
  };
}

function firstPage(origin: string, { filter, currency }: PriceQuery): string {
  const query = new URLSearchParams({
    'api-version': apiVersion,
    currencyCode: `'${currency}'`,
    $filter: filter,
  });
  return `${origin}/api/retail/prices?${query}`;
}

/** A link to somewhere else is not followed. */
async function pageAt(endpoint: PriceEndpoint, url: string): Promise<JsonObject> {
  if (new URL(url).origin !== new URL(endpoint.origin).origin) {
    const message = `a link led to ${new URL(url).origin}`;
    throw new ArmError({ status: null, code: 'ForeignOrigin', message });
  }
  const headers = createHttpHeaders({ accept: 'application/json' });
  const request = createPipelineRequest({ url, headers, timeout: endpoint.timeoutMs });
  const answer = await endpoint.httpClient.sendRequest(request).catch((error: unknown) => {
    throw isOffline(error) ? unreachable(error, endpoint.origin) : connectionLost(error);
  });
  const text = answer.bodyAsText ?? '';
  if (answer.status !== 200) throw armErrorFrom({ status: answer.status, headers: answer.headers, text });
  const body = parse(text) as Json | undefined;
  if (isObject(body)) return body;
  throw garbled('its answer is not JSON');
}

/** Without a way there nobody has to wait: the prices known so far are good for more than a few minutes longer. */
function isOffline(error: unknown): error is Error {
  return (
    error instanceof Error &&
    'code' in error &&
    /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH)$/.test(String(error.code))
  );
}

function unreachable(error: Error, origin: string): ArmError {
  const message = `${new URL(origin).host} can't be reached (${error.message})`;
  return new ArmError({ status: null, code: 'PriceListUnreachable', message });
}

function itemsOf(body: JsonObject, currency: string): RetailItem[] {
  const items = body['Items'];
  if (!Array.isArray(items)) throw garbled('its answer has no list of items');
  if (body['BillingCurrency'] !== currency)
    throw garbled(`it answered in ${String(body['BillingCurrency'])} instead of ${currency}`);
  return (items as readonly Json[]).map((item) => itemOf(item, currency));
}

function itemOf(item: Json, currency: string): RetailItem {
  if (!isObject(item)) throw garbled('an item is no object');
  const text = (name: string): string => {
    const value = item[name];
    if (typeof value !== 'string') throw garbled(`an item has no ${name}`);
    return value;
  };
  const number = (name: string): string => {
    const value = item[name];
    // A number of JSON is read as the decimal that was written, as long as it has no more than 15 digits.
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
      throw garbled(`${name} of ${text('meterName')} is ${JSON.stringify(value ?? null)}`);
    return new Big(value).toFixed();
  };
  if (text('currencyCode') !== currency)
    throw garbled(`${text('meterName')} is in ${text('currencyCode')} instead of ${currency}`);
  const term = item['reservationTerm'];
  return {
    currencyCode: currency,
    price: number('retailPrice'),
    tierMinimumUnits: number('tierMinimumUnits'),
    armRegionName: text('armRegionName'),
    meterId: text('meterId'),
    meterName: text('meterName'),
    productName: text('productName'),
    skuName: text('skuName'),
    serviceName: text('serviceName'),
    unitOfMeasure: text('unitOfMeasure'),
    type: text('type'),
    isPrimaryMeterRegion: item['isPrimaryMeterRegion'] === true,
    reservationTerm: typeof term === 'string' && term !== '' ? term : undefined,
  };
}

function nextOf(body: JsonObject): string | undefined {
  const link = body['NextPageLink'];
  if (link === null || link === undefined || link === '') return undefined;
  if (typeof link === 'string' && URL.canParse(link)) return link;
  throw garbled('its link to the next page is no URL');
}

/** The list answered, but not as it is published: trying again would not help. */
function garbled(what: string): ArmError {
  return new ArmError({
    status: null,
    code: 'PriceListGarbled',
    message: `the price list can't be trusted: ${what}`,
  });
}
