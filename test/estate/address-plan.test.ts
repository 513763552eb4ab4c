import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressMistakes } from '../../src/estate/address-mistakes.ts';
import { proposeRange, proposeSubnets, proposeTenantRange } from '../../src/estate/address-plan.ts';
import { contains, formatCidr, overlap, parseCidr, prefixOf } from '../../src/estate/cidr.ts';
import { type Estate, estateSchema } from '../../src/estate/estate.ts';
import { estates } from '../kit/arbitrary-estate.ts';
import { sampleEstate } from '../kit/sample-estate.ts';

const range = fc
  .tuple(fc.integer({ min: 0, max: 65535 }), fc.integer({ min: 18, max: 30 }))
  .map(([host, length]) => `10.40.${Math.floor(host / 256)}.${host % 256}/${length}`);

test('what is proposed never touches what is given, and lies inside its space', () => {
  fc.assert(
    fc.property(
      fc.array(range, { maxLength: 10 }),
      fc.integer({ min: 1, max: 12 }),
      (taken, environments) => {
        const tenant = proposeTenantRange('10.40.0.0/16', environments, taken);
        if (tenant === undefined) return;
        const used = [...taken];
        for (let index = 0; index < environments; index += 1) {
          const space = proposeRange(tenant, 22, used) ?? '';
          const subnets = Object.values(proposeSubnets(space) ?? {});
          expect(subnets).toHaveLength(4);
          expect(inside(space, tenant) && subnets.every((subnet) => inside(subnet, space))).toBe(true);
          expect(used.some((other) => touches(space, other))).toBe(false);
          expect(subnets.some((a, i) => subnets.some((b, j) => i < j && touches(a, b)))).toBe(false);
          used.push(space);
        }
      },
    ),
  );
});

test('a tenant gets room for four environments, and less only where a space has no more', () => {
  expect(proposeTenantRange('10.40.0.0/16', 2, [])).toBe('10.40.0.0/20');
  expect(proposeTenantRange('10.40.0.0/21', 2, [])).toBe('10.40.0.0/21');
  expect(proposeTenantRange('10.40.0.0/16', 5, [])).toBe('10.40.0.0/19');
  expect(proposeTenantRange('10.40.0.0/22', 2, [])).toBeUndefined();
});

test('subnets shrink with a smaller environment until one would be smaller than Azure takes', () => {
  expect(proposeSubnets('10.40.0.0/22')).toEqual({
    applications: '10.40.0.0/25',
    privateEndpoints: '10.40.0.128/26',
    data: '10.40.0.192/26',
    functions: '10.40.1.0/27',
  });
  expect(proposeSubnets('10.40.0.0/24')?.functions).toBe('10.40.0.64/29');
  expect(proposeSubnets('10.40.0.0/25')).toBeUndefined();
});

test('a planned estate has no mistake in its addresses', () => {
  fc.assert(
    fc.property(estates(), (estate) => {
      expect(addressMistakes(estate)).toEqual([]);
    }),
  );
});

test('an environment that is moved onto anything is refused, naming it', () => {
  fc.assert(
    fc.property(range, (moved) => {
      const parsed = parseCidr(moved);
      if (!parsed) return;
      const aligned = formatCidr(parsed.start, prefixOf(parsed));
      const estate = sampleEstate();
      const said = whys(withProd(estate, { addressSpace: aligned }));
      const dev = '10.40.0.0/22';
      expect(said.some((why) => why.includes(`overlaps environment main/dev, ${dev}`))).toBe(
        touches(aligned, dev),
      );
      expect(
        said.some((why) => why.includes('overlaps the reserved range on-premises, 10.40.128.0/24')),
      ).toBe(touches(aligned, '10.40.128.0/24'));
      expect(said.some((why) => why.includes('lies outside of tenant main, 10.40.0.0/20'))).toBe(
        !inside(aligned, '10.40.0.0/20'),
      );
    }),
  );
});

test('malformed, too small, overlapping and misplaced ranges are told apart', () => {
  const subnets = {
    applications: '10.40.4.1/25',
    privateEndpoints: '10.40.4.128/30',
    data: '10.40.4.128/26',
    functions: '10.41.0.0/27',
  };
  const estate = withProd(sampleEstate(), { network: { mode: 'create', subnets } });
  expect(whys(estate)).toEqual([
    'subnet privateEndpoints: 10.40.4.128/30 is too small',
    'subnet applications: 10.40.4.1/25 is not the start of a range',
    'subnet functions: 10.41.0.0/27 lies outside of environment main/prod, 10.40.4.0/22',
    'subnet data: 10.40.4.128/26 overlaps subnet privateEndpoints, 10.40.4.128/30',
  ]);
});

test('an existing network may lie inside a reserved range, since that is where it is', () => {
  const id = '/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/rg/providers/x';
  const network = {
    mode: 'existing' as const,
    virtualNetworkId: id,
    privateEndpointSubnetId: id,
    callerRanges: [],
  };
  expect(whys(withProd(sampleEstate(), { addressSpace: '10.40.128.0/25', network }))).toEqual([]);
});

function withProd(
  estate: Estate,
  changes: Partial<Estate['tenants'][number]['environments'][number]>,
): Estate {
  const copy = structuredClone(estate);
  const prod = copy.tenants[0]?.environments[1];
  if (prod) Object.assign(prod, changes);
  return estateSchema.parse(copy);
}

function whys(estate: Estate): string[] {
  return addressMistakes(estate).map(({ why }) => why);
}

function touches(a: string, b: string): boolean {
  const [first, second] = [parseCidr(a), parseCidr(b)];
  return first !== undefined && second !== undefined && overlap(first, second);
}

function inside(inner: string, outer: string): boolean {
  const [a, b] = [parseCidr(inner), parseCidr(outer)];
  return a !== undefined && b !== undefined && contains(b, a);
}
