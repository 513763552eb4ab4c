import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cost } from '../../src/commands/cost.ts';
import type { CostJson } from '../../src/report/json.ts';
import { displayWidth } from '../../src/terminal/layout.ts';
import { publishedText } from '../../src/terminal/print-published.ts';
import { commandPorts } from '../kit/command-ports.ts';
import { styleOf } from '../kit/styles.ts';

const template = (path: string): string =>
  readFileSync(new URL(`../../templates/${path}`, import.meta.url), 'utf8');
const files = {
  'gotthard.yaml': template('estates/case-study.yaml'),
  'usage.yaml': template('usage/case-study.yaml'),
};
const options = {
  config: 'gotthard.yaml',
  json: true,
  whatIf: false,
  actual: false,
  csv: false,
  markdown: false,
};

async function priced(extra: object = {}) {
  const made = commandPorts({ files });
  await cost({ ...options, usage: 'usage.yaml', ...extra }, made.ports);
  return { ...made, document: made.documents[0] as CostJson };
}

test('the published case stands line by line beside the estimate, with its total, and every difference is explained', async () => {
  const { document, shown } = await priced();
  const { published } = document;
  expect(published?.lines.map(({ name, published: theirs }) => [name, theirs])).toEqual([
    ['Azure OpenAI', '5000.00'],
    ['Key Vault', '200.00'],
    ['Azure Monitor', '150.00'],
    ['Private Link', '300.00'],
  ]);
  expect(published?.total.published).toBe('5650.00');
  expect(published?.total.estimated).toBe(document.monthly.expected);
  for (const line of published?.lines ?? []) {
    expect(line.because).toMatch(/^At list prices CHF .+ would take .+ instead of /);
    expect(Number(line.published) - Number(line.estimated)).toBeCloseTo(Number(line.difference), 6);
  }
  // The tokens are nine tenths of it, and the two lines that are far off say so.
  const of = (name: string) => Number(published?.lines.find((line) => line.name === name)?.estimated);
  expect(of('Azure OpenAI') / Number(document.monthly.expected)).toBeGreaterThan(0.9);
  expect([of('Key Vault') < 10, of('Private Link') < 60]).toEqual([true, true]);
  expect(Math.abs(of('Azure Monitor') - 150)).toBeLessThan(5);
  expect(shown).toEqual(['cost', 'published']);
});

test('its screen fits every width', async () => {
  const { published } = (await priced()).document;
  if (!published) throw new Error('nothing published');
  for (const columns of [40, 60, 80, 200])
    for (const line of publishedText(published, 'sandbox', styleOf(columns)).split('\n'))
      expect(displayWidth(line)).toBeLessThanOrEqual(columns);
});

test('every way of printing tells the same total', async () => {
  const { document } = await priced({ by: 'service' });
  const sum = document.by?.parts.reduce(
    (total, { monthly }) => total + Math.round(Number(monthly.expected) * 100),
    0,
  );
  expect(sum).toBe(Math.round(Number(document.monthly.expected) * 100));
  const csv = await priced({ json: false, csv: true });
  const amounts = (csv.texts[0] ?? '')
    .split('\r\n')
    .slice(1)
    .map((row) => row.match(/(?:"(?:[^"]|"")*"|[^,]*)(?:,|$)/g)?.[10]?.replace(',', '') ?? '');
  expect(amounts.reduce((total, amount) => total + Math.round(Number(amount) * 100), 0)).toBe(sum);
  const markdown = await priced({ json: false, markdown: true });
  const told = `CHF ${document.monthly.expected.replace(/\B(?=(\d{3})+\.)/g, "'")}`;
  expect(markdown.texts[0]).toContain(told);
  expect(Number(document.yearly.expected)).toBeCloseTo(Number(document.monthly.expected) * 12, 2);
});

test('without an estate file, and with a usage file that is not there, it says what to do', async () => {
  const none = commandPorts({});
  await expect(cost(options, none.ports)).rejects.toThrow(/GT-ESTATE-NONE/);
  await expect(priced({ usage: 'nowhere.yaml' })).rejects.toThrow(/GT-USAGE-NONE/);
  await expect(priced({ explain: 'no such line' })).rejects.toThrow(/GT-COST-LINE/);
  await expect(priced({ fx: '0' })).rejects.toThrow(/GT-FX-WRONG/);
});

test('a deployment type against the residency is refused, at any price, until residency itself is changed', async () => {
  const strict = {
    ...files,
    'gotthard.yaml': files['gotthard.yaml'].replace('residency: anywhere', 'residency: switzerland'),
  };
  const refused = commandPorts({ files: strict });
  await expect(cost(options, refused.ports)).rejects.toThrow(/GT-ESTATE-RESIDENCY/);
  expect(refused.documents).toEqual([]);
  // The same file with the other answer is priced.
  const made = commandPorts({ files });
  await cost(options, made.ports);
  expect(made.documents).toHaveLength(1);
});
