import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { runChecks } from '../../src/checks/index.ts';
import { type Leak, leakKinds } from '../../src/checks/isolation/leak.ts';
import { designedIsolation, existingIsolation } from '../../src/checks/isolation/of-estate.ts';
import type { Estate } from '../../src/estate/estate.ts';
import { isolationText } from '../../src/report/isolation-text.ts';
import { displayWidth } from '../../src/terminal/layout.ts';
import { estateOf, newTenants } from '../kit/many-tenants.ts';
import { isFullSweep, seed } from '../kit/sweep.ts';
import { asDesigned, type Existing, looked, type Plant, plants, sharings } from './planted-leaks.ts';
import { today } from './situation.ts';

/** `main` and `jura` with two environments, `alp` with one. */
const small = estateOf([
  { name: 'jura', environments: 2 },
  { name: 'alp', environments: 1 },
]);

interface Planted {
  readonly existing: readonly Existing[];
  readonly leaks: readonly Leak[];
  /** Of the kind that was planted, from whom to whom it was planted. */
  readonly found: readonly Leak[];
  /** Between stamps that have nothing to do with it. */
  readonly elsewhere: readonly Leak[];
}

/** Plants a leak by the hands of the first stamp that has a sibling. */
function planted(estate: Estate, { plant, kind, reach, by }: Plant): Planted {
  const existing = asDesigned(estate);
  const tenantOf = ({ design }: Existing): string => design.tenant;
  const siblingOf = (one: Existing | undefined) =>
    existing.find((each) => one && each !== one && tenantOf(each) === tenantOf(one));
  const one = existing.find((each) => siblingOf(each) !== undefined);
  const sibling = siblingOf(one);
  const other = existing.find((each) => one && tenantOf(each) !== tenantOf(one));
  if (!one || !sibling || !other) throw new Error('the estate is too small');
  plant({ one, other, sibling });
  const { leaks } = existingIsolation(estate, looked(existing));
  const source = { one, sibling, outside: undefined }[by ?? 'one']?.name;
  const target = { 'drop route': sibling.name, role: by === 'sibling' ? one.name : other.name }[
    kind as string
  ];
  const touched = new Set([one.name, sibling.name, other.name]);
  return {
    existing,
    leaks,
    found: leaks.filter(
      (leak) =>
        leak.kind === kind &&
        leak.reach === reach &&
        leak.to === (target ?? other.name) &&
        (source === undefined ? leak.from.length === 0 : leak.from.includes(source)),
    ),
    elsewhere: leaks.filter(({ from, to }) => !touched.has(to) && !from.some((each) => touched.has(each))),
  };
}

/** Checks of what exists, of every stamp. */
function verified(estate: Estate, existing: readonly Existing[]) {
  const stamps = looked(existing).flatMap(({ design, observed, facts }) =>
    observed && facts ? [{ design, observed, facts }] : [],
  );
  const isolation = existingIsolation(estate, stamps);
  return runChecks('after', { estate, stamps, today, isolation }).filter(
    ({ id }) => id === 'GT-CHECK-ISOLATION',
  );
}

