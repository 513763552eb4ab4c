import { type Meter, type Metering, standsForAll } from '../meter.ts';
import { times } from '../range.ts';

const operations: Meter = {
  service: 'Key Vault',
  name: 'Operations',
  unit: '10K operations',
  unitSize: '10000',
  prices: { service: 'Key Vault', meter: 'Operations' },
};

/** A vault has no price of its own, standard or premium: what is done with it is billed. */
export const vault: Metering = (resource, { design, usage }) =>
  standsForAll(resource, design)
    ? [
        {
          meter: operations,
          quantity: times(usage.vaultOperations, '0.0001'),
          kind: 'usage',
          basis: `${usage.vaultOperations.expected.toFixed()} operations a month`,
          from: ['vaultOperations'],
        },
      ]
    : [];
