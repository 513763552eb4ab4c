import type { Meter, Metering } from '../meter.ts';
import { times } from '../range.ts';

const service = 'Azure Data Factory v2';

const runs: Meter = {
  service,
  name: 'Activity runs',
  unit: '1K runs',
  unitSize: '1000',
  prices: { service, meter: 'Cloud Orchestration Activity Run' },
};

/** Not what the same activities cost outside of a managed network, which is far less. */
const hours: Meter = {
  service,
  name: 'Activities in the managed network',
  unit: 'hour',
  unitSize: '1',
  prices: { service, meter: 'Azure Managed VNET Pipeline Activity' },
};

/**
 * A factory costs what its pipelines do: each activity by its run, and by the time for which it runs. Source: Microsoft,
 * "Understanding Data Factory pricing through examples" and "Better understand different integration runtime charges".
 */
export const dataFactory: Metering = (_resource, { usage }) => [
  {
    meter: runs,
    quantity: times(usage.dataFactoryRuns, '0.001'),
    kind: 'usage',
    basis: `${usage.dataFactoryRuns.expected.toFixed()} runs of activities a month`,
    from: ['dataFactoryRuns'],
  },
  {
    meter: hours,
    quantity: usage.dataFactoryHours,
    kind: 'usage',
    basis: `${usage.dataFactoryHours.expected.toFixed()} hours of activities a month, each rounded up to a minute`,
    from: ['dataFactoryHours'],
  },
];
