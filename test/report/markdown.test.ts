import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatChf } from '../../src/cost/format.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { code, md } from '../../src/report/markdown-text.ts';
import { badReport, goodReport } from './sample.ts';

test('a report tells its estate, total, rate, loosened defaults, checks and resources', () => {
  const input = goodReport();
  const text = markdownReport(input);
  const total = formatChf(input.cost.monthly.expected);
  for (const part of [
    '# Deployment of sample',
    '**sandbox**',
    total,
    input.cost.fx.usdChf,
    '**Loosened:**',
    'API keys',
  ]) {
    expect(text).toContain(part);
  }
  for (const plan of input.plans) for (const { title } of plan.actions) expect(text).toContain(md(title));
});

test('a failure tells what failed, what is left and the command that removes it', () => {
  const text = markdownReport(badReport());
  for (const part of [
    'Failed, and something is left',
    'VaultAlreadyExists',
    '`az keyvault purge --name kv-main-dev`',
    '2026-12-01',
    '**Not priced:**',
  ]) {
    expect(text).toContain(part);
  }
  expect(text).not.toContain('sandbox');
});

test('every row of a table has as many cells as its head', () => {
  const cells = (line: string) => line.replaceAll('\\|', '').split('|').length;
  let head = 0;
  for (const line of markdownReport(badReport()).split('\n')) {
    if (!line.startsWith('|')) head = 0;
    else if (head === 0) head = cells(line);
    else expect(cells(line)).toBe(head);
  }
});

test('whatever a file or Azure says is neither markup nor HTML nor a new line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const unescaped = md(text).replaceAll(/\\[\\`*_[\]>|~]/g, '');
      expect(unescaped).not.toMatch(/[`*_[\]<|\n\r]/);
      expect(code(text)).not.toMatch(/[\n\r]|(?<!\\)\|/);
    }),
  );
});

test('a sandbox is called one wherever it is served', () => {
  const cloud = 'sandbox at https://localhost:8443';
  expect(markdownReport({ ...goodReport(), cloud })).toContain('> **sandbox**');
});
