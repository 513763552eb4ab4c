import Big from 'big.js';
import { at } from '../../resource/json.ts';
import { HOURS, type Meter, type Metering } from '../meter.ts';
import { exactly } from '../range.ts';

const cores: Meter = {
  service: 'Logic Apps',
  name: 'vCPU of workflow plans',
  unit: 'vCPU-hour',
  unitSize: '1',
  prices: { service: 'Logic Apps', meter: 'Standard vCPU Duration' },
};

const memory: Meter = {
  service: 'Logic Apps',
  name: 'Memory of workflow plans',
  unit: 'GiB-hour',
  unitSize: '1',
  prices: { service: 'Logic Apps', meter: 'Standard Memory Duration' },
};

/** vCPU and GiB of an instance. Source: Microsoft, "Usage metering, billing, and pricing", Standard (single-tenant). */
const sizes: { readonly [sku: string]: { readonly cores: number; readonly gib: string } } = {
  WS1: { cores: 1, gib: '3.5' },
  WS2: { cores: 2, gib: '7' },
  WS3: { cores: 4, gib: '14' },
};

/**
 * A workflow plan: one instance each hour, used or not. Those that it adds under load come on top. Other plans bill what their
 * apps use.
 */
export const serverFarm: Metering = ({ body }) => {
  const sku = String(at(body, '/sku/name'));
  const size = sizes[sku];
  if (!size) return [];
  const note = 'one instance; what it adds under load comes on top';
  return [
    {
      meter: cores,
      quantity: exactly(Big(HOURS).times(size.cores).toFixed()),
      kind: 'fixed',
      basis: `${sku}: ${size.cores} vCPU × ${HOURS} hours`,
      note,
    },
    {
      meter: memory,
      quantity: exactly(Big(HOURS).times(size.gib).toFixed()),
      kind: 'fixed',
      basis: `${sku}: ${size.gib} GiB × ${HOURS} hours`,
      note,
    },
  ];
};
