import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CheckResult } from '../../src/checks/check.ts';
import type { Problem } from '../../src/problems/problem.ts';
import type { RunResult } from '../../src/run/events.ts';
import { displayWidth } from '../../src/terminal/layout.ts';
import { checksText } from '../../src/terminal/print-checks.ts';
import { problemsText } from '../../src/terminal/print-problems.ts';
import { runsText } from '../../src/terminal/print-run.ts';
import { anyText } from '../kit/sample-plan.ts';
import { styleOf } from '../kit/styles.ts';

const problem: Problem = {
  code: 'PrivateEndpointCreationNotAllowedAsSubnetIsFull',
  what: 'Subnet snet-private-endpoints has no free address left (needed 1, free 0).',
  why: 'Others have placed endpoints there since the plan was made.',
  next: [
    'Widen the subnet in the estate file and run `gotthard deploy`.',
    'Remove an endpoint that nobody uses.',
  ],
  resource:
    '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-main-dev-network/providers/Microsoft.Network/privateEndpoints/pe-openai',
  correlationId: '5d1c0000-0000-0000-0000-000000000000',
};

const run: RunResult = {
  runId: '01JDABCDEF',
  tenant: 'main',
  environment: 'dev',
  outcome: 'succeeded',
  created: ['/a/b', '/a/c'],
  updated: [],
  removed: [],
  unchanged: 3,
  leftovers: [],
  durationMs: 615_000,
  criticalPathMs: 600_000,
};
const failure = {
  id: problem.resource ?? '',
  code: problem.code,
  message: problem.what,
  next: problem.next,
  correlationId: problem.correlationId ?? '',
};

test('a problem says what, where, why and what next, with numbers where there are several ways', () => {
  expect(problemsText([problem], 'sandbox', styleOf(80))).toMatchInlineSnapshot(`
    "✗ PrivateEndpointCreationNotAllowedAsSubnetIsFull  [sandbox]
      What  Subnet snet-private-endpoints has no free address left (needed 1, free
            0).
      Where /subscriptions/00000000-0000-0000-0…t.Network/privateEndpoints/pe-openai
      Why   Others have placed endpoints there since the plan was made.
      Next  1 Widen the subnet in the estate file and run \`gotthard deploy\`.
            2 Remove an endpoint that nobody uses.
      Azure correlation id 5d1c0000-0000-0000-0000-000000000000
    "
  `);
});

test('a run that succeeded is counted on one line', () => {
  expect(runsText([run], 'sandbox', styleOf(80))).toMatchInlineSnapshot(`
    "DONE  main/dev  run 01JDABCDEF  [sandbox]
      2 created, 0 updated, 0 removed, 3 unchanged, in 10 min.
    "
  `);
});

test('a run that was rolled back says what failed, why, what was put back and what to do next', () => {
  expect(
    runsText([{ ...run, outcome: 'rolled-back', failure }], 'sandbox', styleOf(80)),
  ).toMatchInlineSnapshot(`
    "PUT BACK  main/dev  run 01JDABCDEF  [sandbox]
      ✗ Failed pe-openai (PrivateEndpointCreationNotAllowedAsSubnetIsFull)
        /subscriptions/00000000-0000-0000-000…oft.Network/privateEndpoints/pe-openai
      Why   Subnet snet-private-endpoints has no free address left (needed 1, free
            0).
      Everything this run had done was undone in 10 min: the cloud is as it was
      before.
      Next  1 Widen the subnet in the estate file and run \`gotthard deploy\`.
            2 Remove an endpoint that nobody uses.
      Azure correlation id 5d1c0000-0000-0000-0000-000000000000
    "
  `);
});

test('what is about no resource names none', () => {
  const locked = {
    id: '',
    code: 'GT-RUN-OPEN',
    message: 'main/dev has an open run, 01JDABCDEF',
    next: ['gotthard runs resume 01JDABCDEF'],
  };
  expect(
    runsText([{ ...run, runId: '', outcome: 'refused', failure: locked }], 'sandbox', styleOf(80)),
  ).toMatchInlineSnapshot(`
    "REFUSED  main/dev  [sandbox]
      ✗ Stopped GT-RUN-OPEN
      Why   main/dev has an open run, 01JDABCDEF
      Nothing was touched.
      Next  gotthard runs resume 01JDABCDEF
    "
  `);
});

test('leftovers come with reason, command and the date on which the name frees itself', () => {
  const leftover = {
    id: '/subscriptions/1/providers/Microsoft.KeyVault/locations/switzerlandnorth/deletedVaults/kv',
    reason: 'No right to purge.',
    command: 'az keyvault purge --name kv --location switzerlandnorth',
    freeOn: '2027-02-21',
  };
  const text = runsText(
    [{ ...run, outcome: 'leftovers', leftovers: [leftover], failure }],
    'sandbox',
    styleOf(80),
  );
  expect(text).toMatchInlineSnapshot(`
    "FAILED, SOMETHING IS LEFT  main/dev  run 01JDABCDEF  [sandbox]
      ✗ Failed pe-openai (PrivateEndpointCreationNotAllowedAsSubnetIsFull)
        /subscriptions/00000000-0000-0000-000…oft.Network/privateEndpoints/pe-openai
      Why   Subnet snet-private-endpoints has no free address left (needed 1, free
            0).
      Undone as far as possible in 10 min; this is left:
      ! /subscriptions/1/providers/Microsoft.…ions/switzerlandnorth/deletedVaults/kv
        Why     No right to purge. The name frees itself on 2027-02-21.
        Command az keyvault purge --name kv --location switzerlandnorth
      Next  1 Widen the subnet in the estate file and run \`gotthard deploy\`.
            2 Remove an endpoint that nobody uses.
      Azure correlation id 5d1c0000-0000-0000-0000-000000000000
    "
  `);
});

