import { expect, test } from 'vitest';
import { heading } from '../../src/terminal/heading.ts';

const style = { columns: 80, colour: true, unicode: true };

test('a sandbox stands out in its own colour wherever it is served, and no other cloud wears it', () => {
  const yellow = (cloud: string) => heading('PLAN', 'main/dev', cloud, style).includes('\u001b[33m');
  const clouds = ['sandbox', 'sandbox at https://localhost:8443', 'azure', 'https://sandbox.example'];
  expect(clouds.map(yellow)).toEqual([true, true, false, false]);
});
