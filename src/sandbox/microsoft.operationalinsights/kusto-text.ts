/** A query without comments, and with the text of its literals taken out. */
export function bare(query: string): string {
  return query
    .replace(/@?"(?:[^"\\\n]|\\.)*"|@?'(?:[^'\\\n]|\\.)*'/g, (literal) =>
      literal.startsWith('@') ? '@""' : '""',
    )
    .replace(/\/\/[^\n]*/g, '');
}

/** Splits at a separator that stands outside of all brackets. */
export function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of text) {
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (depth === 0 && character === separator) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part].map((one) => one.trim());
}

/** Whether every bracket is closed by its own kind. */
export function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const character of text) {
    if ('([{'.includes(character)) open.push(character);
    const opening = { ')': '(', ']': '[', '}': '{' }[character];
    if (opening !== undefined && open.pop() !== opening) return false;
  }
  return open.length === 0;
}

/** `name = expression`, told from comparisons. */
export function named(part: string): { name: string | undefined; expression: string } {
  const found = /^(\w+)\s*=(?![=~])\s*([\s\S]*)$/.exec(part);
  return found ? { name: found[1], expression: found[2] ?? '' } : { name: undefined, expression: part };
}

const word = /(?<![\w.])([A-Za-z_]\w*)(\s*\()?/g;

/** Names in an expression: functions are those before a bracket; members after a dot are not looked at. */
export function namesIn(expression: string): { names: string[]; functions: string[] } {
  const names: string[] = [];
  const functions: string[] = [];
  for (const [, name = '', bracket] of expression.matchAll(word)) {
    if (bracket !== undefined) functions.push(name);
    else names.push(name);
  }
  return { names, functions };
}
