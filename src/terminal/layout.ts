import { stripVTControlCharacters } from 'node:util';

/** Characters that take two columns: East Asian wide and full-width ones, and emoji (Unicode TR11). */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}\p{Emoji_Presentation}]/u;
const zeroWidth = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Columns a text takes in a terminal; colour codes take none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  // Nearly everything is ASCII, and the tables of Unicode are slow.
  if (character < '\u007F') return 1;
  if (zeroWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Cuts an uncoloured text to a width, with `…` where something is missing. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width - 1) break;
    kept += character;
  }
  return width > 0 ? `${kept}…` : '';
}

/** Cuts the middle of an uncoloured text, so that the ends of an ARM id stay readable. */
export function truncateMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width || width < 8) return truncate(text, width);
  const characters = [...text];
  const head = truncate(text, Math.ceil(width / 2));
  let tail = '';
  let room = Math.floor(width / 2);
  for (const character of characters.reverse()) {
    room -= characterWidth(character);
    if (room < 0) break;
    tail = character + tail;
  }
  return head + tail;
}

/** Pads on the right to a width. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Pads on the left to a width. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** Breaks an uncoloured word that is longer than a line. */
function breakWord(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of word) {
    const more = characterWidth(character);
    if (used + more > width) {
      pieces.push(piece);
      [piece, used] = ['', 0];
    }
    piece += character;
    used += more;
  }
  return [...pieces, piece];
}

/** Breaks a part that is longer than a line: at its blanks, and words that are longer still anywhere. */
function breakPart(part: string, width: number): string[] {
  if (displayWidth(part) <= width) return [part];
  return part.includes(' ') ? flow(part.split(' '), ' ', width) : breakWord(part, width);
}

/** Puts parts on lines no wider than `width`, joined by `separator`; too long a part is broken. */
export function flow(parts: readonly string[], separator: string, width: number): string[] {
  const room = Math.max(1, width);
  const lines: string[] = [];
  for (const part of parts.flatMap((text) => breakPart(text, room))) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last + separator + part) <= room) {
      lines[lines.length - 1] = last + separator + part;
    } else lines.push(part);
  }
  return lines;
}

/** Wraps uncoloured text at words; its own line breaks stay. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    const words = line.split(/[^\S\u00A0]+/).filter((word) => word !== '');
    return words.length === 0 ? [''] : flow(words, ' ', width);
  });
}

/** Wraps only the lines that are too wide; all others stay as they are, with their indentation. */
export function fold(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (displayWidth(line) <= width ? [line] : wrap(line, width)))
    .join('\n');
}

/** A label with wrapped text beside it, its further lines aligned under the first. */
export function labelled(label: string, text: string, width: number): string[] {
  const indent = displayWidth(label);
  // On a very narrow screen the text goes beneath its label.
  if (width - indent < 16) {
    return [label.trimEnd(), ...wrap(text, width - 4).map((line) => `    ${line}`)];
  }
  return wrap(text, width - indent).map((line, index) =>
    index === 0 ? label + line : ' '.repeat(indent) + line,
  );
}

/** Text that is not broken at its blanks; `finish` turns them back into plain ones. */
export function glued(text: string): string {
  return text.replaceAll(' ', '\u00A0');
}
