import Big from 'big.js';
import { makeDesign } from '../design/make-design.ts';
import { stampsOf } from '../estate/estate.ts';
import { estateFrom } from '../estate/from-answers.ts';
import type { Integration, IntegrationOption } from '../estate/integration.ts';
import type { ExchangeRate } from '../facts/fx.ts';
import type { PriceBook } from '../facts/prices.ts';
import { estimate } from './estimate.ts';
import { formatChf } from './format.ts';

const nobody = '00000000-0000-0000-0000-000000000000';

const asked: Readonly<Record<IntegrationOption, Integration>> = {
  blob: { storage: 'blob' },
  'data-lake': { storage: 'data-lake' },
  cosmos: { cosmos: true },
  sql: { sql: { administrators: 'nobody', administratorsId: nobody } },
  dataFactory: { storage: 'blob', dataFactory: true },
};

/**
 * What a service beside the models adds to an environment at small use, endpoints, zones and logs included, for a hint:
 * `about CHF 14.20 a month`. A part without a price is told.
 */
export function integrationPrice(
  prices: PriceBook,
  fx: ExchangeRate,
  { option, region, today }: { option: IntegrationOption; region: string; today: string },
): string {
  const [stamp] = stampsOf(
    estateFrom(
      {
        organisation: 'Hint',
        directoryId: nobody,
        residency: 'anywhere',
        region,
        models: [{ model: 'none', version: '1', deploymentType: 'GlobalStandard', capacity: 1 }],
        environments: [{ name: 'dev', subscriptionId: nobody }],
      },
      { estateId: 'hintonly', existingRanges: [] },
    ),
  );
  if (stamp === undefined) return 'price not known';
  const context = { usage: new Map(), prices, fx, today };
  const costOf = (integration: Integration) =>
    estimate([makeDesign({ ...stamp, environment: { ...stamp.environment, integration } })], context);
  // A factory needs storage, which is priced by itself.
  const base: Integration = option === 'dataFactory' ? { storage: 'blob' } : {};
  const [without, beside] = [costOf(base), costOf(asked[option])];
  const added = new Big(beside.monthly.expected).minus(without.monthly.expected);
  const unknown = (lines: typeof beside.lines): number =>
    lines.filter(({ monthly }) => monthly === null).length;
  const more = unknown(beside.lines) > unknown(without.lines) ? ', a part not known' : '';
  return `about ${formatChf(added.toFixed(2))} a month${option === 'dataFactory' ? ' beside storage' : ''}${more}`;
}
