import { parseId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import type { TypeModel, World, Write } from '../provider.ts';
import {
  anything,
  boolean,
  choice,
  decimal,
  integer,
  list,
  map,
  object,
  oneOf,
  readOnly,
  required,
  tags,
  text,
} from '../shape.ts';
import { checkActionGroups } from './alert-links.ts';
import { type MetricFact, metricsOf } from './telemetry-facts.ts';

const namespace = 'Microsoft.Azure.Monitor';
const frequencies = ['PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H'] as const;
const windows = [...frequencies, 'PT6H', 'PT12H', 'P1D'] as const;

const base = {
  name: required(text()),
  metricName: required(text()),
  metricNamespace: text(),
  timeAggregation: required(oneOf('Average', 'Count', 'Minimum', 'Maximum', 'Total')),
  dimensions: list(
    object({
      name: required(text()),
      operator: required(oneOf('Include', 'Exclude', 'StartsWith')),
      values: required(list(text(), { min: 1 })),
    }),
  ),
  skipMetricValidation: boolean(),
};
const statics = object({
  ...base,
  criterionType: required(oneOf('StaticThresholdCriterion')),
  operator: required(oneOf('Equals', 'GreaterThan', 'GreaterThanOrEqual', 'LessThan', 'LessThanOrEqual')),
  threshold: required(decimal()),
});
const dynamics = object({
  ...base,
  criterionType: required(oneOf('DynamicThresholdCriterion')),
  operator: required(oneOf('GreaterThan', 'LessThan', 'GreaterOrLessThan')),
  alertSensitivity: required(oneOf('Low', 'Medium', 'High')),
  failingPeriods: required(
    object({ numberOfEvaluationPeriods: required(decimal()), minFailingPeriodsToAlert: required(decimal()) }),
  ),
  ignoreDataBefore: text(),
});
const criterion = choice((value) =>
  textAt(value, 'criterionType') === 'DynamicThresholdCriterion' ? dynamics : statics,
);

/** Microsoft.Insights/metricAlerts: a PUT answers 200, also when it creates. */
export const metricAlerts: TypeModel = {
  type: 'Microsoft.Insights/metricAlerts',
  apiVersions: ['2018-03-01', '2026-01-01'],
  placement: 'group',
  name: { pattern: /^[^<>%&:\\?/#+*{}]+$/, max: 260 },
  body: object({
    location: required(text()),
    tags: tags(),
    properties: required(
      object({
        description: text(),
        severity: required(integer({ min: 0, max: 4 })),
        enabled: required(boolean()),
        scopes: required(list(text(), { min: 1 })),
        evaluationFrequency: required(oneOf(...frequencies)),
        windowSize: required(oneOf(...windows)),
        targetResourceType: text(),
        targetResourceRegion: text(),
        criteria: required(
          object({
            'odata.type': required(
              oneOf(
                `${namespace}.SingleResourceMultipleMetricCriteria`,
                `${namespace}.MultipleResourceMultipleMetricCriteria`,
              ),
            ),
            allOf: required(list(criterion, { min: 1, max: 5 })),
          }),
        ),
        autoMitigate: boolean(),
        actions: list(object({ actionGroupId: text(), webHookProperties: map(text()) })),
        lastUpdatedTime: readOnly(anything()),
        isMigrated: readOnly(boolean()),
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  regions: 'global',
  showsState: false,
  serverMade: ['properties.lastUpdatedTime'],
  admit: admitAlert,
  show: (_world, record) => ({
    ...record.body,
    properties: {
      ...objectAt(record.body, 'properties'),
      lastUpdatedTime: isoTime(record.changedAt),
      isMigrated: false,
    },
  }),
};

function bad(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}

function admitAlert({ world, body }: Write): JsonObject {
  const properties = objectAt(body, 'properties');
  const scopes = listAt(properties, 'scopes').filter((one) => typeof one === 'string');
  const types = new Set(scopes.map((scope) => scopeType(world, scope, properties)));
  const [type = ''] = types;
  if (types.size > 1) throw bad('The scopes of a metric alert must all be of one type.');
  const kind = textAt(properties, 'criteria', 'odata.type') ?? '';
  if (kind.includes('SingleResource') && scopes.length > 1)
    throw bad('Several scopes need MultipleResourceMultipleMetricCriteria.');
  const criteria = listAt(properties, 'criteria', 'allOf').filter(isObject);
  if (
    kind.includes('SingleResource') &&
    criteria.some((one) => one['criterionType'] === 'DynamicThresholdCriterion')
  ) {
    throw bad('A dynamic threshold needs MultipleResourceMultipleMetricCriteria.');
  }
  for (const one of criteria) if (one['skipMetricValidation'] !== true) checkMetric(one, type);
  checkTimes(properties);
  checkActionGroups(world, listAt(properties, 'actions'));
  return { ...body, properties: { autoMitigate: true, ...properties } };
}

function scopeType(world: World, scope: string, properties: JsonObject): string {
  const target = parseId(scope);
  if (
    target?.type === 'Microsoft.Resources/subscriptions' ||
    target?.type === 'Microsoft.Resources/resourceGroups'
  ) {
    return textAt(properties, 'targetResourceType') ?? '';
  }
  if (target !== undefined && world.find(scope) !== undefined) return target.type;
  throw new ArmError(404, 'ResourceNotFound', `The alert scope '${scope}' was not found.`);
}

function checkMetric(criterion: JsonObject, type: string): void {
  const within = textAt(criterion, 'metricNamespace') ?? type;
  const wanted = textAt(criterion, 'metricName') ?? '';
  const found =
    within.toLowerCase() === type.toLowerCase()
      ? metricsOf(type)?.find(({ name }) => name === wanted)
      : undefined;
  if (found === undefined)
    throw bad(
      `Couldn't find a metric named ${wanted} in namespace ${within}. Make sure the metric name and namespace are correct.`,
    );
  checkUse(criterion, found);
}

function checkUse(criterion: JsonObject, metric: MetricFact): void {
  for (const dimension of listAt(criterion, 'dimensions')) {
    const name = textAt(dimension, 'name') ?? '';
    if (!metric.dimensions.includes(name)) throw bad(`The metric ${metric.name} has no dimension ${name}.`);
  }
}

function checkTimes(properties: JsonObject): void {
  const frequency = windows.indexOf(asWindow(properties['evaluationFrequency']));
  const size = windows.indexOf(asWindow(properties['windowSize']));
  if (frequency > size) throw bad('The windowSize must not be shorter than the evaluationFrequency.');
}

function asWindow(value: Json | undefined): (typeof windows)[number] {
  return windows.find((one) => one === value) ?? 'PT1M';
}
