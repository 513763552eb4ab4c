import { ArmError } from '../errors.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import type { Answer, Call, ProviderModel, RouteModel } from '../provider.ts';
import { anything, boolean, list, map, object, oneOf, required, text } from '../shape.ts';
import { type Billed, billedIn, billingCurrency } from './charges.ts';

const apiVersions = ['2021-10-01', '2022-10-01', '2023-03-01', '2023-11-01', '2024-08-01', '2025-03-01'];

const dataset = object({
  granularity: oneOf('Daily', 'Monthly', 'None'),
  aggregation: map(object({ name: required(text()), function: required(oneOf('Sum')) }), { max: 2 }),
  grouping: list(object({ type: required(oneOf('Dimension', 'TagKey')), name: required(text()) }), {
    max: 2,
  }),
  filter: anything(),
  sorting: anything(),
});
const period = object({ from: required(text()), to: required(text()) });
const type = required(oneOf('Usage', 'ActualCost', 'AmortizedCost'));

const query: RouteModel = {
  method: 'POST',
  pattern: '{*scope}/providers/Microsoft.CostManagement/query',
  apiVersions,
  writes: false,
  right: { action: 'Microsoft.CostManagement/query/action', scope: '{scope}' },
  body: object({
    type,
    timeframe: required(
      oneOf(
        'MonthToDate',
        'BillingMonthToDate',
        'TheLastMonth',
        'TheLastBillingMonth',
        'WeekToDate',
        'Custom',
      ),
    ),
    timePeriod: period,
    dataset: required(dataset),
  }),
  handle: (call) => {
    const { body, world, parts } = call;
    const frame = textAt(body, 'timeframe');
    if (frame !== 'MonthToDate' && frame !== 'BillingMonthToDate')
      throw new ArmError(
        501,
        'SandboxNotModelled',
        `The sandbox answers costs of the month so far, not ${frame}.`,
      );
    const kept = filtered(billedIn(world, parts['scope'] ?? '', monthOf(world.now), world.now), body);
    return answer(call, 'query', byGroup(kept, body), columnsOf(body));
  },
};

const forecast: RouteModel = {
  method: 'POST',
  pattern: '{*scope}/providers/Microsoft.CostManagement/forecast',
  apiVersions,
  writes: false,
  right: { action: 'Microsoft.CostManagement/forecast/action', scope: '{scope}' },
  body: object({
    type,
    timeframe: required(oneOf('Custom')),
    timePeriod: required(period),
    dataset: required(dataset),
    includeActualCost: boolean(),
    includeFreshPartialCost: boolean(),
  }),
  handle: (call) => {
    const { body, world, parts } = call;
    const [from, to] = ['from', 'to'].map((end) => Date.parse(textAt(body, 'timePeriod', end) ?? ''));
    if (from === undefined || to === undefined || !(to > from))
      throw refuse('The time period must end after it starts.');
    if (to <= world.now) throw refuse('The time period must reach into the future.');
    const kept = filtered(billedIn(world, parts['scope'] ?? '', Math.max(from, world.now), to), body);
    const sum = kept.reduce((total, { cost }) => total + cost, 0);
    const day = Number(new Date(to).toISOString().slice(0, 10).replaceAll('-', ''));
    const columns = [
      { name: 'Cost', type: 'Number' },
      { name: 'UsageDate', type: 'Number' },
      { name: 'CostStatus', type: 'String' },
      { name: 'Currency', type: 'String' },
    ];
    return answer(call, 'forecast', [[rounded(sum), day, 'Forecast', billingCurrency]], columns);
  },
};

/** Microsoft.CostManagement: what stands is billed by the hour; use is not, but the currency is known. */
export const costManagement: ProviderModel = {
  namespace: 'Microsoft.CostManagement',
  types: [],
  routes: [query, forecast],
};

function answer({ world, parts }: Call, kind: string, rows: Json[], columns: JsonObject[]): Answer {
  const name = world.mint();
  return {
    status: 200,
    body: {
      id: `${parts['scope'] ?? ''}/providers/Microsoft.CostManagement/${kind}/${name}`,
      name,
      type: `Microsoft.CostManagement/${kind}`,
      properties: { nextLink: null, columns, rows },
    },
  };
}

function monthOf(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** Only a list of resource groups is understood: another filter would be answered wrongly. */
function filtered(all: readonly Billed[], body: JsonObject): readonly Billed[] {
  const filter = objectAt(body, 'dataset')['filter'];
  if (filter === undefined) return all;
  const dimensions = isObject(filter) ? filter['dimensions'] : undefined;
  const others = isObject(filter) && Object.keys(filter).some((key) => key !== 'dimensions');
  if (
    !isObject(dimensions) ||
    others ||
    dimensions['name'] !== 'ResourceGroupName' ||
    dimensions['operator'] !== 'In'
  )
    throw refuse('The filter has to be one dimension ResourceGroupName with the operator In.');
  const groups = listAt(dimensions, 'values').map((value) => String(value).toLowerCase());
  return all.filter(({ group }) => groups.includes(group));
}

const groupings: Readonly<Record<string, (one: Billed) => string>> = {
  ServiceName: ({ service }) => service,
  Meter: ({ meter }) => meter,
  ResourceGroupName: ({ group }) => group,
};

function groupingsOf(body: JsonObject): string[] {
  return listAt(objectAt(body, 'dataset'), 'grouping').map((one) => {
    const name = textAt(one, 'name') ?? '';
    if (textAt(one, 'type') !== 'Dimension' || groupings[name] === undefined)
      throw refuse(`Costs can't be grouped by '${name}' here.`);
    return name;
  });
}

/** The column of the amount is called as the aggregation names it. */
function amountName(body: JsonObject): string {
  const [first] = Object.values(objectAt(objectAt(body, 'dataset'), 'aggregation'));
  const name = textAt(first, 'name') ?? 'PreTaxCost';
  if (!['Cost', 'PreTaxCost'].includes(name)) throw refuse(`There is no amount '${name}' here.`);
  return name;
}

function columnsOf(body: JsonObject): JsonObject[] {
  return [
    { name: amountName(body), type: 'Number' },
    ...groupingsOf(body).map((name) => ({ name, type: 'String' })),
    { name: 'Currency', type: 'String' },
  ];
}

function byGroup(all: readonly Billed[], body: JsonObject): Json[] {
  const names = groupingsOf(body);
  const sums = new Map<string, { readonly values: readonly string[]; readonly sum: number }>();
  for (const one of all) {
    const values = names.map((name) => groupings[name]?.(one) ?? '');
    const key = JSON.stringify(values);
    sums.set(key, { values, sum: (sums.get(key)?.sum ?? 0) + one.cost });
  }
  if (names.length === 0 && sums.size === 0) return [[0, billingCurrency]];
  return [...sums.values()].map(({ values, sum }) => [rounded(sum), ...values, billingCurrency]);
}

function rounded(amount: number): number {
  return Number(amount.toFixed(10));
}

function refuse(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}
