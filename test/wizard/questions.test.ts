import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answers } from '../../src/estate/answers.ts';
import { formatCidr, overlap, parseCidr } from '../../src/estate/cidr.ts';
import { missingAnswers } from '../../src/estate/from-answers.ts';
import { integrationFrom } from '../../src/estate/integration-from-answers.ts';
import type { WizardQuestion } from '../../src/wizard/question.ts';
import { checkAddressSpace } from '../../src/wizard/questions/address-space.ts';
import { capacityQuestions } from '../../src/wizard/questions/capacity.ts';
import { defenderQuestion } from '../../src/wizard/questions/defender.ts';
import { integrationQuestions } from '../../src/wizard/questions/integration.ts';
import { itsmQuestions } from '../../src/wizard/questions/itsm.ts';
import { modelsQuestion } from '../../src/wizard/questions/models.ts';
import { notificationsQuestion } from '../../src/wizard/questions/notifications.ts';
import { environmentsFor } from '../../src/wizard/questions/subscriptions.ts';
import { tagsQuestion } from '../../src/wizard/questions/tags.ts';
import { teamsQuestion } from '../../src/wizard/questions/teams.ts';
import { tenantQuestion } from '../../src/wizard/questions/tenant.ts';
import { usageQuestion } from '../../src/wizard/questions/usage.ts';
import { usageFigureQuestions } from '../../src/wizard/questions/usage-figures.ts';
import { sampleAdvice, sampleSubscriptions } from '../kit/sample-advice.ts';
import { createScriptedAsk } from '../kit/scripted-ask.ts';

const anyRange = fc
  .tuple(fc.integer({ min: 10 * 2 ** 24, max: 11 * 2 ** 24 - 1 }), fc.integer({ min: 9, max: 24 }))
  .map(([address, prefix]) => formatCidr(address - (address % 2 ** (32 - prefix)), prefix));

test('an accepted address space overlaps nothing that is taken, and every suggestion is itself accepted', () => {
  fc.assert(
    fc.property(
      fc.oneof(anyRange, fc.string({ maxLength: 20 }), fc.constantFrom('10.0.0.5/16', '10.40.0.0/30')),
      fc.array(anyRange, { maxLength: 6 }),
      fc.integer({ min: 1, max: 9 }),
      (text, ranges, environments) => {
        const taken = ranges.map((range) => ({ as: 'something', range }));
        const verdict = checkAddressSpace(text, taken, environments);
        const chosen = verdict.ok ? text : verdict.suggestion;
        if (chosen === undefined) return;
        const range = parseCidr(chosen);
        // A range that only started wrongly is put right first; what else is wrong shows then.
        const settled = checkAddressSpace(chosen, taken, environments);
        if (settled.ok) {
          for (const other of ranges.map(parseCidr))
            expect(range && other && overlap(range, other)).toBe(false);
        } else expect(text).toMatch(/^\d+\.\d+\.\d+\.\d+\/\d+$/);
      },
    ),
  );
});

test('an overlap names the range that is in the way', () => {
  const taken = [{ as: 'the virtual network vnet-hub', range: '10.40.0.0/22' }];
  expect(checkAddressSpace('10.40.0.0/16', taken, 2)).toEqual({
    ok: false,
    reason: 'overlaps the virtual network vnet-hub, 10.40.0.0/22',
    suggestion: '10.0.0.0/16',
  });
});

test('a space too small for its environments says how much they take', () => {
  expect(checkAddressSpace('10.50.0.0/22', [], 3)).toMatchObject({
    ok: false,
    reason: 'too small: 3 environments take a /22 each',
  });
});

test('subscriptions become environments by their names, and one alone holds dev and prod', () => {
  const [dev, prod, , other] = sampleSubscriptions;
  const names = (...chosen: (typeof sampleSubscriptions)[number][]) =>
    environmentsFor(chosen).map(({ name }) => name);
  if (!dev || !prod || !other) throw new Error('the sample has four subscriptions');
  expect(names(prod, dev)).toEqual(['dev', 'prod']);
  expect(names(other)).toEqual(['dev', 'prod']);
  expect(names(other, prod)).toEqual(['dev', 'prod']);
  expect(names(dev, { ...dev, subscriptionId: 'x' }, other)).toEqual(['dev', 'test', 'prod']);
});

const answers = {
  residency: 'eu-data-zone' as const,
  region: 'switzerlandnorth',
  modelRegion: 'swedencentral',
  environments: [
    { name: 'dev', subscriptionId: 'a' },
    { name: 'prod', subscriptionId: 'a' },
  ],
};

test('only models that can be deployed with the quota left can be taken, and the reason stands there', async () => {
  const ask = createScriptedAsk();
  await modelsQuestion.ask({ ask, advice: sampleAdvice() }, answers);
  const disabled = ask.asked[0]?.choices.map(({ disabled: reason }) => reason);
  expect(disabled).toEqual([
    undefined,
    undefined,
    'can not be deployed there now',
    'quota left for each environment: 0, needed: 1',
  ]);
});

test('environments of one subscription share its quota', async () => {
  const chosen = await modelsQuestion.ask({ ask: createScriptedAsk(), advice: sampleAdvice() }, answers);
  const [question] = capacityQuestions(chosen);
  const over = createScriptedAsk({ 'capacity-chat': '151' });
  await expect(question?.ask({ ask: over, advice: sampleAdvice() }, chosen)).rejects.toThrow(
    'from 1 to 150, which is the quota left',
  );
  const within = createScriptedAsk({ 'capacity-chat': '150' });
  const result = await question?.ask({ ask: within, advice: sampleAdvice() }, chosen);
  expect(result?.models?.[0]?.capacity).toBe(150);
});

