import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { createConfirm } from '../../src/terminal/ask/confirm.ts';
import { createAsk } from '../../src/terminal/ask/create-ask.ts';
import { Back, Left } from '../../src/wizard/ports.ts';
import { fakeScreen } from '../kit/fake-screen.ts';

const enter = '\r';
const shiftTab = '\u001B[Z';
const ctrlC = '\u0003';
const ctrlS = '\u0013';

const question = {
  id: 'region',
  message: 'Which region?',
  label: 'Region',
  why: 'Secrets and logs lie there.',
  explain: 'Only regions that keep to the residency are listed.',
};
const choices = [
  { value: { region: 'swn' }, name: 'Switzerland North' },
  { value: { region: 'sec' }, name: 'Sweden Central' },
];

/** A terminal at which keys can be pressed. */
function terminal() {
  const input = new PassThrough() as unknown as NodeJS.ReadStream;
  const screen = fakeScreen({ live: true });
  return {
    screen,
    ask: createAsk({ screen, input, title: 'first deployment' }),
    confirm: createConfirm({ screen, input, accessible: false }),
    press: (keys: string) => (input as unknown as PassThrough).write(keys),
  };
}

test('answers are the values of the choices, and stay on the screen on a line each', async () => {
  const { ask, press, screen } = terminal();
  const one = ask.choose({ ...question, choices });
  press(`sweden${enter}`);
  expect(await one).toBe(choices[1]?.value);
  const many = ask.chooseMany({ ...question, choices, default: choices.map(({ value }) => value) });
  press(enter);
  expect(await many).toEqual(choices.map(({ value }) => value));
  const text = ask.text({ ...question, default: 'x', check: () => ({ ok: true }) });
  press(enter);
  expect(await text).toBe('x');
  const yes = ask.confirm({ ...question, default: true });
  press(enter);
  expect(await yes).toBe(true);
  const lines = stripVTControlCharacters(screen.text()).match(/✓ Region.*/g);
  expect(lines).toEqual([
    '✓ Region  Sweden Central',
    '✓ Region  Switzerland North, Sweden Central',
    '✓ Region  x',
    '✓ Region  yes',
  ]);
});

test.each([
  ['Shift+Tab', shiftTab, Back],
  ['Ctrl+C', ctrlC, Left],
  ['Ctrl+S', ctrlS, Left],
])('%s throws out of any question', async (_name, keys, error) => {
  const { ask, press } = terminal();
  const check = () => ({ ok: true }) as const;
  const asks = [
    () => ask.choose({ ...question, choices }),
    () => ask.chooseMany({ ...question, choices }),
    () => ask.text({ ...question, check }),
    () => ask.confirm({ ...question, default: false }),
  ];
  for (const asking of asks) {
    const asked = expect(asking()).rejects.toThrow(error);
    press(keys);
    await asked;
  }
});

test('going back takes the line of the last answer away', async () => {
  const { ask, press, screen } = terminal();
  const first = ask.choose({ ...question, choices });
  press(enter);
  await first;
  const second = expect(ask.choose({ ...question, choices })).rejects.toThrow(Back);
  press(shiftTab);
  await second;
  expect(screen.text().endsWith('\u001B[1A\u001B[0J')).toBe(true);
});

test('a plan is confirmed by yes only, or by its exact name', async () => {
  const { confirm, press } = terminal();
  const plain = confirm.go('Apply this plan?');
  press(enter);
  expect(await plain).toBe(false);
  const yes = confirm.go('Apply this plan?');
  press(`y${enter}`);
  expect(await yes).toBe(true);
  const named = confirm.byName('Type main/prod to confirm', 'main/prod');
  press(`main/prod${enter}`);
  expect(await named).toBe(true);
  const wrong = confirm.byName('Type main/prod to confirm', 'main/prod');
  press(`main/dev${enter}`);
  expect(await wrong).toBe(false);
});

test('a choice outside of the wizard starts at its standard, and Ctrl+C leaves', async () => {
  const { confirm, press } = terminal();
  const kinds = [
    { name: 'retry', value: 'retry' },
    { name: 'undo', value: 'rollback' },
  ];
  const chosen = confirm.choose('What now?', kinds, 'rollback');
  press(enter);
  expect(await chosen).toBe('rollback');
  const left = expect(confirm.choose('What now?', kinds, 'retry')).rejects.toThrow(Left);
  press(ctrlC);
  await left;
});
