import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { proposeSubnets } from '../../src/estate/address-plan.ts';
import type { Estate } from '../../src/estate/estate.ts';
import { type EstateFiles, parseEstateFiles } from '../../src/estate/estate-file.ts';
import { type EstateChange, editEstateFiles, writeTenant } from '../../src/estate/write-estate.ts';
import { Refusal } from '../../src/problems/problem.ts';
import { estates } from '../kit/arbitrary-estate.ts';
import { sampleEstate } from '../kit/sample-estate.ts';

/** An estate with a file for each tenant, in the order in which a folder lists them. */
function split({ tenants, ...root }: Estate): EstateFiles {
  return {
    root: { path: 'gotthard.yaml', text: stringify(root) },
    tenants: tenants
      .map((tenant) => ({ path: `tenants/${tenant.name}.yaml`, text: writeTenant(tenant) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

function applied(files: EstateFiles, { write, remove }: EstateChange): EstateFiles {
  const texts = new Map([files.root, ...files.tenants].map(({ path, text }) => [path, text]));
  for (const { path, text } of write) texts.set(path, text);
  for (const path of remove) texts.delete(path);
  const { path } = files.root;
  const root = { path, text: texts.get(path) ?? '' };
  texts.delete(path);
  const tenants = [...texts]
    .map(([path, text]) => ({ path, text }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return { root, tenants };
}

const byName = (estate: Estate) => new Map(estate.tenants.map((tenant) => [tenant.name, tenant]));

/** The same estate, its tenants in whatever order. */
function expectSame(one: Estate, other: Estate): void {
  expect({ ...one, tenants: [] }).toEqual({ ...other, tenants: [] });
  expect(byName(one)).toEqual(byName(other));
}

test('an estate split into a file a tenant comes back whole, and can be edited into any other', () => {
  fc.assert(
    fc.property(estates({ tenants: 3 }), estates({ tenants: 3 }), (before, after) => {
      const files = split(before);
      expectSame(parseEstateFiles(files), before);
      expectSame(parseEstateFiles(applied(files, editEstateFiles(files, after, 'tenants'))), after);
    }),
    { numRuns: 25 },
  );
});

function never(): never {
  throw new Error('a range without room');
}

const one = sampleEstate();
const [main] = one.tenants;
if (!main) throw new Error('no tenant');
const second = {
  ...main,
  name: 'jura',
  addressSpace: '10.40.16.0/20',
  environments: main.environments.map((environment, index) => ({
    ...environment,
    addressSpace: `10.40.${16 + 4 * index}.0/22`,
    subscriptionId: `9d4b6f21-25c3-4e7a-9ba1-7f2a3c4d5e0${index}`,
    network: {
      mode: 'create' as const,
      subnets: proposeSubnets(`10.40.${16 + 4 * index}.0/22`) ?? never(),
    },
  })),
};

test('a tenant that is added is a file of its own, and no byte of the others changes', () => {
  const files = split(one);
  const change = editEstateFiles(files, { ...one, tenants: [main, second] }, 'tenants');
  expect(change).toEqual({
    write: [{ path: 'tenants/jura.yaml', text: writeTenant(second) }],
    remove: [],
  });
});

test('a tenant that is removed takes its file along, and nothing else', () => {
  const files = split({ ...one, tenants: [main, second] });
  expect(editEstateFiles(files, one, 'tenants')).toEqual({ write: [], remove: ['tenants/jura.yaml'] });
});

test('a new tenant never takes the file of another, whatever that is called', () => {
  const { root, tenants } = split(one);
  const files = { root, tenants: tenants.map((file) => ({ ...file, path: 'tenants/jura.yaml' })) };
  const change = editEstateFiles(files, { ...one, tenants: [main, second] }, 'tenants');
  expect(change.write.map(({ path }) => path)).toEqual(['tenants/jura-2.yaml']);
});

test('each mistake names the file that it is in, its line there, and its key as it stands there', () => {
  const { root, tenants } = split({ ...one, tenants: [main, second] });
  const files = {
    root: { ...root, text: root.text.replace('residency: eu-data-zone', 'residency: the-moon') },
    tenants: tenants.map((file) =>
      file.path === 'tenants/jura.yaml'
        ? { ...file, text: file.text.replace('addressSpace: 10.40.16.0/20', 'addressSpace: 10.40.0.0/20') }
        : { ...file, text: file.text.replace('production: true', 'production: perhaps') },
    ),
  };
  const lineOf = (path: string, text: string): number =>
    [files.root, ...files.tenants]
      .find((file) => file.path === path)
      ?.text.split('\n')
      .findIndex((line) => line.includes(text)) ?? -1;
  const problems = refused(files).map(({ what }) => what);
  expect(problems).toEqual([
    `gotthard.yaml:${lineOf('gotthard.yaml', 'the-moon') + 1} residency: "the-moon"`,
    `tenants/jura.yaml:${lineOf('tenants/jura.yaml', 'addressSpace: 10.40.16.0/22') + 1} environments[0].addressSpace: "10.40.16.0/22"`,
    `tenants/jura.yaml:${lineOf('tenants/jura.yaml', 'addressSpace: 10.40.20.0/22') + 1} environments[1].addressSpace: "10.40.20.0/22"`,
    // Of two that overlap, the later one.
    `tenants/main.yaml:${lineOf('tenants/main.yaml', 'addressSpace: 10.40.0.0/20') + 1} addressSpace: "10.40.0.0/20"`,
    `tenants/main.yaml:${lineOf('tenants/main.yaml', 'perhaps') + 1} environments[1].production: "perhaps"`,
  ]);
});

test('what is no YAML is told of every file at once', () => {
  const { root, tenants } = split({ ...one, tenants: [main, second] });
  const broken = { root, tenants: tenants.map((file) => ({ ...file, text: `${file.text}\n  - : [` })) };
  expect(refused(broken).map(({ what }) => what.split(':')[0])).toEqual([
    'tenants/jura.yaml',
    'tenants/main.yaml',
  ]);
});

test('tenants in the estate file and in files beside it are refused: one would be overlooked', () => {
  const { tenants } = split(one);
  const files = { root: { path: 'gotthard.yaml', text: stringify(one) }, tenants };
  expect(refused(files)).toMatchObject([
    {
      code: 'GT-ESTATE-TWICE',
      what: expect.stringMatching(/^gotthard\.yaml:\d+ tenants: .*tenants\/main\.yaml/),
    },
  ]);
});

function refused(files: EstateFiles) {
  try {
    parseEstateFiles(files);
  } catch (error) {
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
  throw new Error('not refused');
}
