import type { Meter, Metering } from '../meter.ts';
import { exactly } from '../range.ts';

const executions: Meter = {
  service: 'Functions',
  name: 'Flex Consumption executions',
  unit: '1M executions',
  unitSize: '1000000',
  prices: { service: 'Functions', meter: 'On Demand Total Executions' },
};

const time: Meter = {
  service: 'Functions',
  name: 'Flex Consumption time',
  unit: 'GB-s',
  unitSize: '1',
  prices: { service: 'Functions', meter: 'On Demand Execution Time' },
};

/** A run every night, of a minute at most, on instances of 2 GB. */
const nights = 30;
const gigabyteSeconds = nights * 60 * 2;

/** The function that rotates keys: billed for what it runs, and well below what is free. A Logic App is billed by its plan. */
export const functionApp: Metering = ({ body }) =>
  /workflowapp/.test(String(body['kind'])) ? [] : ofRotation;

const ofRotation = [
  {
    meter: executions,
    quantity: exactly(nights / 1_000_000),
    kind: 'usage',
    basis: `${nights} runs a month, one every night`,
  },
  {
    meter: time,
    quantity: exactly(gigabyteSeconds),
    kind: 'usage',
    basis: `${nights} runs × at most 60 seconds × 2 GB`,
  },
] satisfies ReturnType<Metering>;
