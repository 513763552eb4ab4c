import type { Answers } from '../../src/estate/answers.ts';
import type { Estate } from '../../src/estate/estate.ts';
import { estateFrom } from '../../src/estate/from-answers.ts';

/** Answers as the quick path of the wizard leaves them. */
export const sampleAnswers: Answers = {
  organisation: 'Helvetia Care AG',
  directoryId: '6f1d2c84-3a57-4e0b-9c21-5b8e7d4a1f10',
  environments: [
    { name: 'dev', subscriptionId: '3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d01' },
    { name: 'prod', subscriptionId: '3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d02' },
  ],
  residency: 'eu-data-zone',
  region: 'switzerlandnorth',
  modelRegion: 'swedencentral',
  reservedRanges: [{ name: 'on-premises', range: '10.40.128.0/24' }],
  addressSpace: '10.40.0.0/16',
  models: [{ model: 'model-a', version: '2026-01-01', deploymentType: 'DataZoneStandard', capacity: 30 }],
  groups: { administrators: 'c84f1b60-92d7-4a5e-b3c8-1d7e9f0a2b01' },
  emails: ['ops@example.ch'],
  budget: '2000',
};

/** A small estate of one tenant with dev and prod. */
export function sampleEstate(answers: Partial<Answers> = {}): Estate {
  return estateFrom({ ...sampleAnswers, ...answers }, { estateId: 'abcdefgh', existingRanges: [] });
}
