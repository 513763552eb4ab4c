import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Estate } from '../../src/estate/estate.ts';
import { parseEstate } from '../../src/estate/estate-file.ts';
import { editEstate, writeEstate } from '../../src/estate/write-estate.ts';
import { estates } from '../kit/arbitrary-estate.ts';
import { sampleEstate } from '../kit/sample-estate.ts';

/** As a person leaves it: comments, an order of their own, defaults left out. */
const byHand = `# Ours. Ask Rita before you touch it.
format: 1
id: abcdefgh
organisation: "Helvetia Care AG"   # as in the register
name: helvetia
residency: eu-data-zone
addressSpace: 10.40.0.0/16

tenants:
- name: main
  addressSpace: 10.40.0.0/20
  directoryId: 6f1d2c84-3a57-4e0b-9c21-5b8e7d4a1f10
  environments:
  # First the playground.
  - name: dev
    production: false
    subscriptionId: 3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d01
    region: switzerlandnorth
    modelRegion: swedencentral
    addressSpace: 10.40.0.0/22
    network:
      mode: create
      subnets: { applications: 10.40.0.0/25, privateEndpoints: 10.40.0.128/26, data: 10.40.0.192/26, functions: 10.40.1.0/27 }
    models:
    # The cheap one.
    - { name: small, model: model-a, version: '1', deploymentType: DataZoneStandard, capacity: 10 }
    - name: large # for the lab
      model: model-b
      version: '1'
      deploymentType: DataZoneStandard
      capacity: 20 # agreed with finance
    keyVault: { purgeProtection: false, softDeleteRetentionInDays: 7 }
    logs: { mode: create, retentionInDays: 30, dailyCapGb: 1 }
`;

test('an unchanged estate leaves the file as it is, byte for byte', () => {
  expect(editEstate(byHand, parseEstate(byHand, 'f'))).toBe(byHand);
});

test('a changed value changes its own line alone and keeps the comment behind it', () => {
  const estate = parseEstate(byHand, 'f');
  const large = estate.tenants[0]?.environments[0]?.models[1];
  if (large) large.capacity = 40;
  expect(changedLines(byHand, editEstate(byHand, estate))).toEqual([
    ['      capacity: 20 # agreed with finance', '      capacity: 40 # agreed with finance'],
  ]);
});

test('what is added comes after, and what is taken out takes its own comment with it', () => {
  const estate = parseEstate(byHand, 'f');
  const environment = estate.tenants[0]?.environments[0];
  if (!environment) throw new Error('no environment');
  environment.models = [
    ...environment.models.slice(1),
    {
      name: 'new',
      model: 'model-c',
      version: '2',
      deploymentType: 'Standard',
      capacity: 1,
      upgrade: 'NoAutoUpgrade',
    },
  ];
  const edited = editEstate(byHand, estate);
  expect(edited).not.toContain('small');
  expect(edited).toContain('- name: large # for the lab');
  expect(edited.indexOf('name: new')).toBeGreaterThan(edited.indexOf('name: large'));
  expect(edited).toContain('# Ours. Ask Rita before you touch it.');
  expect(parseEstate(edited, 'f')).toEqual(estate);
});

test('a default that becomes a choice is written, with everything else left out still left out', () => {
  const estate = parseEstate(byHand, 'f');
  estate.reservedRanges = [{ name: 'head office', range: '10.10.0.0/16' }];
  const edited = editEstate(byHand, estate);
  expect(edited).toContain('reservedRanges:\n- name: head office\n  range: 10.10.0.0/16\n');
  expect(edited).not.toContain('naming:');
});

test('any estate can be edited into any other, whatever the file looked like', () => {
  fc.assert(
    fc.property(estates({ tenants: 2 }), estates({ tenants: 2 }), (before, after) => {
      expect(parseEstate(editEstate(writeEstate(before), after), 'f')).toEqual(after);
    }),
    { numRuns: 20 },
  );
});

test('a file of our own gains what is added and loses no line, whatever stands in it first', () => {
  for (const reservedRanges of [[], [{ name: 'on-premises', range: '10.40.128.0/24' }]]) {
    const estate = { ...twoTenants(), reservedRanges };
    const one = { ...estate, tenants: estate.tenants.slice(0, 1) };
    const lines = new Set(editEstate(writeEstate(one), estate).split('\n'));
    expect(
      writeEstate(one)
        .split('\n')
        .filter((line) => !lines.has(line)),
    ).toEqual([]);
  }
});

test('tenants that change places are still themselves', () => {
  const estate = twoTenants();
  const turned: Estate = { ...estate, tenants: [...estate.tenants].reverse() };
  expect(parseEstate(editEstate(writeEstate(estate), turned), 'f')).toEqual(turned);
});

function twoTenants(): Estate {
  const [first] = sampleEstate({ tenant: 'first', addressSpace: '10.40.0.0/17' }).tenants;
  const second = sampleEstate({
    tenant: 'second',
    addressSpace: '10.40.192.0/18',
    reservedRanges: [],
    environments: [{ name: 'dev', subscriptionId: '9d4b6f21-25c3-4e7a-9ba1-7f2a3c4d5e01' }],
  });
  return {
    ...second,
    addressSpace: '10.40.0.0/16',
    tenants: [...(first ? [first] : []), ...second.tenants],
  };
}

function changedLines(before: string, after: string): string[][] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  expect(b).toHaveLength(a.length);
  return a.flatMap((line, index) => (line === b[index] ? [] : [[line, b[index] ?? '']]));
}