test('a kept run names the commands that finish and undo it, once each', () => {
  const next = ['gotthard runs resume 01JDABCDEF', 'gotthard runs rollback 01JDABCDEF'];
  const text = runsText(
    [{ ...run, outcome: 'kept', failure: { ...failure, next } }],
    'sandbox',
    styleOf(200),
  );
  for (const command of next) expect(text.split(command)).toHaveLength(2);
});

const checks: CheckResult[] = [
  { id: 'GT-CHECK-NET-1', checklist: ['NET-1'], stamp: 'main/dev', status: 'ok', message: 'No overlap.' },
  {
    id: 'GT-CHECK-QUOTA',
    checklist: [],
    stamp: 'main/dev',
    status: 'failed',
    message: 'The quota does not suffice.',
    evidence: '10 of 30 left',
    next: 'Lower the capacity, or ask for more quota.',
  },
  {
    id: 'GT-CHECK-KEYS',
    checklist: ['KEY-3'],
    status: 'warning',
    message: 'API keys are allowed.',
    next: 'Set authentication to entra.',
  },
];

test('checks that need attention are listed with their next step, the others are counted', () => {
  expect(
    checksText(checks, { title: 'PREFLIGHT', cloud: 'sandbox', all: false }, styleOf(80)),
  ).toMatchInlineSnapshot(`
    "PREFLIGHT  3 checks  [sandbox]
      ✗ failed 1   ! warning 1   ✓ ok 1
      ✗ failed: main/dev: The quota does not suffice.
        Evidence 10 of 30 left
        Next     Lower the capacity, or ask for more quota.
      ! warning: API keys are allowed. (KEY-3)
        Next     Set authentication to entra.
    "
  `);
});

test('every screen made on the sandbox says so, even where all else is cut off', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 40, max: 80 }), (tenant, columns) => {
      const texts = [
        runsText([{ ...run, tenant }], 'sandbox', styleOf(columns)),
        checksText(checks, { title: 'CHECKS', cloud: 'sandbox', all: true }, styleOf(columns)),
        problemsText([{ ...problem, code: tenant }], 'sandbox', styleOf(columns)),
      ];
      for (const text of texts) expect(text.split('\n').slice(0, 4).join('\n')).toContain('[sandbox]');
    }),
  );
});

test('no line of any outcome is wider than the terminal, and none holds a control character', () => {
  fc.assert(
    fc.property(anyText, anyText, fc.integer({ min: 40, max: 200 }), (a, b, columns) => {
      const leftover = { id: a, reason: b, command: a, freeOn: b };
      const texts = [
        problemsText(
          [{ code: a, what: b, why: a, next: [b, a], resource: a, correlationId: b }],
          'sandbox',
          styleOf(columns),
        ),
        runsText(
          [
            {
              ...run,
              runId: a,
              tenant: b,
              outcome: 'leftovers',
              leftovers: [leftover],
              failure: { ...failure, id: b, code: a, message: b },
            },
          ],
          'sandbox',
          styleOf(columns),
        ),
        checksText(
          [{ id: 'x', checklist: [a], stamp: b, status: 'failed', message: a, evidence: b, next: a }],
          { title: 'CHECKS', cloud: 'sandbox', all: true },
          styleOf(columns),
        ),
      ];
      const lines = texts.flatMap((text) => text.split('\n'));
      expect(lines.filter((line) => displayWidth(line) > columns || /\p{Cc}/u.test(line))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('of many runs the totals come first, what failed is told in full, and what is alike is told once', () => {
  const many = Array.from({ length: 200 }, (_, index) => ({ ...run, tenant: `t${index}` }));
  const failed = { ...run, tenant: 'broken', outcome: 'rolled-back', failure } as const;
  const stopped = {
    id: '',
    code: 'GT-ROLLOUT-STOPPED',
    message: 'not begun',
    next: ['gotthard deploy --all'],
  };
  const left = [1, 2, 3].map((n) => ({
    ...run,
    tenant: `late${n}`,
    outcome: 'refused' as const,
    failure: stopped,
  }));
  const text = runsText([...many, failed, ...left], 'sandbox', styleOf(80));
  expect(text.split('\n').slice(0, 5)).toEqual([
    'DEPLOYED  204 environments  [sandbox]',
    '  ✓ done 200   ✗ put back 1   ✗ refused 3',
    '  408 created, 0 updated, 0 removed, 612 unchanged.',
    '  ✗ GT-ROLLOUT-STOPPED: late1/dev, late2/dev, late3/dev',
    '  Next  gotthard deploy --all',
  ]);
  expect(text).toContain('PUT BACK  broken/dev');
  expect(text.split('\n').length).toBeLessThan(24);
});

test('of many environments a finding in the same words is told once, with whom it concerns', () => {
  const finding = (n: number): CheckResult => ({
    id: 'GT-CHECK-QUOTA',
    checklist: [],
    stamp: `t${n}/dev`,
    status: 'warning',
    message: 'quota is not told',
    next: 'Look it up.',
  });
  const found = Array.from({ length: 200 }, (_, index) => finding(index));
  const text = checksText(found, { title: 'PREFLIGHT', cloud: 'sandbox', all: false }, styleOf(100));
  expect(text.split('\n').filter((line) => line.includes('warning:'))).toHaveLength(1);
  expect(text).toContain('and 194 more: quota is not told');
});
