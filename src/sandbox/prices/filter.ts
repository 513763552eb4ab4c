import { ArmError } from '../errors.ts';

/** Fields of an item that a filter may name, as the price list writes them. */
export const filterFields = [
  'armRegionName',
  'location',
  'meterId',
  'meterName',
  'productId',
  'productName',
  'skuId',
  'skuName',
  'serviceName',
  'serviceId',
  'serviceFamily',
  'priceType',
  'armSkuName',
] as const;
export type FilterField = (typeof filterFields)[number];

/** Whether an item passes. */
export type Filter = (textOf: (field: FilterField) => string) => boolean;

const token = /\s*(?:(\()|(\))|(,)|'((?:[^']|'')*)'|([A-Za-z]+))/y;

interface Token {
  readonly kind: 'open' | 'close' | 'comma' | 'text' | 'word';
  readonly value: string;
}

/**
 * Reads a `$filter`: `eq`, `and`, `or`, parentheses, `contains(field,'x')` and `contains(tolower(field),'x')`. Values are
 * compared with their case, as from api-version 2023-01-01-preview on. Everything else is a 400.
 */
export function parseFilter(text: string): Filter {
  const tokens = tokensOf(text);
  let at = 0;
  const refuse = (): ArmError =>
    new ArmError(
      400,
      'BadRequest',
      `The filter '${text}' is not supported near ${tokens[at]?.value ?? 'its end'}.`,
    );
  const take = (kind: Token['kind'], value?: string): string => {
    const next = tokens[at];
    if (!next || next.kind !== kind || (value !== undefined && next.value !== value)) throw refuse();
    at += 1;
    return next.value;
  };
  const isWord = (value: string): boolean => tokens[at]?.kind === 'word' && tokens[at]?.value === value;
  const field = (): FilterField => {
    const name = tokens[at]?.value;
    const known = filterFields.find((one) => one === name);
    if (!known) throw refuse();
    take('word');
    return known;
  };
  const either = (): Filter => {
    let left = both();
    while (isWord('or')) {
      at += 1;
      const [one, other] = [left, both()];
      left = (textOf) => one(textOf) || other(textOf);
    }
    return left;
  };
  const both = (): Filter => {
    let left = term();
    while (isWord('and')) {
      at += 1;
      const [one, other] = [left, term()];
      left = (textOf) => one(textOf) && other(textOf);
    }
    return left;
  };
  const term = (): Filter => {
    if (tokens[at]?.kind === 'open') {
      at += 1;
      const inner = either();
      take('close');
      return inner;
    }
    return isWord('contains') ? contains() : equals();
  };
  const equals = (): Filter => {
    const name = field();
    take('word', 'eq');
    const value = take('text');
    return (textOf) => textOf(name) === value;
  };
  const contains = (): Filter => {
    take('word', 'contains');
    take('open');
    const lower = isWord('tolower');
    if (lower) {
      at += 1;
      take('open');
    }
    const name = field();
    if (lower) take('close');
    take('comma');
    const value = take('text');
    take('close');
    return (textOf) => (lower ? textOf(name).toLowerCase() : textOf(name)).includes(value);
  };
  const filter = either();
  if (at < tokens.length) throw refuse();
  return filter;
}

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const from = token.lastIndex;
    const [, open, close, comma, quoted, word] = token.exec(text) ?? [];
    if (token.lastIndex === 0)
      throw new ArmError(
        400,
        'BadRequest',
        `The filter '${text}' is not supported near ${text.slice(from, from + 20)}.`,
      );
    if (open) found.push({ kind: 'open', value: open });
    else if (close) found.push({ kind: 'close', value: close });
    else if (comma) found.push({ kind: 'comma', value: comma });
    else if (quoted !== undefined) found.push({ kind: 'text', value: quoted.replaceAll("''", "'") });
    else if (word) found.push({ kind: 'word', value: word });
  }
  return found;
}
