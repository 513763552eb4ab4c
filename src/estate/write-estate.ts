import {
  Document,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type ToStringOptions,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { canonicalJson } from '../resource/json.ts';
import { type Estate, estateSchema, type Tenant } from './estate.ts';
import { type EstateFiles, parseEstateFiles, type TextFile } from './estate-file.ts';
import { estateJsonSchema, type JsonSchema, membersOf, tenantJsonSchema } from './json-schema.ts';
import type { Path } from './mistake.ts';

/** Name of the file that editors complete the estate file from, in the folder `.gotthard` beside it. */
export const schemaFile = 'estate.schema.json';
/** The same for the file of a tenant. */
export const tenantSchemaFile = 'tenant.schema.json';

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
    for (const item of node.items) {
      explain(item, items, said);
      if (isMap(item)) raiseComment(item);
    }
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

/** A new file of one tenant: every key under what it means. */
export function writeTenant(tenant: Tenant): string {
  const document = new Document(tenant);
  document.commentBefore = [
    ` yaml-language-server: $schema=../.gotthard/${tenantSchemaFile}`,
    ' One tenant of the estate beside this folder. What it shares with the others stands in the estate file.',
  ].join('\n');
  if (document.contents) explain(document.contents, [tenantJsonSchema()], new Set());
  return document.toString({ lineWidth: 0 });
}

/**
 * The text of a file that a person edits, changed where the estate has changed and nowhere else. The text has to be a
 * valid estate file.
 */
export function editEstate(text: string, estate: Estate): string {
  return edited(text, estateSchema.parse(parseDocument(text).toJS()), estate);
}

/** Above the dash rather than behind it: there the comment stays where it is when the file is edited. */
function raiseComment(item: YAMLMap): void {
  const key = item.items[0]?.key;
  if (!isScalar(key) || !key.commentBefore) return;
  item.commentBefore = key.commentBefore;
  key.commentBefore = null;
}

/** What to write, and which files to take away, so that the files of an estate hold another one. */
export interface EstateChange {
  readonly write: readonly TextFile[];
  readonly remove: readonly string[];
}

/**
 * The same for an estate in one file or in several: each tenant stays where it stands, a new one takes the form that the
 * others have. Only files that change are named.
 */
export function editEstateFiles(files: EstateFiles, after: Estate, folder: string): EstateChange {
  const before = parseEstateFiles(files);
  if (files.tenants.length === 0) {
    return changed([files.root], [{ ...files.root, text: edited(files.root.text, before, after) }]);
  }
  const { tenants: _before, ...rootBefore } = before;
  const { tenants: _after, ...rootAfter } = after;
  const root = { ...files.root, text: edited(files.root.text, rootBefore, rootAfter) };
  const own = new Map(
    before.tenants.flatMap((tenant, index) => {
      const file = files.tenants[index];
      return file ? [[tenant.name, { tenant, file }] as const] : [];
    }),
  );
  const tenants = after.tenants.map((tenant) => {
    const known = own.get(tenant.name);
    if (!known) return { path: freePath(folder, tenant.name, files), text: writeTenant(tenant) };
    return { ...known.file, text: edited(known.file.text, known.tenant, tenant) };
  });
  return changed([files.root, ...files.tenants], [root, ...tenants]);
}

/** A file may be called after a tenant that it doesn't hold. */
function freePath(folder: string, name: string, { tenants }: EstateFiles): string {
  const taken = new Set(tenants.map(({ path }) => path.toLowerCase()));
  let path = `${folder}/${name}.yaml`;
  for (let number = 2; taken.has(path.toLowerCase()); number += 1) path = `${folder}/${name}-${number}.yaml`;
  return path;
}

function changed(before: readonly TextFile[], after: readonly TextFile[]): EstateChange {
  const texts = new Map(before.map(({ path, text }) => [path, text]));
  const kept = new Set(after.map(({ path }) => path));
  return {
    write: after.filter(({ path, text }) => texts.get(path) !== text),
    remove: before.flatMap(({ path }) => (kept.has(path) ? [] : [path])),
  };
}

function edited(text: string, before: unknown, after: unknown): string {
  if (same(before, after)) return text;
  const document = parseDocument(text);
  change(document, [], before, after);
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
  // A key beneath a key; what stands in a list is indented by its dash too.
  const nested = /^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*)?\n)*(?=( +)[^\s#-])/gm;
  const steps = [...text.matchAll(nested)].map(([, outer = '', inner = '']) => inner.length - outer.length);
  const indented = steps.find((step) => step > 0) ?? 2;
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
