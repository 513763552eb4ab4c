import { ArmError } from '../problems/arm-error.ts';

/** One answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | undefined };
  readonly text: string;
}

/** Codes that only wrap the one that says what happened. */
const wrappers = new Set([
  'DeploymentFailed',
  'ResourceDeploymentFailure',
  'InvalidTemplateDeployment',
  'MultipleErrorsOccurred',
  'BadRequest',
  'Conflict',
]);

interface Found {
  readonly code: string;
  readonly message: string;
}

/** The refusal in an answer, whichever of ARM's envelopes carries it. */
export function armErrorFrom(answer: WireAnswer): ArmError {
  const body = parse(answer.text);
  const found = deepest(body) ?? { code: `Http${answer.status}`, message: answer.text.slice(0, 500) };
  return new ArmError({
    status: answer.status,
    code: found.code,
    message: found.message,
    correlationId: answer.headers.get('x-ms-correlation-request-id') ?? answer.headers.get('x-ms-request-id'),
    retryAfterMs: retryAfterMs(answer.headers.get('retry-after')),
    challenge: answer.headers.get('www-authenticate'),
    body,
  });
}

/** What became of a request that no answer came to. */
export function connectionLost(error: unknown): ArmError {
  const message = error instanceof Error ? error.message : String(error);
  const code =
    error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.name : '';
  const lost = /^(E[A-Z]+|REQUEST_SEND_ERROR|ABORT|PARSE_ERROR)$/.test(code);
  return new ArmError({ status: null, code: lost ? 'ConnectionLost' : 'CallFailed', message, body: error });
}

/** `Retry-After` in milliseconds; only whole seconds are used by ARM. */
export function retryAfterMs(header: string | undefined): number | undefined {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) * 1000 : undefined;
}

/** JSON text as a value, tolerating a byte-order mark; undefined when it isn't JSON. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function deepest(value: unknown): Found | undefined {
  if (typeof value === 'string') return deepest(parse(value));
  if (typeof value !== 'object' || value === null) return undefined;
  const members = new Map(
    Object.entries(value).map(([key, member]) => [key.toLowerCase(), member as unknown]),
  );
  const inner = members.get('error');
  if (inner !== undefined && inner !== null) return deepest(inner);
  const code = members.get('code');
  const message = members.get('message');
  const own =
    typeof code === 'string' ? { code, message: typeof message === 'string' ? message : code } : undefined;
  if (own && !wrappers.has(own.code)) return own;
  const details = members.get('details');
  for (const detail of Array.isArray(details) ? details : []) {
    const found = deepest(detail);
    if (found) return found;
  }
  return (typeof message === 'string' ? deepest(parse(message)) : undefined) ?? own;
}
