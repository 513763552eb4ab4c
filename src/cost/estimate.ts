import Big from 'big.js';
import type { Design, DesignedResource } from '../design/design.ts';
import type { ExchangeRate } from '../facts/fx.ts';
import { RATE_STALE_AFTER_DAYS } from '../facts/fx.ts';
import type { PriceBook } from '../facts/prices.ts';
import { steps } from '../resource/step.ts';
import type { Cost, CostLine, MoneyRange } from './cost.ts';
import { estateLines } from './estate-lines.ts';
import { groupBy } from './group-by.ts';
import { billedRegion, type Use } from './meter.ts';
import { meteringOf } from './meters/by-type.ts';
import { type FindPrice, priceFinder } from './price-lookup.ts';
import { daysBetween, moneyText, type Quantified, unknownLine } from './priced-line.ts';
import { exactly, plus, rangeOf } from './range.ts';
import { WHOLE_ESTATE } from './shared-lines.ts';
import { thingUses } from './things.ts';
import { type Usage, usageOf } from './usage.ts';

/** What a cost depends on beside the designs. */
export interface EstimateContext {
  /** Use by stamp name; a stamp that isn't in it counts as small. */
  readonly usage: ReadonlyMap<string, Usage>;
  readonly prices: PriceBook;
  readonly fx: ExchangeRate;
  /** `YYYY-MM-DD`: prices and rates age. */
  readonly today: string;
}

/**
 * What designs cost a month, at list prices without tax. Pure; neither the order of the designs nor that of their
 * resources changes an amount. What has no price is a line that says so, and makes the cost incomplete.
 */
export function estimate(designs: readonly Design[], context: EstimateContext): Cost {
  return estimateMetered(
    designs.map((design) => metered(design, context)),
    context,
  );
}

/** What of a design its cost depends on: all that is left of it while hundreds of others are read. */
export interface Metered {
  readonly stamp: string;
  readonly used: readonly Quantified[];
  /** Lines of what has no meter. */
  readonly unmetered: readonly CostLine[];
}

/** Meters one design. */
export function metered(design: Design, context: EstimateContext): Metered {
  const used = quantities(design, context, priceFinder(context.prices));
  return { stamp: stampOf(design), used, unmetered: unmetered(design) };
}

/** What metered designs cost together: some prices and grants are for all of them at once. */
export function estimateMetered(designs: readonly Metered[], context: EstimateContext): Cost {
  const find = priceFinder(context.prices);
  const used = designs.flatMap((design) => design.used);
  const lines = [...estateLines(used, find, context), ...designs.flatMap((design) => design.unmetered)].sort(
    inOrder(designs.map(({ stamp }) => stamp)),
  );
  return {
    currency: 'CHF',
    monthly: sumOf(lines),
    complete: lines.every((line) => line.monthly !== null),
    fx: aged(context.fx, context.today),
    prices: {
      ...context.prices.origin,
      ageDays: Math.max(0, daysBetween(context.prices.origin.asOf, context.today)),
    },
    lines,
  };
}

/** How much of every meter the designs use, before it is priced. */
export function quantitiesOf(
  designs: readonly Design[],
  context: EstimateContext,
  find: FindPrice,
): Quantified[] {
  return designs.flatMap((design) => quantities(design, context, find));
}

/** The sum of rounded lines, which is what every total is; unknown lines add nothing. */
export function sumOf(lines: readonly CostLine[]): MoneyRange {
  return moneyText(
    lines.reduce(
      (sum, { monthly }) =>
        plus(
          sum,
          rangeOf((name) => new Big(monthly?.[name] ?? 0)),
        ),
      exactly(0),
    ),
  );
}

function stampOf(design: Design): string {
  return `${design.tenant}/${design.environment}`;
}

