import { expect, test } from 'vitest';
import { attestationResults } from '../../src/checks/attestations.ts';
import { attestable, type Estate } from '../../src/estate/estate.ts';
import { situation } from './situation.ts';

const { estate } = situation();
const attest = (...attestations: NonNullable<Estate['attestations']>): Estate => ({
  ...estate,
  attestations,
});
const tested = {
  item: 'VAL-1',
  by: 'Red Team AG',
  on: '2026-03-01',
  document: 'sharepoint/pentest-2026.pdf',
  validDays: 365,
} as const;

test('what nobody vouches for is a warning, with what to write where', () => {
  const results = attestationResults(estate, '2026-11-25');
  expect(results.map(({ checklist }) => checklist)).toEqual(attestable.map((item) => [item]));
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['warning']));
  expect(results.every(({ next, risk }) => next?.includes('attestations') && risk)).toBe(true);
});

test('what somebody vouches for is attested with name, date and document, until it expires', () => {
  const on = (today: string) =>
    attestationResults(attest(tested), today).find(({ checklist }) => checklist[0] === 'VAL-1');
  expect(on('2027-03-01')).toMatchObject({
    status: 'attested',
    evidence: 'Red Team AG on 2026-03-01: sharepoint/pentest-2026.pdf',
  });
  expect(on('2027-03-02')).toMatchObject({
    status: 'warning',
    message: expect.stringContaining('2027-03-01'),
  });
});

test('of several the one that is valid longest counts, and none that lies ahead', () => {
  const later = { ...tested, on: '2026-10-01', by: 'Blue Team AG' };
  const ahead = { ...tested, on: '2027-01-01', by: 'Nobody yet' };
  const results = attestationResults(attest(later, tested, ahead), '2026-11-25');
  expect(results.find(({ status }) => status === 'attested')?.evidence).toContain('Blue Team AG');
});
