import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { type Problem, refuseIfAny } from '../problems/problem.ts';
import { ESTATE_FORMAT, type Estate, estateSchema } from './estate.ts';
import { type Path, problemOf } from './mistake.ts';
import { mistakesOf } from './mistakes.ts';
import { mistakesBeyond } from './repaired.ts';
import { schemaMistakes } from './schema-mistakes.ts';

/**
 * Reads an estate file. Throws a Refusal with all mistakes at once, each with file, line, key, value and what is
 * allowed.
 */
export function parseEstate(text: string, file: string): Estate {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  refuseIfAny(document.errors.map((error) => notYaml(error.message, lines.linePos(error.pos[0]).line, file)));
  const given = plain(document, file);
  refuseNewer(given, `${file}:${lineOf(['format'], document, lines)}`);
  const parsed = estateSchema.safeParse(given);
  const mistakes = parsed.success
    ? mistakesOf(parsed.data)
    : [...schemaMistakes(parsed.error.issues, given), ...mistakesBeyond(given, parsed.error.issues)];
  const placed = mistakes
    .map((mistake) => ({ mistake, line: lineOf(mistake.path, document, lines) }))
    .sort((a, b) => a.line - b.line);
  refuseIfAny(placed.map(({ mistake, line }) => problemOf(mistake, `${file}:${line}`)));
  if (!parsed.success) throw new Error('an estate file without mistakes did not parse');
  return parsed.data;
}

/** The values of a document. Aliases that unfold into very much are refused by the parser when they are read. */
function plain(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    refuseIfAny([notYaml(error instanceof Error ? error.message : 'it can not be read', 1, file)]);
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
function lineOf(path: Path, document: Document, lines: LineCounter): number {
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
