import { at, isObject, type Json } from '../../resource/json.ts';
import type { Meter, Metering, Use } from '../meter.ts';
import { exactly } from '../range.ts';

const series: Meter = {
  service: 'Azure Monitor',
  name: 'Metric alert',
  unit: 'time series',
  unitSize: '1',
  prices: { service: 'Azure Monitor', meter: 'Alerts Metric Monitored' },
};

const dynamic: Meter = {
  service: 'Azure Monitor',
  name: 'Metric alert, dynamic threshold',
  unit: 'time series',
  unitSize: '1',
  prices: { service: 'Azure Monitor', meter: 'Alerts Dynamic Threshold' },
};

/** Time series a dimension stands for where it takes whatever values come. */
const VALUES_OF_ANY = 5;

/** An alert is billed by the time series it watches: targets times criteria times the values of their dimensions. */
export const metricAlert: Metering = (resource) => {
  if (at(resource.body, '/properties/enabled') === false) return [];
  const scopes = items(at(resource.body, '/properties/scopes')).length || 1;
  const criteria = items(at(resource.body, '/properties/criteria/allOf'));
  const watched = criteria.map((criterion) => ({ criterion, count: scopes * valuesOf(criterion) }));
  const total = watched.reduce((sum, { count }) => sum + count, 0) || scopes;
  const learning = watched
    .filter(({ criterion }) => at(criterion, '/criterionType') === 'DynamicThresholdCriterion')
    .reduce((sum, { count }) => sum + count, 0);
  const open = criteria.some((criterion) => items(at(criterion, '/dimensions')).some(takesAny));
  const basis = `${scopes} targets × criteria × values of their dimensions`;
  const use: Use = { meter: series, quantity: exactly(total), kind: 'fixed', basis };
  return [
    open
      ? { ...use, note: `An alert on every value of a dimension counts as ${VALUES_OF_ANY} series.` }
      : use,
    ...(learning > 0
      ? ([{ meter: dynamic, quantity: exactly(learning), kind: 'fixed', basis }] as const)
      : []),
  ];
};

function items(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function valuesOf(criterion: Json): number {
  return items(at(criterion, '/dimensions'))
    .map((dimension) => (takesAny(dimension) ? VALUES_OF_ANY : items(at(dimension, '/values')).length || 1))
    .reduce((product, count) => product * count, 1);
}

function takesAny(dimension: Json): boolean {
  return isObject(dimension) && items(at(dimension, '/values')).includes('*');
}
