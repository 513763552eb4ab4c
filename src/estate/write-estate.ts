import { Document, isMap, isScalar, isSeq, parseDocument, type ToStringOptions, type YAMLSeq } from 'yaml';
import { canonicalJson } from '../resource/json.ts';
import { type Estate, estateSchema } from './estate.ts';
import { estateJsonSchema, type JsonSchema, membersOf } from './json-schema.ts';
import type { Path } from './mistake.ts';

/** Name of the file that editors complete the estate file from, in the folder `.gotthard` beside it. */
export const schemaFile = 'estate.schema.json';

const heading = [
  ` yaml-language-server: $schema=./.gotthard/${schemaFile}`,
  ' The estate that Gotthard deploys. Edit it by hand or with the wizard; gotthard plan shows what a change means.',
].join('\n');

/** A new estate file: every key under what it means. */
export function writeEstate(estate: Estate): string {
  const document = new Document(estate);
  document.commentBefore = heading;
  if (document.contents) explain(document.contents, [estateJsonSchema()], new Set());
  // Folding a long text would change it in the eyes of whoever compares two versions.
  return document.toString({ lineWidth: 0 });
}

/** Puts each key's description above it, once in the file. */
function explain(node: unknown, schemas: readonly JsonSchema[], said: Set<string>): void {
  if (isSeq(node)) {
    const items = schemas.flatMap((schema) => membersOf(schema, 0));
    for (const item of node.items) explain(item, items, said);
    return;
  }
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue;
    const members = schemas.flatMap((schema) => membersOf(schema, String(key.value)));
    const description = members.find((member) => member.description)?.description;
    if (description && !said.has(description)) {
      said.add(description);
      key.commentBefore = ` ${description}`;
    }
    explain(value, members, said);
  }
}

/**
 * The text of a file that a person edits, changed where the estate has changed and nowhere else. The text has to be a
 * valid estate file.
 */
export function editEstate(text: string, estate: Estate): string {
  const document = parseDocument(text);
  const before = estateSchema.parse(document.toJS());
  if (same(before, estate)) return text;
  change(document, [], before, estate);
  return spacedAs(text, document.toString(styleOf(text)));
}

/** Brings back the spaces with which a person lines up comments; the parser keeps only one. */
function spacedAs(before: string, after: string): string {
  const key = (line: string): string => line.replace(/ +#/, ' #').trimEnd();
  const known = new Map(before.split('\n').map((line) => [key(line), line]));
  const spaced = after
    .split('\n')
    .map((line) => known.get(key(line)) ?? line)
    .join('\n');
  // A text may hold a # of its own, and then its spaces count.
  return same(parseDocument(spaced).toJS(), parseDocument(after).toJS()) ? spaced : after;
}

/** Indentation as the person writes it. */
function styleOf(text: string): ToStringOptions {
  const indented = /^( +)[^\s#-]/m.exec(text)?.[1]?.length ?? 2;
  const listUnderKey = /^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*)?\n)*( *)- /m.exec(text);
  const indentSeq = listUnderKey === null || (listUnderKey[2] ?? '').length > (listUnderKey[1] ?? '').length;
  return { lineWidth: 0, indent: Math.max(1, indented), indentSeq };
}

function change(document: Document, path: Path, before: unknown, after: unknown): void {
  if (same(before, after)) return;
  const node = document.getIn(path);
  if (Array.isArray(before) && Array.isArray(after) && isSeq(node)) {
    changeList(document, path, node, before, after);
    return;
  }
  if (isRecord(before) && isRecord(after) && isMap(node)) {
    for (const key of Object.keys(before))
      if (!(key in after) || after[key] === undefined) document.deleteIn([...path, key]);
    for (const [key, value] of Object.entries(after))
      if (value !== undefined) change(document, [...path, key], before[key], value);
    return;
  }
  const scalar = document.getIn(path, true);
  // A changed value keeps the comment that stands behind it.
  if (isScalar(scalar) && !isRecord(after) && !Array.isArray(after)) scalar.value = after;
  else document.setIn(path, document.createNode(after));
}

/**
 * Entries are followed by their name where each has one, so that a removed one doesn't rewrite those after it, and by
 * their position otherwise.
 */
function changeList(
  document: Document,
  path: Path,
  list: YAMLSeq,
  before: readonly unknown[],
  after: readonly unknown[],
): void {
  const named = uniquelyNamed(before) && uniquelyNamed(after);
  const keyOf = (item: unknown, index: number): unknown => (named ? nameOf(item) : index);
  const nodes = new Map(list.items.map((item, index) => [keyOf(before[index], index), item]));
  const old = new Map(before.map((item, index) => [keyOf(item, index), item]));
  list.items = after.map((item, index) => nodes.get(keyOf(item, index)) ?? document.createNode(item));
  for (const [index, item] of after.entries()) {
    const key = keyOf(item, index);
    if (old.has(key)) change(document, [...path, index], old.get(key), item);
  }
}

function uniquelyNamed(list: readonly unknown[]): boolean {
  const names = new Set(list.map(nameOf));
  return names.size === list.length && !names.has(undefined);
}

function nameOf(item: unknown): unknown {
  return isRecord(item) ? item['name'] : undefined;
}

function same(before: unknown, after: unknown): boolean {
  return canonicalJson(before) === canonicalJson(after);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
