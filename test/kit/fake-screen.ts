import { PassThrough } from 'node:stream';
import type { Screen } from '../../src/terminal/screen.ts';

/** A screen in memory; `text` is everything written so far. */
export interface FakeScreen extends Screen {
  text(): string;
}

/** A screen of a size, without colour; live or not. */
export function fakeScreen(
  given: Partial<Pick<Screen, 'columns' | 'rows' | 'live' | 'colour'>> = {},
): FakeScreen {
  const stream = new PassThrough();
  const written: string[] = [];
  stream.on('data', (chunk: Buffer) => {
    written.push(chunk.toString());
  });
  return {
    columns: 80,
    rows: 24,
    colour: false,
    unicode: true,
    live: false,
    ...given,
    stream: Object.assign(stream, {
      columns: given.columns ?? 80,
      rows: given.rows ?? 24,
    }) as unknown as Screen['stream'],
    write: (text) => {
      written.push(text);
    },
    text: () => written.join(''),
  };
}
