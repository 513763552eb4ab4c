import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutTenant } from '../../src/estate/add-tenant.ts';
import { overlap, parseCidr, type Range } from '../../src/estate/cidr.ts';
import { type Estate, stampsOf } from '../../src/estate/estate.ts';
import { type NameKey, named, namesOf } from '../../src/estate/naming.ts';
import { nameRules } from '../../src/facts/name-rules.ts';
import { added, firstTenant, newTenants } from '../kit/many-tenants.ts';
import { isFullSweep, seed } from '../kit/sweep.ts';

/** Tenants come and go: each step adds one, or removes one of those there are. */
const lives = newTenants({ min: 1, max: 49 }).chain((tenants) =>
  fc.record({
    tenants: fc.constant(tenants),
    // After each addition, who goes; a number beyond those there are: nobody.
    leaving: fc.array(fc.nat({ max: 400 }), { minLength: tenants.length, maxLength: tenants.length }),
  }),
);

function range(text: string): Range {
  const found = parseCidr(text);
  if (!found) throw new Error(`${text} is no range`);
  return found;
}

/** Pairs that share an address, in a list of ranges. */
function overlaps(texts: readonly string[]): string[] {
  const sorted = texts.map((text) => ({ text, ...range(text) })).sort((a, b) => a.start - b.start);
  return sorted.flatMap((one, index) => {
    const next = sorted[index + 1];
    return next && overlap(one, next) ? [`${one.text} ${next.text}`] : [];
  });
}

function expectApart(estate: Estate): void {
  const reserved = estate.reservedRanges.map((each) => each.range);
  expect(overlaps([...reserved, ...estate.tenants.map(({ addressSpace }) => addressSpace)])).toEqual([]);
  const stamps = stampsOf(estate);
  expect(overlaps(stamps.map(({ environment }) => environment.addressSpace))).toEqual([]);
  for (const { environment, tenant } of stamps) {
    const { network, addressSpace } = environment;
    const subnets = network.mode === 'create' ? Object.values(network.subnets) : [];
    expect(overlaps(subnets)).toEqual([]);
    const within = (inner: string, outer: string): boolean =>
      range(inner).start >= range(outer).start && range(inner).end <= range(outer).end;
    expect(subnets.filter((subnet) => !within(subnet, addressSpace))).toEqual([]);
    expect(within(addressSpace, tenant.addressSpace)).toBe(true);
  }
}

function expectNamed(estate: Estate): void {
  const taken = new Set<string>();
  for (const stamp of stampsOf(estate)) {
    for (const [key, name] of Object.entries(namesOf(stamp))) {
      const { pattern, uniqueIn } = nameRules[named[key as NameKey]];
      expect(name).toMatch(pattern);
      const place = { world: '', subscription: stamp.environment.subscriptionId, stamp: stamp.name }[
        uniqueIn
      ];
      const at = `${place} ${named[key as NameKey]} ${key === 'subdomain' ? 'subdomain' : ''} ${name.toLowerCase()}`;
      expect(taken.has(at), at).toBe(false);
      taken.add(at);
    }
  }
}

describe('one to fifty tenants with one to four environments, that come and go', () => {
  it('never share an address, keep theirs, and have names that are legal and their own', () => {
    fc.assert(
      fc.property(lives, ({ tenants, leaving }) => {
        let estate = firstTenant();
        for (const [index, tenant] of tenants.entries()) {
          if (estate.tenants.some(({ name }) => name === tenant.name)) continue;
          const before = estate;
          estate = added(estate, tenant, index + 1);
          // Whoever was there stays as it was, to the last letter.
          expect(estate.tenants.slice(0, -1)).toEqual(before.tenants);
          const goes = estate.tenants.slice(1)[leaving[index] ?? 0];
          if (goes) estate = withoutTenant(estate, goes.name);
          expect(estate.tenants.map(({ name }) => name)).not.toContain(goes?.name);
        }
        expectApart(estate);
        expectNamed(estate);
      }),
      { seed, numRuns: isFullSweep ? 300 : 3 },
    );
  });
});
