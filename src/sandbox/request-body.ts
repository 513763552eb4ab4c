import { ArmError } from './errors.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/** How deep ARM reads a body. */
const deepest = 64;

/** The body of a request; undefined when nothing was sent, 400 for what is no JSON object. */
export function bodyOf(sent: string): JsonObject | undefined {
  if (sent === '') return undefined;
  let parsed: Json;
  try {
    // Some clients begin with a byte order mark.
    parsed = JSON.parse(sent.replace(/^\uFEFF/, '')) as Json;
  } catch (error) {
    throw invalid(`could not be deserialized: '${error instanceof Error ? error.message : ''}'`);
  }
  if (!isObject(parsed)) throw invalid("'$' must be an object");
  checkTree(parsed);
  return parsed;
}

/** Walks the body without recursion: it may be deeper than any recursion would survive. */
function checkTree(body: JsonObject): void {
  const waiting: [value: Json, depth: number][] = [[body, 1]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, depth] = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > deepest) throw invalid(`the reader's MaxDepth of ${deepest} has been exceeded`);
    // A name that means something else to JavaScript than to ARM.
    if (Object.hasOwn(value, '__proto__')) throw invalid("'__proto__' can't be the name of a member");
    for (const member of Object.values(value)) waiting.push([member, depth + 1]);
  }
}

function invalid(why: string): ArmError {
  return new ArmError(400, 'InvalidRequestContent', `The request content was invalid and ${why}.`);
}