const [itsmQuestion] = itsmQuestions({}) as [WizardQuestion];

test.each([
  [tagsQuestion, 'tags', 'owner', '"owner" is not a pair of name=value'],
  [notificationsQuestion, 'notifications', 'a@b.ch, nobody', '"nobody" is not an e-mail address'],
  [teamsQuestion, 'teams', 'ops@example.ch', '"ops@example.ch" is not the address of a channel'],
  [itsmQuestion, 'itsm', 'https://example.ch/in?sig=abc', 'a URL over https without a signature'],
  [tenantQuestion, 'tenant', 'Jura Bank', 'lower-case letters'],
] as const)('a wrong value never leaves its question: %#', async (question, id, typed, reason) => {
  const ask = createScriptedAsk({ [id]: typed });
  await expect(question.ask({ ask, advice: sampleAdvice() }, {})).rejects.toThrow(reason);
});

test('a tenant whose global names are taken is refused while it is typed', async () => {
  const ask = createScriptedAsk({ tenant: 'main' });
  const advice = sampleAdvice({ nameFree: async (_subscription, kind) => kind === 'vault' });
  await expect(tenantQuestion.ask({ ask, advice }, answers)).rejects.toThrow(
    'its globally unique names are taken',
  );
});

test('use may be answered in figures, which become those of the estate; a profile afterwards takes them away again', async () => {
  const script = {
    usage: 'figures',
    'usage-requestsPerDay': '2000',
    'usage-promptTokens': '1800',
    'usage-answerTokens': 'none',
    'usage-logGbPerDay': '0.5',
  };
  const ask = createScriptedAsk(script);
  let answers: Answers = { usage: 'medium' };
  answers = await usageQuestion.ask({ ask, advice: sampleAdvice() }, answers);
  expect(usageFigureQuestions(answers)).toHaveLength(4);
  for (const question of usageFigureQuestions(answers))
    answers = await question.ask({ ask, advice: sampleAdvice() }, answers);
  expect(answers).toEqual({ usageFigures: { requestsPerDay: 2000, promptTokens: 1800, logGbPerDay: 0.5 } });
  expect(usageQuestion.given(answers)).toBe('in figures');
  const back = await usageQuestion.ask(
    { ask: createScriptedAsk({ usage: 'large' }), advice: sampleAdvice() },
    answers,
  );
  expect(back).toEqual({ usage: 'large' });
  expect(usageFigureQuestions(back)).toEqual([]);
});

test.each(['many', '-1', '1e9', '1,5', ''])('%j is no figure of use', async (typed) => {
  const [question] = usageFigureQuestions({ usageFigures: {} });
  const ask = createScriptedAsk({ 'usage-requestsPerDay': typed });
  await expect(question?.ask({ ask, advice: sampleAdvice() }, { usageFigures: {} })).rejects.toThrow();
});

test('each plan of Defender for Cloud says what it costs, and none is chosen for anybody', async () => {
  const ask = createScriptedAsk();
  const asked = await defenderQuestion.ask({ ask, advice: sampleAdvice() }, {});
  expect(asked.defender).toEqual([]);
  expect(ask.asked[0]?.choices.map(({ hint }) => hint)).toEqual(
    ['ai', 'keyVault', 'resourceManager', 'storage'].map((plan) => `CHF 1.00 a month for ${plan}`),
  );
});

test('everything beside the models says what it costs, and none of it is chosen for anybody', async () => {
  const [question, ...more] = integrationQuestions({});
  expect(more).toEqual([]);
  const ask = createScriptedAsk();
  const asked = await question?.ask({ ask, advice: sampleAdvice() }, {});
  expect(asked).toEqual({ services: [] });
  expect(ask.asked[0]?.choices.map(({ hint }) => hint)).toEqual(
    ['blob', 'cosmos', 'sql', 'dataFactory', 'logicApp'].map(
      (option) => `about CHF 1.00 a month for ${option}`,
    ),
  );
});

test('only what was chosen asks further, and what is given up is in no estate', () => {
  const chosen = { services: ['storage', 'sql'], storageKind: 'data-lake' } as const;
  expect(integrationQuestions(chosen).map(({ id }) => id)).toEqual([
    'services',
    'storage',
    'sql-administrators',
  ]);
  expect(integrationFrom(chosen)).toEqual({ storage: 'data-lake' });
  expect(integrationFrom({ ...chosen, services: [] })).toBeUndefined();
  expect(integrationFrom({ services: ['dataFactory'] })).toEqual({ storage: 'blob', dataFactory: true });
  expect(missingAnswers(chosen).map(({ flag }) => flag)).toContain('--sql GROUP=OBJECTID');
});

test('a group that no directory shows is typed with its object id', async () => {
  const question = integrationQuestions({ services: ['sql'] }).at(-1);
  const advice = sampleAdvice({ groups: async () => [] });
  const objectId = '00000000-0000-0000-0000-0000000000c9';
  const ask = createScriptedAsk({ 'sql-administrators': `sg sql=${objectId}` });
  expect(await question?.ask({ ask, advice }, {})).toEqual({
    sqlAdministrators: { name: 'sg sql', objectId },
  });
  const wrong = createScriptedAsk({ 'sql-administrators': 'sg sql' });
  await expect(question?.ask({ ask: wrong, advice }, {})).rejects.toThrow();
});
