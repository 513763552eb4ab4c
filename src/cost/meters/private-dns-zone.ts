import { type Meter, type Metering, standsForAll } from '../meter.ts';
import { exactly, times } from '../range.ts';

const zones: Meter = {
  service: 'Private DNS',
  name: 'Private zone',
  unit: 'zone',
  unitSize: '1',
  prices: { service: 'Private DNS', meter: 'Private Zone' },
  cheaperBeyond: '25',
};

const queries: Meter = {
  service: 'Private DNS',
  name: 'Private queries',
  unit: '1M queries',
  unitSize: '1000000',
  prices: { service: 'Private DNS', meter: 'Private Queries' },
};

/** Every zone, and the stamp's queries. */
export const privateDnsZone: Metering = (resource, { design, usage }) => [
  { meter: zones, quantity: exactly(1), kind: 'fixed', basis: 'one zone' },
  ...(standsForAll(resource, design)
    ? ([
        {
          meter: queries,
          quantity: times(usage.dnsQueries, '0.000001'),
          kind: 'usage',
          basis: `${usage.dnsQueries.expected.toFixed()} queries a month`,
          from: ['dnsQueries'],
        },
      ] as const)
    : []),
];
