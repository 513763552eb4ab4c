import type { Json } from '../../json.ts';

/** A template expression, taken apart. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression };

/** A text that is no template expression although it stands in brackets. */
export class ExpressionError extends Error {}

/** A text that stands in brackets. */
export type ExpressionText = string & { readonly expression?: true };

/** Whether a value is an expression; `[[` begins a literal text. */
export function isExpression(value: Json): value is ExpressionText {
  return typeof value === 'string' && value.startsWith('[') && !value.startsWith('[[') && value.endsWith(']');
}

/** A text as it is meant where it is no expression. */
export function literalText(value: string): string {
  return value.startsWith('[[') ? value.slice(1) : value;
}

const tokenPattern = /\s*(?:('(?:[^']|'')*')|(-?\d+)|([A-Za-z_][\w]*)|([.,()[\]]))/y;

/** Takes `[concat('a', parameters('b').c)]` apart. */
export function parseExpression(text: string): Expression {
  const tokens = tokensOf(text.slice(1, -1));
  const reader = { tokens, at: 0, depth: 0 };
  const expression = parseTerm(reader);
  if (reader.at < tokens.length) throw new ExpressionError(`'${text}' goes on after its end`);
  return expression;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
  depth: number;
}

/** How deep Azure lets functions be nested. */
const deepest = 64;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const pattern = new RegExp(tokenPattern);
  while (pattern.lastIndex < text.trimEnd().length) {
    const from = pattern.lastIndex;
    const found = pattern.exec(text);
    if (found === null) throw new ExpressionError(`'${text}' can't be read at '${text.slice(from)}'`);
    tokens.push(found[0].trimStart());
  }
  return tokens;
}

function parseTerm(reader: Reader): Expression {
  reader.depth += 1;
  if (reader.depth > deepest) throw new ExpressionError(`functions are nested more than ${deepest} deep`);
  const term = parseAccess(reader, parseBase(reader));
  reader.depth -= 1;
  return term;
}

/** `.name` and `[key]` behind a term. */
function parseAccess(reader: Reader, base: Expression): Expression {
  let term = base;
  for (;;) {
    const next = reader.tokens[reader.at];
    if (next === '.') {
      const key = reader.tokens[reader.at + 1] ?? '';
      if (!/^[A-Za-z_]/.test(key)) throw new ExpressionError(`a name is missing after '.'`);
      reader.at += 2;
      term = { kind: 'member', of: term, key: { kind: 'literal', value: key } };
    } else if (next === '[') {
      reader.at += 1;
      const key = parseTerm(reader);
      expect(reader, ']');
      term = { kind: 'member', of: term, key };
    } else return term;
  }
}

function parseBase(reader: Reader): Expression {
  const token = reader.tokens[reader.at];
  reader.at += 1;
  if (token === undefined) throw new ExpressionError('the expression ends too early');
  if (token.startsWith("'")) return { kind: 'literal', value: token.slice(1, -1).replaceAll("''", "'") };
  if (/^-?\d/.test(token)) return { kind: 'literal', value: Number(token) };
  // Brackets that only group.
  if (token === '(') {
    const inner = parseTerm(reader);
    expect(reader, ')');
    return inner;
  }
  if (!/^[A-Za-z_]/.test(token)) throw new ExpressionError(`'${token}' is not expected here`);
  expect(reader, '(');
  return { kind: 'call', name: token.toLowerCase(), arguments: parseArguments(reader) };
}

function parseArguments(reader: Reader): Expression[] {
  const list: Expression[] = [];
  if (reader.tokens[reader.at] === ')') {
    reader.at += 1;
    return list;
  }
  for (;;) {
    list.push(parseTerm(reader));
    const next = reader.tokens[reader.at];
    reader.at += 1;
    if (next === ')') return list;
    if (next !== ',') throw new ExpressionError(`',' or ')' is missing`);
  }
}

function expect(reader: Reader, token: string): void {
  if (reader.tokens[reader.at] !== token) throw new ExpressionError(`'${token}' is missing`);
  reader.at += 1;
}

/** Every call in an expression, from the outside in. */
export function callsIn(expression: Expression): (Expression & { kind: 'call' })[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'member':
      return [...callsIn(expression.of), ...callsIn(expression.key)];
    case 'call':
      return [expression, ...expression.arguments.flatMap(callsIn)];
  }
}
