import type { Style } from '../../src/terminal/screen.ts';

/** A style for printing in tests: no colour, Unicode, so many columns. */
export function styleOf(columns: number, settings: Partial<Style> = {}): Style {
  return { columns, colour: false, unicode: true, ...settings };
}
