import { HOURS, type Meter, type Metering, standsForAll } from '../meter.ts';
import { exactly } from '../range.ts';

const hours: Meter = {
  service: 'Private Link',
  name: 'Private endpoint',
  unit: 'hour',
  unitSize: '1',
  prices: { service: 'Private Link', meter: 'Standard Private Endpoint' },
};

const data = (direction: 'Ingress' | 'Egress', name: string): Meter => ({
  service: 'Private Link',
  name,
  unit: 'GB',
  unitSize: '1',
  prices: { service: 'Private Link', meter: `Standard Data Processed - ${direction}` },
});
const sent = data('Ingress', 'Data sent through endpoints');
const received = data('Egress', 'Data received through endpoints');

/** Every hour of an endpoint, and the stamp's traffic, which is known only as a whole, in and out apart. */
export const privateEndpoint: Metering = (resource, { design, usage }) => [
  { meter: hours, quantity: exactly(HOURS), kind: 'fixed', basis: `${HOURS} hours a month` },
  ...(standsForAll(resource, design)
    ? ([
        {
          meter: sent,
          quantity: usage.endpointGbIn,
          kind: 'usage',
          basis: `${usage.endpointGbIn.expected.toFixed()} GB a month through all endpoints`,
          from: ['endpointGbIn'],
        },
        {
          meter: received,
          quantity: usage.endpointGbOut,
          kind: 'usage',
          basis: `${usage.endpointGbOut.expected.toFixed()} GB a month through all endpoints`,
          from: ['endpointGbOut'],
        },
      ] as const)
    : []),
];
