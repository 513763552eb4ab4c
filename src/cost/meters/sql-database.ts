import { at } from '../../resource/json.ts';
import { type Meter, type Metering, standsForAll } from '../meter.ts';
import { exactly } from '../range.ts';

const compute: Meter = {
  service: 'SQL Database',
  name: 'vCores, serverless',
  unit: 'vCore-hour',
  unitSize: '1',
  prices: { service: 'SQL Database', meter: 'General Purpose Serverless vCore' },
};

const storage: Meter = {
  service: 'SQL Database',
  name: 'Storage',
  unit: 'GB-month',
  unitSize: '1',
  prices: { service: 'SQL Database', meter: 'General Purpose Data Stored' },
};

/** Computing while it is awake, by the second; storage for as much as it may hold. Backups up to that size are free. */
export const sqlDatabase: Metering = (resource, { design, usage }) => {
  const gigabytes = Number(at(resource.body, '/properties/maxSizeBytes') ?? 0) / 1024 ** 3;
  const { sqlVcoreHours } = usage;
  return [
    {
      meter: storage,
      quantity: exactly(gigabytes),
      kind: 'fixed',
      basis: `${gigabytes} GB that it may hold`,
    },
    ...(standsForAll(resource, design)
      ? ([
          {
            meter: compute,
            quantity: sqlVcoreHours,
            kind: 'usage',
            basis: `${sqlVcoreHours.expected.toFixed()} vCore-hours a month`,
            from: ['sqlVcoreHours'],
          },
        ] as const)
      : []),
  ];
};
