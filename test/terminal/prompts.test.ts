import { render } from '@inquirer/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { topLines } from '../../src/terminal/ask/frame.ts';
import { listPrompt } from '../../src/terminal/ask/list-prompt.ts';
import { manyPrompt } from '../../src/terminal/ask/many-prompt.ts';
import { matching, rowLine } from '../../src/terminal/ask/rows.ts';
import { textPrompt } from '../../src/terminal/ask/text-prompt.ts';
import { yesNoPrompt } from '../../src/terminal/ask/yes-no-prompt.ts';
import { displayWidth } from '../../src/terminal/layout.ts';
import { anyText } from '../kit/sample-plan.ts';
import { styleOf } from '../kit/styles.ts';

const frame = {
  title: 'first deployment',
  message: 'Which address space may the estate use?',
  why: 'Tenants and environments take their ranges out of it.',
  explain: 'A private IPv4 range that nothing else of yours overlaps.',
  progress: 'sandbox · Network 4/6',
  screen: styleOf(80),
};
const rows = Array.from({ length: 12 }, (_, index) => ({
  name: `Subscription ${index}`,
  hint: `00000000-0000-0000-0000-00000000000${index}`,
  searched: `subscription ${index}\n00000000-0000-0000-0000-00000000000${index}`,
  ...(index === 2 ? { disabled: 'it is not enabled' } : {}),
}));
const text = {
  ...frame,
  default: '10.40.0.0/16',
  check: async (typed: string) =>
    typed.startsWith('10.')
      ? ({ ok: true, note: '65536 addresses' } as const)
      : ({ ok: false, reason: 'overlaps vnet-hub', suggestion: '10.41.0.0/16' } as const),
};

const open = {
  list: () => render(listPrompt, { ...frame, rows, default: 1 }),
  many: () => render(manyPrompt, { ...frame, rows, default: [1], minimum: 1 }),
  text: () => render(textPrompt, text),
  'yes or no': () => render(yesNoPrompt, { ...frame, default: false }),
};

describe.each(Object.entries(open))('the %s prompt', (_name, opened) => {
  test.each([
    ['Esc', { name: 'escape' }, 'back'],
    ['Shift+Tab', { name: 'tab', shift: true }, 'back'],
    ['Ctrl+S', { name: 's', ctrl: true }, 'left'],
  ])('ends with %s', async (_key, key, reply) => {
    const prompt = await opened();
    prompt.events.keypress(key);
    expect(await prompt.answer).toEqual({ reply });
  });

  test('explains on ? in an empty field and on F1, and hides it again', async () => {
    const prompt = await opened();
    expect(prompt.getScreen()).not.toContain(frame.explain);
    prompt.events.type('?');
    expect(prompt.getScreen()).toContain(frame.explain);
    prompt.events.keypress('f1');
    expect(prompt.getScreen()).not.toContain(frame.explain);
    prompt.events.keypress('escape');
    await prompt.answer;
  });

  test('shows where we are, the question, why, and the keys', async () => {
    const prompt = await opened();
    for (const part of [
      'gotthard  first deployment',
      frame.progress,
      frame.message,
      frame.why,
      'Ctrl+S save & quit',
    ]) {
      expect(prompt.getScreen()).toContain(part);
    }
    prompt.events.keypress('escape');
    await prompt.answer;
  });
});

describe('a list', () => {
  test('accepts its default with Enter', async () => {
    const prompt = await open.list();
    prompt.events.keypress('enter');
    expect(await prompt.answer).toEqual({ reply: 'answer', value: 1 });
  });

  test('shows at most seven rows and how many there are', async () => {
    const prompt = await open.list();
    expect(prompt.getScreen().match(/Subscription \d+ /g)?.length).toBe(7);
    expect(prompt.getScreen()).toContain('12 in all');
    prompt.events.keypress('escape');
    await prompt.answer;
  });

  test('filters by name and by a pasted id, and says when nothing matches', async () => {
    const prompt = await open.list();
    prompt.events.type('0000-000000000007');
    expect(prompt.getScreen()).toContain('❯ Subscription 7');
    prompt.events.type('x');
    expect(prompt.getScreen()).toContain('no match');
    prompt.events.keypress('enter');
    expect(prompt.getScreen()).toContain('no match');
    prompt.events.keypress('backspace');
    prompt.events.keypress('enter');
    expect(await prompt.answer).toEqual({ reply: 'answer', value: 7 });
  });

  test('does not take what is not available', async () => {
    const prompt = await open.list();
    prompt.events.keypress('down');
    prompt.events.keypress('enter');
    expect(prompt.getScreen()).toContain('not available: it is not enabled');
    prompt.events.keypress({ name: 'n', ctrl: true });
    prompt.events.keypress('enter');
    expect(await prompt.answer).toEqual({ reply: 'answer', value: 3 });
  });
});

