import Big from 'big.js';
import { residencyBreach } from '../../estate/residency.ts';
import { unitSteps, unitThroughput } from '../../facts/throughput.ts';
import { formatChf, formatQuantity } from '../format.ts';
import { HOURS, type Meter } from '../meter.ts';
import { basePrice } from '../priced-line.ts';
import { capacityMeter, placeOf, reservedMeter, tokenMeter } from '../token-meters.ts';
import type { Usage } from '../usage.ts';
import { type Asked, costOfLines, saving, told, type WhatIf } from './choice.ts';
import { type Deployed, isByTokens, tokensOf } from './deployed.ts';

const MINUTES = new Big(HOURS).times(60);

const provisioned = {
  regional: 'ProvisionedManaged',
  datazone: 'DataZoneProvisionedManaged',
  global: 'GlobalProvisionedManaged',
} as const;

/** Provisioned throughput in place of tokens: by the hour, and reserved, with the volume at which both cost the same. */
export function throughput(chosen: Deployed, asked: Asked): WhatIf[] {
  const place = placeOf(chosen.type)?.deploymentType;
  const perUnit = unitThroughput(chosen.model);
  if (!isByTokens(chosen) || place === undefined || perUnit === undefined) return [];
  const { find, context } = asked;
  const price = (direction: 'input' | 'output'): Big | undefined => {
    const found = find(tokenMeter(chosen.model, chosen.version, place, direction), chosen.region);
    return found && basePrice(found);
  };
  const [input, output] = [price('input'), price('output')];
  if (!input || !output) return [];
  const amounts = millionsOf(chosen, asked);
  const payg = costOfLines(asked, tokensOf(chosen));
  if (payg.lte(0)) return [];
  const weighed = amounts.fresh.plus(amounts.output.times(output.div(input)));
  const perMinute = weighed.times(1_000_000).div(MINUTES);
  const { minimum, step } = unitSteps(chosen.model, place);
  const steps = perMinute.div(perUnit).div(step).round(0, Big.roundUp).times(step);
  const units = steps.lt(minimum) ? new Big(minimum) : steps;
  const breach = residencyBreach(asked.residency, chosen.region, provisioned[place]);
  const all = amounts.fresh.plus(amounts.cached).plus(amounts.output);
  return terms(place).flatMap(({ meter, name, months }) => {
    const found = find(meter, chosen.region);
    if (!found) return [];
    const monthly = basePrice(found).times(months).times(context.fx.usdChf);
    const cost = monthly.times(units).round(2, Big.roundHalfUp);
    // At this mix a token costs the same, so the volume grows as the cost does.
    const even = all.times(1_000_000).times(monthly.times(minimum)).div(payg).round(0, Big.roundHalfUp);
    return [
      told(asked, payg, payg.minus(cost), {
        topic: 'provisioned throughput',
        choice: `${units.toFixed()} units ${name} instead of tokens for ${chosen.model} in ${chosen.region}`,
        assumption:
          `the load is the same at every minute: ${formatQuantity(perMinute.toFixed(0))} weighed tokens a minute, ${perUnit} a unit; ` +
          `${minimum} units, the fewest, cost ${formatChf(monthly.times(minimum).toFixed())} a month`,
        breakEvenTokens: even.toFixed(),
        breakEvenLoad: even
          .times(weighed)
          .div(all)
          .times(100)
          .div(MINUTES.times(perUnit).times(minimum))
          .round(1, Big.roundHalfUp)
          .toFixed(1),
        ...(breach === undefined ? {} : { forbidden: breach }),
      }),
    ];
  });
}

function terms(place: 'regional' | 'datazone' | 'global'): { meter: Meter; name: string; months: Big }[] {
  return [
    { meter: capacityMeter(place), name: 'by the hour', months: new Big(HOURS) },
    { meter: reservedMeter(place, '1 Month'), name: 'reserved for a month', months: new Big(1) },
    { meter: reservedMeter(place, '1 Year'), name: 'reserved for a year', months: new Big(1) },
  ];
}

/** Million tokens a month that the lines of a model count, by kind. */
function millionsOf(chosen: Deployed, asked: Asked): { fresh: Big; cached: Big; output: Big } {
  const lines = asked.now.lines.filter(tokensOf(chosen));
  const sum = (pattern: RegExp): Big =>
    lines
      .filter(({ meter }) => pattern.test(meter))
      .reduce((total, { quantity }) => total.plus(quantity), new Big(0));
  return {
    fresh: sum(/, input tokens$/),
    cached: sum(/, cached input tokens$/),
    output: sum(/, output tokens$/),
  };
}

/** Units that are deployed already, reserved for a term. */
export function reservations(asked: Asked): WhatIf[] {
  const base = costOfLines(asked, ({ meter }) => meter.startsWith('Provisioned throughput'));
  if (base.lte(0)) return [];
  return (['1 Month', '1 Year'] as const).flatMap((reservation) =>
    saving(
      asked,
      base,
      {
        topic: 'reservation',
        choice: `provisioned throughput reserved for ${reservation}`,
        assumption: 'the units stay deployed for the whole term; a reservation is paid also without them',
      },
      { context: { ...asked.context, usage: everywhere(asked, (usage) => ({ ...usage, reservation })) } },
    ),
  );
}

function everywhere({ context }: Asked, change: (usage: Usage) => Usage): ReadonlyMap<string, Usage> {
  return new Map([...context.usage].map(([stamp, usage]) => [stamp, change(usage)]));
}

/** Twelve hours on five days of a week, of all hours. */
const OFFICE_HOURS = new Big(60).div(168);

export function scaling(models: readonly Deployed[], asked: Asked): WhatIf[] {
  const byHour = costOfLines(
    asked,
    ({ meter, unit }) => meter.startsWith('Provisioned throughput') && unit === 'PTU-hour',
  );
  const ofTokens =
    models.filter(isByTokens).length === 0
      ? []
      : [
          told(asked, new Big(0), new Big(0), {
            topic: 'scaling',
            choice: 'lower limits of token-billed deployments',
            assumption:
              'their cost follows the tokens, not the capacity: a limit bounds a bill, and saves nothing of this one',
          }),
        ];
  if (byHour.lte(0)) return ofTokens;
  return [
    told(asked, byHour, byHour.times(new Big(1).minus(OFFICE_HOURS)).round(2, Big.roundHalfUp), {
      topic: 'scaling',
      choice: 'provisioned throughput only in office hours',
      assumption:
        'deployed for 12 hours on 5 days a week; Microsoft advises against it for production, since capacity is not guaranteed to be there again',
    }),
    ...ofTokens,
  ];
}
