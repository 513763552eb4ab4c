import { expect, test } from 'vitest';
import { readTokenName } from '../../../src/cost/retail/token-names.ts';
import { shippedPrices } from '../../../src/facts/prices.ts';

const { rows } = await shippedPrices();
/** Rows that were taken over from the API with its own names, and speak of tokens. */
const named = rows.filter(
  (row) =>
    row.service === 'Azure OpenAI' &&
    row.model !== undefined &&
    row.region !== 'global' &&
    row.asOf === '2025-08-25',
);
/** Meters of fine-tuned models, which the shipped list has under the name of the model they were tuned from. */
const fineTuned = /-FT-/;

test('every name of a token meter in the shipped list is read as its row says', () => {
  expect(named.length).toBeGreaterThan(150);
  const misread = named
    .filter(({ meter }) => !fineTuned.test(meter))
    .map(({ meter, model, deploymentType, direction }) => [
      meter,
      readTokenName(meter),
      { model, deploymentType, direction },
    ])
    .filter(([, read, said]) => JSON.stringify(read) !== JSON.stringify(said));
  expect(misread).toEqual([]);
});

test.each([
  ['GPT 5.1 cchd Inp Gl 1M Tokens', 'gpt-5.1', 'global', 'cached-input'],
  ['gpt-4o-mini-0718 opt rgnl Tokens', 'gpt-4o-mini', 'regional', 'output'],
  ['GPT 5 Nano Batch out Dz 1M Tokens', 'gpt-5-nano', 'datazone', 'batch-output'],
  ['o3 0416 cd in Data Zone Tokens', 'o3', 'datazone', 'cached-input'],
])('%s is %s, %s, %s', (name, model, deploymentType, direction) => {
  expect(readTokenName(name)).toEqual({ model, deploymentType, direction });
});

test.each([
  'gpt-4-8K-FT-Inp-regnl Tokens',
  'GPT 5 audio Inpt Glbl 1M Tokens',
  'gpt 4o 0999 Inp glbl Tokens',
  'gpt 4o Inp glbl Tokens',
  'GPT 5 Inpt outpt Glbl 1M Tokens',
  'GPT 5 Inpt Glbl DZone 1M Tokens',
  'GPT 5 Inpt 1M Tokens',
  'Code-Interpreter-global Session',
  'Provisioned Managed Global Unit',
  '',
])('%s is not understood, and nothing is guessed', (name) => {
  expect(readTokenName(name)).toBeUndefined();
});
