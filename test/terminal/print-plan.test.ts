import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth } from '../../src/terminal/layout.ts';
import { planText } from '../../src/terminal/print-plan.ts';
import { anyPlan, sampleAction, samplePlan } from '../kit/sample-plan.ts';
import { styleOf } from '../kit/styles.ts';

const plan = samplePlan(
  [
    sampleAction({ noun: 'virtual network', name: 'vnet-main-dev' }),
    sampleAction({ noun: 'subnet', name: 'snet-private-endpoints', typicalMs: 4000 }),
    sampleAction({ noun: 'subnet', name: 'snet-applications', typicalMs: 4000 }),
    sampleAction({ noun: 'network security group', name: 'nsg-data', action: 'unchanged' }),
    sampleAction({
      noun: 'workspace',
      name: 'log-main-dev',
      step: 'Monitoring',
      action: 'update',
      changes: [{ path: '/properties/retentionInDays', before: 30, after: 90 }],
    }),
    sampleAction({
      noun: 'model deployment',
      name: 'gpt',
      step: 'Azure OpenAI',
      action: 'remove',
      reason: 'no longer in the estate file',
      irreversible: true,
    }),
    sampleAction({
      noun: 'budget',
      name: 'budget-main-dev',
      step: 'Budget',
      action: 'blocked',
      reason: 'belongs to somebody else; take it over with --adopt',
    }),
  ],
  {
    production: true,
    warnings: ['API keys are allowed beside Entra'],
    registrations: ['Microsoft.Network', 'Microsoft.KeyVault'],
    pointOfNoReturn: [sampleAction({ noun: 'model deployment', name: 'gpt' }).id],
  },
);

test('a plan shows what is blocked and removed first, then its tree by step, on 80 columns', () => {
  expect(planText([plan], 'sandbox', styleOf(80))).toMatchInlineSnapshot(`
    "PLAN  main/dev  switzerlandnorth  production  [sandbox]
      + create 3   ~ update 1   - remove 1   -/+ replace 0   = unchanged 1
      ! blocked 1
      About 1 min 20 s, along the longest chain of dependencies.

      Blocked: nothing is written until this is settled
        !   budget budget-main-dev
            /subscriptions/00000000-0000-0000-0…osoft.Network/budget/budget-main-dev
            Why: belongs to somebody else; take it over with --adopt

      Removed or replaced
        -   model deployment gpt (can't be undone)
            /subscriptions/00000000-0000-0000-0…icrosoft.Network/modeldeployment/gpt
            Why: no longer in the estate file

      Network          + 3   = 1
        + virtual network  vnet-main-dev                                         8 s
        + subnet (2)       snet-private-endpoints, snet-applications             4 s

      Monitoring       ~ 1
        ~ workspace log-main-dev                                                 8 s
            properties/retentionInDays: 30 → 90

      Azure OpenAI     - 1

      Budget           ! 1

      Loosened defaults
        warning: API keys are allowed beside Entra

      Registered before the run, and kept afterwards
        Microsoft.Network, Microsoft.KeyVault

      Point of no return: written last; from there on the run only goes forward
        model deployment gpt
    "
  `);
});

test('with 200 columns the same plan needs fewer lines, and no id is cut', () => {
  const text = planText([plan], 'sandbox', styleOf(200));
  expect(text).toContain(plan.actions[5]?.id);
  expect(text.split('\n').length).toBeLessThanOrEqual(
    planText([plan], 'sandbox', styleOf(80)).split('\n').length,
  );
});

test('a plan without changes says so', () => {
  const unchanged = samplePlan([sampleAction({ noun: 'subnet', name: 'a', action: 'unchanged' })]);
  expect(planText([unchanged], 'azure', styleOf(80))).toMatchInlineSnapshot(`
    "PLAN  main/dev  switzerlandnorth  [azure]
      + create 0   ~ update 0   - remove 0   -/+ replace 0   = unchanged 1
      Nothing to write.

      Network          = 1
    "
  `);
});

test('a property without a value before, and one known after apply, are written in words', () => {
  const changed = sampleAction({
    noun: 'vault',
    name: 'kv',
    step: 'Key Vault',
    action: 'update',
    changes: [
      { path: '/tags/owner', before: undefined, after: 'platform' },
      { path: '/properties/principalId', before: 'x', after: { knownAfterApply: '/s/id-main#principalId' } },
    ],
  });
  const text = planText([samplePlan([changed])], 'sandbox', styleOf(100));
  expect(text).toContain('tags/owner: (none) → "platform"');
  expect(text).toContain('properties/principalId: "x" → (known after apply: id-main#principalId)');
});

test('no line of any plan is wider than the terminal, and none holds a control character', () => {
  fc.assert(
    fc.property(fc.array(anyPlan, { maxLength: 2 }), fc.integer({ min: 40, max: 200 }), (plans, columns) => {
      const lines = planText(plans, 'sandbox', styleOf(columns)).split('\n');
      expect(lines.filter((line) => displayWidth(line) > columns || /\p{Cc}/u.test(line))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('colour changes no character, and its absence leaves no code', () => {
  const coloured = planText([plan], 'sandbox', styleOf(80, { colour: true }));
  const plain = planText([plan], 'sandbox', styleOf(80));
  expect(coloured).not.toBe(plain);
  expect(stripVTControlCharacters(coloured)).toBe(plain);
});

test('a terminal without Unicode gets ASCII only, on the same lines', () => {
  const ascii = planText([plan], 'sandbox', styleOf(80, { unicode: false }));
  expect(ascii).not.toMatch(/\P{ASCII}/u);
  expect(ascii.split('\n').length).toBe(planText([plan], 'sandbox', styleOf(80)).split('\n').length);
});

test('many plans are told as totals, and which of them do the same', () => {
  const many = Array.from({ length: 200 }, (_, index) => ({ ...plan, tenant: `t${index}` }));
  const text = planText(many, 'sandbox', styleOf(100));
  expect(text).toContain('PLAN  200 environments  [sandbox]');
  expect(text).toContain('200 × ');
  expect(text).toContain('and 194 more');
});
