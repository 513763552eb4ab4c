import type { KeypressEvent } from '@inquirer/core';

/** What a key means in every prompt of the family. */
export type KeyMeaning = 'accept' | 'back' | 'leave' | 'explain' | 'take' | 'up' | 'down' | 'space' | 'typed';

/** `line` is the text in the field after the key: a lone `?` asks for the explanation. */
export function meaningOf(key: KeypressEvent, line: string): KeyMeaning {
  if (key.name === 'escape' || (key.name === 'tab' && key.shift)) return 'back';
  if (key.ctrl && (key.name === 's' || key.name === 'c')) return 'leave';
  if (key.name === 'f1' || line === '?') return 'explain';
  if (key.name === 'enter' || key.name === 'return') return 'accept';
  if (key.name === 'tab') return 'take';
  if (key.name === 'up' || (key.ctrl && key.name === 'p')) return 'up';
  if (key.name === 'down' || (key.ctrl && key.name === 'n')) return 'down';
  return key.name === 'space' ? 'space' : 'typed';
}
