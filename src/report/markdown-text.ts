import { plainText } from './text.ts';

/** Text from anywhere as plain Markdown text: what would be markup, a table cell's end, or HTML, is escaped. */
export function md(text: string): string {
  return plainText(text).replaceAll(/[\\`*_{}[\]<>()#+!|~&@-]/g, (mark) =>
    mark === '&' ? '&amp;' : mark === '<' ? '&lt;' : plainMarks.has(mark) ? mark : `\\${mark}`,
  );
}

/** Marks that mean nothing inside a line; escaping them would only make the text harder to read. */
const plainMarks: ReadonlySet<string> = new Set(['(', ')', '-', '+', '#', '!', '{', '}', '@']);

/** Text as inline code, in a fence that it can't end. */
export function code(text: string): string {
  const plain = plainText(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${plain}${fence}` : `${fence} ${plain} ${fence}`;
}

/** A table; `right` names the columns of figures. Cells are Markdown already. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map((_, index) => (right.includes(index) ? '---:' : '---'))),
    ...rows.map(line),
  ];
}
