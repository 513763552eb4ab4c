import { plainText } from './text.ts';

/** HTML that is safe to insert as it is. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | undefined | readonly Html[];

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Whatever is put into this template is escaped, unless it came out of such a template itself. */
export function html(fixed: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: fixed.reduce((text, piece, index) => text + asHtml(parts[index - 1]) + piece) };
}

function asHtml(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return plainText(part).replaceAll(/[&<>"']/g, (c) => entities[c] ?? '');
  if ('html' in part) return part.html;
  return part.map((each) => each.html).join('');
}