describe('a list of several', () => {
  test('toggles with Space, and answers in the order of the list', async () => {
    const prompt = await open.many();
    prompt.events.keypress('up');
    prompt.events.keypress('space');
    prompt.events.keypress('enter');
    expect(await prompt.answer).toEqual({ reply: 'answer', value: [0, 1] });
  });

  test('does not go on with fewer than needed', async () => {
    const prompt = await open.many();
    prompt.events.keypress('space');
    prompt.events.keypress('enter');
    expect(prompt.getScreen()).toContain('choose at least 1');
    prompt.events.keypress('space');
    prompt.events.keypress('enter');
    expect(await prompt.answer).toEqual({ reply: 'answer', value: [1] });
  });
});

describe('a text', () => {
  test('accepts its default with Enter', async () => {
    const prompt = await open.text();
    prompt.events.keypress('enter');
    expect(await prompt.answer).toEqual({ reply: 'answer', value: '10.40.0.0/16' });
  });

  test('is checked while it is typed, and Tab takes the suggestion', async () => {
    const prompt = await open.text();
    prompt.events.type('172');
    await prompt.nextRender();
    expect(prompt.getScreen()).toContain('✗ overlaps vnet-hub');
    expect(prompt.getScreen()).toContain('Suggestion: 10.41.0.0/16 [Tab] take it');
    prompt.events.keypress('tab');
    await prompt.nextRender();
    expect(prompt.getScreen()).toContain('✓ 65536 addresses');
    prompt.events.keypress('enter');
    expect(await prompt.answer).toEqual({ reply: 'answer', value: '10.41.0.0/16' });
  });

  test('never leaves its question with a wrong value', async () => {
    const prompt = await open.text();
    prompt.events.type('172');
    prompt.events.keypress('enter');
    await prompt.nextRender();
    expect(prompt.getScreen()).toContain('> 172');
    prompt.events.keypress('escape');
    expect(await prompt.answer).toEqual({ reply: 'back' });
  });

  test('a slow verdict does not overwrite the one on what was typed after it', async () => {
    const settle: ((ok: boolean) => void)[] = [];
    const check = () =>
      new Promise<{ ok: true; note: string } | { ok: false; reason: string }>((resolve) => {
        settle.push((ok) => resolve(ok ? { ok, note: 'fine' } : { ok, reason: 'stale' }));
      });
    const prompt = await render(textPrompt, { ...frame, default: '', check });
    prompt.events.type('ab');
    settle.at(-1)?.(true);
    settle[0]?.(false);
    await prompt.nextRender();
    expect(prompt.getScreen()).toContain('✓ fine');
    prompt.events.keypress('escape');
    await prompt.answer;
  });
});

test.each([
  ['y', true],
  ['n', false],
  ['', false],
])('yes or no: "%s" and Enter is %s', async (typed, value) => {
  const prompt = await open['yes or no']();
  if (typed !== '') prompt.events.type(typed);
  prompt.events.keypress('enter');
  expect(await prompt.answer).toEqual({ reply: 'answer', value });
});

test('no line around a field is wider than the terminal, whatever the texts are', () => {
  fc.assert(
    fc.property(
      anyText,
      anyText,
      fc.integer({ min: 40, max: 200 }),
      fc.boolean(),
      (a, b, columns, explained) => {
        const any = {
          ...frame,
          message: a,
          why: b,
          explain: a,
          title: b,
          progress: a,
          screen: styleOf(columns),
        };
        const row = { name: a, hint: b, searched: '', ...(explained ? { disabled: a } : {}) };
        const lines = [
          ...topLines(any, explained),
          rowLine(any, row, { active: true, mark: '●', isDefault: true }),
        ];
        expect(lines.filter((line) => displayWidth(line) >= columns)).toEqual([]);
      },
    ),
  );
});

test('a filter finds a row by any part of it, whatever the case', () => {
  fc.assert(
    fc.property(fc.nat(11), fc.nat(10), fc.nat(10), (index, from, length) => {
      const whole = rows[index]?.name ?? '';
      expect(matching(rows, whole.slice(from, from + length).toUpperCase())).toContain(index);
    }),
  );
});
