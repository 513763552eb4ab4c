const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe to stand in markup and in attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Longest part of a path that stays on one line: a GUID and its slash, which fit the narrowest screen. */
export const longestWhole = 37;

/** The same for ids, paths and types: lines end behind a slash, not at the hyphens of a name. */
export function breakable(text: string): string {
  return text
    .split(/(?<=\/)/)
    .map((part) =>
      part.length <= longestWhole ? `<span class="whole">${escaped(part)}</span>` : escaped(part),
    )
    .join('<wbr>');
}

/** Cut in the middle, so that both ends of a name stay readable. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const half = Math.floor((length - 1) / 2);
  return `${text.slice(0, length - 1 - half)}…${text.slice(-half)}`;
}

/** A table of cells that are markup already. Its roles are spelled out: narrow screens show each row as a block. */
export function table(
  name: string,
  columns: readonly string[],
  rows: readonly string[][],
  id?: string,
): string {
  const head = columns.map((column) => `<th role="columnheader" scope="col">${escaped(column)}</th>`);
  const body = rows.map((cells) => {
    const shown = cells.map(
      (cell, index) => `<td role="cell" data-column="${escaped(columns[index] ?? '')}">${cell}</td>`,
    );
    return `<tr role="row">${shown.join('')}</tr>`;
  });
  return [
    `<table role="table" aria-label="${escaped(name)}">`,
    `<thead role="rowgroup"><tr role="row">${head.join('')}</tr></thead>`,
    `<tbody role="rowgroup"${id === undefined ? '' : ` id="${id}"`}>${body.join('')}</tbody></table>`,
  ].join('');
}
