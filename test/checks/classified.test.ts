import { describe, expect, it } from 'vitest';
import { classifications, rulesOf } from '../../src/estate/classification.ts';
import type { Observed } from '../../src/plan/observed.ts';
import { idKey } from '../../src/resource/arm-id.ts';
import { at, type JsonObject } from '../../src/resource/json.ts';
import { sampleEstate } from '../kit/sample-estate.ts';
import { findings, situation, today, verdict } from './situation.ts';

const account = 'Microsoft.CognitiveServices/accounts';
const every = classifications.flatMap((classification) =>
  [false, true].map((production) => ({ classification, production })),
);

/** An environment that exists as its file says, which keeps what the class asks for or just less than that. */
function built(given: (typeof every)[number], keeps: boolean) {
  const rules = rulesOf(given.classification, given.production);
  const input = situation({
    environment: {
      ...given,
      logs: {
        mode: 'create',
        retentionInDays: keeps ? rules.logRetentionInDays : Math.max(30, rules.logRetentionInDays - 1),
        dailyCapGb: 1,
      },
      keyVault: { purgeProtection: keeps && rules.purgeProtection, softDeleteRetentionInDays: 90 },
    },
  });
  const encrypted = (body: JsonObject): JsonObject => ({
    ...body,
    properties: {
      ...(body['properties'] as JsonObject),
      encryption: {
        keySource: keeps && rules.customerManagedKey ? 'Microsoft.KeyVault' : 'Microsoft.CognitiveServices',
      },
    },
  });
  const resources = Object.fromEntries(
    input.design.resources.map(({ id, type, body }) => [
      idKey(id),
      type === account ? encrypted(body) : body,
    ]),
  );
  const observed: Observed = { at: today, resources, deleted: {}, standIns: {}, orphans: [] };
  return { rules, input: { ...input, observed } };
}

describe.each(every)('$classification data, production $production', (given) => {
  it('is well kept where logs, vault and key are as its class asks', () => {
    const found = findings('GT-CHECK-CLASSIFIED', built(given, true).input);
    expect(verdict(found)).toBe('ok');
    expect(found).toMatchObject([
      { evidence: expect.stringMatching(/retentionInDays.*enablePurge.*keySource/) },
    ]);
  });

  it('is warned of wherever they are less than that, and nowhere else', () => {
    const { rules, input } = built(given, false);
    const warned = verdict(findings('GT-CHECK-CLASSIFIED', input));
    expect(/keeps logs for/.test(warned)).toBe(rules.logRetentionInDays > 30);
    expect(/can be purged/.test(warned)).toBe(rules.purgeProtection);
    expect(/Azure's own key/.test(warned)).toBe(rules.customerManagedKey);
    expect(input.design.loosened.some(({ checklist }) => checklist.includes('DAT-3'))).toBe(
      rules.logRetentionInDays > 30,
    );
  });

  it('is written on every resource that has tags', () => {
    const tags = built(given, true).input.design.resources.flatMap(({ body }) => at(body, '/tags') ?? []);
    expect(tags.length).toBeGreaterThan(10);
    expect(new Set(tags.map((each) => at(each, '/data-class')))).toEqual(new Set([given.classification]));
  });
});

it('gives new environments what the class asks for', () => {
  const estate = sampleEstate({ classification: 'strictly-confidential' });
  expect(estate.tenants[0]?.environments.map(({ logs, keyVault }) => ({ logs, keyVault }))).toMatchObject([
    { logs: { retentionInDays: 90 }, keyVault: { purgeProtection: false } },
    { logs: { retentionInDays: 365 }, keyVault: { purgeProtection: true } },
  ]);
});
