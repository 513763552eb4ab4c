import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createAccessibleAsk } from '../../src/terminal/ask/accessible-ask.ts';
import { Back, Left } from '../../src/wizard/ports.ts';
import { fakeScreen } from '../kit/fake-screen.ts';

const question = {
  id: 'region',
  message: 'Which region?',
  why: 'Secrets and logs lie there.',
  explain: 'Only regions that keep to the residency are listed.',
  progress: 'sandbox · Residency 2/6',
};
const choices = [
  { value: 'swn', name: 'Switzerland North', hint: '3 zones' },
  { value: 'sww', name: 'Switzerland West', disabled: 'not open to this subscription' },
  { value: 'sec', name: 'Sweden Central' },
];

/** An Ask at which these lines are typed, all at once, as a pipe delivers them. */
function typing(...lines: string[]) {
  const input = new PassThrough();
  const screen = fakeScreen({ columns: 60 });
  input.end(`${lines.join('\n')}\n`);
  return { ask: createAccessibleAsk({ screen, input }), screen };
}

test('a list is read out with numbers, words for the default and for what is not available', async () => {
  const { ask, screen } = typing('2', '?', 'sweden');
  expect(await ask.choose({ ...question, choices, default: 'swn' })).toBe('sec');
  expect(screen.text()).toMatchInlineSnapshot(`
    "
    sandbox · Residency 2/6
    Which region?
    Secrets and logs lie there.
    1. Switzerland North, 3 zones, the default
    2. Switzerland West, not available: not open to this
    subscription
    3. Sweden Central
    Type a number or a part of a name. Enter takes 1.
    Type ? to hear more, < to go back, ! to save and quit.
    > Switzerland West is not available: not open to this
    subscription
    > Only regions that keep to the residency are listed.
    > "
  `);
});

test('one question after the other is answered from the same input', async () => {
  const { ask } = typing('', '10.1.0.0/16', 'x', '10.2.0.0/16', '1,3', 'yes');
  const check = (text: string) =>
    text.startsWith('10.')
      ? ({ ok: true } as const)
      : ({ ok: false, reason: 'wrong', suggestion: '10.0.0.0/8' } as const);
  expect(await ask.choose({ ...question, choices, default: 'swn' })).toBe('swn');
  expect(await ask.text({ ...question, check })).toBe('10.1.0.0/16');
  expect(await ask.text({ ...question, check })).toBe('10.2.0.0/16');
  expect(await ask.chooseMany({ ...question, choices })).toEqual(['swn', 'sec']);
  expect(await ask.confirm({ ...question, default: false })).toBe(true);
});

test.each([
  ['<', Back],
  ['!', Left],
])('%s ends a question', async (typed, error) => {
  const { ask } = typing(typed);
  await expect(ask.text({ ...question, check: () => ({ ok: true }) })).rejects.toThrow(error);
});

test('the end of the input leaves', async () => {
  const { ask } = typing();
  await expect(ask.choose({ ...question, choices })).rejects.toThrow(Left);
});

test('fewer than needed, and what is not on the list, are asked again', async () => {
  const { ask, screen } = typing('none', '9', '2', '3');
  expect(await ask.chooseMany({ ...question, choices, minimum: 1 })).toEqual(['sec']);
  for (const said of ['Choose at least 1.', 'There is no number 9.', 'Switzerland West is not available']) {
    expect(screen.text()).toContain(said);
  }
});

test('nothing is redrawn: no escape sequence is ever written', async () => {
  const { ask, screen } = typing('?', '3');
  await ask.choose({ ...question, choices });
  expect(screen.text()).not.toContain('\u001B');
});
