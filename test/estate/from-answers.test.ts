import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usageOfEstate } from '../../src/cost/usage-of-estate.ts';
import { overlap, parseCidr } from '../../src/estate/cidr.ts';
import { parseEstate } from '../../src/estate/estate-file.ts';
import { estateFrom, missingAnswers, slug } from '../../src/estate/from-answers.ts';
import { mistakesOf } from '../../src/estate/mistakes.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import { Refusal } from '../../src/problems/problem.ts';
import { sampleAnswers, sampleEstate } from '../kit/sample-estate.ts';

const context = { estateId: 'abcdefgh', existingRanges: [] };

test('the quick path gets dev and prod, each as strict as it has to be', () => {
  const [dev, prod] = sampleEstate().tenants[0]?.environments ?? [];
  expect(dev).toMatchObject({
    name: 'dev',
    production: false,
    addressSpace: '10.40.0.0/22',
    dns: { mode: 'own' },
    authentication: 'entra',
    keyVault: { purgeProtection: false, softDeleteRetentionInDays: 7 },
    logs: { mode: 'create', retentionInDays: 30, dailyCapGb: 1 },
  });
  expect(prod).toMatchObject({
    name: 'prod',
    production: true,
    addressSpace: '10.40.4.0/22',
    keyVault: { purgeProtection: true, softDeleteRetentionInDays: 90 },
    logs: { mode: 'create', retentionInDays: 90, dailyCapGb: 5 },
  });
});

test('answers of any kind end in an estate without mistakes, away from every range that exists', () => {
  const range = fc
    .tuple(
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 9, max: 24 }),
    )
    .map(([b, c, prefix]) => `10.${b}.${c}.0/${prefix}`);
  const names = fc.uniqueArray(fc.constantFrom('dev', 'test', 'prod', 'lab', 'prod-eu', 'qa'), {
    minLength: 1,
  });
  fc.assert(
    fc.property(
      fc.array(range, { maxLength: 6 }),
      names,
      fc.string({ minLength: 1, maxLength: 100 }),
      fc.constantFrom('own', 'policy' as const),
      (existingRanges, environments, organisation, dns) => {
        const { addressSpace: _, reservedRanges: __, ...answers } = sampleAnswers;
        const estate = estateFrom(
          {
            ...answers,
            organisation,
            dns,
            environments: environments.map((name) => ({
              name,
              subscriptionId: '3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d01',
            })),
          },
          { estateId: 'abcdefgh', existingRanges },
        );
        expect(mistakesOf(estate)).toEqual([]);
        const tenant = parseCidr(estate.tenants[0]?.addressSpace ?? '');
        const taken = existingRanges.flatMap((text) => parseCidr(text) ?? []);
        expect(tenant && taken.some((other) => overlap(other, tenant))).toBe(false);
      },
    ),
  );
});

test('a range that somebody gave to one environment is not given to another', () => {
  const [dev, prod] = sampleAnswers.environments ?? [];
  if (!dev || !prod) throw new Error('no environments');
  const estate = sampleEstate({ environments: [dev, { ...prod, addressSpace: '10.40.0.0/22' }] });
  expect(estate.tenants[0]?.environments.map(({ addressSpace }) => addressSpace)).toEqual([
    '10.40.4.0/22',
    '10.40.0.0/22',
  ]);
});

test('two deployments of one model get names of their own', () => {
  const [model] = sampleAnswers.models ?? [];
  if (!model) throw new Error('no model');
  const estate = sampleEstate({ models: [model, { ...model, version: '2' }, { ...model, name: 'MODEL-A' }] });
  expect(estate.tenants[0]?.environments[0]?.models.map(({ name }) => name)).toEqual([
    'model-a',
    'model-a-2',
    'MODEL-A-3',
  ]);
});

test('wrong answers are refused, all of them at once', () => {
  const problems = refusalOf(() =>
    sampleEstate({ addressSpace: '10.40.0.1/16', region: 'Zurich', emails: ['nobody'], budget: 'much' }),
  );
  expect(problems.map(({ what }) => what.replace(/^tenants\[0\]\.environments\[\d\]\./, ''))).toEqual(
    expect.arrayContaining(['addressSpace: "10.40.0.1/16"', 'region: "Zurich"', 'budget.monthly: "much"']),
  );
});

test('a space without room is refused with the flag that gives a larger one', () => {
  const [problem] = refusalOf(() => sampleEstate({ addressSpace: '10.40.0.0/22' }));
  expect(problem?.code).toBe('GT-ESTATE-ADDRESSES');
  expect(problem?.next[0]).toContain('--address-space');
});

test('what has no default is missing until it is answered, each with its flag and key', () => {
  expect(missingAnswers({}).map(({ id }) => id)).toEqual([
    'organisation',
    'directory',
    'residency',
    'region',
    'subscriptions',
    'models',
  ]);
  for (const { flag, key, message } of missingAnswers({})) {
    expect(flag).toMatch(/^--[a-z]/);
    expect(key).toMatch(/^\w/);
    expect(message).toMatch(/^the|where/);
  }
  expect(missingAnswers(sampleAnswers)).toEqual([]);
  const [dev] = sampleAnswers.environments ?? [];
  const half = { ...sampleAnswers, environments: [...(dev ? [dev] : []), { name: 'prod' }] };
  expect(missingAnswers(half).map(({ id }) => id)).toEqual(['subscriptions']);
});

test.each([
  ['Helvetia Care AG', 'helvetia-care-ag'],
  ['Zürich Öl & Söhne', 'zurich-ol-sohne'],
  ['42 Dinge', 'dinge'],
  ['東京', 'estate'],
  ['A very long name of an organisation', 'a-very-long-name-of'],
])('%s is written %s in names', (organisation, expected) => {
  expect(slug(organisation, 20)).toBe(expected);
});

test('an estate from answers is what its file says', () => {
  expect(estateFrom(sampleAnswers, context)).toEqual(sampleEstate());
});

function refusalOf(call: () => unknown): Refusal['problems'] {
  try {
    call();
  } catch (error) {
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('use in figures stands in the file, and is priced as it is told', () => {
  const figures = { requestsPerDay: 1200, promptTokens: 800 };
  const written = parseEstate(writeEstate(sampleEstate({ usageFigures: figures })), 'gotthard.yaml');
  expect(written.tenants[0]?.environments[0]?.usageFigures).toEqual(figures);
  const [usage] = [...usageOfEstate(written).values()];
  expect(usage?.inputTokens.expected.toFixed()).toBe('29200000');
  expect(usage?.origins?.inputTokens).toBe('the estate file');
  expect(usage?.origins?.outputTokens).toBeUndefined();
});

test('what is bought for a subscription, or kept of it, is asked of production; policies and locks of every environment', () => {
  const of = (answers: Parameters<typeof sampleEstate>[0]) =>
    sampleEstate(answers).tenants[0]?.environments.map(({ policy, locks, defender, activityLog }) => ({
      policy,
      locks,
      defender,
      activityLog,
    }));
  const nothing = { policy: undefined, locks: undefined, defender: undefined, activityLog: undefined };
  expect(of({})).toEqual([nothing, nothing]);
  expect(of({ policy: 'usual', locks: 'usual', defender: [], activityLog: false })).toEqual([
    nothing,
    nothing,
  ]);
  const asked = of({ policy: 'deny', locks: 'everywhere', defender: ['keyVault'], activityLog: true });
  expect(asked).toEqual([
    { ...nothing, policy: 'deny', locks: true },
    { policy: 'deny', locks: true, defender: ['keyVault'], activityLog: true },
  ]);
});
