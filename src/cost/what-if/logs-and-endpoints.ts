import Big from 'big.js';
import { formatQuantity } from '../format.ts';
import type { Meter } from '../meter.ts';
import { basePrice } from '../priced-line.ts';
import { type Asked, costOfLines, told, type WhatIf } from './choice.ts';

/** Days of an average month. */
const DAYS = new Big(365).div(12);

const commitment: Meter = {
  service: 'Log Analytics',
  name: 'Commitment tier, 100 GB a day',
  unit: 'day',
  unitSize: '1',
  prices: { service: 'Log Analytics', meter: '100 GB Commitment Tier Capacity Reservation' },
};

const basic: Meter = {
  service: 'Log Analytics',
  name: 'Basic log ingestion',
  unit: 'GB',
  unitSize: '1',
  prices: { service: 'Log Analytics', meter: 'Basic Logs Data Ingestion' },
};

export function logs(asked: Asked): WhatIf[] {
  const lines = asked.now.lines.filter(({ meter }) => /^Log ingestion(,|$)/.test(meter));
  const [first] = lines;
  const paid = costOfLines(asked, (line) => lines.includes(line));
  if (!first || paid.lte(0)) return [];
  const tier = asked.find(commitment, first.region);
  const plain = asked.find(basic, first.region);
  const { usdChf } = asked.context.fx;
  const used = lines.reduce(
    (sum, { quantity }) => (Number(quantity) > 0 ? sum.plus(quantity) : sum),
    new Big(0),
  );
  const daily = used.div(DAYS);
  const chf = (usd: Big): Big => usd.times(usdChf).round(2, Big.roundHalfUp);
  return [
    ...(tier
      ? [
          told(asked, paid, paid.minus(chf(basePrice(tier).times(DAYS))), {
            topic: 'logs',
            choice: 'a commitment of 100 GB of logs a day',
            assumption: `one workspace takes all logs: ${formatQuantity(daily.toFixed())} GB a day now, even at ${formatQuantity(
              basePrice(tier)
                .div(first.unitPrice ?? '1')
                .toFixed(),
            )}`,
          }),
        ]
      : []),
    ...(plain
      ? [
          told(asked, paid, paid.minus(chf(used.times(basePrice(plain)))), {
            topic: 'logs',
            choice: 'all logs on the Basic plan',
            assumption:
              'nobody needs alerts on them or more than simple queries, which cost by what they scan; no free allowance',
          }),
        ]
      : []),
  ];
}

/** One set of endpoints for each tenant in place of one for each environment. */
export function sharedEndpoints(asked: Asked): WhatIf[] {
  const lines = asked.now.lines.filter(({ meter }) => meter === 'Private endpoint');
  const paid = costOfLines(asked, (line) => lines.includes(line));
  const tenants = new Map<string, Big[]>();
  for (const { stamp, monthly } of lines) {
    const tenant = stamp.split('/')[0] ?? stamp;
    tenants.set(tenant, [...(tenants.get(tenant) ?? []), new Big(monthly?.expected ?? 0)]);
  }
  const kept = [...tenants.values()].reduce(
    (sum, each) => sum.plus(each.reduce((most, one) => (one.gt(most) ? one : most), new Big(0))),
    new Big(0),
  );
  if (paid.lte(0) || paid.eq(kept)) return [];
  return [
    told(asked, paid, paid.minus(kept), {
      topic: 'private endpoints',
      choice: 'private endpoints shared by the environments of a tenant',
      assumption:
        'all environments reach one account and one vault, which gives up that they are isolated from each other',
    }),
  ];
}
