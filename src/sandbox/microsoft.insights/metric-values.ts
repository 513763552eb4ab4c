import { parseId } from '../arm-id.ts';
import { type Point, pointsOf } from '../data-plane/telemetry.ts';
import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { type Json, type JsonObject, textAt } from '../json.ts';
import type { Answer, Call, RouteModel } from '../provider.ts';
import { type Aggregation, aggregate, split } from './aggregate.ts';
import { type MetricFact, metricsOf } from './telemetry-facts.ts';
import { spanMs } from './time-spans.ts';

const aggregations: readonly Aggregation[] = ['Average', 'Count', 'Minimum', 'Maximum', 'Total'];

/** GET `{resource}/providers/Microsoft.Insights/metrics`: what calls of the data plane have left behind. */
export const metricValues: RouteModel = {
  method: 'GET',
  pattern: '{*scope}/providers/Microsoft.Insights/metrics',
  apiVersions: ['2018-01-01', '2019-07-01', '2021-05-01', '2023-10-01', '2024-02-01'],
  writes: false,
  right: { action: 'Microsoft.Insights/metrics/read', scope: '{scope}' },
  handle: values,
};

function bad(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}

function values(call: Call): Answer {
  const scope = call.parts['scope'] ?? '';
  const type = parseId(scope)?.type ?? '';
  const known = metricsOf(type);
  const resource = call.world.find(scope);
  if (known === undefined || resource === undefined)
    throw new ArmError(404, 'ResourceNotFound', `The resource '${scope}' has no metrics.`);
  const wanted = (call.query.get('metricnames') ?? known[0]?.name ?? '').split(',');
  const metrics = wanted.map((name) => {
    const metric = known.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (metric) return metric;
    throw bad(
      `Failed to find metric configuration for provider: ${type}, metric: ${name}. Valid metrics: ${known.map((one) => one.name).join(',')}`,
    );
  });
  const interval = call.query.get('interval') ?? 'PT1M';
  const stepMs = spanMs(interval);
  if (stepMs === undefined) throw bad(`The interval '${interval}' is not supported.`);
  const [from, to] = timespan(call);
  const dimensions = filterOf(call);
  const body: JsonObject = {
    cost: 0,
    timespan: `${isoTime(from)}/${isoTime(to)}`,
    interval,
    namespace: type,
    resourceregion: textAt(resource.body, 'location') ?? '',
    value: metrics.map((metric) => {
      const points = pointsOf(call.world, scope, metric.name, from, to).filter((point) =>
        fits(point, dimensions),
      );
      return shown(metric, points, {
        scope,
        from,
        to,
        stepMs,
        split: [...dimensions.keys()],
        how: wantedOf(call, metric),
      });
    }),
  };
  return { status: 200, body };
}

function timespan(call: Call): [number, number] {
  const given = call.query.get('timespan');
  if (given === undefined) return [call.world.now - 3_600_000, call.world.now];
  const [from = Number.NaN, to = Number.NaN] = plain(given).split('/').map(momentOf);
  if (from < to) return [from, to];
  throw bad(`The timespan '${given}' is not two moments, the first before the second.`);
}

/** The Azure CLI encodes it twice. */
function plain(given: string): string {
  return given.replaceAll(/%2F/gi, '/').replaceAll(/%3A/gi, ':');
}

/** Universal time, said or not. */
function momentOf(text: string): number {
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}

/** `Name eq 'value' and Other eq '*'`. */
function filterOf(call: Call): Map<string, string> {
  const filter = call.query.get('$filter');
  if (filter === undefined) return new Map();
  const parts = filter.split(/\s+and\s+/i).map((part) => /^(\w+)\s+eq\s+'([^']*)'$/i.exec(part.trim()));
  if (parts.some((part) => part === null)) throw bad(`The sandbox does not understand the filter ${filter}.`);
  return new Map(parts.map((part) => [part?.[1] ?? '', part?.[2] ?? '']));
}

function fits(point: Point, dimensions: ReadonlyMap<string, string>): boolean {
  return [...dimensions].every(([name, value]) => value === '*' || point.dimensions[name] === value);
}

function wantedOf(call: Call, metric: MetricFact): Aggregation[] {
  const given = call.query.get('aggregation')?.split(',') ?? [metric.aggregations[0] ?? 'Average'];
  return given.map((name) => {
    const found = aggregations.find((one) => one.toLowerCase() === name.trim().toLowerCase());
    if (found) return found;
    throw bad(`The aggregation '${name}' is not supported.`);
  });
}

function shown(
  metric: MetricFact,
  points: readonly Point[],
  given: {
    scope: string;
    from: number;
    to: number;
    stepMs: number;
    split: readonly string[];
    how: readonly Aggregation[];
  },
): JsonObject {
  const series = [...split(points, given.split)].map(([key, own]) => {
    const names = JSON.parse(key) as string[];
    return {
      metadatavalues: given.split.map((name, index) => ({
        name: { value: name.toLowerCase(), localizedValue: name.toLowerCase() },
        value: names[index] ?? '',
      })),
      data: steps(own, given),
    };
  });
  return {
    id: `${given.scope}/providers/Microsoft.Insights/metrics/${metric.name}`,
    type: 'Microsoft.Insights/metrics',
    name: { value: metric.name, localizedValue: metric.name },
    unit: metric.unit,
    timeseries: series,
    errorCode: 'Success',
  };
}

function steps(
  points: readonly Point[],
  { from, to, stepMs, how }: { from: number; to: number; stepMs: number; how: readonly Aggregation[] },
): Json[] {
  const data: Json[] = [];
  for (let start = from; start < to; start += stepMs) {
    const own = points.filter(({ at }) => at > start && at <= start + stepMs);
    const figures = how.flatMap((one) => {
      const figure = own.length === 0 ? undefined : aggregate(own, one);
      return figure === undefined ? [] : [[one.toLowerCase(), figure] as const];
    });
    data.push({ timeStamp: isoTime(start), ...Object.fromEntries(figures) });
  }
  return data;
}
