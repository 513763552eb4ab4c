import Big from 'big.js';
import type { ExchangeRate } from '../facts/fx.ts';
import type { CostLine, MoneyRange } from './cost.ts';
import type { Meter } from './meter.ts';
import type { FoundPrice } from './price-lookup.ts';
import { type Range, rangeOf, roundedMoney } from './range.ts';
import type { UsageFigure } from './usage.ts';

/** What one meter of one step of one stamp uses, before its price is known. */
export interface Quantified {
  readonly stamp: string;
  readonly step: string;
  readonly meter: Meter;
  readonly region: string;
  readonly quantity: Range;
  readonly kind: 'fixed' | 'usage';
  readonly notes: readonly string[];
  /** What the quantity is made of, by resource. */
  readonly parts: readonly QuantityPart[];
}

/** What one resource adds to the quantity of a line. */
export interface QuantityPart {
  /** Title of the resource, or what a usage file calls the thing. */
  readonly of: string;
  readonly basis: string;
  readonly quantity: Range;
  /** Figures of use that it follows. */
  readonly from: readonly UsageFigure[];
}

/** A quantity with its price, where one is known. */
export interface Priced {
  readonly used: Quantified;
  readonly found: FoundPrice | undefined;
  readonly line: CostLine;
}

/** What prices depend on beside the price book. */
export interface Pricing {
  readonly fx: ExchangeRate;
  /** `YYYY-MM-DD`: prices and rates age. */
  readonly today: string;
}

/** Days after which a price may well have changed. */
const OLD_AFTER_DAYS = 365;
/** How far the true price may lie from an old one, or from one of another region. */
const uncertain = { low: new Big('0.7'), expected: new Big('1'), high: new Big('1.5') } as const;
const certain = { low: new Big('1'), expected: new Big('1'), high: new Big('1') } as const;
const UNCERTAIN_NOTE =
  'The range of a price that is over a year old, or of another region, reaches from 30 % less to 50 % more.';

/** Days between two dates; a month stands for its first day. */
export function daysBetween(from: string, to: string): number {
  const day = (date: string): number => Date.parse(date.length === 7 ? `${date}-01` : date) / 86_400_000;
  return Math.floor(day(to) - day(from));
}

/** How much a price may differ from the true one, as factors. */
export function uncertaintyOf(found: FoundPrice, today: string): Range {
  const old = found.asOf === null || daysBetween(found.asOf, today) > OLD_AFTER_DAYS;
  return old || found.substituteRegion !== undefined ? uncertain : certain;
}

/** The price of the first unit that isn't free. Free and cheaper units are lines of their own, over the estate. */
export function basePrice(found: FoundPrice): Big {
  return found.tiers.find((tier) => tier.price.gt(0))?.price ?? new Big(0);
}

/** Multiplies out, converts and rounds; low and high carry the doubt about the price too. */
export function amounts(quantity: Range, price: Big, found: FoundPrice, { fx, today }: Pricing): Range {
  const doubt = uncertaintyOf(found, today);
  return rangeOf((name) => roundedMoney(quantity[name].times(price).times(doubt[name]).times(fx.usdChf)));
}

/** As decimal text with two decimals. */
export function moneyText(range: Range): MoneyRange {
  const text = (value: Big): string => (value.eq(0) ? '0.00' : value.toFixed(2));
  return { low: text(range.low), expected: text(range.expected), high: text(range.high) };
}

/** Prices a quantity at its base price. Without a price the line says unknown and has no amount. */
export function pricedLine(used: Quantified, found: FoundPrice | undefined, pricing: Pricing): Priced {
  const { stamp, step, meter, region, quantity, kind } = used;
  const head = { stamp, service: meter.service, step, meter: meter.name, unit: meter.unit };
  const amount = quantity.expected.toFixed();
  if (!found) return { used, found, line: unknownLine({ ...head, quantity: amount, region }, used.notes) };
  const price = basePrice(found);
  return {
    used,
    found,
    line: {
      ...head,
      quantity: amount,
      unitPrice: price.toFixed(),
      monthly: moneyText(amounts(quantity, price, found, pricing)),
      kind,
      region,
      ...origin(found, pricing.today, used.notes),
    },
  };
}

/** A line for something that costs an unknown amount. */
export function unknownLine(
  head: Pick<CostLine, 'stamp' | 'service' | 'step' | 'meter' | 'unit' | 'quantity' | 'region'>,
  notes: readonly string[] = [],
): CostLine {
  const none = {
    unitPrice: null,
    monthly: null,
    kind: 'unknown',
    source: 'no price known',
    asOf: null,
  } as const;
  return { ...head, ...none, ...(notes.length > 0 ? { note: notes.join(' ') } : {}) };
}

/** Where a price is from, as a line says it. */
export function origin(
  found: FoundPrice,
  today: string,
  notes: readonly string[] = [],
): Pick<CostLine, 'source' | 'asOf' | 'substituteRegion' | 'note'> {
  const doubtful = uncertaintyOf(found, today) === uncertain;
  const note = [...notes, ...(doubtful ? [UNCERTAIN_NOTE] : [])].join(' ');
  return {
    source: found.source,
    asOf: found.asOf,
    ...(found.substituteRegion === undefined ? {} : { substituteRegion: found.substituteRegion }),
    ...(note === '' ? {} : { note }),
  };
}
