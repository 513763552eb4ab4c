import { describe, expect, it } from 'vitest';
import { checks, runChecks } from '../../src/checks/index.ts';
import type { SubscriptionFacts } from '../../src/resource/subscription.ts';
import { good, unread } from './given.ts';
import { situation, today } from './situation.ts';

describe('preflight', () => {
  it('finds nothing wrong where nothing is', () => {
    const { estate, design, observed, facts } = situation();
    const results = runChecks('before', {
      estate,
      today,
      stamps: [{ design, facts, ...(observed ? { observed } : {}) }],
    });
    expect(results.filter(({ status }) => status === 'failed' || status === 'warning')).toEqual([]);
    expect(new Set(results.map(({ stamp }) => stamp))).toEqual(new Set(['main/dev']));
  });

  it('says all that is wrong at once, each with what to do', () => {
    const nothing = { ...good, names: [] };
    const facts = Object.fromEntries(
      Object.entries(nothing).map(([key, fact]) => [key, 'value' in Object(fact) ? unread : fact]),
    ) as unknown as SubscriptionFacts;
    const { estate, design } = situation();
    const results = runChecks('before', { estate, today, stamps: [{ design, facts }] });
    const bad = results.filter(({ status }) => status === 'warning' || status === 'failed');
    expect(bad.length).toBeGreaterThan(8);
    expect(bad.filter(({ next }) => !next)).toEqual([]);
    expect(bad.filter(({ status }) => status === 'failed')).toEqual([]);
  });

  it('has ids that are unique and rows of the checklist that exist', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    const rows =
      /^(NET-[1-7]|IAM-[1-3]|POL-[1-3]|KEY-[1-5]|MON-[1-6]|DAT-[1-5]|COST-[1-6]|INT-[1-3]|TEN-[1-4]|INC-[1-5]|VAL-[12]|GUI-[12])$/;
    expect(checks.flatMap(({ checklist }) => checklist.filter((row) => !rows.test(row)))).toEqual([]);
  });
});
