import { Document, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { z } from 'zod';
import { type Estate, estateSchema } from './estate.ts';

const heading = [
  ' yaml-language-server: $schema=./node_modules/gotthard/templates/estate.schema.json',
  ' The estate that Gotthard deploys. Edit it by hand or with the wizard; gotthard plan shows what a change means.',
].join('\n');

interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** The JSON Schema of the estate file, for editors. */
export function estateJsonSchema(): object {
  return z.toJSONSchema(estateSchema, { io: 'input' });
}

/** A new estate file: every key under what it means. */
export function writeEstate(estate: Estate): string {
  const document = new Document(estate);
  document.commentBefore = heading;
  if (document.contents) explain(document.contents, estateJsonSchema() as JsonSchema, new Set());
  return document.toString({ lineWidth: 110 });
}

/** Puts each key's description above it, once in the file. */
function explain(node: Node, schema: JsonSchema, said: Set<string>): void {
  if (isSeq(node)) {
    for (const item of node.items) explain(item as Node, schema.items ?? {}, said);
    return;
  }
  if (!isMap(node)) return;
  for (const pair of node.items as Pair<Node, Node | null>[]) {
    const member = memberOf(schema, isScalar(pair.key) ? String(pair.key.value) : '');
    const description = member.description;
    if (description && !said.has(description) && isScalar(pair.key)) {
      said.add(description);
      pair.key.commentBefore = ` ${description}`;
    }
    if (pair.value) explain(pair.value, member, said);
  }
}

function memberOf(schema: JsonSchema, key: string): JsonSchema {
  const own = schema.properties?.[key];
  if (own) return own;
  for (const option of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) {
    const found = option.properties?.[key];
    if (found) return found;
  }
  return {};
}

/** The text of a file that a person edits, changed where the estate has changed and nowhere else. */
export function editEstate(text: string, estate: Estate): string {
  const document = parseDocument(text);
  const before = estateSchema.parse(document.toJS());
  change(document, [], before, estate);
  return document.toString({ lineWidth: 110 });
}

type Path = readonly (string | number)[];

function change(document: Document, path: Path, before: unknown, after: unknown): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  if (Array.isArray(before) && Array.isArray(after) && isSeq(document.getIn(path))) {
    changeList(document, path, before, after);
    return;
  }
  if (isRecord(before) && isRecord(after) && isMap(document.getIn(path))) {
    for (const key of Object.keys(before)) if (!(key in after)) document.deleteIn([...path, key]);
    for (const [key, value] of Object.entries(after)) change(document, [...path, key], before[key], value);
    return;
  }
  document.setIn(path, document.createNode(after));
}

/** Entries are followed by their name where they have one, so that a removed one doesn't rewrite those after it. */
function changeList(
  document: Document,
  path: Path,
  before: readonly unknown[],
  after: readonly unknown[],
): void {
  const kept = [...before];
  for (let index = kept.length - 1; index >= 0; index -= 1) {
    const name = nameOf(kept[index]);
    const gone = name === undefined ? index >= after.length : !after.some((item) => nameOf(item) === name);
    if (!gone) continue;
    document.deleteIn([...path, index]);
    kept.splice(index, 1);
  }
  for (const [index, item] of after.entries()) {
    const name = nameOf(item);
    const at = name === undefined ? index : kept.findIndex((other) => nameOf(other) === name);
    if (at === -1 || at >= kept.length) {
      (document.getIn(path) as YAMLMap).add(document.createNode(item) as never);
      kept.push(item);
    } else change(document, [...path, at], kept[at], item);
  }
}

function nameOf(item: unknown): unknown {
  return isRecord(item) ? item['name'] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
