import { expect, test } from 'vitest';
import { jsonReport, planJson, problemsJson, runJson } from '../../src/report/json.ts';
import { dateAtApply, later } from '../../src/resource/reference.ts';
import { badReport, goodReport } from './sample.ts';

const { cost, checks, plans, runs } = goodReport();
const [plan] = plans;
if (!plan) throw new Error('the sample has a plan');
const [action, other] = plan.actions;
if (!action || !other) throw new Error('the plan has actions');

test('a plan has exactly the documented fields, for stamps, actions and changes', () => {
  const changed = {
    ...action,
    dependsOn: [other.key, `${other.key}#last`],
    changes: [
      { path: '/tags/owner', before: undefined, after: 'me' },
      { path: '/properties/principal', before: null, after: later(other.id, 'properties.principalId') },
      {
        path: '/properties/timePeriod',
        before: undefined,
        after: { startDate: dateAtApply('firstOfMonth') },
      },
    ],
    irreversible: true,
    reason: 'because',
  } as const;
  const last = { ...other, key: `${other.key}#last` };
  const { stamps } = planJson('sandbox', {
    stamps: [{ plan: { ...plan, actions: [changed, other, last] } }],
    cost,
    checks,
  });
  expect(stamps).toEqual([
    {
      tenant: 'main',
      environment: 'dev',
      subscriptionId: plan.subscriptionId,
      region: 'switzerlandnorth',
      expectedDurationMs: plan.expectedDurationMs,
      actions: [
        {
          id: action.id,
          type: action.type,
          step: action.step,
          action: 'create',
          dependsOn: [other.id],
          changes: [
            { path: '/tags/owner', before: null, after: 'me' },
            {
              path: '/properties/principal',
              before: null,
              after: { knownAfterApply: `${other.id}#properties.principalId` },
            },
            {
              path: '/properties/timePeriod',
              before: null,
              after: { startDate: { knownAfterApply: `${action.id}#properties.timePeriod.startDate` } },
            },
          ],
          irreversible: true,
          reason: 'because',
        },
        ...[other, last].map(({ id, type, step, dependsOn }) => ({
          id,
          type,
          step,
          action: 'create',
          dependsOn,
          changes: [],
        })),
      ],
    },
  ]);
});

test('documents survive being printed and read again, and every amount in them is text', () => {
  for (const document of [
    planJson('sandbox', { stamps: [{ plan }], cost, checks }),
    runJson('azure', badReport().runs),
    jsonReport(goodReport()),
  ]) {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  }
  for (const line of cost.lines) {
    for (const amount of [
      line.quantity,
      line.unitPrice,
      line.monthly?.low,
      line.monthly?.expected,
      line.monthly?.high,
    ]) {
      expect(amount).toMatch(/^-?\d+(\.\d+)?$/);
    }
  }
});

test('refused work names its problems, its cloud where it got so far, and the plan where one was made', () => {
  const problem = { code: 'GT-X', what: 'a', why: 'b', next: ['c'] } as const;
  expect(problemsJson(undefined, [problem])).toEqual({ problems: [problem] });
  const refused = problemsJson('sandbox', [problem], { stamps: [{ plan }], cost, checks });
  expect(refused.plan?.cloud).toBe('sandbox');
  expect(runJson('sandbox', runs)).toEqual({ cloud: 'sandbox', runs });
});
