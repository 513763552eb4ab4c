import Big from 'big.js';
import type { CostLine } from './cost.ts';
import { groupBy } from './group-by.ts';
import type { FoundPrice } from './price-lookup.ts';
import { amounts, basePrice, moneyText, origin, type Priced, type Pricing } from './priced-line.ts';
import { exactly, isNothing, plus, type Range, rangeOf, times } from './range.ts';

/** The stamp of lines that belong to all stamps together. No stamp is called so: theirs have a slash. */
export const WHOLE_ESTATE = 'estate';

interface Group {
  readonly first: Priced;
  readonly found: FoundPrice;
  readonly quantity: Range;
  readonly charged: Range;
}

/**
 * Free grants and volume discounts. Azure counts them once a billing account, so they are computed over all stamps
 * and shown as lines with negative amounts, beside the lines of the stamps at the full price.
 */
export function sharedLines(priced: readonly Priced[], pricing: Pricing): CostLine[] {
  const byMeter = groupBy(priced, ({ used }) => JSON.stringify([used.meter.service, used.meter.name]));
  return [...byMeter.values()].flatMap((lines) => {
    let granted = exactly(0);
    return groupsOf(lines).flatMap((group) => {
      const free = freeQuantity(group, granted);
      granted = plus(granted, free);
      return [...grantLine(group, free, pricing), ...discountLines(group, pricing)];
    });
  });
}

/** Lines that share one price list. The cheapest comes first and takes the grant: the saving is never overstated. */
function groupsOf(lines: readonly Priced[]): Group[] {
  const byPlace = groupBy(lines, ({ found }) => JSON.stringify([found?.place, found?.substituteRegion]));
  return [...byPlace.values()]
    .flatMap((members): Group[] => {
      const [first] = members;
      if (!first?.found) return [];
      return [
        {
          first,
          found: first.found,
          quantity: members.reduce((sum, { used }) => plus(sum, used.quantity), exactly(0)),
          charged: members.reduce((sum, { line }) => plus(sum, chargedBy(line)), exactly(0)),
        },
      ];
    })
    .sort((a, b) => basePrice(a.found).cmp(basePrice(b.found)) || (a.found.place < b.found.place ? -1 : 1));
}

function chargedBy({ monthly }: CostLine): Range {
  return rangeOf((name) => new Big(monthly?.[name] ?? 0));
}

function freeQuantity({ found, quantity }: Group, granted: Range): Range {
  const floor = found.tiers.find((tier) => tier.price.gt(0))?.floor ?? new Big(0);
  return rangeOf((name) => atMost(quantity[name], atLeastZero(floor.minus(granted[name]))));
}

function grantLine(group: Group, free: Range, pricing: Pricing): CostLine[] {
  if (isNothing(free)) return [];
  const price = basePrice(group.found);
  const saved = amounts(free, price, group.found, pricing);
  // Rounded lines may add up to a Rappen less than the grant: what is free never pays for something else.
  const off = rangeOf((name) => atMost(saved[name], group.charged[name]).times(-1));
  const name = `${group.first.used.meter.name}, free allowance`;
  return [{ ...shared(group, name, pricing), ...figures(times(free, -1), price, off) }];
}

/** What units beyond a threshold cost less than the first ones. */
function discountLines(group: Group, pricing: Pricing): CostLine[] {
  const base = basePrice(group.found);
  const paid = group.found.tiers.filter((tier) => tier.price.gt(0)).slice(1);
  return paid.flatMap((tier, index) => {
    const next = paid[index + 1]?.floor;
    const within = rangeOf((name) => {
      const top = next ? atMost(group.quantity[name], next) : group.quantity[name];
      return atLeastZero(top.minus(tier.floor));
    });
    if (isNothing(within)) return [];
    const difference = tier.price.minus(base);
    const { unit, name } = group.first.used.meter;
    const title = `${name}, volume price beyond ${tier.floor.toFixed()} ${unit}`;
    const amount = amounts(within, difference, group.found, pricing);
    return [{ ...shared(group, title, pricing), ...figures(within, difference, amount) }];
  });
}

function shared({ first, found }: Group, name: string, { today }: Pricing) {
  return {
    stamp: WHOLE_ESTATE,
    service: first.used.meter.service,
    step: first.used.step,
    meter: name,
    unit: first.used.meter.unit,
    kind: first.used.kind,
    region: found.place,
    ...origin(found, today),
  };
}

function figures(quantity: Range, price: Big, amount: Range) {
  return { quantity: quantity.expected.toFixed(), unitPrice: price.toFixed(), monthly: moneyText(amount) };
}

function atMost(value: Big, limit: Big): Big {
  return value.gt(limit) ? limit : value;
}

function atLeastZero(value: Big): Big {
  return value.lt(0) ? new Big(0) : value;
}
