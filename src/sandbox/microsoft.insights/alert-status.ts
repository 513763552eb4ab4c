import { type Point, pointsOf } from '../data-plane/telemetry.ts';
import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from '../json.ts';
import type { Answer, Call, RouteModel, Stored, World } from '../provider.ts';
import { type Aggregation, aggregate, split } from './aggregate.ts';
import { spanMs } from './time-spans.ts';

const alert =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Insights/metricAlerts/{alert}';

/** GET `metricAlerts/{alert}/status`: each series that the alert watches, and whether it is healthy. */
export const alertStatus: RouteModel = {
  method: 'GET',
  pattern: `${alert}/status`,
  apiVersions: ['2018-03-01'],
  writes: false,
  right: { action: 'Microsoft.Insights/metricAlerts/read', scope: alert },
  handle: statusOf,
};

function statusOf(call: Call): Answer {
  const id = call.path.slice(0, call.path.lastIndexOf('/'));
  const record = call.world.find(id);
  if (record === undefined)
    throw new ArmError(404, 'ResourceNotFound', `The metric alert '${id}' was not found.`);
  const value = evaluate(call.world, record).map(({ dimensions, fired }, index) => ({
    id: `${id}/status/${index}`,
    name: String(index),
    type: 'Microsoft.Insights/metricAlerts/status',
    properties: {
      dimensions,
      status: fired ? 'Unhealthy' : 'Healthy',
      timestamp: isoTime(call.world.now),
    },
  }));
  return { status: 200, body: { value } };
}

interface Series {
  readonly dimensions: { [name: string]: string };
  readonly fired: boolean;
}

/** Evaluates an alert at its last full step of time, over its window; an alert that is off watches nothing. */
function evaluate(world: World, record: Stored): Series[] {
  const properties = objectAt(record.body, 'properties');
  if (properties['enabled'] === false) return [];
  const every = spanMs(textAt(properties, 'evaluationFrequency')) ?? 60_000;
  const to = Math.floor(world.now / every) * every;
  const from = to - (spanMs(textAt(properties, 'windowSize')) ?? every);
  const criteria = listAt(properties, 'criteria', 'allOf').filter(isObject);
  const scopes = listAt(properties, 'scopes').filter((one) => typeof one === 'string');
  return scopes.flatMap((scope) => {
    const judged = criteria.map((criterion) => judge(world, scope, criterion, from, to));
    // Several criteria fire together: each of them has to, for the same series.
    const [first = new Map<string, boolean>(), ...others] = judged;
    return [...first].map(([key, fired]) => ({
      dimensions: { microsoft_resourceId: scope, ...(JSON.parse(key) as { [name: string]: string }) },
      fired: fired && others.every((other) => other.get(key) ?? [...other.values()].some(Boolean)),
    }));
  });
}

/** Each series of a criterion and whether it is over its threshold. Dynamic thresholds learn for days: never here. */
function judge(
  world: World,
  scope: string,
  criterion: JsonObject,
  from: number,
  to: number,
): Map<string, boolean> {
  const wanted = listAt(criterion, 'dimensions').filter(isObject);
  const points = pointsOf(world, scope, textAt(criterion, 'metricName') ?? '', from, to).filter((point) =>
    wanted.every((dimension) => concerns(point, dimension)),
  );
  const names = wanted.map((dimension) => textAt(dimension, 'name') ?? '');
  const groups = names.length === 0 ? new Map([['[]', points]]) : split(points, names);
  return new Map(
    [...groups].map(([key, own]) => {
      const values = JSON.parse(key) as string[];
      const label = Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
      return [JSON.stringify(label), isOver(criterion, own)];
    }),
  );
}

function concerns(point: Point, dimension: JsonObject): boolean {
  const value = point.dimensions[textAt(dimension, 'name') ?? ''] ?? '';
  const values = listAt(dimension, 'values').map(String);
  switch (textAt(dimension, 'operator')) {
    case 'Exclude':
      return !values.includes(value);
    case 'StartsWith':
      return values.some((start) => value.startsWith(start));
    default:
      return values.includes('*') || values.includes(value);
  }
}

function isOver(criterion: JsonObject, points: readonly Point[]): boolean {
  const threshold = numberAt(criterion, 'threshold');
  const figure = aggregate(points, (textAt(criterion, 'timeAggregation') ?? 'Average') as Aggregation);
  if (threshold === undefined || figure === undefined || points.length === 0) return false;
  switch (textAt(criterion, 'operator')) {
    case 'Equals':
      return figure === threshold;
    case 'GreaterThan':
      return figure > threshold;
    case 'GreaterThanOrEqual':
      return figure >= threshold;
    case 'LessThan':
      return figure < threshold;
    default:
      return figure <= threshold;
  }
}