describe('the isolation of an estate', () => {
  test('is whole as it is designed and as it is built', () => {
    expect(designedIsolation(small).leaks).toEqual([]);
    expect(existingIsolation(small, looked(asDesigned(small))).leaks).toEqual([]);
    expect(verified(small, asDesigned(small)).map(({ status }) => status)).toEqual(Array(5).fill('ok'));
  });

  it.each(plants.map((plant) => [plant.name, plant] as const))('has a leak by %s', (_name, plant) => {
    const { existing, found, leaks, elsewhere } = planted(small, plant);
    const told = leaks.map(({ kind, from, to, reach }) => `${kind} ${from} -> ${to} ${reach}`);
    expect(found, told.join('\n')).not.toEqual([]);
    expect(elsewhere).toEqual([]);
    for (const { id, rule, lets, asked } of found) {
      expect(id).toMatch(/^\/(subscriptions|providers)\//);
      expect([rule, lets].filter((text) => text === '' || /undefined/.test(text))).toEqual([]);
      expect(asked).toBe(false);
    }
    const status = plant.kind === 'unknown principal' ? 'warning' : 'failed';
    expect(verified(small, existing)).toContainEqual(
      expect.objectContaining({
        status,
        stamp: found[0]?.to,
        evidence: `${found[0]?.id}: ${found[0]?.rule}`,
        next: expect.stringContaining(found[0]?.id ?? ''),
      }),
    );
  });

  test('is not broken by a role of ours that a change of the file has left behind', () => {
    const existing = asDesigned(small);
    const [one] = existing;
    if (!one) throw new Error('the estate is empty');
    const type = '/providers/Microsoft.Authorization/roleAssignments/';
    const [key, body] = [...one.resources].find(([id]) => /vaults\/.*roleassignments/.test(id)) ?? ['', {}];
    const left = JSON.parse(
      JSON.stringify(body).replace(
        /"principalId":"[^"]+"/,
        '"principalId":"0f0f0f0f-0000-4000-8000-00000000000e"',
      ),
    ) as typeof body;
    expect(String(left['id'])).toContain(type);
    one.resources.set(key, left);
    // Azure lists it too.
    one.around.push({ ...left });
    expect(existingIsolation(small, looked(existing)).leaks).toEqual([]);
  });

  it.each(sharings)('names $name of two tenants, as the estate file asks for it', ({ kind, share }) => {
    const [main, jura, ...others] = small.tenants;
    if (!main || !jura) throw new Error('the estate is too small');
    const shared: Estate = { ...small, tenants: [...share(main, jura), ...others] };
    const { leaks } = designedIsolation(shared);
    const found = leaks.filter(
      (leak) => leak.kind === kind && leak.to === 'jura/dev' && leak.from.includes('main/dev'),
    );
    expect(found).not.toEqual([]);
    expect(leaks.filter(({ asked }) => !asked)).toEqual([]);
    const stamps = looked(asDesigned(shared)).flatMap(({ design, facts }) =>
      facts ? [{ design, facts }] : [],
    );
    const checks = runChecks('before', { estate: shared, stamps, today });
    const told = checks.filter(({ id, stamp }) => id === 'GT-CHECK-ISOLATION-DESIGN' && stamp === 'jura/dev');
    expect(told.map(({ status }) => status)).toEqual(told.map(() => 'warning'));
    expect(told[0]?.message).toContain('as the estate file asks for');
  });

  test('is looked at for more than twenty-five kinds of leaks, each of which is planted', () => {
    const kinds = new Set([...plants, ...sharings].map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(Object.keys(leakKinds).sort());
    expect(kinds.size).toBeGreaterThanOrEqual(25);
  });

  test('reads on 80 columns, however many environments there are', () => {
    const { existing } = planted(small, plants[2] as Plant);
    const few = isolationText(existingIsolation(small, looked(existing)), 'sandbox');
    expect(few).toContain('5 environments, as they exist');
    expect(few).toMatch(/^ {2}1 main\/dev +· +n +N/m);
    const many = estateOf(
      Array.from({ length: 12 }, (_, index) => ({ name: `tenant-${index}`, environments: 2 })),
    );
    const opened = planted(many, plants.find(({ kind }) => kind === 'public access') as Plant);
    const list = isolationText(existingIsolation(many, looked(opened.existing)), 'sandbox');
    expect(list).toMatch(/^ {2}N +main\/dev -> tenant-0\/dev$/m);
    const lines = [...few.split('\n'), ...list.split('\n')];
    expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
    expect(list.split('\n').length).toBeLessThan(50);
  });
});

describe(`the isolation of one to fifty tenants with one to four environments (seed ${seed})`, () => {
  it('is whole without a leak, and shows any that somebody plants', () => {
    const estates = newTenants({ min: 1, max: 49 }).map((tenants) => estateOf(tenants));
    fc.assert(
      fc.property(estates, fc.constantFrom(...plants), (estate, plant) => {
        expect(designedIsolation(estate).leaks).toEqual([]);
        const { found, elsewhere } = planted(estate, plant);
        expect(found, plant.name).not.toEqual([]);
        expect(elsewhere, plant.name).toEqual([]);
      }),
      { seed, numRuns: isFullSweep ? 300 : 2 },
    );
  });
});
