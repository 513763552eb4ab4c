import { expect, test } from 'vitest';
import { costOf, pricedOf } from '../../src/commands/cost-of.ts';
import { estimate } from '../../src/cost/estimate.ts';
import { usageOf } from '../../src/cost/usage.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { stampsOf } from '../../src/estate/estate.ts';
import type { Observed } from '../../src/plan/observed.ts';
import { context, estate } from '../cost/sample.ts';

const sample = estate();
const given = context(usageOf('small'));
const [dev, prod] = stampsOf(sample).map(makeDesign);
if (!dev || !prod) throw new Error('two stamps were expected');
const seen = (resources: Observed['resources']): Observed => ({
  at: '2026-11-23T10:00:00Z',
  resources,
  deleted: {},
  standIns: {},
  orphans: [],
});
const all = Object.fromEntries(dev.resources.map(({ id, body }) => [id.toLowerCase(), body]));

test('a plan of one environment tells its own cost, and what the whole estate costs before and after', () => {
  const added = costOf(sample, [pricedOf(dev, seen({}), given)], given);
  const both = estimate([dev, prod], given).monthly;
  const other = estimate([prod], given).monthly;
  expect(added.before?.expected).toBe('0.00');
  expect(added.estate).toEqual({ before: other, monthly: both });
  // The free allowances are given once: the parts cost less together than each alone.
  expect(Number(both.expected)).toBeGreaterThan(Number(added.monthly.expected));
});

test('a plan of everything has no other part, and what is unchanged costs what it cost', () => {
  const stamps = [pricedOf(dev, seen(all), given), pricedOf(prod, seen({}), given)];
  const cost = costOf(sample, stamps, given);
  expect(cost.estate).toBeUndefined();
  expect(cost.before).toEqual(estimate([dev], given).monthly);
  expect(costOf(sample, stamps.slice(0, 1), given).before).toEqual(estimate([dev], given).monthly);
});

test('taking an environment down costs nothing afterwards, and what it cost before', () => {
  const emptied = { ...dev, resources: [] };
  const cost = costOf(sample, [pricedOf(emptied, seen(all), given)], given);
  expect(cost.monthly.expected).toBe('0.00');
  expect(cost.before).toEqual(estimate([dev], given).monthly);
});
