import Big from 'big.js';
import { ArmError } from '../problems/arm-error.ts';
import type { ActualCosts, ActualCostsQuery } from '../resource/actual-costs.ts';
import { at, type Json, type JsonObject } from '../resource/json.ts';
import { objects, text } from './facts/json-fields.ts';
import { fact, type Read } from './facts/tolerant.ts';
import type { Session } from './session.ts';

/** Microsoft, "Query - Usage" and "Forecast - Usage" of the Cost Management REST API: they read, though by POST. */
const apiVersion = '2023-11-01';

/** The month so far of some resource groups by service and meter, and what the rest of it is expected to bring. */
export async function readActualCosts(
  session: Session,
  { groups, now }: ActualCostsQuery,
  read: Read,
): Promise<ActualCosts> {
  const filter = { dimensions: { name: 'ResourceGroupName', operator: 'In', values: [...groups] } };
  const aggregation = { totalCost: { name: 'Cost', function: 'Sum' } };
  const soFar = await rowsOf(session, 'query', read, {
    type: 'ActualCost',
    timeframe: 'MonthToDate',
    dataset: {
      aggregation,
      grouping: [
        { type: 'Dimension', name: 'ServiceName' },
        { type: 'Dimension', name: 'Meter' },
      ],
      filter,
    },
  });
  const rest = await fact(() =>
    rowsOf(session, 'forecast', read, {
      type: 'ActualCost',
      timeframe: 'Custom',
      timePeriod: { from: new Date(now).toISOString(), to: endOfMonth(now) },
      dataset: { granularity: 'Daily', aggregation, filter },
      includeActualCost: false,
      includeFreshPartialCost: false,
    }),
  );
  const currencies = [...new Set(soFar.map((row) => String(row['Currency'] ?? '')))];
  if (currencies.length > 1) throw strange(`one bill has the currencies ${currencies.join(' and ')}`);
  const forecast = 'value' in rest ? rest.value : [];
  const currency = currencies[0] ?? String(forecast[0]?.['Currency'] ?? '');
  return {
    currency,
    lines: soFar.map((row) => ({
      service: String(row['ServiceName'] ?? ''),
      meter: String(row['Meter'] ?? ''),
      amount: amountOf(row),
    })),
    rest: 'unknown' in rest ? { unknown: rest.unknown.reason } : { amount: sumOf(forecast) },
  };
}

/** The rows of all pages, each by the names of its columns: their order is the service's. */
async function rowsOf(
  session: Session,
  kind: 'query' | 'forecast',
  read: Read,
  body: JsonObject,
): Promise<Record<string, Json>[]> {
  const rows: Record<string, Json>[] = [];
  let path: string | undefined =
    `/subscriptions/${session.subscriptionId}/providers/Microsoft.CostManagement/${kind}`;
  while (path !== undefined) {
    const from: string = path;
    const page: JsonObject = (await read(() => session.post(from, apiVersion, body))) ?? {};
    const columns = objects(page, '/properties/columns').map((column) => text(column, '/name') ?? '');
    const found = at(page, '/properties/rows');
    if (!Array.isArray(found) || columns.length === 0) throw strange('its answer has no columns and rows');
    for (const row of found) {
      if (!Array.isArray(row)) throw strange('a row is no list');
      rows.push(Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null])));
    }
    path = nextOf(page);
  }
  return rows;
}

/** The next page is asked for at our own endpoint, wherever its link leads. */
function nextOf(page: JsonObject): string | undefined {
  const link = text(page, '/properties/nextLink');
  if (link === undefined || !URL.canParse(link)) return undefined;
  const url = new URL(link);
  url.searchParams.delete('api-version');
  return `${url.pathname}${url.search}`;
}

function amountOf(row: Record<string, Json>): string {
  const value = row['Cost'];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw strange('a row has no amount');
  return new Big(value).toFixed();
}

function sumOf(rows: readonly Record<string, Json>[]): string {
  return rows.reduce((sum, row) => sum.plus(amountOf(row)), new Big(0)).toFixed();
}

function endOfMonth(now: number): string {
  const date = new Date(now);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - 1000).toISOString();
}

function strange(what: string): ArmError {
  return new ArmError({
    status: null,
    code: 'CostsGarbled',
    message: `Cost Management can't be read: ${what}`,
  });
}
