import { stripVTControlCharacters } from 'node:util';

/** C0 controls but line feed, DEL and C1, and the marks that reorder text so that it reads as something else. */
const unsafe = /[^\P{Cc}\n]|[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Text from Azure or from a file, made safe to print: no escape sequences, no control characters, no
 * direction overrides. Line feeds stay; tabs become spaces.
 */
export function sanitise(text: string): string {
  return stripVTControlCharacters(text).replaceAll('\t', '  ').replaceAll(unsafe, '');
}

/** The same on one line: line breaks become spaces. */
export function sanitiseLine(text: string): string {
  return sanitise(text.replaceAll(/\r?\n|\r/g, ' '));
}
