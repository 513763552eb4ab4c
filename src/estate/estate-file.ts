import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { type Problem, refuseIfAny } from '../problems/problem.ts';
import { ESTATE_FORMAT, type Estate, estateSchema } from './estate.ts';
import { type Mistake, type Path, problemOf } from './mistake.ts';
import { mistakesOf } from './mistakes.ts';
import { mistakesBeyond } from './repaired.ts';
import { schemaMistakes } from './schema-mistakes.ts';

/** A file with its text. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** The files of an estate: one that holds everything, or one beside which each tenant has a file of its own. */
export interface EstateFiles {
  readonly root: TextFile;
  /** In the order of the estate; empty where the first file holds the tenants. */
  readonly tenants: readonly TextFile[];
}

/**
 * Reads an estate file that holds everything. Throws a Refusal with all mistakes at once, each with file, line, key,
 * value and what is allowed.
 */
export function parseEstate(text: string, file: string): Estate {
  return parseEstateFiles({ root: { path: file, text }, tenants: [] });
}

/** The same for an estate that may be split into a file a tenant: each mistake names the file that it is in. */
export function parseEstateFiles(files: EstateFiles): Estate {
  const root = opened(files.root);
  const tenants = files.tenants.map(opened);
  refuseIfAny([root, ...tenants].flatMap(({ problems }) => problems));
  const whole = plain(root);
  refuseNewer(whole, `${root.path}:${lineOf(['format'], root)}`);
  if (tenants.length > 0) refuseIfAny(heldTwice(whole, root, files));
  const given =
    tenants.length > 0 && isRecord(whole)
      ? { ...whole, tenants: tenants.map((tenant) => plain(tenant)) }
      : whole;
  const parsed = estateSchema.safeParse(given);
  const mistakes = parsed.success
    ? mistakesOf(parsed.data)
    : [...schemaMistakes(parsed.error.issues, given), ...mistakesBeyond(given, parsed.error.issues)];
  const placed = mistakes.map((mistake) => placedIn(mistake, root, tenants)).sort(inOrder);
  refuseIfAny(placed.map(({ mistake, opened: { path }, line }) => problemOf(mistake, `${path}:${line}`)));
  if (!parsed.success) throw new Error('an estate file without mistakes did not parse');
  return parsed.data;
}

/** A file that is being read. */
interface Opened extends TextFile {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly problems: readonly Problem[];
}

function opened(file: TextFile): Opened {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines });
  const problems = document.errors.map((error) =>
    notYaml(error.message, lines.linePos(error.pos[0]).line, file.path),
  );
  return { ...file, document, lines, problems };
}

interface PlacedMistake {
  readonly mistake: Mistake;
  readonly opened: Opened;
  /** Position of the file among all. */
  readonly rank: number;
  readonly line: number;
}

/** The file that a mistake is in, with its key as it stands there. */
function placedIn(mistake: Mistake, root: Opened, tenants: readonly Opened[]): PlacedMistake {
  const [first, index, ...within] = mistake.path;
  const tenant = first === 'tenants' && typeof index === 'number' ? tenants[index] : undefined;
  const path = tenant ? within : mistake.path;
  return {
    mistake: { ...mistake, path },
    opened: tenant ?? root,
    rank: tenant ? Number(index) + 1 : 0,
    line: lineOf(path, tenant ?? root),
  };
}

function inOrder(a: PlacedMistake, b: PlacedMistake): number {
  return a.rank - b.rank || a.line - b.line;
}

/** Tenants stand in one place: what is in the other would be overlooked. */
function heldTwice(whole: unknown, root: Opened, { tenants }: EstateFiles): Problem[] {
  if (!isRecord(whole) || !('tenants' in whole)) return [];
  const where = `${root.path}:${lineOf(['tenants'], root)}`;
  return [
    {
      code: 'GT-ESTATE-TWICE',
      what: `${where} tenants: they stand here, and there are files of tenants too: ${tenants.map(({ path }) => path).join(', ')}`,
      why: 'an estate holds its tenants in its first file, or each in a file of its own',
      next: [`Move the tenants of ${root.path} to files of their own, or the files to another folder.`],
    },
  ];
}

/** The values of a document. Aliases that unfold into very much are refused by the parser when they are read. */
function plain({ document, path }: Opened): unknown {
  try {
    return document.toJS();
  } catch (error) {
    refuseIfAny([notYaml(error instanceof Error ? error.message : 'it can not be read', 1, path)]);
    throw error;
  }
}

function notYaml(message: string, line: number, file: string): Problem {
  return {
    code: 'GT-ESTATE-YAML',
    what: `${file}:${line} ${message.split('\n')[0]?.replace(/:$/, '') ?? message}`,
    why: 'the file is not well-formed YAML',
    next: ['Correct the line; an editor with a YAML extension shows it too.'],
  };
}

function refuseNewer(given: unknown, where: string): void {
  const format = typeof given === 'object' && given !== null && 'format' in given ? given.format : undefined;
  if (typeof format !== 'number' || format <= ESTATE_FORMAT) return;
  refuseIfAny([
    {
      code: 'GT-ESTATE-NEWER',
      what: `${where} format: ${format}; this Gotthard knows formats up to ${ESTATE_FORMAT}`,
      why: 'it was written by a newer version',
      next: [`Update Gotthard to a version that knows format ${format}: npm install gotthard@latest`],
    },
  ]);
}

/** The line of a key in the file, or of the nearest one above it that is there. */
function lineOf(path: Path, { document, lines }: Opened): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair || !isScalar(pair.key)) break;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      if (isMap(node) || isSeq(node) || isScalar(node)) offset = node.range?.[0] ?? offset;
    } else break;
  }
  return lines.linePos(offset).line;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
