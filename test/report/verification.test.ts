import { expect, test } from 'vitest';
import type { CheckResult } from '../../src/checks/check.ts';
import type { Isolation } from '../../src/checks/isolation/isolation.ts';
import { htmlVerification } from '../../src/report/html-verification.ts';
import { markdownVerification } from '../../src/report/markdown-verification.ts';
import { countsByVerdict, verdictsByArea } from '../../src/report/verdicts.ts';

const vault = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv';
const checks: readonly CheckResult[] = [
  {
    id: 'GT-CHECK-VAULT',
    checklist: ['KEY-1', 'KEY-2'],
    stamp: 'main/dev',
    status: 'ok',
    message: 'kv is fine',
    evidence: vault,
  },
  {
    id: 'GT-CHECK-PUBLIC-ACCESS',
    checklist: ['KEY-1'],
    stamp: 'main/dev',
    status: 'failed',
    message: 'kv is <open>',
    evidence: `${vault}: publicNetworkAccess Enabled`,
    risk: 'Anybody can try to get in.',
    next: 'gotthard deploy closes it again.',
  },
  {
    id: 'GT-CHECK-ATTESTED-VAL-1',
    checklist: ['VAL-1'],
    status: 'warning',
    message: 'nobody vouches',
    next: 'Do it.',
  },
];
const isolation: Isolation = {
  stamps: ['main/dev', 'jura/<dev>'].map((name) => ({ name, tenant: name, seen: 'observed' })),
  leaks: [
    {
      kind: 'peering',
      from: ['jura/<dev>'],
      to: 'main/dev',
      id: `${vault}/peerings/to-jura`,
      rule: 'to-jura',
      lets: 'is peered by <to-jura>',
      reach: 'weakened',
      asked: false,
    },
  ],
};
const input = {
  cloud: 'sandbox',
  estateName: 'helvetia',
  organisation: 'Helvetia Care AG',
  checks,
  isolation,
  at: '2026-11-25',
};

test('a row of the checklist has the worst verdict of its checks, and none where nothing speaks to it', () => {
  const rows = verdictsByArea(checks).flatMap((area) => area.rows);
  expect(rows).toHaveLength(51);
  const verdict = (id: string) => rows.find((row) => row.id === id)?.verdict;
  expect(['KEY-1', 'KEY-2', 'VAL-1', 'MON-2'].map(verdict)).toEqual(['failed', 'ok', 'warning', 'unchecked']);
  expect(countsByVerdict(checks)).toEqual([
    ['failed', 1],
    ['warning', 1],
    ['ok', 1],
    ['unchecked', 48],
  ]);
});

test.each([
  ['page', htmlVerification(input), 'kv is &lt;open&gt;'],
  ['Markdown', markdownVerification(input), 'kv is &lt;open'],
])(
  'a verification as %s says what was read, the risk and what to do, with nothing that could run',
  (_kind, text, escaped) => {
    expect(text).toContain('sandbox');
    expect(text).toContain('Verification');
    expect(text).toContain(escaped);
    expect(text).not.toContain('<open>');
    for (const part of [
      'publicNetworkAccess Enabled',
      'Anybody can try to get in',
      'closes it again',
      'GT-CHECK-VAULT',
      '1 way from one to another',
      'another wall still stands',
      'peerings/to-jura',
    ])
      expect(text).toContain(part);
  },
);
