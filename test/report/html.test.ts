import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatChf } from '../../src/cost/format.ts';
import { htmlReport } from '../../src/report/html.ts';
import { html } from '../../src/report/html-text.ts';
import { badReport, goodReport } from './sample.ts';

test('a page loads nothing from anywhere and runs no script', () => {
  for (const page of [htmlReport(goodReport()), htmlReport(badReport())]) {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|<a |url\(|@import|\ssrc=|\shref=|\son\w+=/i);
  }
});

test('everything that matters is on the page', () => {
  const input = goodReport();
  const page = htmlReport(input);
  const escaped = (text: string) => html`${text}`.html;
  for (const plan of input.plans)
    for (const { title } of plan.actions) expect(page).toContain(escaped(title));
  for (const line of input.cost.lines) {
    expect(page).toContain(escaped(line.meter));
    expect(page).toContain(escaped(line.source));
    expect(page).toContain(escaped(formatChf(line.monthly?.expected ?? '0').replace('CHF ', '')));
  }
  for (const check of input.checks) expect(page).toContain(escaped(check.message));
  for (const text of ['sandbox', 'Loosened defaults', input.cost.fx.usdChf, input.cost.fx.asOf, input.at]) {
    expect(page).toContain(text);
  }
});

test('a failure tells what, why, what next, what is left and when its name is free', () => {
  const input = badReport();
  const page = htmlReport(input);
  for (const { failure, leftovers } of input.runs) {
    for (const text of [failure?.code, failure?.message, failure?.correlationId, ...(failure?.next ?? [])]) {
      if (text !== undefined) expect(page).toContain(html`${text}`.html);
    }
    for (const left of leftovers) {
      for (const text of [left.id, left.reason, left.command, left.freeOn ?? ''])
        expect(page).toContain(text);
    }
  }
  expect(page).toContain('Not priced');
  expect(page).toContain('at least CHF');
  expect(page).not.toContain('sandbox');
});

test('whatever a file or Azure says stays text', () => {
  const good = goodReport();
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('<script>', '"onload="x', '</style>', '\u001B[31mred'),
      ),
      (text) => {
        const escaped = html`${text}`.html;
        expect(escaped).not.toMatch(/[<>"'\p{Cc}\u202E]/u);
        const plans = good.plans.slice(0, 1).map((plan) => ({ ...plan, warnings: [text] }));
        const page = htmlReport({ ...good, estateName: text, organisation: text, plans, at: text });
        const tags = (value: string) => value.match(/<[a-z/!]/gi)?.length;
        const harmless = htmlReport({
          ...good,
          estateName: 'x',
          organisation: 'x',
          plans: plans.map((plan) => ({ ...plan, warnings: ['x'] })),
          at: 'x',
        });
        expect(tags(page)).toBe(tags(harmless));
      },
    ),
    { numRuns: 25 },
  );
});

test('a report without runs is that of a plan', () => {
  const page = htmlReport({ ...goodReport(), runs: [] });
  expect(page).toContain('Plan report');
  expect(page).not.toContain('<h2>Runs</h2>');
});

test('a sandbox is called one wherever it is served, and nothing else is', () => {
  const titles = ['sandbox', 'sandbox at https://localhost:8443', 'azure', 'sandboxes.example'].map(
    (cloud) => {
      const page = htmlReport({ ...goodReport(), cloud });
      return [page.includes('class="notice"'), page.includes('<title>sandbox · ')];
    },
  );
  expect(titles).toEqual([
    [true, true],
    [true, true],
    [false, false],
    [false, false],
  ]);
});
