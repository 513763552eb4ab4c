import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatClock, formatDuration } from '../../src/terminal/duration.ts';
import { displayWidth, flow, labelled, truncate, truncateMiddle, wrap } from '../../src/terminal/layout.ts';
import { sanitise, sanitiseLine } from '../../src/terminal/sanitise.ts';
import { anyText } from '../kit/sample-plan.ts';

test('no wrapped, flowed, labelled or cut line is wider than asked for', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 20, max: 200 }), (text, width) => {
      const safe = sanitiseLine(text);
      const lines = [
        ...wrap(safe, width),
        ...flow([safe, safe], ', ', width),
        ...labelled('Why   ', safe, width),
        truncate(safe, width),
        truncateMiddle(safe, width),
      ];
      expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
    }),
  );
});

test('wrapping loses no word', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,12}$/)),
      fc.integer({ min: 12, max: 60 }),
      (words, width) => {
        expect(wrap(words.join(' '), width).join(' ')).toBe(words.join(' '));
      },
    ),
  );
});

test('a wide character counts two columns, a combining mark none', () => {
  expect(displayWidth('漢字')).toBe(4);
  expect(displayWidth('e\u0301')).toBe(1);
  expect(displayWidth('\u001B[31mred\u001B[0m')).toBe(3);
});

test('sanitised text holds no control character and no direction override', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(sanitise(text)).not.toMatch(/[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/u);
      expect(sanitiseLine(text)).not.toMatch(/\p{Cc}/u);
    }),
  );
});

test('an escape sequence goes as a whole, not only its first character', () => {
  expect(sanitise('a\u001B[2Jb\u001B]0;title\u0007c\u009B31md')).toBe('abcd');
});

test.each([
  [0, '0 s', '0:00'],
  [300, 'under 1 s', '0:00'],
  [8_000, '8 s', '0:08'],
  [80_000, '1 min 20 s', '1:20'],
  [120_000, '2 min', '2:00'],
  [655_000, '11 min', '10:55'],
  [3_595_000, '1 h', '59:55'],
  [3_900_000, '1 h 5 min', '1:05:00'],
])('%i ms reads %s and %s', (milliseconds, words, clock) => {
  expect(formatDuration(milliseconds)).toBe(words);
  expect(formatClock(milliseconds)).toBe(clock);
});
