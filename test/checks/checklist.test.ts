import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import { attestationResults } from '../../src/checks/attestations.ts';
import { checks } from '../../src/checks/index.ts';
import { checklist } from '../../src/facts/checklist.ts';
import { situation } from './situation.ts';

const page = readFileSync(new URL('../../docs/checklist.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| ([A-Z]+-\d) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$/gm)].map(
  ([, row = '', what = '', deployed = '', proven = '']) => ({ row, what, deployed, proven }),
);

test('every row of the checklist has its line, once, in its order', () => {
  expect(rows.map(({ row, what }) => ({ id: row, what }))).toEqual(checklist);
  expect(checklist).toHaveLength(51);
});

test('every check and every kind that a line names exists, and every check after a run is named', () => {
  const known = new Set([
    ...checks.map(({ id }) => id as string),
    ...attestationResults(situation().estate, '2026-11-25').map(({ id }) => id),
  ]);
  const named = rows.flatMap(({ proven }) => proven.match(/GT-CHECK-[A-Z0-9-]+/g) ?? []);
  expect(named.filter((id) => !known.has(id))).toEqual([]);
  const after = checks.filter(({ stage }) => stage === 'after').map(({ id }) => id);
  expect(after.filter((id) => !named.includes(id))).toEqual([]);
  const types = new Set(kinds.all.map(({ type }) => type.split('/').at(-1)));
  const deployed = rows.flatMap(({ deployed: cell }) =>
    [...cell.matchAll(/`([a-zA-Z]+)`/g)].map(([, type]) => type),
  );
  expect(deployed.filter((type) => !types.has(type))).toEqual([]);
});

test('a line is open exactly where no check speaks to its row', () => {
  const attested = attestationResults(situation().estate, '2026-11-25').flatMap((result) => result.checklist);
  const spoken = new Set([...checks.flatMap((check) => check.checklist), ...attested]);
  const told = rows.filter(({ proven }) => proven.includes('**open**')).map(({ row }) => row);
  expect(told.filter((row) => spoken.has(row))).toEqual([]);
  const silent = rows.filter(({ row, proven }) => !spoken.has(row) && /GT-CHECK/.test(proven));
  expect(silent).toEqual([]);
});

test('a check speaks to the rows whose lines name it', () => {
  const wrong = rows.flatMap(({ row, proven }) =>
    (proven.match(/GT-CHECK-(?!ATTESTED)[A-Z0-9-]+/g) ?? [])
      .filter((id) => !checks.find((check) => check.id === id)?.checklist.includes(row))
      .map((id) => `${row} ${id}`),
  );
  expect(wrong).toEqual([]);
});
