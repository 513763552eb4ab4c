import { at } from '../../resource/json.ts';
import type { Meter, Metering } from '../meter.ts';
import { exactly, times } from '../range.ts';
import type { Usage, UsageFigure } from '../usage.ts';

/** What bills an account, by how its data is copied and whether it is a Data Lake. */
function meters(copies: 'LRS' | 'ZRS', isLake: boolean): { stored: Meter; writes: Meter; reads: Meter } {
  const service = isLake ? 'Data Lake Storage' : 'Storage';
  const operations = (name: string, meter: string): Meter => ({
    service,
    name,
    unit: '10K operations',
    unitSize: '10000',
    prices: { service, meter },
  });
  return {
    stored: {
      service,
      name: `Hot ${copies} data`,
      unit: 'GB-month',
      unitSize: '1',
      prices: { service, meter: `Hot ${copies} Data Stored` },
    },
    writes: operations(`Hot ${copies} writes`, `Hot ${copies} Write Operations`),
    reads: operations('Hot reads', 'Hot Read Operations'),
  };
}

/** The account of a function that runs once a night: its code, and the locks of its host. */
const hostOnly = {
  dataGb: exactly(0.1),
  dataWrites: exactly(10_000),
  dataReads: exactly(10_000),
};

/**
 * The account of a Logic App: workflows and the history of their runs. Microsoft publishes no figure of operations a run: forty
 * are assumed, half of them writes.
 */
function workflowsOnly(usage: Usage): Pick<Usage, 'dataGb' | 'dataWrites' | 'dataReads'> {
  const operations = times(usage.workflowRuns, 20);
  return { dataGb: exactly(1), dataWrites: operations, dataReads: operations };
}

/** An account has no price of its own: what lies in it is billed, and what is done with it. */
export const storageAccount: Metering = ({ body, step }, { usage: asked }) => {
  const usage = step === 'Key rotation' ? hostOnly : step === 'Logic App' ? workflowsOnly(asked) : asked;
  const own = (key: UsageFigure): UsageFigure[] => (step === 'Logic App' ? ['workflowRuns'] : [key]);
  const copies = String(at(body, '/sku/name')).endsWith('ZRS') ? 'ZRS' : 'LRS';
  const { stored, writes, reads } = meters(copies, at(body, '/properties/isHnsEnabled') === true);
  return [
    {
      meter: stored,
      quantity: usage.dataGb,
      kind: 'usage',
      basis: `${usage.dataGb.expected.toFixed()} GB, with what is deleted and kept for a while`,
      from: own('dataGb'),
    },
    {
      meter: writes,
      quantity: times(usage.dataWrites, '0.0001'),
      kind: 'usage',
      basis: `${usage.dataWrites.expected.toFixed()} writes a month`,
      from: own('dataWrites'),
    },
    {
      meter: reads,
      quantity: times(usage.dataReads, '0.0001'),
      kind: 'usage',
      basis: `${usage.dataReads.expected.toFixed()} reads a month`,
      from: own('dataReads'),
    },
  ];
};
