import { expect, test } from 'vitest';
import { createScreen } from '../../src/terminal/screen.ts';

function screenOn(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string>>,
  flags = { accessible: false, noColour: false },
) {
  return createScreen(stream as unknown as NodeJS.WriteStream, { ...flags, environment });
}

test.each([
  ['a terminal', { isTTY: true }, {}, true],
  ['a pipe', {}, {}, false],
  ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR', { isTTY: true }, { NO_COLOR: '' }, true],
  ['FORCE_COLOR on a pipe', {}, { FORCE_COLOR: '1' }, true],
  ['NO_COLOR beside FORCE_COLOR', {}, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, false],
])('colour on %s', (_name, stream, environment, colour) => {
  expect(screenOn(stream, environment).colour).toBe(colour);
});

test('--no-color and --accessible win over what the terminal can do', () => {
  const screen = screenOn({ isTTY: true }, { FORCE_COLOR: '1' }, { accessible: true, noColour: true });
  expect([screen.colour, screen.live]).toEqual([false, false]);
});

test('columns are 80 where nobody knows them, never below 40, and follow a resize', () => {
  const stream = { isTTY: true, columns: 0 };
  const screen = screenOn(stream, {});
  expect(screen.columns).toBe(80);
  stream.columns = 20;
  expect(screen.columns).toBe(40);
  stream.columns = 200;
  expect(screen.columns).toBe(200);
});

test.each([
  [{ LANG: 'de_CH.UTF-8' }, true],
  [{ LANG: 'C' }, false],
  [{ LC_ALL: 'C.utf8', LANG: 'C' }, true],
  [{}, true],
])('Unicode in a terminal with %o: %s', (environment, unicode) => {
  expect(screenOn({ isTTY: true }, environment).unicode).toBe(unicode);
});
