import Big from 'big.js';
import { at } from '../../resource/json.ts';
import { type Meter, type Metering, ofType, standsForAll, type Use } from '../meter.ts';
import { type Range, rangeOf } from '../range.ts';

const ingestion: Meter = {
  service: 'Log Analytics',
  name: 'Log ingestion',
  unit: 'GB',
  unitSize: '1',
  prices: { service: 'Log Analytics', meter: 'Analytics Logs Data Ingestion' },
};

const retention: Meter = {
  service: 'Log Analytics',
  name: 'Log retention beyond 31 days',
  unit: 'GB-month',
  unitSize: '1',
  prices: { service: 'Log Analytics', meter: 'Analytics Logs Data Retention' },
};

/** Days for which ingested logs are kept without a charge. */
const FREE_DAYS = 31;
/** Days of an average month, 365 / 12, as a fraction to stay exact. */
const DAYS = { of: '365', by: '12' } as const;
const WORKSPACE = 'Microsoft.OperationalInsights/workspaces';

/**
 * The workspace of what a subscription shares holds the activity log alone, whose table AzureActivity has no charge
 * (Microsoft, "Azure Monitor Logs cost calculations and options", data types without a charge for ingestion).
 *
 * Logs that reach any other workspace of a stamp, never more than its daily cap lets in, and keeping them.
 */
export const workspace: Metering = (resource, { design, usage }) => {
  if (design.users || !standsForAll(resource, design)) return [];
  const cap = at(resource.body, '/properties/workspaceCapping/dailyQuotaGb');
  const days = at(resource.body, '/properties/retentionInDays');
  const ingested = capped(usage.logGb, typeof cap === 'number' && cap > 0 ? String(cap) : undefined);
  const extraDays = typeof days === 'number' ? Math.max(0, days - FREE_DAYS) : 0;
  const arrived = `${usage.logGb.expected.toFixed()} GB a month${
    typeof cap === 'number' && cap > 0 ? `, at most ${cap} GB a day` : ''
  }`;
  const from = ['logGb'] as const;
  const kept: Use = {
    meter: retention,
    quantity: stored(ingested, extraDays),
    kind: 'usage',
    basis: `${arrived}, kept for ${extraDays} days beyond the free ${FREE_DAYS}: GB × 12 / 365 × days`,
    from,
  };
  return [
    { meter: ingestion, quantity: ingested, kind: 'usage', basis: arrived, from },
    ...(extraDays > 0 ? [kept] : []),
  ];
};

/** Where the stamp uses somebody else's workspace, its logs are billed there, and are a cost of the stamp all the same. */
export const diagnosticSetting: Metering = (resource, { design, usage }) => {
  const ownWorkspace = ofType(design, WORKSPACE).length > 0;
  if (design.users || ownWorkspace || !standsForAll(resource, design)) return [];
  const note = 'Logs go to an existing workspace; what keeping them there costs is not counted.';
  const basis = `${usage.logGb.expected.toFixed()} GB a month`;
  return [{ meter: ingestion, quantity: usage.logGb, kind: 'usage', basis, from: ['logGb'], note }];
};

function capped(logGb: Range, dailyGb: string | undefined): Range {
  if (dailyGb === undefined) return logGb;
  const most = new Big(dailyGb).times(DAYS.of).div(DAYS.by).round(6, Big.roundHalfUp);
  return rangeOf((name) => (logGb[name].gt(most) ? most : logGb[name]));
}

/** GB that lie in the workspace beyond the free days, month in, month out: what a day brings times the extra days. */
function stored(ingested: Range, extraDays: number): Range {
  return rangeOf((name) =>
    ingested[name].times(DAYS.by).times(extraDays).div(DAYS.of).round(6, Big.roundHalfUp),
  );
}
