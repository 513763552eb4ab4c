import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeDesign } from '../../src/design/make-design.ts';
import { residencies, stampsOf } from '../../src/estate/estate.ts';
import { parseEstate } from '../../src/estate/estate-file.ts';
import { estateJsonSchema } from '../../src/estate/json-schema.ts';

const folder = new URL('../../templates/', import.meta.url);
const examples = readdirSync(new URL('estates/', folder));

test('the schema for editors is the one that the file is held against', () => {
  const shipped: unknown = JSON.parse(readFileSync(new URL('estate.schema.json', folder), 'utf8'));
  expect(shipped).toEqual(JSON.parse(JSON.stringify(estateJsonSchema())));
});

test.each(examples)('%s is a right estate file, of which every environment can be designed', (name) => {
  const estate = parseEstate(readFileSync(new URL(`estates/${name}`, folder), 'utf8'), name);
  for (const stamp of stampsOf(estate)) expect(makeDesign(stamp).resources.length).toBeGreaterThan(20);
});

test('the examples show one tenant and several, a network of their own and an existing one', () => {
  const estates = examples.map((name) =>
    parseEstate(readFileSync(new URL(`estates/${name}`, folder), 'utf8'), name),
  );
  expect(new Set(estates.map(({ tenants }) => tenants.length))).toEqual(new Set([1, 2]));
  const environments = estates.flatMap(stampsOf).map(({ environment }) => environment);
  expect(new Set(environments.map(({ network }) => network.mode))).toEqual(new Set(['create', 'existing']));
  expect(new Set(environments.map(({ dns }) => dns.mode))).toEqual(new Set(['own', 'central']));
  for (const { residency } of estates) expect(residencies).toContain(residency);
});
