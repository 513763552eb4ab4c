import { type Document, LineCounter, parseDocument } from 'yaml';
import { type Problem, Refusal } from '../problems/problem.ts';
import { ESTATE_FORMAT, type Estate, estateSchema } from './estate.ts';
import { type Mistake, mistakesOf } from './mistakes.ts';
import { schemaMistakes } from './schema-mistakes.ts';

/**
 * Reads an estate file. Throws a Refusal with all mistakes at once, each with file, line, key, value and what is
 * allowed.
 */
export function parseEstate(text: string, file: string): Estate {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  refuse(document.errors.map((error) => syntaxProblem(error, file)));
  const given: unknown = document.toJS();
  refuseNewer(given, file);
  const parsed = estateSchema.safeParse(given);
  const mistakes = parsed.success ? mistakesOf(parsed.data) : schemaMistakes(parsed.error, given);
  refuse(mistakes.map((mistake) => problemOf(mistake, document, lines, file)));
  if (!parsed.success) throw new Error('an estate file without mistakes did not parse');
  return parsed.data;
}

function syntaxProblem(
  error: { message: string; linePos?: [{ line: number }, ...unknown[]] | unknown },
  file: string,
): Problem {
  const position = error.linePos as readonly { line: number }[] | undefined;
  return {
    code: 'GT-ESTATE-YAML',
    what: `${file}:${position?.[0]?.line ?? 1} ${error.message.split('\n')[0] ?? error.message}`,
    why: 'the file is not well-formed YAML',
    next: ['Correct the line; an editor with a YAML extension shows it too.'],
  };
}

function refuseNewer(given: unknown, file: string): void {
  const format = typeof given === 'object' && given !== null && 'format' in given ? given.format : undefined;
  if (typeof format !== 'number' || format <= ESTATE_FORMAT) return;
  refuse([
    {
      code: 'GT-ESTATE-NEWER',
      what: `${file} has format ${format}; this Gotthard knows format ${ESTATE_FORMAT}`,
      why: 'it was written by a newer version',
      next: ['Update Gotthard, then run the same command again.'],
    },
  ]);
}

/** `gotthard.yaml:12 tenants[0].region: "Switzerland"` and what is allowed there. */
function problemOf(mistake: Mistake, document: Document, lines: LineCounter, file: string): Problem {
  const line = lineOf(mistake.path, document, lines);
  const value = mistake.value === undefined ? 'missing' : JSON.stringify(mistake.value);
  return {
    code: mistake.code,
    what: `${file}:${line} ${keyText(mistake.path)}: ${value}`,
    why: mistake.why,
    next: [mistake.next],
  };
}

/** The line of a place in the file, or of the nearest place above it that is there. */
function lineOf(path: readonly (string | number)[], document: Document, lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
    if (Array.isArray(range) && typeof range[0] === 'number') return lines.linePos(range[0]).line;
  }
  return 1;
}

/** `tenants[0].environments[1].region` */
export function keyText(path: readonly (string | number)[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${part}`))
    .join('');
}

function refuse(problems: readonly Problem[]): void {
  const [first, ...rest] = problems;
  if (first) throw new Refusal([first, ...rest]);
}
