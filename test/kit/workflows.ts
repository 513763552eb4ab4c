import { isObject, type Json, type JsonObject } from '../../src/resource/json.ts';

/** Values that expressions name. */
export type Scope = JsonObject;

/** What an expression of a few dots means; everything else is a mistake of the test. */
function meant(expression: string, scope: Scope): Json {
  const path = expression.trim().split('.');
  const found = path.reduce<Json | undefined>(
    (value, key) => (isObject(value) ? value[key] : undefined),
    scope,
  );
  if (found === undefined) throw new Error(`nothing is known of ${expression}`);
  return found;
}

const expression = /\$\{\{ (.*?) \}\}/g;

/** A text with its `${{ }}` evaluated. */
export function evaluated(text: string, scope: Scope): string {
  return text.replace(expression, (_all, inner: string) => String(meant(inner, scope)));
}

/** A document with `${{ each }}` unrolled and `${{ }}` evaluated, as Azure Pipelines does it before it runs anything. */
export function expanded(node: Json, scope: Scope): Json {
  if (typeof node === 'string') return evaluated(node, scope);
  if (Array.isArray(node)) return (node as readonly Json[]).flatMap((item) => unrolled(item, scope));
  if (!isObject(node)) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [evaluated(key, scope), expanded(value, scope)]),
  );
}

function unrolled(item: Json, scope: Scope): readonly Json[] {
  const [key = ''] = isObject(item) ? Object.keys(item) : [];
  const each = /^\$\{\{ each (\w+) in (\S+) \}\}$/.exec(key);
  if (!each || !isObject(item)) return [expanded(item, scope)];
  const [, name = '', of = ''] = each;
  const body = item[key] as readonly Json[];
  return (meant(of, scope) as readonly Json[]).flatMap((value) => {
    const inner = { ...scope, [name]: value };
    return body.flatMap((one) => unrolled(one, inner));
  });
}