function quantities(design: Design, context: EstimateContext, find: FindPrice): Quantified[] {
  const stamp = stampOf(design);
  const usage = context.usage.get(stamp) ?? usageOf('small');
  const quantified = (use: Use, of: string, step: string, region: string): Quantified => {
    const { quantity, kind, basis, from = [] } = use;
    const parts = [{ of, basis, quantity, from }];
    return { stamp, step, region, quantity, kind, parts, ...meterAndNotes(use, region, find) };
  };
  const ofResources = design.resources.flatMap((resource) => {
    const metering = meteringOf(resource.type);
    if (metering === undefined || metering === 'free') return [];
    const region = billedRegion(resource, design);
    return metering(resource, { design, usage }).map((use) =>
      quantified(use, resource.title, resource.step, region),
    );
  });
  const ofThings = thingUses(usage).map((use) => quantified(use, 'the usage file', use.step, design.region));
  return [...ofResources, ...ofThings];
}

/** Falls back to the dearer meter of the same thing where only that one has a price. */
function meterAndNotes(use: Use, region: string, find: FindPrice): Pick<Quantified, 'meter' | 'notes'> {
  const notes = use.note === undefined ? [] : [use.note];
  if (use.otherwise === undefined || find(use.meter, region)) return { meter: use.meter, notes };
  return {
    meter: use.otherwise,
    notes: [...notes, 'Cached tokens count in full: their price is not known.'],
  };
}

/** Lines for what Gotthard can deploy but knows no meter of: an unknown cost, not a free one. */
function unmetered(design: Design): CostLine[] {
  const unknown = design.resources.filter(({ type }) => meteringOf(type) === undefined);
  return [...groupBy(unknown, ({ type, step }) => `${step} ${type}`).values()].flatMap((group) => {
    const [first] = group;
    return first ? [unmeteredLine(first, group.length, design)] : [];
  });
}

function unmeteredLine({ type, step }: DesignedResource, count: number, design: Design): CostLine {
  const region = design.region;
  return unknownLine(
    {
      stamp: stampOf(design),
      service: type,
      step,
      meter: 'unknown',
      unit: 'resource',
      quantity: String(count),
      region,
    },
    ['Nothing is known of what this type costs.'],
  );
}

/** The place of a step among all; what is in none of them comes last. */
export function stepRank(step: string): number {
  const index = (steps as readonly string[]).indexOf(step);
  return index < 0 ? steps.length : index;
}

const kinds: readonly CostLine['kind'][] = ['fixed', 'usage', 'unknown'];

/** Stamps in the order of the designs, then what belongs to all of them; in a stamp by step, kind and meter. */
function inOrder(names: readonly string[]): (a: CostLine, b: CostLine) => number {
  const stamps = new Map([...names, WHOLE_ESTATE].map((stamp, index) => [stamp, index]));
  const rank = (line: CostLine): readonly number[] => [
    stamps.get(line.stamp) ?? 0,
    stepRank(line.step),
    kinds.indexOf(line.kind),
  ];
  const name = (line: CostLine): string => `${line.service} ${line.meter} ${line.region}`;
  return (a, b) => {
    const [left, right] = [rank(a), rank(b)];
    const differs = left.findIndex((place, index) => place !== right[index]);
    if (differs >= 0) return (left[differs] ?? 0) - (right[differs] ?? 0);
    return name(a) < name(b) ? -1 : 1;
  };
}

/** A rate that is no longer fresh says so wherever it is shown. */
function aged({ validMonth, ...fx }: ExchangeRate, today: string): Omit<ExchangeRate, 'validMonth'> {
  if (validMonth !== undefined) {
    const said = validMonth === today.slice(0, 7) ? '' : `; it holds for ${validMonth} only`;
    return { ...fx, source: `${fx.source}${said}` };
  }
  if (daysBetween(fx.asOf, today) <= RATE_STALE_AFTER_DAYS) return fx;
  return { ...fx, source: `${fx.source}; more than ${RATE_STALE_AFTER_DAYS} days old` };
}
