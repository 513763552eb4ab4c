import { expect, test } from 'vitest';
import { estimate } from '../../src/cost/estimate.ts';
import type { WhatIf } from '../../src/cost/what-if/choice.ts';
import { promised } from '../../src/cost/what-if/promised.ts';
import { whatIf } from '../../src/cost/what-if/what-if.ts';
import type { DesignedResource } from '../../src/design/design.ts';
import type { Residency } from '../../src/estate/estate.ts';
import { displayWidth } from '../../src/terminal/layout.ts';
import { whatIfText } from '../../src/terminal/print-what-if.ts';
import { styleOf } from '../kit/styles.ts';
import { context, deployment, design, endpoint, resource, use, workspace } from './sample.ts';

const chat = { inputTokens: '4000000000', outputTokens: '1000000000' };

function choices(
  resources: readonly DesignedResource[],
  usage = use(chat),
  { residency = 'anywhere' as Residency, region = 'switzerlandnorth', environments = ['dev'] } = {},
): WhatIf[] {
  const designs = environments.map((environment) => design(resources, { region, environment }));
  return whatIf(designs, context(usage), { residency });
}
const of = (given: readonly WhatIf[], choice: string) => {
  const found = given.find((one) => one.choice.includes(choice));
  if (!found) throw new Error(`no ${choice} in ${given.map((one) => one.choice).join('; ')}`);
  return found;
};

test('another model saves the difference of their prices, and nothing dearer is proposed', () => {
  const all = choices([deployment('c', 'gpt-5', 'GlobalStandard')]);
  // 4000 million × 1.25 + 1000 million × 10 = 15,000 USD; gpt-5-mini at 0.25 and 2 is a fifth of it.
  expect(of(all, 'gpt-5-mini instead of gpt-5 ')).toMatchObject({ saved: '12000.00', percent: '80.0' });
  expect(all.filter(({ topic, saved }) => topic === 'model' && saved.startsWith('-'))).toEqual([]);
});

test('another deployment type is priced, and refused where residency forbids it', () => {
  const zone = [deployment('c', 'gpt-5', 'DataZoneStandard')];
  const place = { region: 'swedencentral' };
  const free = of(choices(zone, use(chat), place), 'GlobalStandard instead');
  // The data zone costs a tenth more: 1 - 1 / 1.1.
  expect([free.percent, free.forbidden]).toEqual(['9.1', undefined]);
  const held = choices(zone, use(chat), { ...place, residency: 'eu-data-zone' });
  expect(of(held, 'GlobalStandard instead').forbidden).toContain('EU data zone');
});

test.each([
  ['GlobalProvisionedManaged', '64.4', '69.7'],
  ['ProvisionedManaged', '80.4', '83.4'],
])('reserving %s saves %s %% for a month and %s %% for a year, as published', (type, month, year) => {
  const all = choices([deployment('p', 'gpt-5', type, 50)]);
  expect(of(all, 'reserved for 1 Month').percent).toBe(month);
  expect(of(all, 'reserved for 1 Year').percent).toBe(year);
  expect(promised(all).find(({ topic }) => topic === 'reservation')?.here).toBe(year);
  // Sixty of the 168 hours of a week.
  expect(of(all, 'office hours').percent).toBe('64.3');
});

test('throughput breaks even with tokens where its units are as full as the published sizing says', () => {
  const all = choices([deployment('c', 'gpt-5', 'GlobalStandard')]);
  const year = of(all, 'reserved for a year instead of tokens');
  // 221 USD a unit and month against 4750 × 43,800 tokens at 1.25 USD a million: 85 %.
  expect(year.breakEvenLoad).toBe('85.0');
  expect(of(all, 'reserved for a month instead').breakEvenLoad).toBe('100.0');
  expect(of(all, 'by the hour instead').breakEvenLoad).toBe('280.7');
  // At 5000 million tokens for 15,000 USD, 15 units for 3315 USD.
  expect(year.breakEvenTokens).toBe('1105000000');
});

test('the break-even volume is where both cost the same', () => {
  const even =
    of(choices([deployment('c', 'gpt-5', 'GlobalStandard')]), 'a year instead').breakEvenTokens ?? '0';
  const [input, output] = [0.8, 0.2].map((share) => String(Number(even) * share));
  const usage = use({ inputTokens: input ?? '0', outputTokens: output ?? '0' });
  const tokens = estimate([design([deployment('c', 'gpt-5', 'GlobalStandard')])], context(usage));
  expect(tokens.monthly.expected).toBe('3315.00');
});

test('logs, endpoints and limits say what they save, and what has to be given up for it', () => {
  const resources = [
    workspace(30, 1000),
    endpoint('a'),
    endpoint('b'),
    resource('Microsoft.KeyVault/vaults', 'k'),
  ];
  const all = choices(
    [...resources, deployment('c', 'gpt-5', 'GlobalStandard')],
    use({ ...chat, logGb: '3000' }),
    {
      region: 'westeurope',
      environments: ['dev', 'test'],
    },
  );
  // 6000 GB less 5 free ones at 2.99, against 365 / 12 days at 252.84.
  expect(of(all, '100 GB of logs a day').saved).toBe('10234.50');
  expect(of(all, 'Basic plan').percent).toBe('78.2');
  expect(of(all, 'shared by the environments')).toMatchObject({ saved: '14.60', percent: '50.0' });
  expect(of(all, 'lower limits')).toMatchObject({ saved: '0.00', percent: null });
  expect(promised(all).find(({ topic }) => topic === 'scaling')?.here).toBeNull();
});

test('an estate that uses nothing has nothing to choose, and no line of the choices is too wide', () => {
  expect(choices([])).toEqual([]);
  const all = choices([deployment('c', 'gpt-5', 'DataZoneStandard')], use(chat), {
    region: 'swedencentral',
    residency: 'eu-data-zone',
  });
  for (const columns of [40, 80, 200]) {
    const text = whatIfText(all, promised(all), 'sandbox', styleOf(columns));
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  }
});
