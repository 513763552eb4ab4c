import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { attestationResults } from '../../src/checks/attestations.ts';
import { checks } from '../../src/checks/index.ts';
import { explain } from '../../src/commands/explain.ts';
import {
  controlsByCheck,
  controlsOf,
  frameworkLines,
  frameworkMapping,
} from '../../src/report/frameworks.ts';
import { htmlVerification } from '../../src/report/html-verification.ts';
import { markdownVerification } from '../../src/report/markdown-verification.ts';
import { situation } from '../checks/situation.ts';
import { commandPorts } from '../kit/command-ports.ts';

const file = new URL('../../templates/frameworks/mapping.yaml', import.meta.url);
const mapping = frameworkMapping(readFileSync(file, 'utf8'));
const known = [
  ...checks.map(({ id }) => id as string),
  ...attestationResults(situation().estate, '2026-11-26').map(({ id }) => id),
];

test('every check is mapped to a control or said to be unmapped, never both, and nothing else is', () => {
  const mapped = new Set(mapping.frameworks.flatMap(({ controls }) => controls.flatMap((c) => c.checks)));
  const unmapped = mapping.unmapped.flatMap((entry) => entry.checks);
  expect([...mapped, ...unmapped].sort()).toEqual([...known].sort());
});

test('every framework, control and unmapped entry names the page on which it was read', () => {
  const sources = [
    ...mapping.frameworks.flatMap(({ source, controls }) => [source, ...controls.map((c) => c.source)]),
    ...mapping.unmapped.map(({ source }) => source),
  ];
  expect(sources.filter((source) => !source.startsWith('https://'))).toEqual([]);
  const silent = known.filter((id) => frameworkLines(mapping, id).some((line) => !line.includes('https://')));
  expect(silent).toEqual([]);
});

test('a check is explained with its controls, for people and as data', async () => {
  const made = commandPorts({});
  await explain('GT-CHECK-VAULT', { json: true }, made.ports);
  expect(made.documents[0]).toMatchObject({ frameworks: controlsOf(mapping, 'GT-CHECK-VAULT') });
  expect(frameworkLines(mapping, 'GT-CHECK-VAULT').join('\n')).toContain('Benchmark 2.0.0 8.6: ');
  expect(controlsByCheck(mapping, ['GT-CHECK-TLS', 'GT-CHECK-NAMES'])).toEqual({
    'GT-CHECK-TLS': { gdpr: ['Art. 32(1)(a)'] },
    'GT-CHECK-NAMES': {},
  });
});

test('reports list the controls of the checks that they hold', () => {
  const input = {
    cloud: 'sandbox',
    estateName: 'e',
    organisation: 'o',
    at: '2026-11-26',
    frameworks: mapping,
    checks: ['GT-CHECK-TLS', 'GT-CHECK-TAGS'].map((id) => ({
      id,
      checklist: ['DAT-2'],
      status: 'ok' as const,
      message: 'm',
    })),
  };
  expect(markdownVerification(input)).toMatch(/\| GT-CHECK-TLS \| GDPR: Art\. 32\(1\)\(a\) \|/);
  expect(markdownVerification(input)).toContain('| GT-CHECK-TAGS | unmapped |');
  expect(htmlVerification(input)).toContain(
    '<td>GT-CHECK-TLS</td><td class="small">GDPR: Art. 32(1)(a)</td>',
  );
});
